"""Fit a linear model of the class of a text: a multinomial logistic regression over its terms and its topic.

Few texts have a label, many terms stand in few of them: so the weight of a term leans on those of the terms about the
same thing, as `deploy.learn_topics` found them. All is folded into one weight for each term and label.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.weights import COMMON

PENALTY = 0.03
LEANING = 0.3  # on topics, beside the terms themselves
_BEGINNING = 0.1
_STEPS = 200
Matrix = NDArray[np.float64]


class Told(NamedTuple):
    """Different texts: how often each term stands in each (texts by terms), and how many reports gave it each label.

    Those reports are dealt out into parts: `given` is parts by texts by labels.
    """

    often: Matrix
    given: Matrix

    def within(self, parts: NDArray[np.bool_]) -> "Told":
        """The reports of some parts, and their texts, as one part."""
        given = self.given[parts].sum(axis=0, keepdims=True)
        there = given[0].any(axis=1)
        return Told(self.often[there], given[:, there])


class Terms(NamedTuple):
    """Of each term its bucket, its rarity, and its topic (terms by dimensions; zeros where it has none)."""

    buckets: NDArray[np.uint32]
    rarity: Matrix
    topics: Matrix


class Fit(NamedTuple):
    """The weights of known terms (terms by labels; 0 for others), and where each label begins."""

    known: NDArray[np.bool_]
    weights: Matrix
    begins: Matrix

    def scores(self, often: Matrix, terms: Terms) -> Matrix:
        """Log-odds, texts by labels."""
        scores: Matrix = often @ self.weights / lengths(often, terms, self.known) + self.begins
        return scores

    def sharpened(self, by: float) -> "Fit":
        """The same with all scores that much larger."""
        return Fit(self.known, self.weights * by, self.begins * by)


def lengths(often: Matrix, terms: Terms, known: NDArray[np.bool_]) -> Matrix:
    """How much of each text is known: a column."""
    squares: Matrix = np.square(often) @ np.square(terms.rarity * known)
    return np.sqrt(np.maximum(squares, 1.0))[:, None]


def fitted(told: Told, terms: Terms, least: int) -> Fit:
    """Fit to texts; a term counts by itself where so many of them have it, by its topic anyway."""
    own = (np.count_nonzero(told.often, axis=0) >= least) & (terms.rarity >= COMMON)
    about = told.often @ terms.topics
    known = own | (terms.topics.any(axis=1) & about.any())
    long = lengths(told.often, terms, known)
    spread = LEANING**0.5 * long.mean() / max(np.linalg.norm(about, axis=1).mean(), 1e-9)
    words = told.often[:, own] * terms.rarity[own] / long
    about *= spread / long
    shares = told.given.sum(axis=0)
    shares /= shares.sum(axis=1, keepdims=True)
    dual = _dual(words @ words.T + about @ about.T + _BEGINNING, shares)
    weights = spread * terms.topics @ (about.T @ dual)
    weights[own] += terms.rarity[own, None] * (words.T @ dual)
    return Fit(known, weights, _BEGINNING * dual.sum(axis=0))


def _dual(likeness: Matrix, shares: Matrix) -> Matrix:
    """What each text speaks for each label: accelerated descent (Nesterov 1983) of the penalised log loss."""
    rate = 1 / (np.linalg.eigvalsh(likeness)[-1] / 2 + PENALTY)
    found, ahead, before = np.zeros_like(shares), np.zeros_like(shares), 1.0
    for _ in range(_STEPS):
        moved = ahead - rate * (chances(likeness @ ahead) - shares + PENALTY * ahead)
        after = (1 + (1 + 4 * before**2) ** 0.5) / 2
        found, ahead, before = moved, moved + (before - 1) / after * (moved - found), after
    return found


def chances(scores: Matrix) -> Matrix:
    """The probabilities of labels, which are the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: Matrix = powers / powers.sum(axis=-1, keepdims=True)
    return found


def validated(told: Told, terms: Terms, least: int) -> Matrix:
    """Scores (parts by texts by labels) under fits that have seen no report of that part."""
    there, every = told.often.any(axis=0), np.arange(len(told.given))
    told = Told(told.often[:, there], told.given)
    terms = Terms(terms.buckets[there], terms.rarity[there], terms.topics[there])
    return np.array([fitted(told.within(every != one), terms, least).scores(told.often, terms) for one in every])


def sharpness(given: Matrix, scores: Matrix) -> float:
    """What scores are to be multiplied by, so that confidences say how often they are right: least log loss."""

    def loss(by: float) -> float:
        return -float((given * np.log(chances(by * scores) + 1e-12)).sum())

    return min((round(1.02**n, 4) for n in range(-60, 120)), key=loss)


def figures(given: Matrix, scores: Matrix, accept_at: float) -> dict[str, float]:
    """How many reports get the right label; how many are decided from a confidence on, and how many of these rightly.

    Both are texts by labels, or parts of these.
    """
    sure, best = chances(scores).max(axis=-1), scores.argmax(axis=-1)
    reports, right = given.sum(axis=-1), np.take_along_axis(given, best[..., None], axis=-1)[..., 0]
    decided = sure >= accept_at
    return {
        "right": round(float(right.sum() / reports.sum()), 4),
        "decided": round(float(reports[decided].sum() / reports.sum()), 4),
        "right_of_decided": round(float(right[decided].sum() / max(reports[decided].sum(), 1.0)), 4),
    }
