"""A site's memory of very many open cases, written straight into its compacted topics in the contracts' own form.

The cases are those that the load's first reports opened, over and over, under other ids and at other times.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

from aiokafka import AIOKafkaProducer

from tests.bench.events import Rules
from tests.bench.load import EPOCH, Step
from tests.bench.preload import RAW, send
from topics import ids
from topics.case import Case
from topics.catalog import full_name
from topics.inbox import ClockSetting, PolicyChange
from topics.memory import Member, PolicyHeld, Position, Stamp
from topics.model import Record as Message
from topics.policy import Policy

_PATTERNS = 3_000  # reports whose cases are taken as patterns
_CHUNK = 5_000
_SPREAD = timedelta(days=20)
NOW = EPOCH + timedelta(days=2)
"""The stream's time when such a site begins."""
_SOON, _APART = 6_000, timedelta(seconds=0.2)  # cases whose first rung falls due in the first minutes, evenly
_BEFORE_DUE = timedelta(hours=1)  # the policy's first rung


class Pattern(NamedTuple):
    """A case and its members, as the fold made them."""

    case: Case
    members: Sequence[Member]


def patterns(policy: Path, load: Iterable[Step]) -> list[Pattern]:
    """The cases of the load's first reports: varied, and 1.67 members each in the mean."""
    rules, written = Rules(policy), int(NOW.timestamp() * 1000)
    cases: dict[str, Case] = {}
    members: dict[str, Member] = {}
    for number, step in enumerate(islice(load, _PATTERNS)):
        _, record = rules.admit(RAW[0], 0, number, written, step.report.value)
        for one in rules.fold(record) if record else ():
            if one.topic == Case.TOPIC and one.value:
                cases[one.key.decode()] = Case.from_bytes(one.value)
            elif one.topic == Member.TOPIC and one.value:
                members[one.key.decode()] = Member.from_bytes(one.value)
    return [Pattern(case, [one for one in members.values() if one.case_id == name]) for name, case in cases.items()]


def write_state(
    bootstrap: str, site: str, policy: Policy, clock: ClockSetting, made: Sequence[Pattern], cases: int
) -> None:
    """Write so many cases with their members, the policy in force, and the position behind the first record."""
    asyncio.run(_write(bootstrap, site, policy, clock, made, cases))


async def _write(
    bootstrap: str, site: str, policy: Policy, clock: ClockSetting, made: Sequence[Pattern], cases: int
) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, max_batch_size=1 << 20, acks=1) as producer:
        records = (record for number in range(cases) for record in _copy(made[number % len(made)], number))
        while chunk := list(islice(records, _CHUNK)):
            await _send(producer, site, chunk)
        scope, first = policy.scopes[0].scope, Stamp(offset=0, index=0)
        held = PolicyHeld(scope=scope, stamp=first, change=PolicyChange(scope=scope, policy=policy, clock=clock))
        await _send(producer, site, [held, Position(scope=scope, stamp=first, next_offset=1)])


async def _send(producer: AIOKafkaProducer, site: str, some: Iterable[Message]) -> None:
    by_topic: dict[str, list[tuple[bytes, bytes]]] = {}
    for one in some:
        by_topic.setdefault(one.TOPIC, []).append((one.key.encode(), one.to_bytes()))
    await send(producer, {full_name(site, topic): records for topic, records in by_topic.items()})


def _copy(pattern: Pattern, number: int) -> Iterator[Case | Member]:
    """The pattern under ids and at times of its own."""
    case, names = pattern.case, (ids.report_id("state", f"{number}/{place}") for place in count())
    found = {one.report_id: next(names) for one in pattern.members}
    leader = next(one.report_id for one in pattern.members if one.leader)
    name, due = ids.case_id(case.scope, found[leader], 0), _due(number)
    moved = due - case.clock.due_at
    clock = case.clock.altered(start_at=case.clock.start_at + moved, due_at=due)
    yield case.altered(case_id=name, clock=clock, stamp=Stamp(offset=0, index=number))
    for place, one in enumerate(pattern.members):
        stamp = Stamp(offset=0, index=10 * number + place)
        matched = found.get(one.matched, "")
        yield one.altered(report_id=found[one.report_id], case_id=name, matched=matched, stamp=stamp, joined=stamp)


def _due(number: int) -> datetime:
    if number < _SOON:
        return NOW + _BEFORE_DUE + number * _APART
    return NOW + timedelta(days=1) + _SPREAD * ((number * 0.6180339887) % 1)
