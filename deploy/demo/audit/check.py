"""The whole self-check, and how it is shown."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain

from rich.table import Table

from deploy.demo.audit.found import Found, Row
from deploy.demo.audit.known import Known
from deploy.demo.audit.ledger import messages, revisions, tables
from deploy.demo.audit.lines import Line, same
from deploy.demo.audit.pairs import pairs
from deploy.demo.audit.rungs import Due, Fired, deadlines, must_fire, was_overtaken
from topics.policy import Policy

PRECISION = 0.9
"""The least share of right pairs among those put into one case."""


def check(known: Known, found: Found, policy: Policy) -> list[Line]:
    """Every line of the self-check."""
    lines = [*messages(known, found), *tables(found)]
    if _span(known) < timedelta(days=policy.retention.reopen_days):
        lines.append(revisions(found))
    return [*lines, *_rungs(known, found, policy), *_merging(known, found)]


def _span(known: Known) -> timedelta:
    return max(horizon.now for horizon in known.horizons.values()) - min(one.at for one in known.sent)


def _rungs(known: Known, found: Found, policy: Policy) -> Iterator[Line]:
    dues = dict(_deadlines(known, found, policy))
    cases = [row for row in found.cases if row["case_id"] in dues]
    computed = ((name, due.due_at[-1]) for name, due in dues.items())
    yield same("办理时限 due times", computed, ((row["case_id"], row["due_at"]) for row in cases))
    fired = {_fired(row): row["version"] for row in found.escalations if row["case_id"] in dues}
    late = {one for one, version in fired.items() if was_overtaken(one, version, dues[one.case_id])}
    wanted = (must_fire(policy, row, dues[row["case_id"]], known.horizons[row["scope"]]) for row in cases)
    yield same("催办 escalations: 逐案逐级 rung by rung", chain.from_iterable(wanted), fired.keys() - late)
    units = {entry.resolve.unit for entry in policy.classes if entry.resolve} | {policy.resolve.unit}
    kinds = {f"{rung.rung} {unit}" for rung in policy.ladder for unit in units}
    seen = {f"{one.rung} {dues[one.case_id].limit.unit}" for one in fired}
    yield same("每类都触发过 every kind has fired", kinds, seen)
    yield Line("先催后报 fired before the news came", "-", f"{len(late):,}", ok=True)


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
    return Fired(row["case_id"], row["round"], row["rung"], row["fire_at"])


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
