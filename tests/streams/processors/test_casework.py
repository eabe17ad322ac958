"""Casework between bytes and rules."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from deploy.policyfile import load_policy
from streams.app import new_books
from streams.processors.casework import TICKS_APART, Casework, decode
from streams.processors.local import NewBook
from streams.processors.work import Outgoing, Taken
from topics.errors import BadMessage
from topics.inbox import ClockSetting, PolicyChange, Report, Tick
from topics.model import Record, Source
from topics.policy import Policy
from topics.reasons import Reason

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SCOPE = "east"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(Path(__file__).parents[3] / "deploy" / "policies" / "demo")


@pytest.fixture(scope="module")
def new_book() -> NewBook:
    return new_books()


def taken(offset: int, said: Record | bytes, at: datetime = START) -> Taken:
    return Taken("inbox", 0, offset, at, b"", said if isinstance(said, bytes) else said.to_bytes())


def change(policy: Policy) -> PolicyChange:
    return PolicyChange(scope=SCOPE, policy=policy, clock=ClockSetting(epoch=START, start=START))


def report(number: int) -> Report:
    return Report(
        source=Source(topic="reports.raw", partition=0, offset=number),
        scope=SCOPE,
        report_id=f"{number:032x}",
        channel="sim-hotline",
        channel_ref=str(number),
        occurred_at=START,
        received_at=START,
        title="路灯不亮",
        text=f"第{number}盏",
        address="",
        region="",
        category="",
        latitude=None,
        longitude=None,
        reporter="",
        attachments=(),
    )


def of(said: list[Outgoing] | tuple[Outgoing, ...], topic: str) -> list[dict[str, object]]:
    return [orjson.loads(one.value) for one in said if one.topic == topic and one.value is not None]


def reports(said: list[Outgoing]) -> object:
    """The references of the one sheet of reports."""
    (value,) = [one.value for one in said if (one.topic, one.key) == ("rows", b"report")]
    return orjson.loads(value or b"")["channel_ref"]


def test_the_position_is_the_last_record_of_a_transaction(policy: Policy, new_book: NewBook) -> None:
    work = Casework(0, new_book)
    said = list(work.decide([taken(0, change(policy)), taken(1, report(1))]))
    last = orjson.loads(said[-1].value or b"")
    assert (said[-1].topic, last["kind"], last["next_offset"], work.position) == ("book", "position", 2, 2)


def test_an_unreadable_record_is_a_dead_letter_with_a_sentence_and_the_next_is_read(
    policy: Policy, new_book: NewBook
) -> None:
    work = Casework(0, new_book)
    said = list(work.decide([taken(0, b"{"), taken(1, change(policy)), taken(2, b"\xff"), taken(3, report(1))]))
    letters = of(said, "dead_letters")
    assert [letter["source"] for letter in letters] == [
        {"topic": "inbox", "partition": 0, "offset": offset} for offset in (0, 2)
    ]
    assert {letter["reason"] for letter in letters} == {"unreadable_inbox"}
    assert all("send the message to the raw topics" in str(letter["sentence"]) for letter in letters)
    assert reports(said) == ["1"]


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"[" * 100_000,
        b'{"x":' + b"[" * 100_000,
        b'{"kind":"\xff"}',
        b'{"kind":"tick","scope":"\xed\xa0\x80","now":"2026-03-02T09:00:00Z"}',
        b'{"kind":"tick","scope":"east","now":"2026-03-02T09:00:00+08:00"}',
        b'{"kind":"tick","scope":"east","now":"0001-01-01T00:00:00Z"}',
        b'{"kind":"policy","scope":"east","policy":3,"clock":4}',
    ],
)
def test_no_bytes_stop_the_work(value: bytes) -> None:
    record = decode(taken(0, value)).record
    assert isinstance(record, BadMessage)
    assert record.reason == Reason.UNREADABLE_INBOX
    assert record.sentence.startswith("This inbox record is not one of ours (")


def test_what_was_said_restores_the_same_work(policy: Policy, new_book: NewBook) -> None:
    first = Casework(0, new_book)
    said = [*first.decide([taken(0, change(policy)), *(taken(n, report(n)) for n in range(1, 9))])]
    memory = [one for topic in Casework.memory_topics for one in said if one.topic == topic]
    second = Casework(0, new_book)
    second.restore([Taken(one.topic, 0, n, START, one.key, one.value) for n, one in enumerate(memory)])
    assert not any(second.settle())
    assert second.position == first.position == 9
    assert second.tick_at(START) == first.tick_at(START)
    rest = [taken(n, report(n)) for n in range(9, 14)]
    assert list(second.decide(rest)) == list(first.decide(rest))


def test_one_tick_is_outstanding_and_two_are_apart(policy: Policy, new_book: NewBook) -> None:
    work = Casework(0, new_book)
    work.decide([taken(0, change(policy)), taken(1, report(1))])
    due = work.tick_at(START)
    assert due is not None
    tick = Tick.from_bytes(work.tick(due).value or b"")
    assert tick.now >= due - timedelta(milliseconds=1)
    assert work.tick_at(due) is None, "a second tick while the first is under way"
    work.decide([taken(2, tick, due)])
    again = work.tick_at(due)
    assert again is None or again >= due + TICKS_APART


def test_ticks_go_on_when_a_clock_that_was_ahead_is_set_right(policy: Policy, new_book: NewBook) -> None:
    work = Casework(0, new_book)
    work.decide([taken(0, change(policy)), taken(1, report(1))])
    due = work.tick_at(START)
    assert due is not None
    ahead = Tick.from_bytes(work.tick(due + timedelta(minutes=10)).value or b"")
    work.decide([taken(2, ahead, due)])
    assert work.tick_at(due) == due


def test_before_the_first_policy_nothing_is_said_and_nothing_forgotten(policy: Policy, new_book: NewBook) -> None:
    work = Casework(0, new_book)
    assert list(work.decide([taken(0, report(1))])) == []
    assert not work.position
    said = list(work.decide([taken(1, change(policy))]))
    assert reports(said) == ["1"]
    assert of(said, "book")[-1]["next_offset"] == 2
