"""The whole self-check, and how it is shown."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from rich.table import Table

from deploy.demo.audit.found import Found, Row
from deploy.demo.audit.known import Known
from deploy.demo.audit.ledger import messages, revisions, tables
from deploy.demo.audit.lines import Line, same
from deploy.demo.audit.pairs import pairs
from deploy.demo.audit.responses import must_respond
from deploy.demo.audit.rungs import Due, Fired, deadlines, must_fire
from topics.deadline import ClockName
from topics.policy import Policy
from topics.working_time import LimitUnit

PRECISION = 0.9
"""The least share of right pairs among those put into one case."""


def check(known: Known, found: Found, policy: Policy) -> list[Line]:
    """Every line of the self-check."""
    lines = [*messages(known, found), *tables(found, policy)]
    if _span(known) < timedelta(days=policy.retention.reopen_days):
        lines.append(revisions(found))
    return [*lines, *_rungs(known, found, policy), *_merging(known, found)]


def _span(known: Known) -> timedelta:
    return max(horizon.now for horizon in known.horizons.values()) - min(one.at for one in known.sent)


def _rungs(known: Known, found: Found, policy: Policy) -> Iterator[Line]:
    """What stands is what must have fired; what was withdrawn must not have, and late news withdrew it."""
    dues = dict(_deadlines(known, found, policy))
    cases = [row for row in found.cases if row["case_id"] in dues]
    computed = ((name, due.due_at[-1]) for name, due in dues.items())
    yield same("办理时限 due times", computed, ((row["case_id"], row["due_at"]) for row in cases))
    ticked = [row for row in cases if dues[row["case_id"]].heard < known.horizons[row["scope"]].offset]
    names = {row["case_id"] for row in ticked}
    rows = [row for row in found.escalations if row["case_id"] in names]
    wanted = _wanted(known, found, policy, dues, ticked)
    standing = [_fired(row) for row in rows if not row["retracted_at"]]
    yield same("催办 escalations: 逐案逐级 rung by rung", wanted, standing)
    yield from _withdrawn(found, [row for row in rows if row["retracted_at"]], wanted)
    kinds = {f"{rung.rung} {unit}" for rung in policy.ladder for unit in _units(policy, rung.clock)}
    yield same("每类都触发过 every kind has fired", kinds, {_kind(policy, one, dues[one.case_id]) for one in standing})
    yield Line("末次时刻之后 cases heard of after the last tick", "-", f"{len(cases) - len(ticked):,}", ok=True)


def _withdrawn(found: Found, rows: Sequence[Row], wanted: Collection[Fired]) -> Iterator[Line]:
    """A rung is withdrawn by something that was done before it fired, and heard of afterwards."""
    done: dict[tuple[str, int], datetime] = {}
    for row in found.transitions:
        if row["revises"] is None:
            done[row["case_id"], row["version"]] = row["at"]
    late = (row for row in rows if done.get((row["case_id"], row["version"]), row["fire_at"]) < row["fire_at"])
    right = [fired for row in late if (fired := _fired(row)) not in wanted]
    yield same("撤回 withdrawn, for the news came late", map(_fired, rows), right)


def _wanted(known: Known, found: Found, policy: Policy, dues: Mapping[str, Due], cases: Sequence[Row]) -> set[Fired]:
    """The rungs of these cases that must have fired."""
    histories = found.outcomes_by_case()
    wanted: set[Fired] = set()
    for row in cases:
        name, horizon = row["case_id"], known.horizons[row["scope"]]
        wanted |= must_fire(policy, row, dues[name], horizon) | must_respond(policy, name, histories[name], horizon.now)
    return wanted


def _units(policy: Policy, clock: ClockName) -> set[LimitUnit]:
    """In which units of time the limits of a clock are."""
    if clock is not ClockName.RESOLVE:
        return {rule.limit.unit for rule in policy.limits if rule.clock is clock}
    return {entry.resolve.unit for entry in policy.classes if entry.resolve} | {policy.resolve.unit}


def _kind(policy: Policy, fired: Fired, known: Due) -> str:
    clock = ClockName(fired.clock)
    unit = known.limit.unit if clock is ClockName.RESOLVE else min(_units(policy, clock))
    return f"{fired.rung} {unit}"


def _deadlines(known: Known, found: Found, policy: Policy) -> Iterator[tuple[str, Due]]:
    """Cases that somebody outside had a hand in are left out: what was done to them is not on the sent-list."""
    received, histories = known.received(), found.histories()
    for case in found.cases:
        history = histories.get(case["case_id"], [])
        if all(row["report_id"] in received for row in history):
            known_due = deadlines(policy, case, history, received)
            if known_due.rounds:
                yield case["case_id"], known_due


def _fired(row: Row) -> Fired:
    return Fired(row["case_id"], row["clock"], row["holder"], row["round"], row["rung"], row["fire_at"])


def _merging(known: Known, found: Found) -> Iterator[Line]:
    merged = pairs(known.problems, {row["report_id"]: row["case_id"] for row in found.members})
    good = merged.precision >= PRECISION
    yield Line("并案查准率 merging precision", f">= {PRECISION}", f"{merged.precision:.3f}", good)
    yield Line("并案查全率 merging recall", "-", f"{merged.recall:.3f}", ok=True)
    outside = sum(row["channel"] not in known.channels for row in found.reports)
    yield Line("外来诉求 reports from outside", "-", f"{outside:,}", ok=True)


def as_table(lines: Sequence[Line]) -> Table:
    """The lines for a terminal; what failed says how it differs."""
    table = Table(title="接诉 jiesu", title_justify="left")
    table.add_column("自检 self-check", overflow="fold")
    table.add_column("应有 expected", justify="right")
    table.add_column("实有 found", justify="right")
    table.add_column("")
    for line in lines:
        name = f"{line.name}\n[red]{line.detail}[/red]" if line.detail else line.name
        table.add_row(name, line.expected, line.found, "[green]✓[/green]" if line.ok else "[red]✗[/red]")
    return table
