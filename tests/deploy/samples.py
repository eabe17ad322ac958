"""A small policy and what an inbox may hold, for tests of setting up."""

from datetime import UTC, datetime, time

from topics.facts import DeadLetter
from topics.inbox import ClockSetting, Tick
from topics.merge_rule import TextMerge
from topics.model import Source
from topics.policy import Class, Policy, Scope
from topics.reasons import Reason
from topics.working_time import Calendar, Interval, Limit, LimitUnit

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOCK = ClockSetting(epoch=START, start=START)


def policy(*scopes: tuple[str, int], words: tuple[str, ...] = ()) -> Policy:
    """A policy with these (scope, inbox partition) pairs, each with one channel of its own."""
    return Policy(
        version="2026-1",
        effective_from=START,
        scopes=tuple(Scope(scope=name, partition=at, channels=(f"channel-{name}",)) for name, at in scopes),
        calendar=Calendar(timezone="Asia/Shanghai", intervals=(Interval(opens=time(9), closes=time(17)),)),
        classes=(Class(code="other", name="其他", words=words),),
        fallback_class="other",
        resolve=Limit(amount=5, unit=LimitUnit.WORKING_DAYS),
        ladder=(),
        merges={"text": TextMerge(join_at=0.5, window_days=90)},
        merge="text",
    )


def tick(scope: str, minute: int) -> Tick:
    """A tick of `scope` in the first hour."""
    return Tick(scope=scope, now=START.replace(minute=minute))


def dead_letter(stage: str, offset: int) -> DeadLetter:
    """A dead letter of `stage`."""
    source = Source(topic="reports.raw", partition=0, offset=offset)
    return DeadLetter.model_validate(
        {
            "stage": stage,
            "source": source,
            "reason": Reason.NOT_JSON,
            "sentence": "不是 JSON: send JSON",
            "excerpt": '",\\"value\\":{',
            "at": START,
        }
    )
