"""Memory of as many open cases as one likes, as casework's topics would give it back. The same for the same number."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from struct import pack

from streams.domain.matching import Matcher, in_ms
from streams.processors.work import Taken
from tests.bench.four_clocks import LIMIT, POLICY
from topics.action import ActionName, Event
from topics.case import Case, Clock
from topics.ids import case_id, digest, report_id
from topics.inbox import ClockSetting, PolicyChange, Report
from topics.memory import LastTick, Member, PolicyHeld, Position, Sketch, Stamp
from topics.model import Record, Source
from topics.reasons import MergeReason

SCOPE = "east"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOCK = ClockSetting(epoch=NOW, start=NOW)
_DAY = timedelta(days=1)
_SPREAD = timedelta(days=20)
_SKETCHES = 5_000
_MOST_MEMBERS = 3
RUSH = 10_000
"""So many cases have a rung that falls due in one second, a minute from now."""


def report(number: int, at: datetime) -> Report:
    """One that nobody has reported before: the lamps of a city."""
    random = Random(number)
    street, house = f"{random.choice('东西南北中')}{random.choice('风山河湖安')}{number % 97}路", random.randrange(900)
    fault = random.choice(["不亮", "忽明忽暗", "被车撞歪", "漏电", "整夜闪烁", "灯罩掉落"])
    text = f"{street}{house}号门前的路灯{fault}已经{random.randrange(2, 60)}天，晚上出行不便，请派人维修第{number}盏"
    return Report(
        source=Source(topic="reports.raw", partition=0, offset=number),
        scope=SCOPE,
        report_id=report_id("sim-hotline", str(number)),
        channel="sim-hotline",
        channel_ref=str(number),
        occurred_at=at,
        received_at=at,
        title=f"{street}路灯{fault}",
        text=text,
        address="",
        region="",
        category="路灯故障",
        latitude=None,
        longitude=None,
        reporter=digest("person", str(number)),
        attachments=(),
    )


def memory(cases: int, matcher: Matcher) -> Iterator[Taken]:
    """Every record of so many open cases, as their topics give them: book, cases, members."""
    offsets = count()
    for record in _records(cases, matcher):
        yield Taken(record.TOPIC, 0, next(offsets), NOW, record.key.encode(), record.to_bytes())


def _records(cases: int, matcher: Matcher) -> Iterator[Record]:
    stamp = Stamp(offset=0, index=0)
    change = PolicyChange(scope=SCOPE, policy=POLICY, clock=CLOCK)
    yield PolicyHeld(scope=SCOPE, stamp=stamp, change=change)
    yield LastTick(scope=SCOPE, stamp=stamp, now=NOW)
    yield Position(scope=SCOPE, stamp=stamp, next_offset=_MOST_MEMBERS * cases + 1)
    random, offset = Random(cases), 1
    sketches = _sketches(matcher)
    sizes = [1 + (random.random() < 0.5) + (random.random() < 0.17) for _ in range(cases)]
    for number, members in enumerate(sizes):
        yield _case(random, _first(number), members, Stamp(offset=offset, index=0), _due(random, number))
        offset += members
    offset = 1
    for number, members in enumerate(sizes):
        for which in range(members):
            stamp = Stamp(offset=offset, index=1)
            yield _member(random, _first(number), f"{number}/{which}", stamp, random.choice(sketches))
            offset += 1


def _first(number: int) -> str:
    return report_id("synthetic", f"{number}/0")


def _sketches(matcher: Matcher) -> list[Sketch]:
    rule = POLICY.merges["words"]
    return [matcher.sketch(report(number, NOW), rule) for number in range(_SKETCHES)]


def _moment(random: Random) -> datetime:
    return NOW + timedelta(milliseconds=random.randrange(60_000, _SPREAD // timedelta(milliseconds=1)))


def _due(random: Random, number: int) -> datetime:
    """Some of those in the rush, the others later."""
    if number < RUSH:
        return NOW + timedelta(seconds=60, milliseconds=number % 1000)
    return NOW + timedelta(days=2) + (_moment(random) - NOW) * 0.6


def _case(random: Random, first: str, members: int, stamp: Stamp, due: datetime) -> Case:
    """One that was dispatched, signed for, and whose citizen was contacted."""
    opened = due - LIMIT
    at, done = opened + timedelta(minutes=10), (ActionName.DISPATCH, ActionName.SIGN, ActionName.CONTACT)
    unit = f"unit {random.randrange(60)}"
    events = [Event(at=at, action=action, offset=stamp.offset, index=n, unit=unit) for n, action in enumerate(done, 1)]
    clock = Clock(
        clock="resolve",
        round=1,
        start_at=opened,
        due_at=due,
        policy_version=POLICY.version,
        why=f"15 natural days from {opened:%Y-%m-%d %H:%M}",
    )
    return Case(
        scope=SCOPE,
        case_id=case_id(SCOPE, first, 0),
        stamp=stamp,
        state="in_progress",
        class_code=random.choice(POLICY.classes).code,
        region=random.choice(POLICY.regions).code,
        unit=unit,
        opened_at=opened,
        first_at=opened,
        last_at=opened,
        resolved_at=None,
        policy_version=POLICY.version,
        clock=clock,
        reports=members,
        people=members,
        urges=0,
        events=tuple(events),
        seen_at=NOW,
        next_at=due if due - _DAY <= NOW else due - _DAY,
    )


def _member(random: Random, first: str, name: str, stamp: Stamp, sketch: Sketch) -> Member:
    at, leader = _moment(random) - _SPREAD, name.endswith("/0")
    return Member(
        scope=SCOPE,
        report_id=report_id("synthetic", name),
        case_id=case_id(SCOPE, first, 0),
        stamp=stamp,
        joined=stamp,
        occurred_at=at,
        received_at=at,
        reporter=digest("person", name),
        content=digest("content", name),
        revision=1,
        redeliveries=0,
        reason=MergeReason.NOTHING_SIMILAR if leader else MergeReason.SAME_PLACE_AND_MATTER,
        score=random.random(),
        matched="" if leader else first,
        leader=leader,
        sketch=_of(sketch, at, name),
    )


def _of(sketch: Sketch, at: datetime, name: str) -> Sketch:
    """The sketch of the same words, said by somebody else at another time: see `merging.packed`."""
    told = pack("<qQ", in_ms(at), int(digest("citizen", name)[:16], 16))
    return sketch.altered(packed=sketch.packed[:8] + told + sketch.packed[24:])
