"""A policy under which every case has four clocks, each with its ladder."""

from datetime import timedelta
from pathlib import Path

from deploy.policyfile import load_policy
from topics.deadline import ClockName, LimitRule
from topics.policy import Policy
from topics.working_time import Limit, LimitUnit

_POLICIES = Path(__file__).parents[2] / "deploy" / "policies"
LIMIT = timedelta(days=15)
"""How long every case may take."""
_RESOLVE = LimitRule(
    clock=ClockName.RESOLVE, limit=Limit(amount=LIMIT / timedelta(days=1), unit=LimitUnit.NATURAL_DAYS)
)


def _four_clocks() -> Policy:
    """The demo's, with the clocks and the ladder of the district; every case has fifteen days."""
    demo, district = (load_policy(_POLICIES / name) for name in ("demo", "district"))
    limits = [rule for rule in district.limits if rule.clock is not ClockName.RESOLVE and not rule.classes]
    classes = [entry.model_copy(update={"resolve": None}) for entry in demo.classes]
    changes = {"classes": tuple(classes), "limits": (*limits, _RESOLVE), "ladder": district.ladder}
    return demo.model_copy(update=changes)


POLICY = _four_clocks()
