"""Which limit a clock has: the deepest class, then the urgency, then the first."""

import pytest

from streams.domain.limits import Limits, kept
from tests.streams.domain.stories import policy
from topics.deadline import ClockName, LimitRule, Urgency
from topics.policy import Class, Policy
from topics.working_time import Limit, LimitUnit, Start

NORMAL, URGENT, CRITICAL = Urgency


def hours(amount: float) -> Limit:
    return Limit(amount=amount, unit=LimitUnit.WORKING_HOURS)


def rule(clock: str, amount: float, *classes: str, urgencies: tuple[Urgency, ...] = ()) -> LimitRule:
    return LimitRule(clock=ClockName(clock), classes=classes, urgencies=urgencies, limit=hours(amount))


def city(*rules: LimitRule, **resolve: float) -> Policy:
    """Classes a > b > c, some with a limit of their own; else five hours to resolve."""
    tree = {"a": "", "b": "a", "c": "b", "other": ""}
    own = {code: hours(amount) for code, amount in resolve.items()}
    classes = tuple(Class(code=c, name=c, parent=parent, resolve=own.get(c)) for c, parent in tree.items())
    changes = {"classes": classes, "limits": rules, "resolve": hours(5)}
    return policy().model_copy(update=changes)


def amount(wanted: Policy, clock: str, code: str, urgency: Urgency = NORMAL) -> float | None:
    limits = Limits(wanted)
    found = limits.rule(ClockName(clock), code, urgency)
    assert limits.rule(ClockName(clock), code, urgency) is found
    return found.limit.amount if found else None


@pytest.mark.parametrize(("code", "expected"), [("a", 1), ("b", 2), ("c", 2), ("other", 3), ("of old", 3)])
def test_the_deepest_class_wins(code: str, expected: float) -> None:
    assert (
        amount(city(rule("sign", 3), rule("sign", 1, "a"), rule("sign", 2, "b", "nothing")), "sign", code) == expected
    )


def test_then_a_rule_that_names_the_urgency_then_the_first() -> None:
    rules = rule("sign", 1, "a"), rule("sign", 2, "a"), rule("sign", 3, "a", urgencies=(URGENT, CRITICAL))
    wanted = city(*rules, rule("sign", 4, urgencies=(URGENT,)), rule("sign", 5, urgencies=(CRITICAL,)))
    assert [amount(wanted, "sign", "c", urgency) for urgency in Urgency] == [1, 3, 3]
    assert [amount(wanted, "sign", "other", urgency) for urgency in Urgency] == [None, 4, 5]


def test_a_clock_without_a_rule_is_none() -> None:
    assert amount(city(rule("sign", 1)), "contact", "a") is None


def test_every_case_has_a_limit_to_resolve() -> None:
    assert [amount(city(b=7), "resolve", code) for code in ("a", "b", "c", "of old")] == [5, 7, 7, 5]


def test_that_of_a_class_is_a_rule_that_names_it() -> None:
    wanted = city(rule("resolve", 1, "a"), rule("resolve", 2, "c"), rule("resolve", 3), a=8, b=7, c=6)
    assert [amount(wanted, "resolve", code) for code in ("a", "b", "c", "other")] == [1, 7, 2, 3]


def test_the_city_keeps_to_the_compressed_limit() -> None:
    limit = Limit(amount=15, unit=LimitUnit.WORKING_DAYS, starts=Start.NEXT_WORKING_DAY)
    compressed = LimitRule(clock=ClockName.RESOLVE, limit=limit, compress=1 / 3)
    assert kept(compressed) == Limit(amount=5, unit=LimitUnit.WORKING_DAYS, starts=Start.NEXT_WORKING_DAY)


def test_parents_in_a_circle_end() -> None:
    circle = city(rule("sign", 1)).model_copy(update={"classes": (Class(code="a", name="a", parent="a"),)})
    assert amount(circle, "sign", "a") == 1
