"""Make the frozen weights of merging: `python -m deploy.learn_weights FILE... --without FILE`.

Numbers only leave this program: how rare each hashed term is, never a term.
"""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from math import log
from pathlib import Path
from typing import Annotated

import typer

from streams.domain.merging.learning import place_keys, terms_of
from streams.domain.merging.normalise import normalise
from streams.domain.merging.weights import BUCKETS, LEARNT, place_bucket

HOME = Path(__file__).parent.parent / "streams" / "domain" / "merging"


def learn(
    files: Annotated[list[Path], typer.Argument(help="CSV files with the columns title and text.")],
    without: Annotated[Path, typer.Option(help="CSV file whose texts must not be learnt from: the test data.")],
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = HOME,
) -> None:
    """Count in how many texts each term occurs and write the rarities, with a note of what made them."""
    documents, counts = count(files, {text for _, text in texts([without])})
    rarity = rarities(documents, counts)
    (out / f"weights_{LEARNT}.u8").write_bytes(rarity)
    command = " ".join(["python -m deploy.learn_weights", *(f.name for f in files), "--without", without.name])
    note(
        out / f"weights_{LEARNT}.json",
        command,
        [*files, without],
        documents=documents,
        buckets=BUCKETS,
        rarity="255 ln((documents + 1) / (documents with the term + 1)) / ln(documents + 1), rounded",
        sha256=sha256(rarity),
    )
    typer.echo(f"learnt from {documents} texts")


def texts(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Title and text of every row, normalised."""
    for file in files:
        with file.open(newline="", encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                yield normalise(row["title"]), normalise(row["text"])


def count(files: Iterable[Path], held_out: set[str]) -> tuple[int, Counter[int]]:
    """The number of texts, and of texts per bucket, leaving out those whose body is held out."""
    documents, counts = 0, Counter[int]()
    for title, text in texts(files):
        if text not in held_out:
            documents += 1
            whole = f"{title}|{text}"
            counts.update({*terms_of(whole), *map(place_bucket, place_keys(whole))})
    return documents, counts


def rarities(documents: int, counts: Counter[int]) -> bytes:
    """One byte a bucket: 0 where every text has the term, 255 where none has."""
    full = log(documents + 1)
    by_count = [round(255 * (full - log(n + 1)) / full) for n in range(documents + 1)]
    return bytes(by_count[counts[b]] for b in range(BUCKETS))


def note(file: Path, command: str, inputs: Iterable[Path], **more: object) -> None:
    """Write beside numbers what made them: the command, the checksums of its input, and whatever else."""
    checksums = {one.name: sha256(one.read_bytes()) for one in inputs}
    told = {"version": LEARNT, "command": command, "inputs_sha256": checksums, **more}
    file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def sha256(content: bytes) -> str:
    """The checksum that a note gives."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    typer.run(learn)
