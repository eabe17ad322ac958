"""Small numbers in the place of names."""


class Numbers:
    """Numbers names from 0 upwards; a number that is freed is given again, so that arrays stay short."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []
        self._free: list[int] = []

    def __getitem__(self, number: int) -> str:
        """The name that has a number now."""
        return self._names[number]

    def of(self, name: str) -> int:
        """The number of a name, given now where it has none."""
        number = self._numbers.get(name)
        if number is None:
            number = self._numbers[name] = self._given(name)
        return number

    def free(self, name: str) -> int:
        """Let go of a name: its number, which may be given again. Raises KeyError where it has none."""
        number = self._numbers.pop(name)
        self._free.append(number)
        return number

    def _given(self, name: str) -> int:
        if not self._free:
            self._names.append(name)
            return len(self._names) - 1
        number = self._free.pop()
        self._names[number] = name
        return number
