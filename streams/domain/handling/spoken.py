"""What has been said of a course, as it stood: the difference from what it is later is what is new."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from streams.domain.handling.clocks import Running
from streams.domain.handling.course import Course, Outcome
from streams.domain.handling.ledger import Held
from streams.domain.handling.rungs import Fired, RungKey

ClockKey = tuple[str, str, str, int]
"""Clock, unit, stage and round."""
HeldKey = tuple[str, int]
"""The assistant, '' for the centre and the leads, and which of its stretches."""


class ClockShown(NamedTuple):
    """A clock, how it stood, and whether it was late."""

    clock: Running
    standing: tuple[object, ...]
    late: bool


class Spoken(NamedTuple):
    """The trail, the rungs that fired, what the case's row has of it, each clock, and who held
    the case. It stays as it is when its course goes on.
    """

    outcomes: Sequence[Outcome] = ()
    fired: Mapping[RungKey, Fired] = {}
    shown: tuple[object, ...] = ()
    clocks: Mapping[ClockKey, ClockShown] = {}
    stretches: Mapping[HeldKey, Held] = {}


def spoken(course: Course, at: datetime) -> Spoken:
    """A course as it stands; who is late is so at a moment: what is said to happen later lies beyond it."""
    shown, clocks = _shown(course, at), _clocks(course, at)
    return Spoken(list(course.outcomes), dict(course.fired), shown, clocks, _stretches(course))


def _shown(course: Course, at: datetime) -> tuple[object, ...]:
    clock = course.clock
    standing = course.state, course.lead, course.class_code, course.region, course.urgency, course.rating, course.credit
    return (
        *standing,
        course.resolved_at,
        course.closed_at,
        clock.due,
        clock.round,
        clock.paused_at is None,
        clock.late(at),
    )


def _clocks(course: Course, at: datetime) -> dict[ClockKey, ClockShown]:
    return {
        (one.clock.value, one.unit, one.stage, one.round): ClockShown(one, one.standing(), one.late(at))
        for one in course.clocks
    }


def _stretches(course: Course) -> dict[HeldKey, Held]:
    found: dict[HeldKey, Held] = {}
    for held in course.ledger:
        beside = held.unit if held.role == "assistant" else ""
        found[beside, sum(known == beside for known, _ in found)] = held
    return found
