"""What a text is about, as a direction: the sum of what its terms are about, in 64 bytes; kernels.

What a term is about was learnt from other texts (latent semantic analysis, `deploy/learn_topics.py`): terms that stand
in texts together point the same way, so that two texts may be about one thing without a word in common.
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from streams.domain.merging.kernel import Words, part, signed
from streams.domain.merging.packed import TOPIC, TOPIC_WORDS, marked, topic_at
from streams.domain.merging.terms import FREE, Counted

DIMENSIONS = 4 * TOPIC_WORDS
NO_ROW = -1
OFTEN = np.array([0, *(round(64 * (1 + np.log(times))) for times in range(1, 64))], np.int64)
"""What a term counts that stands in a text so often; more often counts no more."""
_LARGEST = 127
Rows = NDArray[np.int8]
Topics = tuple[NDArray[np.int16], Rows, NDArray[np.float32]]
"""The row of each bucket or NO_ROW; what each row's term is about; how large one is of each dimension."""


@part
def often(times: int) -> int:
    """What a term counts that stands in a text so often: see OFTEN."""
    return OFTEN[min(OFTEN.shape[0] - 1, signed(times))]


@part
def put_topic(sketch: Words, start: int, table: Counted, topics: Topics) -> bool:
    """Write the topic of counted terms; whether it has one. Sums of integers, so that their order is nothing to it."""
    row_of, rows, scales = topics
    sums = np.zeros(DIMENSIONS, np.int64)
    for at in range(table.shape[0]):
        row = NO_ROW if table[at, 0] == FREE else signed(row_of[table[at, 0]])
        if row != NO_ROW:
            times = often(table[at, 1])
            for dimension in range(DIMENSIONS):
                sums[dimension] += times * signed(rows[row, dimension])
    largest = 0.0
    for dimension in range(DIMENSIONS):
        largest = max(largest, abs(sums[dimension] * scales[dimension]))
    if largest == 0.0:
        return False
    topic = sketch[start : start + TOPIC_WORDS].view(np.int8)
    for dimension in range(DIMENSIONS):
        topic[dimension] = np.int8(np.floor(_LARGEST * sums[dimension] * scales[dimension] / largest + 0.5))
    return True


@part
def same_topic(asked: Words, words: Words, base: int) -> float:
    """The cosine of two topics, -1 to 1; 0 where one has none."""
    if not marked(asked, 0, TOPIC) or not marked(words, base, TOPIC):
        return 0.0
    my_start, your_start = topic_at(asked, 0), topic_at(words, base)
    mine = asked[my_start : my_start + TOPIC_WORDS].view(np.int8)
    yours = words[your_start : your_start + TOPIC_WORDS].view(np.int8)
    dot, my_square, your_square = 0, 0, 0
    for dimension in range(DIMENSIONS):
        one, other = signed(mine[dimension]), signed(yours[dimension])
        dot, my_square, your_square = dot + one * other, my_square + one * one, your_square + other * other
    return dot / sqrt(my_square * your_square)
