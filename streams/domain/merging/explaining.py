"""What a decision went by, for people: the parts of the score."""

import numpy as np

from streams.domain.merging import finding
from streams.domain.merging.kernel import Words, kernel
from streams.domain.merging.likeness import HIDDEN, Parts, parts, weigh
from streams.domain.merging.weights import VERSION
from topics.memory import Sketch


def made_of(how: int, value: int, sketch: Sketch, words: Words, block: int) -> str:
    """What was found by comparing a sketch with the one at `block`, as a JSON object; see `finding.Found`."""
    if how == finding.SAME:
        return '{"rule":"same_words"}'
    if how == finding.NEAR:
        return f'{{"rule":"distance","metres":{value / 100:.2f}}}'
    matter, places, days, topic, citizen, terms, rare = _compared(np.frombuffer(sketch.packed, np.uint32), words, block)
    return (
        f'{{"rule":"text/{VERSION}","matter":{matter:.3f},"places":{places:.0f},"log_days":{days:.3f},'
        f'"topic":{topic:.3f},"same_citizen":{citizen:.0f},"terms":{terms:.0f},"rare_terms":{rare:.0f}}}'
    )


@kernel
def _compared(asked: Words, words: Words, block: int) -> Parts:
    return parts(asked, weigh(asked), words, block, np.empty(HIDDEN, np.uint32))
