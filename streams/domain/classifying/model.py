"""Models that tell the class of a text: weights of hashed terms, numbers only."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.domain.classifying.names import KIND, shipped_names
from streams.domain.merging.topics import NO_ROW
from streams.domain.merging.weights import BUCKETS


class Model(NamedTuple):
    """`rows[n, label]` times `scale` is what the term in bucket `buckets[n]` speaks for a label, as log-odds.

    `begins` are the log-odds of the labels before anything is said.
    """

    labels: tuple[str, ...]
    buckets: NDArray[np.uint32]
    rows: NDArray[np.int16]
    begins: NDArray[np.float64]
    scale: float

    def row_of(self) -> NDArray[np.int16]:
        """The row of each bucket, or NO_ROW."""
        found = np.full(BUCKETS, NO_ROW, np.int16)
        found[self.buckets] = np.arange(len(self.buckets))
        return found

    def write(self, file: Path) -> None:
        """Write it to an .npz file: the same model, the same bytes."""
        labels, scale = np.array(self.labels), np.float64(self.scale)
        with file.open("wb") as out:
            np.savez_compressed(
                out, labels=labels, buckets=self.buckets, rows=self.rows, begins=self.begins, scale=scale
            )


def shipped() -> Mapping[str, Model]:
    """The models that ship with the package, by name."""
    return {name: _read(name) for name in shipped_names()}


def _read(name: str) -> Model:
    with files(__package__).joinpath(name + KIND).open("rb") as file, np.load(file) as found:
        labels = tuple(found["labels"].tolist())
        return Model(labels, found["buckets"], found["rows"], found["begins"], float(found["scale"]))
