"""`jiesu act`: an action by a person, into the stream."""

from collections.abc import Mapping
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from deploy.errors import SetupError
from deploy.send_action import send_action
from deploy.settings import read_site
from streams.runtime.clock import wall
from topics.action import ActionName
from topics.raw import RawAction

app = typer.Typer(add_completion=False)
_REPORT = "CHANNEL/REFERENCE"


@app.command()
def act(
    action: Annotated[ActionName, typer.Argument(help="what is done")],
    target: Annotated[str, typer.Argument(help=f"the case: its id, or {_REPORT} of one of its reports")],
    other: Annotated[
        str, typer.Option(help="the second case of merge (it becomes part of TARGET) and keep_apart")
    ] = "",
    report: Annotated[list[str] | None, typer.Option(help=f"{_REPORT} that split takes out; may stand often")] = None,
    unit: Annotated[str, typer.Option(help="the unit in charge, for dispatch and resolve")] = "",
    actor: Annotated[str, typer.Option(help="who does it; kept as a keyed hash")] = "",
    note: Annotated[str, typer.Option(help="why, in words")] = "",
    at: Annotated[str, typer.Option(help="when it was done, as 2025-03-01T08:30:00+08:00; now if absent")] = "",
) -> None:
    """Do something to a case by hand: dispatch, resolve, merge, unmerge, split... 处置、并案、拆案"""
    channel, _, reference = target.partition("/")
    named = {"channel": channel, "channel_ref": reference} if reference else {"case_id": target}
    said = {"unit": unit, "actor": actor, "note": note, "other_case_id": other, "reports": tuple(report or ())}
    raw = _action({**named, **said, "action": action, "occurred_at": at or wall()})
    site = read_site()
    Console().print(f"sent / 已发送: {send_action(site.cluster, site.site, raw)}", highlight=False)


def _action(said: Mapping[str, object]) -> RawAction:
    try:
        return RawAction.model_validate(said)
    except ValidationError as error:
        what = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise SetupError(f"the action cannot be sent ({what}): correct it") from error
