"""Any two reports compared, whatever cases they are in: what the slow pass asks of merging."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from streams.domain.matching import in_ms
from streams.domain.merging.candidates import nearest
from streams.domain.merging.conflict import conflict
from streams.domain.merging.finding import LOOKED_AT
from streams.domain.merging.kernel import Words, kernel
from streams.domain.merging.likeness import DAY, HIDDEN, MILLION, probability, weigh
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.packed import size_of
from streams.domain.merging.weights import Weights
from topics.inbox import Report
from topics.merge_rule import TextMerge

_EVER = 1e18
_BEFORE_ALL = -(2**62)


class Comparer(Matcher):
    """Reports by their place in a list; each may be like any other that occurred within the rule's window."""

    def __init__(self, weights: Weights, reports: Sequence[Report], rule: TextMerge) -> None:
        super().__init__(weights)
        self._bounds = (rule.window_days * DAY, _EVER, _BEFORE_ALL, False)
        for place, report in enumerate(reports):
            self.settle(place, "", in_ms(report.occurred_at), None)
            self.add(place, place, self.sketch(report, rule), leader=True)

    def like(self, place: int) -> list[int]:
        """The places of those that share most of a report's heavy terms, itself left out."""
        best = np.empty(LOOKED_AT, np.int32)
        asked = self._sketch_at(place)
        found = nearest(self._members, self._cases, self._words, self._lists, asked, self._bounds, best)
        return [other for other in best[:found].tolist() if other != place]

    def likeness(self, one: int, other: int) -> float:
        """The probability that two reports tell of one problem; 0 where a conflict of places forbids it."""
        block = int(self._members[other]["block"])
        return _likeness(self._sketch_at(one), self._words, block, self._logistic) / MILLION

    def _sketch_at(self, place: int) -> Words:
        block = int(self._members[place]["block"])
        return self._words[block : block + size_of(self._words, block)]


@kernel
def _likeness(asked: Words, words: Words, block: int, logistic: NDArray[np.float64]) -> int:
    weighed = weigh(asked)
    if conflict(asked, weighed, words, block):
        return 0
    return probability(asked, weighed, words, block, np.empty(HIDDEN, np.uint32), logistic)
