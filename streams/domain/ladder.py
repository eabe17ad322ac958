"""The ladder: each rung fires once for each case and clock round, until the case is resolved."""

from datetime import datetime

from streams.domain.groups import share_of
from streams.domain.notices import rung_notice
from streams.domain.state import State
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
    escalation = rung_id(case.case_id, clock.clock, rung.rung, clock.round, clock.policy_version, 1)
    state.draft.act(
        "escalation",
        (
            state.scope,
            escalation,
            case.case_id,
            clock.clock,
            rung.rung,
            clock.round,
            fire_at,
            clock.due_at,
            rung.audience,
            case.unit,
            clock.policy_version,
            state.draft.offset,
        ),
    )
    reports = share_of(state, case).reports
    state.draft.act("notice", rung_notice(case, reports, rung, escalation, fire_at, rules, state.draft.offset))


def fire_until(state: State, case: Case, moment: datetime) -> Case:
    """Fire what was due by a moment of the past. Returns the case as it then is."""
    while (timed := state.rules_of(case).next_rung(case.clock)) and timed[0] <= moment:
        fire(state, case)
        case = state.cases[case.case_id]
    return case
