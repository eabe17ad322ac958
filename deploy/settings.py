"""Reads a program's settings once, and says what is missing in words."""

from typing import TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from deploy.errors import SetupError
from sinks.clickhouse.address import Place
from sinks.settings import TablesSettings
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


def read_site() -> SiteSettings:
    """Which Kafka and which site, for commands that need no more."""
    return read(SiteSettings)


def read_place(named: str | None = None) -> Place:
    """Where the tables are: `named`, or what JIESU_TABLES names. Raises SetupError."""
    try:
        return read(TablesSettings).place(named)
    except ValueError as error:
        raise SetupError(f"the tables: {error}") from error
