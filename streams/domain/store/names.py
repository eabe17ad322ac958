"""Names of records as 16 bytes and a number."""

from topics.ids import case_id, first_report_of

_SIZE = 16


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
