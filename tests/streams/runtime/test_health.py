"""Whether a worker lives and works, in sentences."""

import asyncio
import time
from datetime import timedelta

from aiokafka import TopicPartition
from prometheus_client import CollectorRegistry

from streams.processors.counting import CASEWORK
from streams.runtime.clock import wall
from streams.runtime.health import SILENT, Health
from streams.runtime.ledger import Ledger
from streams.runtime.lookout import Lookout
from streams.runtime.partitions import PartitionGauges

INBOX = TopicPartition("jiesu.inbox", 0)
Ledgers = dict[TopicPartition, Ledger]


def health(ledgers: Ledgers | None, lookout: Lookout | None = None, still_s: float = 60.0) -> Health:
    return Health(lambda: ledgers, lookout or Lookout(), "kafka:9092", still_s)


def heard(ago: timedelta = timedelta(0), unread: int = 0) -> Lookout:
    lookout = Lookout()
    lookout.note(INBOX, unread, wall() - ago)
    return lookout


def ready() -> Ledger:
    ledger = Ledger()
    ledger.restart()
    return ledger


def test_before_the_first_assignment_it_says_so() -> None:
    assert health(None).ready() == [
        "No partition is assigned yet: see that Kafka at kafka:9092 answers, and that the topics exist."
    ]


def test_to_own_no_partition_is_no_fault() -> None:
    assert health({}).ready() == []


def test_a_partition_that_works_misses_nothing() -> None:
    assert health({INBOX: ready()}, heard()).ready() == []


def test_a_restore_says_how_far_it_is() -> None:
    ledger = Ledger()
    ledger.expect_restore({"cases": 30, "book": 10})
    ledger.saw_restored(12)
    assert health({INBOX: ledger}, heard()).ready() == [
        "jiesu.inbox/0 is not ready: 12 of at most 40 records are restored (30%)."
    ]


def test_a_kafka_that_says_nothing_is_missed_unless_there_is_work_in_hand() -> None:
    ledger, silent = ready(), heard(ago=SILENT + timedelta(seconds=1))
    (sentence,) = health({INBOX: ledger}, silent).ready()
    assert sentence.startswith("Kafka at kafka:9092 has said nothing of jiesu.inbox/0 since ")
    (sentence,) = health({INBOX: ledger}).ready()
    assert "yet" in sentence
    ledger.in_hand = 5
    assert health({INBOX: ledger}, silent).ready() == []


def test_a_batch_without_end_is_told() -> None:
    ledger = ready()
    ledger.begin()
    ledger.busy_since = (ledger.busy_since or 0) - 61
    (sentence,) = health({INBOX: ledger}, heard()).ready()
    assert "has been at one batch for 61 s without a commit" in sentence


def test_it_lives_while_the_loop_turns_and_not_while_that_hangs() -> None:
    one = health({}, still_s=0.2)

    async def scene() -> None:
        beating = asyncio.create_task(one.beat())
        await asyncio.sleep(0)
        assert one.alive() == []
        until = time.monotonic() + 0.3
        while time.monotonic() < until:  # the loop hangs
            pass
        (sentence,) = one.alive()
        assert sentence.endswith("start it again.")
        beating.cancel()

    asyncio.run(scene())


def test_gauges_stand_for_the_partitions_that_are_ours_alone() -> None:
    ledgers: Ledgers = {INBOX: ready()}
    ledgers[INBOX].in_hand = 2
    ledgers[INBOX].standing = {("jiesu_cases_overdue", "east"): 3.0}
    registry = CollectorRegistry()
    registry.register(PartitionGauges(lambda: ledgers, heard(unread=5), lambda name: name[6:], CASEWORK))
    lag, overdue = (
        ("jiesu_lag_records", {"topic": "inbox", "partition": "0"}),
        ("jiesu_cases_overdue", {"scope": "east"}),
    )
    assert (registry.get_sample_value(*lag), registry.get_sample_value(*overdue)) == (7, 3)
    ledgers[INBOX].let_go()
    assert registry.get_sample_value(*overdue) is None
    del ledgers[INBOX]
    assert registry.get_sample_value(*lag) is None
