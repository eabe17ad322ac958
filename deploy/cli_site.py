"""Commands that set a site up: broker, topics, policy."""

import signal
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from deploy.admin import TopicState, create_topics, list_topics
from deploy.broker.jars import default_cache, prepare
from deploy.kafka import EmbeddedKafka
from deploy.policy_publish import publish_policy
from deploy.policyfile import load_policy
from deploy.settings import read_site
from streams.runtime.clock import wall
from topics.inbox import ClockSetting

topics = typer.Typer(no_args_is_help=True, help="主题: the topics of a site.")
policy = typer.Typer(no_args_is_help=True, help="制度: check a policy, or put it into force.")
Folder = Annotated[Path, typer.Argument(exists=True, file_okay=False, help="a policy's folder of YAML documents")]
out = Console()


def broker(data: Annotated[Path, typer.Option(help="where its topics are kept")] = Path(".jiesu/kafka")) -> None:
    """Run the embedded Apache Kafka until Ctrl-C."""
    with EmbeddedKafka(data, prepare(default_cache(), out.print)) as kafka:
        out.print(f"Kafka: JIESU_KAFKA={kafka.bootstrap}", highlight=False)
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


@topics.command("create")
def create(
    policy: Annotated[Path, typer.Option(help="the policy whose scopes need an inbox partition each")],
    raw_partitions: Annotated[int, typer.Option(min=1, help="partitions of the raw topics")] = 4,
) -> None:
    """Make the topics that are not there yet."""
    site = read_site()
    needed = 1 + max(scope.partition for scope in load_policy(policy).scopes)
    _show(create_topics(site.cluster, site.site, raw_partitions, needed))


@topics.command("list")
def list_() -> None:
    """The list of topics, beside what the broker has."""
    site = read_site()
    _show(list_topics(site.cluster, site.site))


@policy.command("check")
def check(folder: Folder) -> None:
    """Read a policy and say what is in it, or what is wrong where."""
    found = load_policy(folder)
    names = ", ".join(f"{scope.scope} ({', '.join(scope.channels)})" for scope in found.scopes)
    out.print(f"{found.version}: {len(found.classes)} classes, {len(found.regions)} regions; {names}", highlight=False)


@policy.command("publish")
def publish(
    folder: Folder,
    rate: Annotated[float, typer.Option(min=1, help="how fast the stream's clock runs; 1 outside demos")] = 1.0,
) -> None:
    """Write a policy to the inbox of each of its scopes; the clock starts now."""
    site, now = read_site(), wall()
    clock = ClockSetting(epoch=now, start=now, rate=rate)
    for told in publish_policy(site.cluster, site.site, load_policy(folder), clock):
        out.print(f"{told.scope}: inbox {told.partition}, offset {told.offset}", highlight=False)


def _show(states: list[TopicState]) -> None:
    table = Table("topic", "messages", "key", "partitions", "cleanup", "days kept", "written by")
    for name, partitions, created, spec in states:
        there = f"{partitions or 'absent'}{' (new)' if created else ''}"
        kept = "for ever" if spec.retention_days is None else str(spec.retention_days)
        table.add_row(name, ", ".join(spec.models), spec.key, there, spec.cleanup, kept, spec.owner)
    out.print(table)
