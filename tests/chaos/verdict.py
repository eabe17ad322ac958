"""The end of a town: everything drained, every source counted, the tables held against the oracle's."""

from pathlib import Path
from typing import NamedTuple

from deploy.inbox_export import DeadLine, read_export
from sinks.clickhouse.address import Place
from tests.chaos.books import Books
from tests.chaos.town import SITE, Town
from tests.sinks.wire.unlike import unlike


class Verdict(NamedTuple):
    """Sources of raw records that are nowhere behind intake, or more than once; what `jiesu compare` says."""

    raw: int
    lost: list[str]
    doubled: list[str]
    different: list[str]
    said: str

    @property
    def good(self) -> bool:
        return self.raw > 0 and not (self.lost or self.doubled or self.different)


def judge(town: Town) -> Verdict:
    """Drain, count, export, fold again, compare."""
    town.drain()
    books = Books(town.kafka.bootstrap, SITE)
    books.take_raw()
    books.take()
    different, said = against_the_oracle(town)
    return Verdict(len(books.raw), books.lost, books.doubled, different, said)


def against_the_oracle(town: Town) -> tuple[list[str], str]:
    """What differs between a drained town's tables and the replay of its inbox, and what `jiesu compare` said.

    Both end where casework does: a tick that nobody has read has done nothing. What differs is a table, or a column of
    one that a server too old for it keeps in another type.
    """
    export, oracle = town.folder / "inbox.jsonl", town.folder / "oracle"
    _done(town, "inbox", "export", str(export))
    _cut(export, town)
    _done(town, "replay", "--inbox", str(export), "--data", str(oracle))
    compared = town.cli("compare", town.rig.tables if town.rig else str(town.tables), str(oracle))
    assert compared.returncode in (0, 1), compared.stderr
    different = [line.split()[0] for line in compared.stdout.splitlines() if " different " in f" {line} "]
    if town.rig:
        different += _columns_of_other_types(town.rig.address, oracle)
    return different, compared.stdout


def _done(town: Town, *command: str) -> None:
    done = town.cli(*command)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def _cut(export: Path, town: Town) -> None:
    with town.witness() as witness:
        ends = {tp.partition: offset for tp, offset in witness.positions("casework").items()}
    lines = zip(export.read_bytes().splitlines(keepends=True), read_export(export), strict=True)
    kept = [line for line, one in lines if isinstance(one, DeadLine) or one.offset < ends[one.partition]]
    export.write_bytes(b"".join(kept))


def _columns_of_other_types(server: Place, oracle: Path) -> list[str]:
    ours, theirs = unlike(server, oracle), unlike(oracle, server)
    return [column for column in ours if ours[column] != theirs[column]]
