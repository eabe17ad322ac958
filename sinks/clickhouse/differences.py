"""Which rows differ, and in what."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import orjson

_Row = dict[str, Any]
_Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not the same in both: its key, and column -> (value in a, value in b).

    Where one side has no such row, the key alone is left, and `missing` says which side lacks it.
    """

    key: dict[str, object]
    columns: dict[str, tuple[object, object]]
    missing: str | None


def differences(key: tuple[str, ...], a: Iterable[bytes], b: Iterable[bytes]) -> Iterator[Difference]:
    """Pair the rows (JSON objects, as ClickHouse writes them) that only one side has, by `key` and in its order."""
    lines_a, lines_b = Counter(a), Counter(b)
    rows_a, rows_b = _by_key(key, lines_a - lines_b), _by_key(key, lines_b - lines_a)
    for values in sorted(rows_a.keys() | rows_b.keys()):
        named = dict(zip(key, values, strict=True))
        for row_a, row_b in zip_longest(rows_a.get(values, []), rows_b.get(values, [])):
            yield _difference(named, row_a, row_b)


def _by_key(key: tuple[str, ...], lines: Counter[bytes]) -> dict[_Key, list[_Row]]:
    grouped: dict[_Key, list[_Row]] = defaultdict(list)
    for line in sorted(lines.elements()):
        row = orjson.loads(line)
        grouped[tuple([row[column] for column in key])].append(row)
    return grouped


def _difference(key: dict[str, object], a: _Row | None, b: _Row | None) -> Difference:
    if a is None or b is None:
        return Difference(key, {}, "a" if a is None else "b")
    return Difference(key, {column: (a[column], b[column]) for column in a if a[column] != b[column]}, None)
