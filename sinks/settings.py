"""What the sink program can be told."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from topics.cluster import SiteSettings


class SinkSettings(SiteSettings):
    """Read once. `tables` is the folder of the tables; `sql_port` 0 takes any free port.

    `group` names the position: a sink into tables of its own takes a name of its own, and reads all facts.
    """

    tables: Path = Path(".jiesu/tables")
    group: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "sink"
    batch_records: Annotated[int, Field(gt=0)] = 20_000
    sql_port: Annotated[int, Field(ge=0, le=65_535)] = 0
