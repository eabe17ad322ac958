"""The self-check's own clocks of first response: until somebody signs, until the citizen is called."""

from datetime import UTC, datetime, timedelta

from deploy.demo.audit.found import Row
from deploy.demo.audit.responses import must_respond
from deploy.demo.stage import POLICY
from deploy.policyfile import load_policy

RULES = load_policy(POLICY)
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def told(action: str, minutes: float, unit: str = "", accepted: bool = True) -> Row:
    at = NINE + minutes * MINUTE
    return {"action": action, "at": at, "unit": unit, "accepted": accepted, "version": 1, "index": 0}


def fired(*history: Row) -> set[tuple[str, str, int, float]]:
    """Rung, holder, round and minutes after nine of all that must have fired by six in the evening."""
    found = must_respond(RULES, "east:a:0", history, NINE + 540 * MINUTE)
    return {(one.rung, one.holder, one.round, (one.fire_at - NINE) / MINUTE) for one in found}


OPENED, CALLED = told("open", 0), told("contact", 100)


def test_it_fires_until_somebody_signs() -> None:
    assert fired(OPENED, CALLED, told("dispatch", 10, "a"), told("sign", 54, "a")) == set()
    assert fired(OPENED, CALLED, told("dispatch", 10, "a"), told("sign", 55, "a")) == {("sign-urge", "a", 1, 55)}
    twice = {("sign-urge", "a", 1, 55), ("sign-urge", "a", 1, 115)}
    assert fired(OPENED, CALLED, told("dispatch", 10, "a"), told("sign", 200, "a", accepted=False)) == twice


def test_whoever_gets_it_next_has_a_clock_of_their_own() -> None:
    handed_on = OPENED, CALLED, told("dispatch", 10, "a"), told("dispatch", 20, "b"), told("dispatch", 30, "a")
    assert fired(*handed_on, told("sign", 76, "a")) == {("sign-urge", "a", 2, 75)}


def test_a_resolved_case_waits_for_nobody_until_it_is_reopened() -> None:
    done = OPENED, told("dispatch", 10, "a"), told("resolve", 20, "a")
    assert fired(*done) == set()
    assert fired(*done, told("reopen", 100)) == {("contact-urge", "", 2, 220)}


def test_it_goes_by_when_things_were_done_not_by_when_they_were_heard_of() -> None:
    assert fired(told("sign", 20, "a"), told("dispatch", 10, "a"), CALLED, OPENED) == set()
