"""`jiesu policy`: the rules of a site."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from deploy.errors import SetupError
from deploy.policy_check import counts, warnings
from deploy.policy_diff import differences, dues
from deploy.policy_publish import publish_policy
from deploy.policy_show import tables
from deploy.policy_words import CLOCKS, NOTHING
from deploy.policyfile import load_policy
from deploy.settings import read_site
from streams.domain.calendar import WorkingCalendar
from streams.runtime.clock import wall
from topics.inbox import ClockSetting
from topics.model import Moment
from topics.policy import Policy

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="制度: check, show or compare policies, or put one into force."
)
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="a policy's folder of YAML documents")]


@app.command("check")
def check(folder: Folder) -> None:
    """Read a policy and say what is in it, or what is wrong where. Warnings do not fail it."""
    found = load_policy(folder)
    since = WorkingCalendar(found.calendar).local(found.effective_from)
    table = Table(found.version, f"自 from {since.isoformat()}")
    for what, many in counts(found):
        table.add_row(what, many)
    Console().print(table, highlight=False)
    for warning in warnings(found):
        Console().print(f"[yellow]注意 warning[/yellow]: {warning}", highlight=False)


@app.command("show")
def show(
    folder: Folder,
    class_: Annotated[str, typer.Option("--class", help="only this class, with what is other below it")] = "",
    region: Annotated[str, typer.Option(help="who is in charge in this region")] = "",
) -> None:
    """Each class with its clocks and units, the ladder and the calendar."""
    for table in tables(load_policy(folder), class_, region):
        Console().print(table, highlight=False)


@app.command("diff")
def diff(
    old: Folder,
    new: Folder,
    at: Annotated[
        str | None, typer.Option(help="when the example case opens, with its zone; by default as NEW first opens")
    ] = None,
) -> None:
    """What is added, removed and changed, and how that moves the due times of an example case."""
    before, after, opens = load_policy(old), load_policy(new), _moment(at) if at else None
    table = Table("", "文档 document", "键 key", "原 old", "新 new", title=f"{before.version} → {after.version}")
    for one in differences(before, after):
        table.add_row(one.what, one.document, one.key, *(NOTHING if said is None else said for said in one[2:]))
    Console().print(table, highlight=False, markup=False)
    Console().print(_due_table(before, after, opens), highlight=False)


def _moment(said: str) -> datetime:
    try:
        return TypeAdapter(Moment).validate_python(said)
    except ValidationError as error:
        raise SetupError(f"--at {said} is no moment: write one as in 2025-03-01T08:30:00+08:00") from error


def _due_table(before: Policy, after: Policy, at: datetime | None) -> Table:
    calendar = WorkingCalendar(after.calendar)
    opens = at or calendar.opening(after.effective_from)
    table = Table("类别 class", "时限 clock", "原到期 due, old", "新到期 due, new")
    table.title = f"示例 example case, opened at {calendar.local(opens):%Y-%m-%d %H:%M}"
    for one in dues(before, after, opens):
        told = [f"{calendar.local(due):%Y-%m-%d %H:%M}" if due else NOTHING for due in (one.old, one.new)]
        table.add_row(f"{one.code} {one.name}", CLOCKS[one.clock], *told)
    return table


@app.command("publish")
def publish(
    folder: Folder,
    rate: Annotated[float, typer.Option(min=1, help="how fast the stream's clock runs; 1 outside demos")] = 1.0,
) -> None:
    """Write a policy to the inbox of each of its scopes; the clock starts now."""
    site, now = read_site(), wall()
    clock = ClockSetting(epoch=now, start=now, rate=rate)
    for told in publish_policy(site.cluster, site.site, load_policy(folder), clock):
        Console().print(f"{told.scope}: inbox {told.partition}, offset {told.offset}", highlight=False)
