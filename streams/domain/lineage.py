"""The way up a tree of codes: classes, regions."""

from collections.abc import Iterable, Mapping

from topics.policy import Class


def lineage(parents: Mapping[str, str], code: str) -> tuple[str, ...]:
    """The code, its parent, the parent's parent and so on; () where the code is unknown."""
    found: list[str] = []
    while code in parents and code not in found:
        found.append(code)
        code = parents[code]
    return tuple(found)


def kinds(classes: Iterable[Class]) -> Mapping[str, str]:
    """For each class the one as which it merges and runs hot: itself, or the widest above it that goes together."""
    known = {entry.code: entry for entry in classes}
    parents = {code: entry.parent for code, entry in known.items()}
    return {code: next((up for up in reversed(lineage(parents, code)) if known[up].together), code) for code in known}
