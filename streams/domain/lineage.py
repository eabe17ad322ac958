"""The way up a tree of codes: classes, regions."""

from collections.abc import Mapping


def lineage(parents: Mapping[str, str], code: str) -> tuple[str, ...]:
    """The code, its parent, the parent's parent and so on; () where the code is unknown."""
    found: list[str] = []
    while code in parents and code not in found:
        found.append(code)
        code = parents[code]
    return tuple(found)
