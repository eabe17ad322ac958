"""Working time: calendars, and limits that are counted in them."""

from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from topics.model import Said


class Interval(Said):
    """Part of a working day, opening included, closing not."""

    opens: time
    closes: time

    @model_validator(mode="after")
    def _in_order(self) -> "Interval":
        if self.opens >= self.closes:
            raise ValueError(f"the interval must open before it closes, not {self.opens} to {self.closes}")
        return self


class QuietHours(Said):
    """When nobody is to be disturbed (免打扰), every day; it may pass midnight."""

    begins: time
    ends: time

    @model_validator(mode="after")
    def _some(self) -> "QuietHours":
        if self.begins == self.ends:
            raise ValueError(f"quiet hours must not last the whole day: they begin and end at {self.begins}")
        return self


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is not a time zone: write one as in Asia/Shanghai") from error
    return name


def _in_order(intervals: Iterable[Interval]) -> None:
    if any(a.closes > b.opens for a, b in pairwise(intervals)):
        raise ValueError("the intervals of a day must follow each other without overlapping")


class Calendar(Said):
    """Working time. `days_off` and `days_on` hold every exception as dates, so a replay needs no library's opinion.

    `weekdays` are ISO numbers, Monday 1. A `days_on` date is a make-up working day (调休上班).
    """

    timezone: Annotated[str, AfterValidator(_known_zone)]
    weekdays: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], Field(min_length=1)] = (1, 2, 3, 4, 5)
    intervals: Annotated[tuple[Interval, ...], Field(min_length=1)]
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()
    quiet: Annotated[QuietHours | None, Field(json_schema_extra={"since": 6})] = None

    @model_validator(mode="after")
    def _in_order(self) -> "Calendar":
        _in_order(self.intervals)
        return self


class LimitUnit(StrEnum):
    """What a limit counts. `weekdays` go on at the same time of day, whatever the holidays; what opens at a weekend
    counts from Monday at that time, what opens after closing from the next weekday's opening.
    """

    WORKING_MINUTES = "working_minutes"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    NATURAL_MINUTES = "natural_minutes"
    NATURAL_HOURS = "natural_hours"
    NATURAL_DAYS = "natural_days"
    WEEKDAYS = "weekdays"


class Start(StrEnum):
    """From when a limit counts: at once, or from the opening of the next working day (次日起算)."""

    AT_ONCE = "at_once"
    NEXT_WORKING_DAY = "next_working_day"


class Limit(Said):
    """How long a clock runs from its start."""

    amount: Annotated[float, Field(gt=0, le=100_000)]
    unit: LimitUnit
    starts: Annotated[Start, Field(json_schema_extra={"since": 6})] = Start.AT_ONCE
