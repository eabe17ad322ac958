"""Settings of the stream workers, read once from the environment."""

from typing import Annotated

from pydantic import Field

from topics.cluster import SiteSettings


class WorkerSettings(SiteSettings):
    """What every worker needs beside its site."""

    instance: str = ""
    """The worker's own name: a restart under it moves no partitions."""
    scratch: str = ".jiesu/scratch"
    """Faust's scratch folder."""
    batch: Annotated[int, Field(ge=1, le=100_000)] = 5_000
    """The most records in one transaction; fewer where they would take long."""
    session_s: Annotated[float, Field(ge=1, le=300)] = 6.0
    """Seconds without a heartbeat after which the group gives a worker up."""
    heartbeat_s: Annotated[float, Field(gt=0, le=100)] = 1.0
    """Seconds between heartbeats."""


class IntakeSettings(WorkerSettings):
    """Intake's own."""

    policy: str = "deploy/policies/zh"
    """Folder of the policy whose scopes say to which inbox a channel goes."""
    reporter_key: Annotated[str, Field(min_length=16)]
    """The secret that hashes reporters, 16 to 64 bytes."""
