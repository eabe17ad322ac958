"""Learn what terms are about: `python -m deploy.learn_topics FILE... --without FILE`.

Latent semantic analysis: texts by terms, tf-idf, the directions in which they differ most. Numbers only leave this
program: hashes of terms, and where each points, never a term.
"""

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from deploy.learn_weights import HOME, note, sha256, texts
from streams.domain.merging.gist import LONG_BODY
from streams.domain.merging.learning import plain_terms_of
from streams.domain.merging.sketching import TITLE_TIMES
from streams.domain.merging.topics import DIMENSIONS
from streams.domain.merging.weights import LEARNT

_SEED, _SPARE, _ROUNDS = 0, 16, 5
_LARGEST = 127
Matrix = NDArray[np.float32]


def learn(
    files: Annotated[list[Path], typer.Argument(help="CSV files with the columns title and text.")],
    without: Annotated[Path, typer.Option(help="CSV file whose texts must not be learnt from: the test data.")],
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = HOME,
    most: Annotated[int, typer.Option(help="How many terms, the most frequent ones.")] = 16_000,
    least: Annotated[int, typer.Option(help="In how many texts a term stands at least.")] = 4,
) -> None:
    """Write the topics of terms, with a note of what made them."""
    counted = documents(files, without)
    buckets, matrix = tf_idf(counted, most, least)
    if min(matrix.shape) < DIMENSIONS:
        raise typer.BadParameter(
            f"{matrix.shape[0]} texts with {matrix.shape[1]} usual terms: give files with at least {DIMENSIONS} of each"
        )
    rows, scales = packed(directions(matrix))
    written = io.BytesIO()
    np.savez_compressed(written, buckets=buckets, rows=rows, scales=scales)
    (out / f"topics_{LEARNT}.npz").write_bytes(written.getvalue())
    command = " ".join(["python -m deploy.learn_topics", *(f.name for f in files), "--without", without.name])
    note(
        out / f"topics_{LEARNT}.json",
        command,
        [*files, without],
        documents=len(counted),
        terms=len(buckets),
        dimensions=DIMENSIONS,
        sha256=sha256(written.getvalue()),
    )
    typer.echo(f"learnt {len(buckets)} terms from {len(counted)} texts")


def documents(files: Sequence[Path], without: Path) -> list[Counter[int]]:
    """How often each term stands in each text, its title thrice; a text counts once, one that is held out never."""
    held_out = {text for _, text in texts([without])}
    said = {text: title for title, text in texts(files) if text not in held_out}
    every = ((plain_terms_of(title), plain_terms_of(text[:LONG_BODY])) for text, title in said.items())
    return [Counter(TITLE_TIMES * named + told) for named, told in every]


def tf_idf(counted: Sequence[Counter[int]], most: int, least: int) -> tuple[NDArray[np.uint32], Matrix]:
    """The buckets of the terms, and texts by terms: (1 + ln tf) ln(texts / texts with the term), each text of length 1.

    A term that fewer than `least` texts have, or more than 15 in 100, is left out.
    """
    found = Counter(term for terms in counted for term in terms)
    usual = [(-many, term) for term, many in found.items() if least <= many <= 0.15 * len(counted)]
    buckets = np.array([term for _, term in sorted(usual)[:most]], np.uint32)
    place = {term: at for at, term in enumerate(buckets.tolist())}
    matrix = np.zeros((len(counted), len(buckets)), np.float32)
    for row, terms in zip(matrix, counted, strict=True):
        for term in terms.keys() & place.keys():
            row[place[term]] = (1 + np.log(terms[term])) * np.log(len(counted) / found[term])
    return buckets, matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)


def directions(matrix: Matrix) -> Matrix:
    """What each term is about: its part in the main directions of the texts, times how rare it is.

    A randomised singular value decomposition with a fixed seed (Halko, Martinsson, Tropp 2011).
    """
    draw = np.random.default_rng(_SEED)
    basis = matrix @ draw.standard_normal((matrix.shape[1], DIMENSIONS + _SPARE)).astype(np.float32)
    for _ in range(_ROUNDS):
        basis = np.linalg.qr(matrix @ (matrix.T @ np.linalg.qr(basis)[0]))[0]
    _, _, main = np.linalg.svd(basis.T @ matrix, full_matrices=False)
    rarity = np.log(len(matrix) / np.maximum(1, np.count_nonzero(matrix, axis=0)))
    found: Matrix = (main[:DIMENSIONS] * rarity).T.astype(np.float32)
    return found


def packed(found: Matrix) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """In 8 bits, with the scale of each dimension."""
    scales = np.maximum(np.abs(found).max(axis=0), 1e-9) / _LARGEST
    return np.round(found / scales).astype(np.int8), scales.astype(np.float32)


if __name__ == "__main__":
    typer.run(learn)
