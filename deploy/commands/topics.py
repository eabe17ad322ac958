"""`jiesu topics`: the topics of a site."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from deploy.admin import TopicState, create_topics, list_topics
from deploy.policyfile import load_policy
from deploy.settings import read_site

app = typer.Typer(add_completion=False, no_args_is_help=True, help="主题: the topics of a site.")


@app.command("create")
def create(
    policy: Annotated[Path, typer.Option(help="the policy whose scopes need an inbox partition each")],
    raw_partitions: Annotated[int, typer.Option(min=1, help="partitions of the raw topics")] = 4,
) -> None:
    """Make the topics that are not there yet."""
    site = read_site()
    needed = 1 + max(scope.partition for scope in load_policy(policy).scopes)
    _show(create_topics(site.cluster, site.site, raw_partitions, needed))


@app.command("list")
def list_() -> None:
    """The list of topics, beside what the broker has."""
    site = read_site()
    _show(list_topics(site.cluster, site.site))


def _show(states: list[TopicState]) -> None:
    table = Table("topic", "messages", "key", "partitions", "cleanup", "days kept", "written by")
    for name, partitions, created, spec in states:
        there = f"{partitions or 'absent'}{' (new)' if created else ''}"
        kept = "for ever" if spec.retention_days is None else str(spec.retention_days)
        table.add_row(name, ", ".join(spec.models), spec.key, there, spec.cleanup, kept, spec.owner)
    Console().print(table)
