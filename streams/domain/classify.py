"""What a hint of a category or of a place means under a policy."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from topics.policy import Class, Policy, Region

UNKNOWN_REGION = "unknown"
_Named = TypeVar("_Named", Class, Region)


class Classified(NamedTuple):
    """The class of a report, and whether its hint or the fallback decided."""

    code: str
    by: Literal["hint", "fallback"]


class Placed(NamedTuple):
    """The region of a report and its level; 'unknown' has level 0."""

    region: str
    level: int


class Catalogue:
    """Finds classes and regions by code, name or word; a code counts before a name, a name before a word."""

    def __init__(self, policy: Policy) -> None:
        self._fallback = policy.fallback_class
        self._classes = _index(policy.classes)
        deepest_first = sorted(policy.regions, key=lambda region: -region.level)
        self._regions = {hint: Placed(r.code, r.level) for hint, r in _index(deepest_first).items()}

    def classify(self, hint: str) -> Classified:
        """The class that a category hint means; the policy's fallback where it means none."""
        found = self._classes.get(_plain(hint))
        return Classified(found.code, "hint") if found else Classified(self._fallback, "fallback")

    def place(self, hint: str) -> Placed:
        """The deepest region that a region hint means; 'unknown' where it means none."""
        return self._regions.get(_plain(hint), Placed(UNKNOWN_REGION, 0))


@lru_cache(maxsize=1 << 12)
def _plain(hint: str) -> str:
    return " ".join(hint.split()).casefold()


def _index(entries: Iterable[_Named]) -> dict[str, _Named]:
    listed = tuple(entries)
    by_code = [(entry.code, entry) for entry in listed]
    by_name = [(entry.name, entry) for entry in listed]
    by_word = [(word, entry) for entry in listed for word in entry.words]
    found: dict[str, _Named] = {}
    for hint, entry in by_code + by_name + by_word:
        found.setdefault(_plain(hint), entry)
    found.pop("", None)
    return found
