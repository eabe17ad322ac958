"""Settings of the stream workers, read once from the environment."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class WorkerSettings(BaseSettings):
    """What every worker needs. Environment variables are JIESU_ and the field's name in capitals."""

    model_config = SettingsConfigDict(env_prefix="JIESU_", frozen=True, extra="ignore")

    site: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "jiesu"
    kafka: str = "127.0.0.1:9092"
    instance: str = ""
    scratch: str = ".jiesu/scratch"
    batch: Annotated[int, Field(ge=1, le=100_000)] = 2_000
    session_s: Annotated[float, Field(ge=1, le=300)] = 6.0
    heartbeat_s: Annotated[float, Field(gt=0, le=100)] = 1.0


class IntakeSettings(WorkerSettings):
    """Intake's own: the policy that lists scopes and channels, and the key that hashes reporters."""

    policy: str = "deploy/policies/zh"
    reporter_key: Annotated[str, Field(min_length=16)]
