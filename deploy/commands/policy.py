"""`jiesu policy`: the rules of a site."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from deploy.policy_publish import publish_policy
from deploy.policyfile import load_policy
from deploy.settings import read_site
from streams.runtime.clock import wall
from topics.inbox import ClockSetting

app = typer.Typer(add_completion=False, no_args_is_help=True, help="制度: check a policy, or put it into force.")
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="a policy's folder of YAML documents")]
_out = Console()


@app.command("check")
def check(folder: Folder) -> None:
    """Read a policy and say what is in it, or what is wrong where."""
    found = load_policy(folder)
    names = ", ".join(f"{scope.scope} ({', '.join(scope.channels)})" for scope in found.scopes)
    _out.print(f"{found.version}: {len(found.classes)} classes, {len(found.regions)} regions; {names}", highlight=False)


@app.command("publish")
def publish(
    folder: Folder,
    rate: Annotated[float, typer.Option(min=1, help="how fast the stream's clock runs; 1 outside demos")] = 1.0,
) -> None:
    """Write a policy to the inbox of each of its scopes; the clock starts now."""
    site, now = read_site(), wall()
    clock = ClockSetting(epoch=now, start=now, rate=rate)
    for told in publish_policy(site.cluster, site.site, load_policy(folder), clock):
        _out.print(f"{told.scope}: inbox {told.partition}, offset {told.offset}", highlight=False)
