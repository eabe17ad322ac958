"""Which limit a clock of a case has."""

from collections.abc import Iterable

from streams.domain.lineage import lineage
from topics.deadline import ClockName, LimitRule, Urgency
from topics.policy import Policy
from topics.working_time import Limit

_ANY = ""
"""Stands for every class, where a rule names none."""
_Asked = tuple[ClockName, str, Urgency]


class Limits:
    """The limits of a policy, found by clock, class and urgency. Pure; what was asked once is remembered."""

    def __init__(self, policy: Policy) -> None:
        self._parents = {entry.code: entry.parent for entry in policy.classes}
        self._rules: dict[tuple[ClockName, str], list[LimitRule]] = {}
        for rule in (*policy.limits, *_of_classes(policy), LimitRule(clock=ClockName.RESOLVE, limit=policy.resolve)):
            for code in rule.classes or (_ANY,):
                self._rules.setdefault((rule.clock, code), []).append(rule)
        self._found: dict[_Asked, LimitRule | None] = {}

    def rule(self, clock: ClockName, class_code: str, urgency: Urgency) -> LimitRule | None:
        """The rule of a clock: of the deepest class, then one that names the urgency, then the first.

        None where there is none: such a case has no such clock. Every case has a limit to resolve: that of the class
        or the policy where no rule says otherwise. An unknown class is none.
        """
        asked = clock, class_code, urgency
        if asked not in self._found:
            self._found[asked] = self._find(*asked)
        return self._found[asked]

    def _find(self, clock: ClockName, class_code: str, urgency: Urgency) -> LimitRule | None:
        for code in (*lineage(self._parents, class_code), _ANY):
            fitting = [r for r in self._rules.get((clock, code), ()) if not r.urgencies or urgency in r.urgencies]
            if fitting:
                return max(fitting, key=lambda rule: bool(rule.urgencies))
        return None


def kept(rule: LimitRule) -> Limit:
    """The limit that the city keeps to (压缩时限)."""
    if rule.compress == 1:
        return rule.limit
    return rule.limit.model_copy(update={"amount": rule.limit.amount * rule.compress})


def _of_classes(policy: Policy) -> Iterable[LimitRule]:
    for entry in policy.classes:
        if entry.resolve:
            yield LimitRule(clock=ClockName.RESOLVE, classes=(entry.code,), limit=entry.resolve)
