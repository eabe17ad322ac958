"""Which class a text is of: a linear model over its terms, and how sure that is; a kernel.

Sums of integers, and floats in one fixed order without exp: the same text has the same confidence everywhere.
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.alphabet import Kinds, Spelling
from streams.domain.merging.kernel import Codes, kernel, part, signed
from streams.domain.merging.likeness import MILLION
from streams.domain.merging.sketching import counted, spelt_as
from streams.domain.merging.terms import FREE, Counted
from streams.domain.merging.topics import NO_ROW, often

UNKNOWN = 0
"""The class of labels that mean none, and of a text without a known term."""
UNSURE = -1
STEPS = 512  # to a unit of a score, whose exponential counts
SHARES = np.floor(np.cumprod(np.full(16 * STEPS, 1 - 1 / STEPS + 0.5 / STEPS**2)) * 2**32).astype(np.int64)
"""What a label that is n + 1 steps behind counts, where the best counts 2^32; beyond these it counts nothing."""
_BEST = np.int64(1 << 32)
Learnt = tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int64], float]
"""The row of each bucket or NO_ROW; rows of weights, one for each label; where each label begins; a weight in steps."""
Scores = NDArray[np.int64]


@kernel
def decide(
    raw: Codes,
    facts: tuple[int, bool],
    table: Spelling,
    kinds: Kinds,
    rarity: NDArray[np.uint8],
    learnt: Learnt,
    classes: NDArray[np.int64],
) -> tuple[int, int]:
    """The likeliest class of a text and its confidence in millionths; UNSURE where the spelling of the text is not.

    `raw` is title and text, `facts` the length of the title, and whether both are spelt already. `classes` has the
    class of each label, a number from 1 to how many labels there are: labels of one class count together.
    """
    named, spelt = facts
    title, title_sure = spelt_as(raw[:named], spelt, table, kinds)
    text, text_sure = spelt_as(raw[named:], spelt, table, kinds)
    if not (title_sure and text_sure):
        return UNSURE, 0
    scores = np.zeros(classes.shape[0], np.int64)
    if not _weigh(counted(title, text, kinds), rarity, learnt, scores):
        return UNKNOWN, 0
    return _likeliest(scores, classes)


@part
def _weigh(terms: Counted, rarity: NDArray[np.uint8], learnt: Learnt, scores: Scores) -> bool:
    """Fill in the scores, in steps; whether there is a known term. A long text weighs as much as a short one."""
    row_of, rows, begins, step = learnt
    squares = 0
    for at in range(terms.shape[0]):
        row = NO_ROW if terms[at, 0] == FREE else signed(row_of[terms[at, 0]])
        if row != NO_ROW:
            times = often(terms[at, 1])
            weight = times * signed(rarity[terms[at, 0]])
            squares += weight * weight
            for label in range(scores.shape[0]):
                scores[label] += times * signed(rows[row, label])
    length = sqrt(float(squares))
    for label in range(scores.shape[0]):
        scores[label] = begins[label] + signed(np.floor(scores[label] * step / max(length, 1.0) + 0.5))
    return squares > 0


@part
def _likeliest(scores: Scores, classes: NDArray[np.int64]) -> tuple[int, int]:
    best, total = scores.max(), signed(0)
    chances = np.zeros(classes.shape[0] + 1, np.int64)
    for label in range(scores.shape[0]):
        behind = best - scores[label]
        if behind <= SHARES.shape[0]:
            share = SHARES[behind - 1] if behind else _BEST
            chances[classes[label]] += share
            total += share
    likeliest = signed(chances.argmax())
    return likeliest, MILLION * chances[likeliest] // total
