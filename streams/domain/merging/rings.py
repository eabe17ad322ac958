"""Which members of a case can be matched: its leader and the last eight others."""

from streams.domain.merging.live import Live, Shelf, take

LAST = 8


class Rings:
    """The members in memory, by slot and by case."""

    def __init__(self) -> None:
        self._members: dict[int, Live] = {}
        self._cases: dict[int, Shelf] = {}

    def get(self, slot: int) -> Live | None:
        """The member in a slot."""
        return self._members.get(slot)

    def add(self, member: Live) -> tuple[int, ...]:
        """Take a member in; the slots that leave for it, oldest first."""
        self._members[member.slot] = member
        ring = self._cases.setdefault(member.case, {})
        ring[member.slot] = member
        others = [slot for slot, one in ring.items() if not one.leader]
        return tuple(others[: max(0, len(others) - LAST)])

    def remove(self, slot: int) -> Live:
        """Take a member out. Raises KeyError where it is not in."""
        member = self._members.pop(slot)
        take(self._cases, member.case, slot)
        return member

    def of(self, case: int) -> tuple[int, ...]:
        """The slots of a case."""
        return tuple(self._cases.get(case, ()))
