"""A matter that comes up again when its case is over: a case of its own that says which one it follows."""

from datetime import timedelta

import pytest

from streams.domain.casebook import CaseBook
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.weights import load_weights
from tests.contracts.matcher import DOGS, LIGHT
from tests.streams.domain.stories import DAY, HOUR, START, TOWN, Town, action, change, cid, policy, report
from topics.action import ActionName
from topics.acts import Transition
from topics.reasons import ActionReason, MergeReason

REOPENS_UNTIL = START + HOUR + 2 * DAY


def town_with_a_closed_case() -> Town:
    """Case a is resolved after an hour, and kept for five days after it can no longer be reopened."""
    town = Town(change(policy(successor_days=5)))
    town.tell(report("a"), action(ActionName.RESOLVE, START + HOUR, of="a"))
    return town


def last(town: Town) -> Transition:
    return next(act for act in reversed(town.tables.acts) if isinstance(act, Transition))


@pytest.mark.feature("merging.successor")
@pytest.mark.parametrize("after", [timedelta(milliseconds=1), 5 * DAY - HOUR])
def test_after_the_reopen_window_a_match_opens_a_case_that_follows(after: timedelta) -> None:
    town = town_with_a_closed_case()
    town.wait(REOPENS_UNTIL + after)
    town.tell(report("b", at=REOPENS_UNTIL + after))
    assert (town.member("b").case_id, town.member("b").reason) == (cid("b"), MergeReason.FOLLOWS_CLOSED)
    assert (last(town).action, last(town).other_case) == ("open", cid("a"))
    town.tell(report("c", at=REOPENS_UNTIL + after + HOUR), action(ActionName.REOPEN, REOPENS_UNTIL + HOUR, of="a"))
    assert town.member("c").case_id == cid("b")
    assert last(town).reason == ActionReason.ALREADY_RESOLVED


@pytest.mark.feature("merging.reopen")
def test_within_the_window_it_reopens_and_when_all_is_forgotten_nothing_is_known() -> None:
    town = town_with_a_closed_case()
    town.tell(report("b", at=REOPENS_UNTIL))
    assert town.member("b").case_id == cid("a")
    later = town_with_a_closed_case()
    later.wait(REOPENS_UNTIL + 5 * DAY)
    later.tell(report("b", at=REOPENS_UNTIL + 5 * DAY))
    assert later.member("b").reason == MergeReason.NOTHING_SIMILAR


def test_a_case_that_is_too_old_is_followed_while_it_is_open() -> None:
    town = Town()
    town.tell(report("a"), report("b", at=START + 21 * DAY))
    assert town.member("b").reason == MergeReason.FOLLOWS_CLOSED
    assert (last(town).other_case, town.case("a").reports) == (cid("a"), 1)


def test_a_report_of_two_matters_joins_one_case_and_is_linked_to_the_other() -> None:
    town = Town()
    town.book = CaseBook(TOWN, Matcher(load_weights()))
    town.tell(change(), report("a", LIGHT), report("b", DOGS, START + HOUR))
    town.tell(report("c", f"{LIGHT}。{DOGS}", START + 2 * HOUR))
    assert {town.member("c").case_id, last(town).other_case} == {cid("a"), cid("b")}
