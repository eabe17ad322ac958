"""Memory that is not whole is refused in words, and a restore lets others work in between."""

import pytest

from streams.domain.casebook import CaseBook
from streams.domain.restoring import STEP
from streams.domain.state import Remembered
from tests.fakes.matcher import TwinMatcher
from tests.streams.domain.stories import TOWN, Town, cid, report, restored, rid
from topics.case import Case
from topics.memory import Member, PolicyHeld
from topics.model import Record


def without(town: Town, kind: type[Record]) -> list[Remembered]:
    return [record for record in town.tables.memory.values() if not isinstance(record, kind)]


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        (Case, f"{cid('a')}, the case of {rid('a')}, is not in memory"),
        (PolicyHeld, f"the policy of {cid('a')} is not in memory"),
    ],
)
def test_what_is_missing_is_said(lost: type[Record], sentence: str) -> None:
    town = Town()
    town.tell(report("a"))
    with pytest.raises(AssertionError, match=f"{sentence}.* replaying the inbox"):
        restored(CaseBook(TOWN, TwinMatcher()), without(town, lost))


def test_a_large_memory_is_settled_in_steps() -> None:
    town = Town()
    town.tell(report("a"))
    book = CaseBook(TOWN, TwinMatcher())
    book.restore(town.tables.memory.values())
    (member,) = (record for record in town.tables.memory.values() if isinstance(record, Member))
    names = map(rid, map(str, range(2 * STEP)))
    book.restore(member.altered(report_id=name, leader=False, sketch=None) for name in names)
    assert sum(1 for _ in book.settle()) == 3 + 1 + 3
    assert book.standing(town.wall).memory["member"] == 2 * STEP + 1
