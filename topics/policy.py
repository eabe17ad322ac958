"""The policy (制度): what a site decides, as one versioned document."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from topics.hot_rule import HotRule
from topics.model import Moment, Ref, Said


class Scope(Said):
    """What bounds a merge: its channels, and the inbox partition that never changes."""

    scope: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    partition: Annotated[int, Field(ge=0, lt=10_000)]
    channels: Annotated[tuple[Ref, ...], Field(min_length=1)]


class Interval(Said):
    """Part of a working day, opening included, closing not."""

    opens: time
    closes: time

    @model_validator(mode="after")
    def _in_order(self) -> "Interval":
        if self.opens >= self.closes:
            raise ValueError(f"the interval must open before it closes, not {self.opens} to {self.closes}")
        return self


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"{name!r} is not a time zone: write one as in Asia/Shanghai") from error
    return name


class Calendar(Said):
    """Working time. `days_off` and `days_on` hold every exception as dates, so a replay needs no library's opinion.

    `weekdays` are ISO numbers, Monday 1. A `days_on` date is a make-up working day (调休上班).
    """

    timezone: Annotated[str, AfterValidator(_known_zone)]
    weekdays: Annotated[tuple[Annotated[int, Field(ge=1, le=7)], ...], Field(min_length=1)] = (1, 2, 3, 4, 5)
    intervals: Annotated[tuple[Interval, ...], Field(min_length=1)]
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()

    @model_validator(mode="after")
    def _in_order(self) -> "Calendar":
        if any(a.closes > b.opens for a, b in pairwise(self.intervals)):
            raise ValueError("the intervals of a day must follow each other without overlapping")
        return self


class LimitUnit(StrEnum):
    """What a limit counts."""

    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    NATURAL_HOURS = "natural_hours"
    NATURAL_DAYS = "natural_days"


class Limit(Said):
    """How long a clock runs from its start."""

    amount: Annotated[float, Field(gt=0, le=100_000)]
    unit: LimitUnit


class Class(Said):
    """One entry of the catalogue (职责清单). `words` are what a category hint may say to mean it."""

    code: Ref
    name: str
    parent: str = ""
    words: tuple[str, ...] = ()
    resolve: Limit | None = None
    merge: str = ""


class Region(Said):
    """One node of the place tree (区 / 街道 / 社区 / 网格). `words` are other names for it."""

    code: Ref
    name: str
    parent: str = ""
    level: Annotated[int, Field(ge=1, le=4)]
    words: tuple[str, ...] = ()


class Rung(Said):
    """One step of the ladder: `before` due (提醒) or, where it is zero, at due (催办)."""

    rung: Ref
    before: Annotated[timedelta, Field(ge=timedelta(0))] = timedelta(0)
    audience: Ref


class TextMerge(Said):
    """Merge by words: the nearest member's likeness, within a window, unless the places conflict.

    From `join_at` on a report joins; from `suggest_at` on it opens a case, and joining is suggested to a person.
    """

    by: Literal["text"] = "text"
    join_at: Annotated[float, Field(gt=0, le=1)]
    suggest_at: Annotated[float, Field(gt=0, le=1, json_schema_extra={"since": 2})] = 0.25
    window_days: Annotated[float, Field(gt=0)]
    age_cap_days: Annotated[float, Field(gt=0)] = 365.0


class DistanceMerge(Said):
    """Merge by place: same class, within a radius (metres) and a window of the case's leader."""

    by: Literal["distance"] = "distance"
    radius_m: Annotated[float, Field(gt=0)]
    window_days: Annotated[float, Field(gt=0)]
    age_cap_days: Annotated[float, Field(gt=0)] = 365.0


MergeRule = Annotated[TextMerge | DistanceMerge, Field(discriminator="by")]


class ClassByText(Said):
    """Who classifies a report whose category hint means nothing: a learnt model, where it is sure enough, 0 to 1.

    Its labels are understood as hints are; what is less sure gets the fallback class, and is a person's to decide.
    """

    model: Ref
    accept_at: Annotated[float, Field(gt=0, le=1)] = 0.8


class Retention(Said):
    """How long the rules remember what is over: in which time a match reopens a resolved case, for how long after that
    it opens one that follows it, how long reports are known again, and how long an action waits for its target.
    """

    reopen_days: Annotated[float, Field(gt=0)] = 7.0
    successor_days: Annotated[float, Field(ge=0, json_schema_extra={"since": 3})] = 30.0
    identity_days: Annotated[float, Field(gt=0)] = 90.0
    parked_action_days: Annotated[float, Field(gt=0)] = 7.0


class Policy(Said):
    """All that a site decides. Cases keep the version that they were accepted under."""

    version: Ref
    effective_from: Moment
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1)]
    calendar: Calendar
    classes: Annotated[tuple[Class, ...], Field(min_length=1)]
    fallback_class: str
    regions: tuple[Region, ...] = ()
    resolve: Limit
    ladder: tuple[Rung, ...]
    merges: dict[str, MergeRule]
    merge: str
    retention: Retention = Retention()
    classify: Annotated[ClassByText | None, Field(json_schema_extra={"since": 4})] = None
    hot: Annotated[HotRule, Field(json_schema_extra={"since": 5})] = HotRule()

    @model_validator(mode="after")
    def _consistent(self) -> "Policy":
        partitions = [s.partition for s in self.scopes]
        channels = [c for s in self.scopes for c in s.channels]
        for what, names in self._names():
            if twice := sorted(name for name, n in Counter(names).items() if n > 1):
                raise ValueError(f"{what} {twice[0]!r} is defined twice: give each its own name")
        if len(set(partitions)) < len(partitions):
            raise ValueError("two scopes share one inbox partition: give each scope its own")
        if len(set(channels)) < len(channels):
            raise ValueError("a channel belongs to two scopes: name it under one only")
        codes = {c.code for c in self.classes}
        if self.fallback_class not in codes:
            raise ValueError(f"fallback_class {self.fallback_class!r} is not a class code")
        named = {self.merge} | {c.merge for c in self.classes if c.merge}
        if missing := sorted(named - set(self.merges)):
            raise ValueError(f"merge rule {missing[0]!r} is used but not defined under merges")
        return self

    def _names(self) -> Iterator[tuple[str, list[str]]]:
        yield "scope", [s.scope for s in self.scopes]
        yield "class code", [c.code for c in self.classes]
        yield "region code", [r.code for r in self.regions]
        yield "rung", [r.rung for r in self.ladder]
