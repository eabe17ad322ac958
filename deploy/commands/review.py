"""`jiesu review`: the slow pass over the cases."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.commands.asked import Data, asked
from deploy.policyfile import load_policy
from deploy.review import Reviewed, review_tables
from deploy.settings import read_place
from sinks.clickhouse.ask import asking
from streams.domain.reviewing import Lines, Proposal

app = typer.Typer(add_completion=False)
_SHOWN = 40


@app.command()
def review(
    policy: Annotated[Path, typer.Option(exists=True, file_okay=False, help="whose merge rules count")],
    data: Data = None,
    merge_at: Annotated[float, typer.Option(min=0, max=1, help="average link from which a merge is proposed")] = 0.3,
    split_at: Annotated[float, typer.Option(min=0, max=1, help="average link below which a split is")] = 0.25,
) -> None:
    """Propose merges and splits by average link, for people to decide: nothing is done. 复核:建议并案与拆案"""
    with asked(), asking(read_place(data)) as answers:
        found = review_tables(answers.query, load_policy(policy), Lines(merge_at, split_at))
    out = Console(soft_wrap=True)
    for one in found.proposals:
        out.print(_sentence(one, found), highlight=False, markup=False)
    out.print(f"{len(found.told)} reports compared / 已比对, {len(found.proposals)} proposals / 建议", highlight=False)


def _sentence(one: Proposal, found: Reviewed) -> str:
    row = found.told[one.report]
    name, said = f"{row['channel']}/{row['channel_ref']}", (row["title"] or row["text"])[:_SHOWN]
    if one.what == "merge":
        return f"{one.score:.2f} merge / 并案: jiesu act merge {one.case} --other {one.other}  # {name} {said}"
    return f"{one.score:.2f} split / 拆案: jiesu act unmerge {name}  # {said}"
