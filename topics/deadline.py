"""Deadlines: which clocks a case has, how long they run, and who hears of it when."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from topics.model import Ref, Said
from topics.working_time import Limit

_NONE = timedelta(0)


class ClockName(StrEnum):
    """One deadline of a case (时限): until it is signed for (签收), until the citizen is first contacted (首次联系),
    until it may be sent back (退单), until it is resolved (办结).
    """

    SIGN = "sign"
    CONTACT = "contact"
    RETURN = "return"
    RESOLVE = "resolve"


class Urgency(StrEnum):
    """How pressing a case is (普通 / 紧急 / 特急)."""

    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"


def _part(said: object) -> object:
    """A part of a whole may be written as in 1/3."""
    above, slash, below = said.partition("/") if isinstance(said, str) else ("", "", "")
    return int(above) / int(below) if slash and above.isdecimal() and below.strip("0").isdecimal() else said


class Stage(Said):
    """One step on the way to the result, due on its own (分段时限): stopped work, a fine, a removal."""

    stage: Ref
    limit: Limit


class LimitRule(Said):
    """How long a clock runs: for some classes and all below them (none named: for all), at some urgencies (none: all).

    `limit` is the statutory one (法定时限); times `compress` it is the one that the city keeps to (压缩时限), of which
    everything else is reckoned. Of the rules that fit, the one with the deepest class wins, then the one that names
    the urgency, then the first.
    """

    clock: ClockName
    classes: tuple[Ref, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    limit: Limit
    compress: Annotated[float, BeforeValidator(_part), Field(gt=0, le=1)] = 1.0
    stages: tuple[Stage, ...] = ()


class Rung(Said):
    """One step of the ladder of a clock: `before` due (提醒), at due (催办), or `after` it (督办 / 问责).

    It goes out once in each round, and `repeats` times more, `every` so long, while the clock runs. Quiet hours hold
    it until they end, unless it is `loud`.
    """

    rung: Ref
    before: Annotated[timedelta, Field(ge=_NONE)] = _NONE
    audience: Ref
    after: Annotated[timedelta, Field(ge=_NONE, json_schema_extra={"since": 6})] = _NONE
    clock: Annotated[ClockName, Field(json_schema_extra={"since": 6})] = ClockName.RESOLVE
    every: Annotated[timedelta | None, Field(gt=_NONE, json_schema_extra={"since": 6})] = None
    repeats: Annotated[int, Field(ge=0, le=1000, json_schema_extra={"since": 6})] = 0
    stops_on: Annotated[tuple[Ref, ...], Field(json_schema_extra={"since": 6})] = ()
    loud: Annotated[bool, Field(json_schema_extra={"since": 6})] = False

    @model_validator(mode="after")
    def _either(self) -> "Rung":
        if self.before and self.after:
            raise ValueError(f"rung {self.rung} is before due or after it: give one of before and after")
        if bool(self.repeats) != (self.every is not None):
            raise ValueError(f"rung {self.rung} repeats every so long, so often: give both of every and repeats")
        return self
