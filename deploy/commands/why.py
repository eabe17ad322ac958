"""`jiesu why`: why a report is in its case, and when a case is due."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer
from rich.console import Console

from deploy.commands.asked import Data, asked
from deploy.errors import SetupError
from deploy.settings import read_place
from sinks.clickhouse.address import Place
from sinks.clickhouse.ask import asking
from sinks.console.deadlines import why_due
from sinks.console.lookup import Unknown, find_case, find_report, read_case
from sinks.console.why import Sentence, why_case, why_merged, why_report

app = typer.Typer(add_completion=False)


@app.command()
def why(
    target: Annotated[str, typer.Argument(help="a report id, a case id, or CHANNEL/REFERENCE")],
    data: Data = None,
    timezone: Annotated[str, typer.Option(envvar="JIESU_TIMEZONE", help="whose times of day")] = "Asia/Shanghai",
) -> None:
    """Why a report is in its case, or a case holds what it holds and is due when it is. 为何并案、何时到期"""
    out = Console(soft_wrap=True)
    try:
        with asked():
            sentences = answers_to(read_place(data), target, _zone(timezone))
    except Unknown as error:
        raise SetupError(str(error)) from error
    for sentence in sentences:
        out.print(sentence.zh, highlight=False, markup=False)
        out.print(sentence.en, highlight=False, markup=False)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SetupError(f"{name!r} is not a time zone: write one as in Asia/Shanghai") from error


def answers_to(place: Place, target: str, zone: ZoneInfo) -> list[Sentence]:
    """One sentence about a report; for a case one about it, one about its clocks, and one about each report.

    Raises Unknown, SqlError, Unavailable.
    """
    with asking(place) as answers:
        file = read_case(answers.query, find_case(answers.query, target))
        report = find_report(answers.query, target)
    if report:
        return [why_report(row) for row in file.members if row["report_id"] == report]
    if file.case["merged_into"]:
        return [why_merged(file.case)]
    return [why_case(file.members), why_due(file.case, file.clocks, zone), *map(why_report, file.members)]
