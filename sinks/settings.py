"""What the sink program can be told."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class SinkSettings(BaseSettings):
    """Read once. Environment variables are JIESU_ and the field's name in capitals.

    `kafka` is "host:port[,host:port]"; `tables` the folder of the tables; `sql_port` 0 takes any free port.
    `group` names the position: a sink into tables of its own takes a name of its own, and reads all facts.
    """

    model_config = SettingsConfigDict(env_prefix="JIESU_", frozen=True, extra="ignore")

    site: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "jiesu"
    kafka: str = "127.0.0.1:9092"
    tables: Path = Path(".jiesu/tables")
    group: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "sink"
    batch_records: Annotated[int, Field(gt=0)] = 20_000
    sql_port: Annotated[int, Field(ge=0, le=65_535)] = 0
