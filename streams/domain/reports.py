"""What a report does: it is heard again, revised, or taken into a case."""

from datetime import datetime

from streams.domain import joining, trail
from streams.domain.rows import report_row
from streams.domain.state import State
from topics.case import Case
from topics.ids import digest
from topics.inbox import Report
from topics.memory import Identity, Member
from topics.reasons import ActionReason, Outcome


def receive(state: State, report: Report, at: datetime) -> None:
    """Fold one report, heard at a moment of the stream's time."""
    content = content_of(report)
    if member := state.members.get(report.report_id):
        _hear_again(state, report, member, content)
    elif identity := state.identities.get(report.report_id):
        _hear_of_closed(state, report, identity, content)
    else:
        joining.accept(state, report, content, at)


def content_of(report: Report) -> str:
    """A digest of title, text and place hints: equal content is a redelivery, other content a revision."""
    place = (report.address, report.region, repr(report.latitude), repr(report.longitude))
    return digest(report.title, report.text, *place)


def _hear_again(state: State, report: Report, member: Member, content: str) -> None:
    """When it was seen, when it was received and by whom stays as it was first said."""
    report = report.altered(occurred_at=member.occurred_at, received_at=member.received_at, reporter=member.reporter)
    case = state.cases[member.case_id]
    if content == member.content:
        state.keep(state.altered(member, redeliveries=member.redeliveries + 1))
        state.draft.heard(Outcome.REDELIVERY)
    else:
        state.draft.heard(Outcome.REVISION)
        _revise(state, report, member, case, content)
    rules = state.rules_of(case)
    state.draft.view("report", report_row(report, state.members[report.report_id], rules, state.draft.offset))


def _revise(state: State, report: Report, member: Member, case: Case, content: str) -> None:
    rule = state.rules_of(case).merging(case.class_code)
    state.matcher.remove(state.members.number(member.report_id))
    sketch = state.matcher.sketch(report, rule)
    revised = {"content": content, "revision": member.revision + 1, "sketch": sketch}
    state.enrol(state.altered(member, **revised, joined=state.draft.stamp()), sketch)
    trail.done(state, state.root(case), "revise", ActionReason.ACCEPTED, report)


def _hear_of_closed(state: State, report: Report, identity: Identity, content: str) -> None:
    """The case is over and out of memory: the report is counted, under the policy in force."""
    if content == identity.content:
        identity = state.altered(identity, redeliveries=identity.redeliveries + 1)
        state.draft.heard(Outcome.REDELIVERY)
    else:
        state.draft.heard(Outcome.REVISION)
        identity = state.altered(identity, revision=identity.revision + 1, content=content)
    state.keep(identity)
    state.draft.view("report", report_row(report, identity, state.shelf.in_force, state.draft.offset))
