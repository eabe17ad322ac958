"""Who has reported a case."""

from streams.domain.store.members import Members

_LARGE = 64


class People:
    """The known reporters of cases: counted from their members when somebody joins, kept for cases of many members."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._large: dict[int, set[str]] = {}

    def of(self, case: int) -> set[str]:
        """The known reporters of the case with this number."""
        known = self._large.get(case)
        if known is not None:
            return known
        reporters = [self._members.reporter(number) for number in self._members.of(case)]
        people = set(filter(None, reporters))
        if len(reporters) >= _LARGE:
            self._large[case] = people
        return people

    def joined(self, case: int, reporter: str) -> None:
        """A member of this reporter ('' where unknown) has been linked to a case."""
        if reporter and case in self._large:
            self._large[case].add(reporter)

    def forget(self, case: int) -> None:
        """The case has left memory."""
        self._large.pop(case, None)
