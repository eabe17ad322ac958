"""Which members of a case can be matched: its leader and the last eight others."""

from streams.domain.merging.live import Live, Shelf, put, take

LAST = 8


class Rings:
    """The members in memory, by report and by case."""

    def __init__(self) -> None:
        self._members: dict[str, Live] = {}
        self._cases: dict[str, Shelf] = {}

    def __contains__(self, report_id: str) -> bool:
        return report_id in self._members

    def add(self, member: Live) -> tuple[Live, ...]:
        """Take a member in; the members that leave for it, oldest first (it may be itself)."""
        self._members[member.report_id] = member
        ring = self._cases.setdefault(member.case_id, {})
        put(ring, member)
        others = [m for m in ring.values() if not m.leader]
        return tuple(others[: max(0, len(others) - LAST)])

    def remove(self, report_id: str) -> Live:
        """Take a member out. Raises KeyError where it is not in."""
        member = self._members.pop(report_id)
        take(self._cases, member.case_id, report_id)
        return member

    def of(self, case_id: str) -> tuple[str, ...]:
        """The reports of a case that are in."""
        return tuple(self._cases.get(case_id, ()))
