"""`jiesu compare`: two places, table by table."""

from typing import Annotated

import typer
from rich.console import Console

from deploy.commands.asked import asked
from deploy.settings import read_place
from sinks.clickhouse.compare import TableComparison
from sinks.clickhouse.compare import compare as compare_places

app = typer.Typer(add_completion=False)
Tables = Annotated[str, typer.Argument(help="a folder, or a server: clickhouse://user@host:9000/database")]


@app.command()
def compare(
    a: Tables,
    b: Tables,
    table: Annotated[list[str] | None, typer.Option(help="this table only; may be given again")] = None,
    time_free: Annotated[bool, typer.Option(help="leave out what depends on the run: offsets and coordinates")] = False,
) -> None:
    """Are the tables of two places equal? Ends with status 1 where they are not."""
    with asked():
        found = compare_places(read_place(a), read_place(b), table or None, time_free)
    for one in found:
        _show(one)
    if not all(one.equal for one in found):
        raise typer.Exit(1)


def _show(one: TableComparison) -> None:
    verdict = "[green]equal[/green]" if one.equal else "[red]different[/red]"
    rows = f"{one.a.rows:>9,} {one.a.hash}  {one.b.rows:>9,} {one.b.hash}"
    Console().print(f"{one.table:14}{verdict}  {rows}", highlight=False)
    if one.left_out:
        Console().print(f"{'':14}left out: {', '.join(one.left_out)}", highlight=False)
    if one.unlike:
        Console().print(f"{'':14}of another type: {', '.join(one.unlike)}", highlight=False)
    for difference in one.differences:
        Console().print(f"{'':14}{difference}", highlight=False, markup=False)
