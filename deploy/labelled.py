"""Reports whose class is known, as a fit takes them: how often a term stands in a text, which labels were given."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from deploy.class_fit import Terms, Told
from streams.domain.merging.alphabet import kinds
from streams.domain.merging.learning import codes_of
from streams.domain.merging.normalise import normalise
from streams.domain.merging.sketching import BODY, counted
from streams.domain.merging.terms import FREE
from streams.domain.merging.topics import NO_ROW, OFTEN
from streams.domain.merging.weights import Weights

_SEED = 0
Said = tuple[str, str]
"""A title, and the beginning of a text: what a model reads."""
Labelled = Mapping[Said, Counter[tuple[int, str]]]
"""How many reports of each part gave it each label."""


Rows = Sequence[Mapping[str, str]]


class Columns(NamedTuple):
    """Which columns of a file are what; '' for a text that there is not."""

    title: str
    text: str
    label: str


def read(file: Path) -> Rows:
    """The rows of a CSV file."""
    with file.open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def labelled(rows: Rows, columns: Columns, parts: int = 1) -> Labelled:
    """Reports of equal words are one text. The reports are dealt out at random, always the same way."""
    dealt = np.random.default_rng(_SEED).permutation(len(rows)) % parts
    found: dict[Said, Counter[tuple[int, str]]] = {}
    for row, part in zip(rows, dealt.tolist(), strict=True):
        text = row[columns.text][:BODY] if columns.text else ""
        said = normalise(row[columns.title]), normalise(text)
        found.setdefault(said, Counter())[part, row[columns.label]] += 1
    return found


def labels_of(texts: Labelled) -> list[str]:
    """All labels given, sorted."""
    return sorted({label for given in texts.values() for _, label in given})


def terms_of(texts: Labelled, weights: Weights, least: int, with_topics: bool) -> Terms:
    """The terms that stand in so many texts; and all that have a topic, if these are wanted."""
    row_of, rows, scales = weights.topics
    found = Counter(term for said in texts for term in _counted(said)[0].tolist())
    usual = [term for term, many in found.items() if many >= least]
    topical = np.flatnonzero(row_of != NO_ROW).tolist() if with_topics else []
    buckets = np.array(sorted({*usual, *topical}), np.uint32)
    about = row_of[buckets] if with_topics else np.full(len(buckets), NO_ROW)
    topics = np.where(about[:, None] == NO_ROW, 0.0, rows[about] * scales.astype(np.float64))
    return Terms(buckets, weights.rarity[buckets].astype(np.float64), topics)


def told_of(texts: Labelled, labels: Sequence[str], terms: Terms, parts: int = 1) -> Told:
    """Texts by terms, and how many reports gave them labels; other terms and labels are left out."""
    often, given = np.zeros((len(texts), len(terms.buckets))), np.zeros((parts, len(texts), len(labels)))
    at = {label: number for number, label in enumerate(labels)}
    for row, (said, counts) in enumerate(texts.items()):
        found, times = _counted(said)
        known = np.isin(found, terms.buckets)
        often[row, np.searchsorted(terms.buckets, found[known])] = times[known]
        for (part, label), many in counts.items():
            if label in at:
                given[part, row, at[label]] = many
    return Told(often, given)


def _counted(said: Said) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The terms of a text, and what each counts."""
    title, text = map(codes_of, said)
    table = counted(title, text, kinds())
    table = table[table[:, 0] != FREE]
    return table[:, 0], OFTEN[np.minimum(table[:, 1], len(OFTEN) - 1)]
