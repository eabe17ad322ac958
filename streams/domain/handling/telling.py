"""What is said of a course: its trail, and the rungs that fired. What a late action has changed is said again."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from streams.domain import trail
from streams.domain.groups import share_of
from streams.domain.handling.cells import escalation_id, escalation_row
from streams.domain.handling.course import Outcome
from streams.domain.handling.rungs import Fired
from streams.domain.handling.spoken import Spoken
from streams.domain.notices import hand_over_notice, retraction_notice, rung_notice
from streams.domain.state import State
from streams.domain.trail import Told
from topics.case import Case
from topics.reasons import ActionReason

_Key = tuple[object, ...]


def tell_trail(state: State, case: Case, before: Spoken, after: Spoken, said: Told | None) -> None:
    """A line for what is new, and one more for what turned out otherwise."""
    old, new = _by_key(before.outcomes), _by_key(after.outcomes)
    for key, outcome in new.items():
        if key not in old:
            _tell_new(state, case, outcome, said)
        elif outcome != old[key]:
            trail.outcome(state, case, outcome, None, revises=_told_at(state, outcome))
    for key, outcome in old.items():
        if key not in new:
            never = outcome._replace(accepted=False, reason=ActionReason.OVERTAKEN, after=outcome.before)
            trail.outcome(state, case, never, None, revises=_told_at(state, outcome))


def tell_escalations(state: State, case: Case, before: Spoken, after: Spoken, at: datetime) -> None:
    """Rungs that fired, with their notices; `at`, those that never should have are retracted, and notices corrected."""
    old = before.fired
    for key, fired in after.fired.items():
        if fired != old.get(key):
            state.draft.act("escalation", escalation_row(case, fired, state.draft.offset))
        if key not in old:
            _notify(state, case, fired)
    for key, fired in old.items():
        if key not in after.fired:
            _retract(state, case, fired, at)


def _notify(state: State, case: Case, fired: Fired) -> None:
    escalation, rules, reports = escalation_id(case, fired.key), state.rules_of(case), share_of(state, case).reports
    state.draft.act("notice", rung_notice(case, reports, fired, escalation, rules, state.draft.offset))


def _retract(state: State, case: Case, fired: Fired, at: datetime) -> None:
    offset, rules, escalation = state.draft.offset, state.rules_of(case), escalation_id(case, fired.key)
    state.draft.act("escalation", escalation_row(case, fired, offset, at))
    state.draft.act("notice", retraction_notice(case, fired, escalation, at, rules, offset))


def _tell_new(state: State, case: Case, outcome: Outcome, said: Told | None) -> None:
    trail.outcome(state, case, outcome, said)
    rules = state.rules_of(case)
    system = rules.duties.system(outcome.unit)
    if system and outcome.accepted and outcome.action in trail.GOES_TO_A_UNIT:
        offset = state.draft.offset
        state.draft.act("notice", hand_over_notice(case, outcome.unit, system, outcome.at, rules, offset))


def _told_at(state: State, outcome: Outcome) -> int:
    return outcome.event.offset if outcome.event else state.draft.offset


def _by_key(outcomes: Iterable[Outcome]) -> dict[_Key, Outcome]:
    """What tells outcomes apart: the action, and how many of its kind it caused; else the moment."""
    seen = Counter[_Key]()
    found: dict[_Key, Outcome] = {}
    for outcome in outcomes:
        event = outcome.event
        key: _Key = (outcome.action, event.offset, event.index) if event else (outcome.action, outcome.at)
        seen[key] += 1
        found[(*key, seen[key])] = outcome
    return found
