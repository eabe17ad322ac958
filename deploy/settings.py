"""Reads a program's settings once, and says what is missing in words."""

from typing import Annotated, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from deploy.errors import SetupError
from sinks.clickhouse.address import Place
from sinks.settings import TablesSettings
from streams.domain.doors import LONGEST_KEY, SHORTEST_KEY
from topics.cluster import SiteSettings

Settings = TypeVar("Settings", bound=BaseSettings)


def read(kind: type[Settings]) -> Settings:
    """The settings of one program, from the environment. Raises SetupError naming the variable to set."""
    try:
        return kind()
    except ValidationError as error:
        first = error.errors()[0]
        what = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:  # several settings that do not agree: the sentence names them
            raise SetupError(f"{what}, in the environment") from error
        name = f"{kind.model_config.get('env_prefix', '')}{first['loc'][0]}".upper()
        raise SetupError(f"set {name} in the environment: {what}") from error


PORTS = {"intake": 9464, "casework": 9465, "sink": 9466, "http": 9467, "console": 9468}
"""Where each program answers for itself where nothing else is said: no two on one machine collide."""


class ProbeSettings(BaseSettings):
    """Where a program answers /metrics, /healthz and /readyz. Port None is the program's own, of PORTS."""

    model_config = SettingsConfigDict(
        env_prefix="JIESU_", env_ignore_empty=True, frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    metrics_host: str = "127.0.0.1"
    """Address on which it answers `/metrics`, `/healthz` and `/readyz`."""
    metrics_port: Annotated[int | None, Field(ge=0, le=65_535)] = None
    """Their port: the program's own if absent (see [metrics](metrics.md)); 0 takes any free one."""


def key_of(text: str) -> bytes:
    """The key that hashes reporters, as bytes. Raises SetupError where it cannot hash."""
    key = text.encode()
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise SetupError(f"JIESU_REPORTER_KEY has {len(key)} bytes: set one of {SHORTEST_KEY} to {LONGEST_KEY} bytes")
    return key


def read_site() -> SiteSettings:
    """Which Kafka and which site, for commands that need no more."""
    return read(SiteSettings)


def read_place(named: str | None = None) -> Place:
    """Where the tables are: `named`, or what JIESU_TABLES names. Raises SetupError."""
    try:
        return read(TablesSettings).place(named)
    except ValueError as error:
        raise SetupError(f"the tables: {error}") from error
