"""What a report's category and place mean under a policy; where its category means nothing, what its words say."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from topics.inbox import Report
from topics.policy import Class, ClassByText, Policy, Region

UNKNOWN_REGION = "unknown"
MILLION = 1_000_000
_Named = TypeVar("_Named", Class, Region)


class Classified(NamedTuple):
    """The class of a report, what decided it, and how sure that is, 0 to 1.

    Where the fallback decided, `proposed` is the class that the text did not say clearly enough, or ''.
    """

    code: str
    by: Literal["hint", "text", "fallback"]
    confidence: float
    proposed: str = ""


class Placed(NamedTuple):
    """The region of a report and its level; 'unknown' has level 0."""

    region: str
    level: int


class Guess(NamedTuple):
    """The number of the likeliest class, 0 for none, and its confidence in millionths."""

    number: int
    confidence: int


class Classifier(Protocol):
    """A learnt model of texts. Pure."""

    labels: Sequence[str]

    def guess(self, report: Report, classes: NDArray[np.int64]) -> Guess:
        """The likeliest class of a report.

        `classes` has the number of each label's class, from 1 to how many labels there are: labels of one class count
        together. It is 0 for labels that mean none.
        """


Classifiers = Mapping[str, Classifier]
"""By the names that policies give."""
NO_CLASSIFIERS: Classifiers = MappingProxyType({})


class Catalogue:
    """Finds classes and regions by code, name or word; a code (one in use, then a retired one) counts before a
    name, a name before a word.
    """

    def __init__(self, policy: Policy, classifiers: Classifiers) -> None:
        self._fallback = policy.fallback_class
        self._classes = _index(policy.classes)
        deepest_first = sorted(policy.regions, key=lambda region: -region.level)
        self._regions = {hint: Placed(r.code, r.level) for hint, r in _index(deepest_first).items()}
        self._text = _Text(policy.classify, classifiers, self) if policy.classify else None

    def known(self, hint: str) -> str:
        """The class that a category hint means; '' where it means none."""
        found = self._classes.get(plain(hint))
        return found.code if found else ""

    def classify(self, report: Report) -> Classified:
        """A hint that means a class wins; else the text decides, if it is clear; else it is the policy's fallback."""
        if code := self.known(report.category):
            return Classified(code, "hint", 1.0)
        guessed = self._text.read(report) if self._text else _NOTHING
        return guessed if guessed.by == "text" else guessed._replace(code=self._fallback)

    def place(self, hint: str) -> Placed:
        """The deepest region that a region hint means; 'unknown' where it means none."""
        return self._regions.get(plain(hint), Placed(UNKNOWN_REGION, 0))


_NOTHING = Classified("", "fallback", 0.0)


class _Text:
    """Classes of texts, by a model whose labels are hints."""

    def __init__(self, wanted: ClassByText, classifiers: Classifiers, catalogue: Catalogue) -> None:
        if wanted.model not in classifiers:
            raise LookupError(
                f"the policy wants the model {wanted.model}: run a jiesu that has it, then start it again"
            )
        self._classifier = classifiers[wanted.model]
        meant = [catalogue.known(label) for label in self._classifier.labels]
        self._codes = ["", *sorted({*meant} - {""})]
        self._classes = np.array([self._codes.index(code) for code in meant], np.int64)
        self._accept_at = round(wanted.accept_at * MILLION)
        self._last: tuple[Report | None, Classified] = (None, _NOTHING)

    def read(self, report: Report) -> Classified:
        """What the text says. One report is asked about several times in a row, and read once."""
        if report is not self._last[0]:
            self._last = report, self._read(report)
        return self._last[1]

    def _read(self, report: Report) -> Classified:
        number, confidence = self._classifier.guess(report, self._classes)
        code = self._codes[number]
        if not code:
            return _NOTHING
        if confidence >= self._accept_at:
            return Classified(code, "text", confidence / MILLION)
        return Classified("", "fallback", confidence / MILLION, code)


@lru_cache(maxsize=1 << 12)
def plain(hint: str) -> str:
    """A hint as hints are compared: spaces and capitals do not count."""
    return " ".join(hint.split()).casefold()


def _index(entries: Iterable[_Named]) -> dict[str, _Named]:
    listed = tuple(entries)
    by_code = [(entry.code, entry) for entry in listed]
    by_retired = [(code, entry) for entry in listed for code in entry.retired]
    by_name = [(entry.name, entry) for entry in listed]
    by_word = [(word, entry) for entry in listed for word in entry.words]
    found: dict[str, _Named] = {}
    for hint, entry in by_code + by_retired + by_name + by_word:
        found.setdefault(plain(hint), entry)
    found.pop("", None)
    return found
