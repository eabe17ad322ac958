"""One line of the self-check: what must be, what is, and the first things that differ."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple, TypeVar

_SHOWN = 3
T = TypeVar("T", bound=Hashable)


class Line(NamedTuple):
    """`expected` and `found` as people read them; `detail` is empty where all is well."""

    name: str
    expected: str
    found: str
    ok: bool
    detail: str = ""


def same(name: str, expected: Iterable[T], found: Iterable[T], words: Callable[[T], str] = str) -> Line:
    """Whether two bags hold the same things; those that only one of them holds are named."""
    wanted, there = Counter(iter(expected)), Counter(iter(found))
    missing, extra = wanted - there, there - wanted
    detail = "; ".join(filter(None, (_named("缺 missing", missing, words), _named("多 too many", extra, words))))
    return Line(name, f"{wanted.total():,}", f"{there.total():,}", not detail, detail)


def _named(what: str, things: Counter[T], words: Callable[[T], str]) -> str:
    some = ", ".join(words(thing) for thing in list(things)[:_SHOWN])
    more = " ..." if len(things) > _SHOWN else ""
    return f"{what} {things.total()}: {some}{more}" if things else ""
