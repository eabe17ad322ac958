"""Cases that people merged: the group of a case and all below it counts as one, and can be taken apart again."""

from streams.domain import rows
from streams.domain.deadlines import follow, leave
from streams.domain.rows import Share
from streams.domain.state import State
from topics.case import Case
from topics.ids import case_id
from topics.memory import Member, MergedCase
from topics.reasons import MergeReason


def named_by(state: State, report: str, detachment: int) -> str:
    """The id of a case whose first report this is, that was detached so often; the next one where that is taken.

    A report that comes again when it is forgotten may find the case that it once opened still there, without it.
    """
    while (name := case_id(state.scope, report, detachment)) in state.cases:
        detachment += 1
    return name


def merge(state: State, case: Case, into: Case) -> None:
    """Merge a case, which is a root, into another one: from now on that one's deadline is the only one."""
    leave(state.timers, case)
    state.census.move(case, None)
    stamp = state.draft.stamp()
    state.keep(MergedCase(scope=state.scope, stamp=stamp, case_id=case.case_id, into=into.case_id))
    state.settle_matching(case)


def unmerge(state: State, case: Case) -> None:
    """Let a merged case stand by itself again, with the deadline that it had."""
    state.forget_merged(case)
    state.census.move(None, case)
    follow(state.timers, None, case, state.rules_of(case))
    state.settle_matching(case)


def forget(state: State, root: Case) -> list[Member]:
    """Drop a case, all cases below it, and their members; returns these, of each case in the order of their ids."""
    below = [member for case in [*state.links.under(root.case_id)] for member in forget(state, state.cases[case])]
    return state.forget_case(root) + below


def members_of(state: State, case: Case) -> list[Member]:
    """The reports that a case has of its own, in the order in which they joined."""
    numbers = state.members.of(state.cases.number(case.case_id))
    return sorted(map(state.members.at, numbers), key=lambda member: member.joined.order)


def size_of(state: State, top: Case) -> int:
    """How many reports a case and those below it have."""
    return sum(state.cases[case].reports for case in state.links.group(top.case_id))


def recounted(state: State, case: Case) -> Case:
    """The case as its own members make it: its counts, and when they occurred; one without any keeps its times."""
    members = members_of(state, case)
    times = [member.occurred_at for member in members]
    return state.altered(
        case,
        first_at=min(times, default=case.first_at),
        last_at=max(times, default=case.last_at),
        reports=len(members),
        people=len({member.reporter for member in members} - {""}),
        urges=sum(member.reason is MergeReason.SAME_CITIZEN for member in members),
    )


def share_of(state: State, case: Case) -> Share:
    """What a case stands for: its own reports and those of the cases below it, or nothing where it is merged."""
    if state.links.into(case.case_id):
        return Share(case.first_at, case.last_at, 0, 0, 0, state.links.root(case.case_id))
    if not state.links.under(case.case_id):
        return Share(case.first_at, case.last_at, case.reports, case.people, case.urges, "")
    group = [one for one in map(state.cases.__getitem__, state.links.group(case.case_id)) if one.reports]
    people = (state.people.of(state.cases.number(one.case_id)) for one in group)
    return Share(
        min(one.first_at for one in group),
        max(one.last_at for one in group),
        sum(one.reports for one in group),
        len(set().union(*people)),
        sum(one.urges for one in group),
        "",
    )


def show(state: State, case: Case) -> None:
    """Say how a case now stands."""
    row = rows.case_row(case, share_of(state, case), state.now, state.draft.offset)
    state.draft.view("case", row)


def show_group(state: State, top: Case) -> None:
    """Say how a case and those below it now stand, and in which case their reports are."""
    root = state.links.root(top.case_id)
    for case in map(state.cases.__getitem__, state.links.group(top.case_id)):
        show(state, case)
        for member in members_of(state, case):
            state.draft.view("member", rows.member_row(member, root, state.draft.offset))
