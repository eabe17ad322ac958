"""What the console can be told."""

from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from sinks.settings import TablesSettings
from topics.inbox import ClockSetting


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a time zone: write a name such as Asia/Shanghai")
    return name


class ConsoleSettings(TablesSettings):
    """What the live page is told beside where its tables are. Read once."""

    console_host: str = "127.0.0.1"
    """Where the live page listens; it shows masked texts to whoever reaches it."""
    console_port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    """Port of the live page; 0 takes any."""
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"
    """The time zone that the live page shows."""
    clock: ClockSetting | None = None
    """The stream's clock as JSON (`epoch`, `start`, `rate`); the wall clock if absent."""
