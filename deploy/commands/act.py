"""`jiesu act`: an action by a person, into the stream."""

from typing import Annotated

import typer
from rich.console import Console

from deploy.send_action import read_action, send_action
from deploy.settings import read_site
from streams.runtime.clock import wall
from topics.action import ActionName
from topics.deadline import Urgency

app = typer.Typer(add_completion=False)
_REPORT = "CHANNEL/REFERENCE"
Target = Annotated[str, typer.Argument(help=f"the case: its id, or {_REPORT} of one of its reports")]
Other = Annotated[
    str, typer.Option(help="the second case: merge takes it into TARGET, duplicate_of TARGET into it; keep_apart")
]
Reports = Annotated[list[str] | None, typer.Option(help=f"{_REPORT} that split takes out; may stand often")]
Unit = Annotated[str, typer.Option(help="to whom dispatch, transfer, assist, designate give it; else who acts")]
Actor = Annotated[str, typer.Option(help="who does it; kept as a keyed hash")]
Note = Annotated[str, typer.Option(help="why, in words")]
At = Annotated[str, typer.Option(help="when it was done, as 2025-03-01T08:30:00+08:00; now if absent")]
Why = Annotated[str, typer.Option(help="why it is hung (one that the policy lists), extended or returned")]
ExtendBy = Annotated[str, typer.Option(help="how much longer, as in '3 working_days'")]
Rating = Annotated[int | None, typer.Option(help="how satisfied the citizen is, 1 to 5")]
Stage = Annotated[str, typer.Option(help="the stage that resolve says is reached")]
ClassCode = Annotated[str, typer.Option("--class", help="the class that correct finds right")]
Region = Annotated[str, typer.Option(help="the region that correct finds right")]
Pressing = Annotated[Urgency | None, typer.Option(help="the urgency that correct finds right")]


@app.command()
def act(
    action: Annotated[ActionName, typer.Argument(help="what is done")],
    target: Target,
    other: Other = "",
    report: Reports = None,
    unit: Unit = "",
    actor: Actor = "",
    note: Note = "",
    at: At = "",
    reason: Why = "",
    extend_by: ExtendBy = "",
    rating: Rating = None,
    stage: Stage = "",
    class_code: ClassCode = "",
    region: Region = "",
    urgency: Pressing = None,
) -> None:
    """Do something to a case by hand: dispatch, sign, hang, extend, resolve, merge, split... 处置、并案、拆案"""
    said = {"unit": unit, "actor": actor, "note": note, "other_case_id": other, "reports": tuple(report or ())}
    more = {"reason": reason, "rating": rating, "stage": stage, "class_code": class_code, "region": region}
    details = {**more, "urgency": urgency, "extend_by": extend_by}
    raw = read_action(target, {**said, **details, "action": action, "occurred_at": at or wall()})
    site = read_site()
    Console().print(f"sent / 已发送: {send_action(site.cluster, site.site, raw)}", highlight=False)
