"""`jiesu replay --against`: what differs under another policy, on the terminal and as a page."""

from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from deploy.commands.asked import asked
from deploy.commands.counting import counting
from deploy.errors import SetupError
from deploy.policyfile import load_policy
from deploy.settings import read_place
from deploy.what_if.page import page
from deploy.what_if.running import what_if
from deploy.what_if.telling import as_table, moved_lines, names_of
from sinks.clickhouse.address import ServerAddress
from streams.channels.verbatim import load_form


def tell_what_if(
    files: Sequence[Path] | None, channel: str, old: Path, new: Path | None, data: str, out: Path | None, key: bytes
) -> None:
    """Replay under the policies of two folders, and say what differs. Raises SetupError."""
    if not files or not channel or new is None:
        raise SetupError("give files with --channel, the new policy with --policy, and the old one with --against")
    policies, form = (load_policy(old), load_policy(new)), load_form(channel)
    with asked():
        found = what_if(files, form, policies, key, _folder(data), counting)
    names, zone = names_of(*policies), ZoneInfo(policies[1].calendar.timezone)
    console = Console(soft_wrap=True, highlight=False)
    console.print(as_table(found, names))
    for line in moved_lines(found, zone):
        console.print(line, markup=False)
    if out is not None:
        out.write_text(page(found, names, (policies[0].version, policies[1].version), zone), encoding="utf-8")
        console.print(str(out), markup=False)


def _folder(data: str) -> Path | None:
    place = read_place(data) if data else None
    if isinstance(place, ServerAddress):
        raise SetupError("the tables of both policies go into a folder: name one with --data, not a server")
    return place
