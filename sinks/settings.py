"""What the sink program can be told."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class SinkSettings(BaseSettings):
    """Read once, from JIESU_... variables.

    `kafka` is "host:port[,host:port]"; `tables` the folder of the tables; `sql_port` 0 takes any free port.
    `instance` is the static member's name: of two sinks of one name the older is stopped.
    """

    model_config = SettingsConfigDict(env_prefix="JIESU_", frozen=True)

    kafka: str
    site: str = "jiesu"
    tables: Path
    instance: str = "sink"
    batch_records: Annotated[int, Field(gt=0)] = 20_000
    sql_port: Annotated[int, Field(ge=0, le=65_535)] = 0
