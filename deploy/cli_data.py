"""Commands on what is kept: the inbox, replays, SQL, comparisons."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeElapsedColumn

from deploy.errors import SetupError
from deploy.inbox_export import export_inbox
from deploy.policyfile import load_policy
from deploy.replay import Replayed, replay_files, replay_inbox, write_assignments
from deploy.settings import key_of, read_place, read_site
from sinks.clickhouse.ask import ask
from sinks.clickhouse.compare import TableComparison
from sinks.clickhouse.compare import compare as compare_places
from sinks.clickhouse.migrations import migrate
from sinks.clickhouse.opening import open_warehouse
from sinks.clickhouse.warehouse import SqlError, Warehouse
from streams.channels.verbatim import load_form
from streams.runtime.cycles import look_rarely_for_cycles
from topics.errors import Unavailable

inbox = typer.Typer(no_args_is_help=True, help="收件: the log of a run.")
out = Console()
Tables = Annotated[str, typer.Argument(help="a folder, or a server: clickhouse://user@host:9000/database")]


@inbox.command("export")
def export(file: Annotated[Path, typer.Argument(help="the JSON Lines file to write")]) -> None:
    """Write the inbox of a site, and intake's dead letters: what `replay --inbox` folds again."""
    site = read_site()
    done = export_inbox(site.cluster, site.site, file)
    out.print(f"{done.inbox:,} inbox records, {done.dead_letters:,} dead letters: {file}", highlight=False)


def replay(
    data: Annotated[str, typer.Option(help="where the tables go: a folder, or a clickhouse:// server")],
    files: Annotated[list[Path] | None, typer.Argument(exists=True, dir_okay=False)] = None,
    channel: Annotated[str, typer.Option(help="as in feed")] = "",
    policy: Annotated[Path | None, typer.Option(exists=True, file_okay=False, help="the policy's folder")] = None,
    inbox: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="an exported inbox instead")] = None,
    assignments: Annotated[Path | None, typer.Option(help="write report_id,case_id of every report here")] = None,
    reporter_key: Annotated[str, typer.Option(envvar="JIESU_REPORTER_KEY")] = "a replay has no secret",
) -> None:
    """Run the same rules without Kafka, in event time, into ClickHouse."""
    look_rarely_for_cycles()
    with _tables(data) as warehouse, _progress() as progress:
        bar = progress.add_task("replay", total=None)

        def advance(records: int) -> None:
            progress.advance(bar, records)

        if inbox is not None:
            done = replay_inbox(inbox, warehouse, advance)
        elif files and channel and policy is not None:
            done = replay_files(
                files, load_form(channel), load_policy(policy), key_of(reporter_key), warehouse, advance
            )
        else:
            raise SetupError("give files with --channel and --policy, or an exported inbox with --inbox")
        _tell(done, warehouse, assignments)


def sql(
    query: Annotated[str, typer.Argument()],
    data: Annotated[
        str | None, typer.Option(help="a folder or a clickhouse:// server; by default JIESU_TABLES")
    ] = None,
    form: Annotated[str, typer.Option("--format")] = "PrettyCompact",
) -> None:
    """Ask the tables; a process that holds the folder is asked over loopback. Reading only."""
    with _asked():
        typer.echo(ask(read_place(data), query, form).rstrip("\n"))


def compare(
    a: Tables,
    b: Tables,
    table: Annotated[list[str] | None, typer.Option(help="this table only; may be given again")] = None,
    time_free: Annotated[bool, typer.Option(help="leave out what depends on the run: offsets and coordinates")] = False,
) -> None:
    """Are the tables of two places equal? Ends with status 1 where they are not."""
    with _asked():
        found = compare_places(read_place(a), read_place(b), table or None, time_free)
    for one in found:
        _show(one)
    if not all(one.equal for one in found):
        raise typer.Exit(1)


@contextmanager
def _asked() -> Iterator[None]:
    try:
        yield
    except (SqlError, Unavailable) as error:
        raise SetupError(str(error)) from error


@contextmanager
def _tables(data: str) -> Iterator[Warehouse]:
    with _asked():
        warehouse = open_warehouse(read_place(data))
    with closing(warehouse):
        with _asked():
            migrate(warehouse)
        yield warehouse


def _progress() -> Progress:
    return Progress(
        *Progress.get_default_columns()[:1], MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True)
    )


def _tell(done: Replayed, warehouse: Warehouse, assignments: Path | None) -> None:
    out.print(f"{done.records:,} records in, {done.facts:,} facts into the tables", highlight=False)
    if assignments is not None:
        out.print(f"{write_assignments(warehouse, assignments):,} reports: {assignments}", highlight=False)


def _show(one: TableComparison) -> None:
    verdict = "[green]equal[/green]" if one.equal else "[red]different[/red]"
    out.print(f"{one.table:14}{verdict}  {one.a.rows:>9,} {one.a.hash}  {one.b.rows:>9,} {one.b.hash}", highlight=False)
    if one.left_out:
        out.print(f"{'':14}left out: {', '.join(one.left_out)}", highlight=False)
    if one.unlike:
        out.print(f"{'':14}of another type: {', '.join(one.unlike)}", highlight=False)
    for difference in one.differences:
        out.print(f"{'':14}{difference}", highlight=False, markup=False)
