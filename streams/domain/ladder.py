"""The ladder: each rung fires once for each case and clock round, until the case is resolved."""

from datetime import datetime

from streams.domain.notices import rung_notice
from streams.domain.state import State
from topics.facts import Escalation
from topics.ids import rung_id
from topics.memory import Case


def fire(state: State, case: Case) -> None:
    """Fire the next rung of a case, at the time that it was due."""
    rules, clock = state.rules_of(case), case.clock
    timed = rules.next_rung(clock)
    if timed is None:
        raise AssertionError(f"case {case.case_id} has a rung timer but no rung left")
    fire_at, rung = timed
    fired = clock.altered(fired=(*clock.fired, rung.rung))
    state.keep(state.altered(case, clock=fired))
    escalation = Escalation.model_construct(
        scope=state.scope,
        escalation_id=rung_id(case.case_id, clock.clock, rung.rung, clock.round, clock.policy_version, 1),
        case_id=case.case_id,
        clock=clock.clock,
        rung=rung.rung,
        round=clock.round,
        fire_at=fire_at,
        due_at=clock.due_at,
        audience=rung.audience,
        unit=case.unit,
        policy_version=clock.policy_version,
        version=state.draft.offset,
    )
    state.draft.act(escalation)
    state.draft.act(rung_notice(case, rung, escalation, rules))


def fire_until(state: State, case: Case, moment: datetime) -> Case:
    """Fire what was due by a moment of the past. Returns the case as it then is."""
    while (timed := state.rules_of(case).next_rung(case.clock)) and timed[0] <= moment:
        fire(state, case)
        case = state.cases[case.case_id]
    return case
