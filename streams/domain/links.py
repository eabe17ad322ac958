"""Which cases people have merged, and which they keep apart."""

from collections.abc import Iterator

from topics.memory import ApartPair, MergedCase


class Links:
    """Merged cases, each under the one that it was merged into, and pairs that are kept apart; by case id.

    A case that is merged into none is the root of those below it.
    """

    def __init__(self) -> None:
        self._into: dict[str, MergedCase] = {}
        self._under: dict[str, list[str]] = {}
        self._apart: dict[str, dict[str, ApartPair]] = {}

    def into(self, case: str) -> str:
        """The case that a case was merged into; '' where it was not."""
        merged = self._into.get(case)
        return merged.into if merged else ""

    def root(self, case: str) -> str:
        """The case that the reports of a case are in."""
        while merged := self._into.get(case):
            case = merged.into
        return case

    def under(self, case: str) -> list[str]:
        """The cases that were merged into a case itself, in the order of their ids."""
        return self._under.get(case, [])

    def group(self, root: str) -> Iterator[str]:
        """A case and all cases below it."""
        yield root
        for case in self.under(root):
            yield from self.group(case)

    def linked(self) -> set[str]:
        """Every case that is merged into another, or that another is merged into."""
        return self._into.keys() | self._under.keys()

    def merge(self, merged: MergedCase) -> None:
        """Put a case, which is a root, under another one, which is not below it."""
        self._into[merged.case_id] = merged
        self._under[merged.into] = sorted([*self.under(merged.into), merged.case_id])

    def unmerge(self, case: str) -> MergedCase:
        """Let a merged case be a root again."""
        merged = self._into.pop(case)
        self._under[merged.into].remove(case)
        if not self._under[merged.into]:
            del self._under[merged.into]
        return merged

    def keep_apart(self, pair: ApartPair) -> None:
        """Remember a pair that is kept apart."""
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            self._apart.setdefault(one, {})[other] = pair

    def apart(self, one: str, other: str) -> list[ApartPair]:
        """The pairs that keep two groups apart, given by their roots: one case of the pair is in each."""
        others = set(self.group(other))
        pairs = [pair for case in self.group(one) for name, pair in self._apart.get(case, {}).items() if name in others]
        return sorted(pairs, key=lambda pair: pair.key)

    def join(self, pair: ApartPair) -> None:
        """Forget a pair."""
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            del self._apart[one][other]
            if not self._apart[one]:
                del self._apart[one]

    def pairs_of(self, case: str) -> list[ApartPair]:
        """The pairs that a case is in."""
        return sorted(self._apart.get(case, {}).values(), key=lambda pair: pair.key)
