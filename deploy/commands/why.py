"""`jiesu why`: why a report is in its case."""

from typing import Annotated

import typer
from rich.console import Console

from deploy.commands.asked import Data, asked
from deploy.errors import SetupError
from deploy.settings import read_place
from sinks.clickhouse.address import Place
from sinks.clickhouse.ask import asking
from sinks.console.lookup import Unknown, find_case, find_report, read_case
from sinks.console.why import Sentence, why_case, why_merged, why_report

app = typer.Typer(add_completion=False)


@app.command()
def why(
    target: Annotated[str, typer.Argument(help="a report id, a case id, or CHANNEL/REFERENCE")],
    data: Data = None,
) -> None:
    """Why a report is in its case, or a case holds what it holds. 为何并案"""
    out = Console(soft_wrap=True)
    try:
        with asked():
            sentences = answers_to(read_place(data), target)
    except Unknown as error:
        raise SetupError(str(error)) from error
    for sentence in sentences:
        out.print(sentence.zh, highlight=False, markup=False)
        out.print(sentence.en, highlight=False, markup=False)


def answers_to(place: Place, target: str) -> list[Sentence]:
    """One sentence about a report; for a case one about it, then one about each of its reports.

    Raises Unknown, SqlError, Unavailable.
    """
    with asking(place) as answers:
        case, members, *_ = read_case(answers.query, find_case(answers.query, target))
        report = find_report(answers.query, target)
    if report:
        return [why_report(row) for row in members if row["report_id"] == report]
    if case["merged_into"]:
        return [why_merged(case)]
    return [why_case(members), *map(why_report, members)]
