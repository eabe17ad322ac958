"""Reports of one citizen with one body."""

from collections.abc import Iterator

from streams.domain.merging.live import Live, Shelf, put, take


class CitizenIndex:
    """Live members by (reporter, body). Nothing that has left is remembered."""

    def __init__(self) -> None:
        self._bodies: dict[tuple[str, str], Shelf] = {}

    def add(self, member: Live) -> None:
        """File a member that has both a reporter and a body."""
        if member.reporter and member.sketch.body:
            put(self._bodies.setdefault((member.reporter, member.sketch.body), {}), member)

    def remove(self, member: Live) -> None:
        """Take a member out again."""
        if member.reporter and member.sketch.body:
            take(self._bodies, (member.reporter, member.sketch.body), member.report_id)

    def same(self, reporter: str, body: str) -> Iterator[Live]:
        """Members of this reporter with this body, newest first; none where either is unknown."""
        return reversed(self._bodies.get((reporter, body), {}).values())
