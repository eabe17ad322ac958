"""What becomes of a suggestion that a report and an earlier case tell of one problem."""

from datetime import datetime
from typing import Literal

from streams.domain.rows import suggestion_row
from streams.domain.state import State
from topics.case import Case
from topics.ids import first_report_of
from topics.reasons import MergeReason


def decide(
    state: State, one: Case, other: Case, decision: Literal["accepted", "refused"], decided_at: datetime
) -> None:
    """A person has decided on two groups, given by their roots: so have they on what was suggested between them."""
    _decide(state, one, other, decision, decided_at)
    _decide(state, other, one, decision, decided_at)


def _decide(state: State, opened: Case, earlier: Case, decision: str, decided_at: datetime) -> None:
    """On suggestions that reports which opened cases of one group belong to the other."""
    for case in map(state.cases.__getitem__, state.links.group(opened.case_id)):
        member = state.members.get(first_report_of(case.case_id))
        if member is None or member.case_id != case.case_id or member.reason is not MergeReason.MAYBE_THE_SAME:
            continue
        matched = state.members.get(member.matched)
        if matched and state.links.root(matched.case_id) == earlier.case_id:
            row = suggestion_row(member, earlier.case_id, case, state.draft.offset, decision, decided_at)
            state.draft.view("suggestion", row)
