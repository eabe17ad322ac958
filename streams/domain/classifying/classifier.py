"""The class of a report by its words."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from streams.domain.classify import Classifiers, Guess
from streams.domain.classifying.deciding import STEPS, UNSURE, decide
from streams.domain.classifying.model import Model
from streams.domain.merging.alphabet import kinds, spelling
from streams.domain.merging.normalise import normalise
from streams.domain.merging.sketching import BODY
from topics.inbox import Report

Rarity = NDArray[np.uint8]


class Classifier:
    """A model, ready to be asked. Pure."""

    def __init__(self, model: Model, rarity: Rarity) -> None:
        self.labels: Sequence[str] = model.labels
        self._rarity = rarity
        begins = np.round(model.begins * STEPS).astype(np.int64)
        self._learnt = model.row_of(), model.rows, begins, model.scale * STEPS
        self._kinds, self._spelling = kinds(), spelling()

    def guess(self, report: Report, classes: NDArray[np.int64]) -> Guess:
        """The likeliest class of a report; `classes` has the number of each label's class, 0 for none."""
        title, text = report.title, report.text[:BODY]
        found = self._decide(title, text, classes, spelt=False)
        if found.number == UNSURE:
            found = self._decide(normalise(title), normalise(text), classes, spelt=True)
        return found

    def _decide(self, title: str, text: str, classes: NDArray[np.int64], spelt: bool) -> Guess:
        raw = np.frombuffer(f"{title}{text}".encode("utf-32-le"), np.uint32)
        facts = len(title), spelt
        return Guess(*decide(raw, facts, self._spelling, self._kinds, self._rarity, self._learnt, classes))


def classifiers(models: Mapping[str, Model], rarity: Rarity) -> Classifiers:
    """Every model, ready to be asked; `rarity` is that of all terms."""
    return {name: Classifier(model, rarity) for name, model in models.items()}
