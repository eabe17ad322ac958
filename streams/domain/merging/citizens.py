"""Reports of one citizen with one body."""

from collections.abc import Iterator

from streams.domain.merging.live import Live, Shelf, take


class CitizenIndex:
    """Live members by what tells a citizen and a body. Nothing that has left is remembered."""

    def __init__(self) -> None:
        self._citizens: dict[str, Shelf] = {}

    def add(self, member: Live) -> None:
        """File a member of which both are known."""
        if citizen := member.sketch.citizen:
            self._citizens.setdefault(citizen, {})[member.slot] = member

    def remove(self, member: Live) -> None:
        """Take a member out again."""
        if citizen := member.sketch.citizen:
            take(self._citizens, citizen, member.slot)

    def same(self, citizen: str) -> Iterator[Live]:
        """Members of this citizen with this body, newest first."""
        return reversed(self._citizens.get(citizen, {}).values())
