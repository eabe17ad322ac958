"""What contradicts itself in what somebody said, each with its place."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

Loc = tuple[str | int, ...]
"""The keys that lead to a value."""


class Mistake(NamedTuple):
    """Where it stands, what was expected there, and what stands there instead ('' leaves it unsaid)."""

    loc: Loc
    expected: str
    given: str = ""


def refuse(what: str, mistakes: Iterable[Mistake]) -> None:
    """Raises pydantic.ValidationError with all of the mistakes in `what`, if there are any."""
    if told := [_details(mistake) for mistake in mistakes]:
        raise ValidationError.from_exception_data(what, told)


def doubled(names: Iterable[tuple[Loc, object]]) -> Iterator[Mistake]:
    """The names that came before, of names with their places."""
    seen: set[object] = set()
    for loc, name in names:
        if name in seen:
            yield Mistake(loc, f"{name} is already taken by another: give each its own")
        seen.add(name)


def unknown(names: Iterable[tuple[Loc, str]], known: Iterable[str], expected: str) -> Iterator[Mistake]:
    """The names that are none of the known; '' names nothing."""
    there = {*known, ""}
    return (Mistake(loc, expected, name) for loc, name in names if name not in there)


def _details(mistake: Mistake) -> InitErrorDetails:
    error = PydanticCustomError("mistake", "{expected}", {"expected": mistake.expected})
    return InitErrorDetails(type=error, loc=mistake.loc, input=mistake.given or None)
