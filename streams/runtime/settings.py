"""Settings of the stream workers, read once from the environment."""

from typing import Annotated

from pydantic import Field

from topics.cluster import SiteSettings


class WorkerSettings(SiteSettings):
    """What every worker needs beside its site."""

    instance: str = ""
    scratch: str = ".jiesu/scratch"
    batch: Annotated[int, Field(ge=1, le=100_000)] = 2_000
    session_s: Annotated[float, Field(ge=1, le=300)] = 6.0
    heartbeat_s: Annotated[float, Field(gt=0, le=100)] = 1.0


class IntakeSettings(WorkerSettings):
    """Intake's own: the policy that lists scopes and channels, and the key that hashes reporters."""

    policy: str = "deploy/policies/zh"
    reporter_key: Annotated[str, Field(min_length=16)]
