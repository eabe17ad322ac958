"""What the sink program can be told."""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from topics.cluster import SiteSettings


class SinkSettings(SiteSettings):
    """What the sink is told beside its site."""

    tables: Path = Path(".jiesu/tables")
    """Folder of the embedded ClickHouse."""
    group: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "sink"
    """Names the position: a sink into tables of its own takes a name of its own, and reads all facts."""
    batch_records: Annotated[int, Field(gt=0)] = 20_000
    """Records in one fetch, at most."""
    sql_port: Annotated[int, Field(ge=0, le=65_535)] = 0
    """Port of the read-only SQL door on loopback; 0 takes any."""
