"""What stands in the row of a case: how its values are packed, and read again."""

from collections.abc import Sequence
from typing import Any, get_args

from streams.domain.store.fields import Field, Packed, moment_of, moment_or_none, moments, one_of, shared
from streams.domain.store.words import Words
from topics.action import Event
from topics.case import Case, Clock
from topics.deadline import Urgency
from topics.rows import CaseState
from topics.stamp import Stamp

STATES: Sequence[CaseState] = get_args(CaseState)
_URGENCIES = tuple(Urgency)
_LOCAL = len("2025-03-01 08:30")


class CaseForm:
    """The row of a case, but for its name and its actions; words stand in it as numbers."""

    def __init__(self) -> None:
        self.words, self._fired = Words[str](), Words[tuple[str, ...]]()

    def fields(self) -> Sequence[Field]:
        """All of them, those of its clock last."""
        return *self._of_case(), *self._of_clock()

    def read(self, scope: str, name: str, values: Sequence[Any], events: tuple[Event, ...]) -> Case:
        """The case with these values."""
        offset, index, state, code, region, unit, opened, first, last, resolved, policy, *rest = values
        reports, people, urges, *handled = rest
        said = self.words.said
        return Case(
            scope=scope,
            case_id=name,
            stamp=Stamp(offset=offset, index=index),
            state=STATES[state],
            class_code=said[code],
            region=said[region],
            unit=said[unit],
            opened_at=moment_of(opened),
            first_at=moment_of(first),
            last_at=moment_of(last),
            resolved_at=moment_or_none(resolved),
            policy_version=said[policy],
            reports=reports,
            people=people,
            urges=urges,
            events=events,
            **self._handled(*handled),
        )

    def _handled(self, seen: float, due: float, *rest: Any) -> dict[str, Any]:
        opened_as, opened_in, urgency, rating, credit, closed, *clock = rest
        said = self.words.said
        return {
            "seen_at": moment_or_none(seen),
            "next_at": moment_or_none(due),
            "opened_as": said[opened_as],
            "opened_in": said[opened_in],
            "urgency": _URGENCIES[urgency],
            "rating": rating,
            "credit": said[credit],
            "closed_at": moment_or_none(closed),
            "clock": self._clock(*clock),
        }

    def _clock(self, name: int, round_: int, start: float, due: float, done: float, *rest: Any) -> Clock:
        policy, why, local, fired, paused = rest
        return Clock(
            clock=self.words.said[name],
            round=round_,
            start_at=moment_of(start),
            due_at=moment_of(due),
            done_at=moment_or_none(done),
            policy_version=self.words.said[policy],
            why=self.words.said[why] + _spelt(local),
            fired=self._fired.said[fired],
            paused=bool(paused),
        )

    def _of_case(self) -> Sequence[Field]:
        word = shared(self.words)
        return (
            Field("stamp.offset", "i8"),
            Field("stamp.index", "u4"),
            Field("state", "u1", one_of(STATES)),
            Field("class_code", "u2", word),
            Field("region", "u2", word),
            Field("unit", "u2", word),
            Field("opened_at", "f8", moments),
            Field("first_at", "f8", moments),
            Field("last_at", "f8", moments),
            Field("resolved_at", "f8", moments),
            Field("policy_version", "u2", word),
            Field("reports", "u4"),
            Field("people", "u4"),
            Field("urges", "u4"),
            Field("seen_at", "f8", moments),
            Field("next_at", "f8", moments),
            Field("opened_as", "u2", word),
            Field("opened_in", "u2", word),
            Field("urgency", "u1", one_of(_URGENCIES)),
            Field("rating", "u1"),
            Field("credit", "u2", word),
            Field("closed_at", "f8", moments),
        )

    def _of_clock(self) -> Sequence[Field]:
        word = shared(self.words)
        return (
            Field("clock.clock", "u2", word),
            Field("clock.round", "u4"),
            Field("clock.start_at", "f8", moments),
            Field("clock.due_at", "f8", moments),
            Field("clock.done_at", "f8", moments),
            Field("clock.policy_version", "u2", word),
            Field("clock.why", "u2", lambda said: word([why[:-_LOCAL] for why in said])),
            Field("clock.why", "i8", _local),
            Field("clock.fired", "u2", shared(self._fired)),
            Field("clock.paused", "u1"),
        )


def _local(said: Sequence[str]) -> Packed:
    """The local time with which a reason ends, its digits as a number."""
    digits = [int("".join(filter(str.isdigit, why[-_LOCAL:])) or 0) for why in said]
    if any(_spelt(number) != why[-_LOCAL:] for number, why in zip(digits, said, strict=True)):
        raise ValueError("a reason that does not end with a local time")
    return digits


def _spelt(digits: int) -> str:
    """202503010830 as 2025-03-01 08:30."""
    said = f"{digits:012}"
    return f"{said[:4]}-{said[4:6]}-{said[6:8]} {said[8:10]}:{said[10:]}"
