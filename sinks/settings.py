"""What the sink program, and whoever asks its tables, can be told."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, FilePath, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from sinks.clickhouse.address import Place, ServerAddress, place_of
from topics.cluster import SiteSettings


class TablesSettings(BaseSettings):
    """Where the tables are, and how a server is entered."""

    model_config = SettingsConfigDict(
        env_prefix="JIESU_", env_ignore_empty=True, frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    tables: Annotated[Place, NoDecode, BeforeValidator(place_of)] = Path(".jiesu/tables")
    """Folder of the embedded ClickHouse, or a server: `clickhouse://user@host:9000/database?secure=true`."""
    clickhouse_password: SecretStr = SecretStr("")
    """The password for a server whose URL has none, so that no list of processes shows it."""
    clickhouse_ca: FilePath | None = None
    """PEM file of the authorities that sign a server's certificate; the system's if absent."""

    def place(self, named: str | None = None) -> Place:
        """Where the tables are, with how one gets in; `named` stands in for `tables`. Raises ValueError."""
        place = self.tables if named is None else place_of(named)
        if not isinstance(place, ServerAddress):
            return place
        password = place.password if place.password.get_secret_value() else self.clickhouse_password
        return place.model_copy(update={"password": password, "ca": place.ca or self.clickhouse_ca})


class SinkSettings(TablesSettings, SiteSettings):
    """What the sink is told beside its site and its tables."""

    group: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "sink"
    """Names the position: a sink into tables of its own takes a name of its own, and reads all facts."""
    batch_bytes: Annotated[int, Field(gt=0)] = 32 * 1024 * 1024
    """Facts inserted at once: no more are gathered above so many bytes."""
    sql_port: Annotated[int, Field(ge=0, le=65_535)] = 0
    """Port of the read-only SQL door on loopback; 0 takes any. A server is asked itself, and needs none."""
