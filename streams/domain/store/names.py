"""Names of records as 20 bytes: a report is 32 hexadecimal digits, a case its scope, first report and a number."""

from streams.domain.store.packing import packed_id

KEY_SIZE = 20
_ID_SIZE = 16
_NO_NUMBER = bytes(KEY_SIZE - _ID_SIZE)


def report_key(report_id: str) -> bytes:
    """The key of a report. Raises ValueError where it is no report's."""
    if not report_id:
        raise ValueError("a report has a name")
    return packed_id(report_id) + _NO_NUMBER


def report_of(key: bytes) -> str:
    """Whose key it is."""
    return key[:_ID_SIZE].hex()


def case_key(scope: str, case_id: str) -> bytes:
    """The key of a case of a scope. Raises ValueError or OverflowError where it is no such case's."""
    first, _, number = case_id.removeprefix(f"{scope}:").partition(":")
    key = report_key(first)[:_ID_SIZE] + int(number).to_bytes(KEY_SIZE - _ID_SIZE, "little")
    if case_of(scope, key) != case_id:
        raise ValueError(f"{case_id!r} is not a case of {scope}")
    return key


def case_of(scope: str, key: bytes) -> str:
    """Whose key it is."""
    return f"{scope}:{key[:_ID_SIZE].hex()}:{int.from_bytes(key[_ID_SIZE:], 'little')}"
