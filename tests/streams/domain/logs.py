"""Random logs of the town: few texts, people and names, so that everything meets everything."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import prod
from typing import Any, NamedTuple

from hypothesis import strategies as st

from streams.domain.changes import Entry
from tests.contracts.matcher import DOGS, LIGHT
from tests.streams.domain import stories
from tests.streams.domain.handling.office import office
from tests.streams.domain.stories import HOUR, START
from topics.action import ActionName
from topics.errors import BadMessage
from topics.hot_rule import HotRule
from topics.inbox import Action, PolicyChange, Report, Tick
from topics.reasons import Reason

Record = Report | Action | Tick | PolicyChange | BadMessage


class Told(NamedTuple):
    """One event: what happens, how long after the one before, and the choices it is made of."""

    kind: str
    gap_hours: int
    name: str
    text: str
    who: str
    back_hours: int
    flag: bool


HOT = HotRule(least_people=2, times=1, deviations=0.5, warm_up_days=0, cool_hours=1, close_hours=5)
"""Quickly hot, and quickly cool again: in a log of a few people too."""
CORRECTIONS = ("merge", "merge", "merge", "unmerge", "unmerge", "split", "reroot", "keep_apart")
LIFE = ("sign", "sign", "assist", "transfer", "return", "hang", "resume", "extend", "contact", "correct", "over")
"""What else is done to cases. When one is over, it is closed, or what belongs to that is done."""
_OVER = (ActionName.NOTIFY, ActionName.CALL_BACK, ActionName.RATE, ActionName.CLOSE, ActionName.DUPLICATE_OF)
_NAMES = "abcdefgh"
_CHOICES: tuple[Sequence[Any], ...] = (
    (
        *["report"] * 5,
        *["crowd"] * 3,
        "dispatch",
        *["resolve"] * 3,
        "reopen",
        *["tick"] * 4,
        "policy",
        "stray",
        *CORRECTIONS,
        *LIFE,
    ),
    (0, 0, 0, 1, 5, 20, 60),
    _NAMES,
    (LIGHT, LIGHT, DOGS, "请问" + LIGHT),
    ("", "ann", "bob"),
    (0, 0, 0, 1, 30),
    (False, True),
)


@st.composite
def logs(draw: st.DrawFn) -> list[Entry]:
    """A log with its first policy among the first four records, and gaps between its offsets."""
    size = draw(st.sampled_from([4, 12, 40]))
    told = [_told(number) for number in draw(st.lists(_NUMBERS, min_size=size, max_size=size))]
    told.insert(draw(st.integers(0, 3)), Told("policy", 0, "a", "", "", 0, False))
    return list(_entries(told))


_NUMBERS = st.integers(0, prod(map(len, _CHOICES)) - 1)


def _told(number: int) -> Told:
    """One number is one choice of everything: drawn fast, and shrunk towards a plain report."""
    made = []
    for options in _CHOICES:
        number, chosen = divmod(number, len(options))
        made.append(options[chosen])
    return Told(*made)


def _entries(told: list[Told]) -> Iterator[Entry]:
    wall = START
    for number, one in enumerate(told):
        wall += one.gap_hours * HOUR
        yield Entry(number * 10, wall, _record(one, wall, number))


def _record(one: Told, wall: datetime, number: int) -> Record:
    at = max(START, wall - one.back_hours * HOUR)
    if one.kind == "report":
        return _report(one, at, wall, number)
    if one.kind == "crowd":  # somebody of whom nobody has heard, on one thing in one place
        return _report(one._replace(name=f"{one.name}{number}", who=f"{number} {one.who}", flag=True), at, wall, number)
    if one.kind == "stray":
        return BadMessage(Reason.UNREADABLE_INBOX, "nobody's") if one.flag else stories.report("z", scope="village")
    if one.kind == "tick":
        return stories.tick(wall + HOUR if one.flag and one.back_hours == 30 else wall)
    if one.kind == "policy":
        starts = wall + one.back_hours * HOUR - HOUR
        policy = stories.policy(f"v-{one.name}", starts, 10 + ord(one.name) % 4, ord(one.name) % 3)
        hot = HOT.model_copy(update={"warm_up_days": ord(one.name) % 2})
        return stories.change((office(policy) if one.flag else policy).model_copy(update={"hot": hot}))
    return _action(one, at, number)


def _report(one: Told, at: datetime, wall: datetime, number: int) -> Report:
    category, region = ("road", "north") if one.flag else ("", "")
    more = {"category": category, "region": region, "reporter": one.who, "occurred_at": at - timedelta(hours=2)}
    coordinates = replace(stories.source(""), offset=number)
    return stories.report(one.name, one.text, wall if one.flag else at, **more, source=coordinates)


def _action(one: Told, at: datetime, number: int) -> Action:
    target = {"case": stories.cid(one.name)} if one.flag else {"of": one.name}
    second = _NAMES[(_NAMES.index(one.name) + one.gap_hours + len(one.who) + 1) % len(_NAMES)]
    parties: dict[str, Any] = {"other": stories.cid(second), "reports": (second, one.name)[: 1 + len(one.who) % 2]}
    made = stories.action(_name(one), at, unit=one.who, **target, **parties, **_details(one))
    return made.altered(source=replace(made.source, offset=number))


def _name(one: Told) -> ActionName:
    return _OVER[_NAMES.index(one.name) % len(_OVER)] if one.kind == "over" else ActionName(one.kind)


def _details(one: Told) -> dict[str, Any]:
    """Of each some, so that some are right."""
    return {
        "reason": "parts" if one.text == LIGHT else "",
        "amount": float(one.gap_hours),
        "amount_unit": "working_hours",
        "rating": 1 + one.gap_hours % 5,
        "class_code": ("", "road", "other", "none")[_NAMES.index(one.name) % 4],
        "urgency": "critical" if one.who == "bob" else "",
    }
