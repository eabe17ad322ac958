"""The town with an office: units with duties, a clock of each kind, ladders for them, quiet hours, a fallback."""

from datetime import time, timedelta

from tests.streams.domain.stories import policy
from topics.deadline import ClockName, LimitRule, Rung, Stage, Urgency
from topics.duty import Duty, Fallback, Handling, Unit
from topics.policy import Policy
from topics.working_time import Limit, LimitUnit, QuietHours

HOUR = timedelta(hours=1)
LIMITS = (
    LimitRule(clock=ClockName.SIGN, limit=Limit(amount=30, unit=LimitUnit.WORKING_MINUTES)),
    LimitRule(clock=ClockName.CONTACT, limit=Limit(amount=4, unit=LimitUnit.NATURAL_HOURS)),
    LimitRule(clock=ClockName.RETURN, limit=Limit(amount=1, unit=LimitUnit.WORKING_DAYS)),
    LimitRule(
        clock=ClockName.RESOLVE,
        classes=("other",),
        limit=Limit(amount=15, unit=LimitUnit.WORKING_DAYS),
        compress=0.2,
        stages=(Stage(stage="stop", limit=Limit(amount=4, unit=LimitUnit.WORKING_HOURS)),),
    ),
    LimitRule(
        clock=ClockName.RESOLVE, urgencies=(Urgency.CRITICAL,), limit=Limit(amount=2, unit=LimitUnit.NATURAL_HOURS)
    ),
)
LADDER = (
    Rung(rung="urge", audience="unit"),
    Rung(rung="remind", before=6 * HOUR, audience="unit"),
    Rung(rung="supervise", after=12 * HOUR, audience="supervisor", every=24 * HOUR, repeats=2),
    Rung(rung="sign", clock=ClockName.SIGN, audience="unit", loud=True),
    Rung(rung="call", clock=ClockName.CONTACT, before=HOUR, audience="unit", stops_on=("resolve",)),
)


def office(base: Policy | None = None) -> Policy:
    """Roads are Ann's, assisted by Bob; nobody has anything else."""
    return (base or policy()).model_copy(
        update={
            "calendar": (base or policy()).calendar.model_copy(
                update={"quiet": QuietHours(begins=time(22), ends=time(7))}
            ),
            "limits": LIMITS,
            "ladder": LADDER,
            "units": (
                Unit(code="ann", name="Ann's", level=2),
                Unit(code="bob", name="Bob's", level=3, parent="ann"),
                Unit(code="grid", name="the grid", level=4, parent="bob", system="power"),
                Unit(code="last", name="the last", level=1),
            ),
            "duties": (Duty(classes=("road",), unit="ann", assistants=("bob",), closed_by=(1, 2, 3)),),
            "fallback": Fallback(unit="last", after=Limit(amount=8, unit=LimitUnit.WORKING_HOURS)),
            "handling": Handling(pause_reasons=("parts",)),
        }
    )
