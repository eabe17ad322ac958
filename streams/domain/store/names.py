"""Names of records in fewer bytes."""

from topics.ids import case_id, first_report_of

_SIZE = 16
_CASE, _REPORT, _OTHER = b"c", b"r", b"x"


def packed_name(name: str) -> bytes:
    """16 bytes for 32 hexadecimal digits. Raises ValueError for anything else."""
    packed = bytes.fromhex(name)
    if packed.hex() != name or len(packed) != _SIZE:
        raise ValueError(f"{name!r} is not 32 hexadecimal digits")
    return packed


def packed_case(scope: str, name: str) -> tuple[bytes, int]:
    """The first report and the number of a case of the scope. Raises ValueError for any other name."""
    first, number = first_report_of(name), int(name.rpartition(":")[2])
    if case_id(scope, first, number) != name:
        raise ValueError(f"{name!r} is not a case of {scope}")
    return packed_name(first), number


class ShortNames:
    """Names of reports, of cases of one scope, and of anything else, each as bytes; ids keep their order."""

    def __init__(self, scope: str) -> None:
        self._scope = scope

    def pack(self, name: str) -> bytes:
        """The bytes of a name."""
        try:
            if ":" not in name:
                return _REPORT + packed_name(name)
            packed, number = packed_case(self._scope, name)
        except (ValueError, OverflowError):
            return _OTHER + name.encode()
        return _CASE + packed + str(number).encode()

    def spell(self, packed: bytes) -> str:
        """The name that has these bytes."""
        kind, rest = packed[:1], packed[1:]
        if kind == _OTHER:
            return rest.decode()
        return rest.hex() if kind == _REPORT else f"{self._scope}:{rest[:_SIZE].hex()}:{rest[_SIZE:].decode()}"
