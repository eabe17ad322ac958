"""A case that an earlier version remembered goes on as if this one had."""

from collections.abc import Sequence

import pytest

from streams.domain.casebook import CaseBook
from tests.fakes.matcher import TwinMatcher
from tests.streams.domain.stories import DAY, HOUR, START, TOWN, Town, action, report, restored
from topics.action import ActionName as Do
from topics.acts import Escalation
from topics.case import Case
from topics.inbox import Action

STORIES: dict[str, tuple[Sequence[Action], float]] = {
    "open": ([], 2),
    "reminded": ([], 19),
    "late": ([], 30),
    "dispatched": ([action(Do.DISPATCH, START + HOUR, of="a", unit="roads")], 19),
    "resolved": ([action(Do.RESOLVE, START + 2 * HOUR, of="a", unit="roads")], 19),
    "reopened": ([action(Do.RESOLVE, START + HOUR, of="a"), action(Do.REOPEN, START + 20 * HOUR, of="a")], 21),
}


def as_it_was(case: Case) -> Case:
    """What an earlier version wrote of a case."""
    return case.altered(events=(), seen_at=None, next_at=None)


def gained(town: Town, known: int) -> list[tuple[str, int, float]]:
    acts = [act for act in town.tables.acts[known:] if isinstance(act, Escalation)]
    return [(act.rung, act.round, (act.fire_at - START) / HOUR) for act in acts]


@pytest.mark.parametrize("story", STORIES)
def test_rungs_go_on_where_they_stood_and_none_fires_twice(story: str) -> None:
    actions, hours = STORIES[story]
    town = Town()
    town.tell(report("a"), *actions)
    town.wait(START + hours * HOUR)
    memory = [as_it_was(one) if isinstance(one, Case) else one for one in town.tables.memory.values()]
    known, before = len(town.tables.acts), town.case("a")
    other = Town()
    other.book, other.offset = restored(CaseBook(TOWN, TwinMatcher()), memory), town.offset
    for one in (town, other):
        one.wait(START + 3 * DAY)
    assert gained(other, 0) == gained(town, known)
    after = other.tables.rows.get(("case", before.case_id))
    assert after is None or after.model_dump(exclude={"version", "late"}) == town.case("a").model_dump(
        exclude={"version", "late"}
    )
