"""`jiesu replay`: the same rules without Kafka."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from deploy.clocks import write_clocks
from deploy.commands.asked import asked
from deploy.commands.counting import counting
from deploy.commands.what_if import tell_what_if
from deploy.errors import SetupError
from deploy.policyfile import load_policy
from deploy.replay import Replayed, replay_files, replay_inbox, write_assignments
from deploy.settings import key_of, read_place
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.opening import open_warehouse
from sinks.clickhouse.warehouse import Warehouse
from streams.channels.verbatim import load_form
from streams.runtime.cycles import look_rarely_for_cycles
from topics.policy import Policy

app = typer.Typer(add_completion=False)


@app.command()
def replay(
    files: Annotated[list[Path] | None, typer.Argument(exists=True, dir_okay=False)] = None,
    channel: Annotated[str, typer.Option(help="as in feed")] = "",
    policy: Annotated[Path | None, typer.Option(exists=True, file_okay=False, help="the policy's folder")] = None,
    data: Annotated[str, typer.Option(help="where the tables go: a folder, or a clickhouse:// server")] = "",
    against: Annotated[Path | None, typer.Option(exists=True, file_okay=False, help="an older policy's folder")] = None,
    out: Annotated[Path | None, typer.Option(help="with --against: write what differs as an HTML page, too")] = None,
    inbox: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="an exported inbox instead")] = None,
    assignments: Annotated[Path | None, typer.Option(help="write report_id,case_id of every report here")] = None,
    clocks: Annotated[Path | None, typer.Option(help="write the deadlines of every report's case here")] = None,
    no_merge: Annotated[bool, typer.Option("--no-merge", help="each report is its own case")] = False,
    reporter_key: Annotated[str, typer.Option(envvar="JIESU_REPORTER_KEY")] = "a replay has no secret",
) -> None:
    """Run the same rules without Kafka, in event time, into ClickHouse; or under two policies: what differs? 推演"""
    look_rarely_for_cycles()
    key = key_of(reporter_key)
    if against is not None:
        _refuse("--against compares two replays of files", inbox or assignments or clocks or no_merge)
        tell_what_if(files, channel, against, policy, data, out, key)
        return
    with _tables(data) as warehouse, counting("replay") as advance:
        if inbox is not None:
            _refuse("--no-merge and --clocks are for files", clocks or no_merge)
            done = replay_inbox(inbox, warehouse, advance)
        else:
            rules = _rules(files, channel, policy)
            done = replay_files(files or [], load_form(channel), rules, key, warehouse, advance, merge=not no_merge)
            _write_clocks(warehouse, rules, clocks)
        _tell(done, warehouse, assignments)


def _write_clocks(warehouse: Warehouse, rules: Policy, out: Path | None) -> None:
    if out is not None:
        write_clocks(warehouse, ZoneInfo(rules.calendar.timezone), out)


def _refuse(why: str, besides: object) -> None:
    if besides:
        raise SetupError(f"{why}: leave out the other options, or do one after the other")


def _rules(files: list[Path] | None, channel: str, folder: Path | None) -> Policy:
    if not files or not channel or folder is None:
        raise SetupError("give files with --channel and --policy, or an exported inbox with --inbox")
    return load_policy(folder)


@contextmanager
def _tables(data: str) -> Iterator[Warehouse]:
    if not data:
        raise SetupError("say with --data where the tables go: a folder, or a clickhouse:// server")
    with asked():
        warehouse = open_warehouse(read_place(data))
    with closing(warehouse):
        with asked():
            migrate(warehouse)
        yield warehouse


def _tell(done: Replayed, warehouse: Warehouse, assignments: Path | None) -> None:
    Console().print(f"{done.records:,} records in, {done.facts:,} facts into the tables", highlight=False)
    if assignments is not None:
        Console().print(f"{write_assignments(warehouse, assignments):,} reports: {assignments}", highlight=False)
