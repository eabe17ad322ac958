"""What is other in another policy: value by value, and in when cases are due."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from streams.domain.calendar import WorkingCalendar
from streams.domain.limits import Limits, kept
from topics.deadline import ClockName
from topics.policy import Class, Policy

_NAMES = {"scopes": "scope", "classes": "code", "regions": "code", "units": "code", "ladder": "rung", "stages": "stage"}
"""What entries of a list are known by."""
_FITS = {"limits": ("clock", "classes", "urgencies"), "duties": ("classes", "regions")}
"""Rules have no names: they are known by what they fit."""


class Difference(NamedTuple):
    """One value that is other: the document it stands in, the keys that lead to it, and what it was and is (None:
    nothing). Of lists of values, what only the one and only the other has.
    """

    document: str
    key: str
    old: str | None
    new: str | None

    @property
    def what(self) -> str:
        """Whether the value was added, removed or changed."""
        return "增 added" if self.old is None else "删 removed" if self.new is None else "改 changed"


class Due(NamedTuple):
    """When an example case of a class, and of all below it, is due under the old policy and the new (None: no such
    clock)."""

    code: str
    name: str
    clock: ClockName
    old: datetime | None
    new: datetime | None


def differences(old: Policy, new: Policy) -> Iterator[Difference]:
    """Everything that is other, in the order of the contract. In which order rules stand is not compared."""
    before, after = (policy.model_dump(mode="json") for policy in (old, new))
    for document in after:
        yield from _compared(document, (), _keyed(document, before[document]), _keyed(document, after[document]))


def dues(old: Policy, new: Policy, at: datetime) -> Iterator[Due]:
    """When cases that open at `at` are due: classes whose times change otherwise than those of their parent."""
    before, after = _Example(old, at), _Example(new, at)
    for entry in new.classes:
        for clock in ClockName:
            told = before.due(entry, clock), after.due(entry, clock)
            above = after.classes.get(entry.parent)
            if told[0] != told[1] and (above is None or told != (before.due(above, clock), after.due(above, clock))):
                yield Due(entry.code, entry.name, clock, *told)


class _Example:
    """A case that opens at one moment under one policy."""

    def __init__(self, policy: Policy, at: datetime) -> None:
        self.classes = {entry.code: entry for entry in policy.classes}
        self._limits, self._calendar, self._at = Limits(policy), WorkingCalendar(policy.calendar), at

    def due(self, entry: Class, clock: ClockName) -> datetime | None:
        rule = self._limits.rule(clock, entry.code, self.classes.get(entry.code, entry).urgency)
        return self._calendar.due(self._at, kept(rule)) if rule else None


def _keyed(key: str, value: Any) -> Any:
    """The value with every list of named entries as a mapping."""
    if isinstance(value, dict):
        return {name: _keyed(name, part) for name, part in value.items()}
    if (key not in _NAMES and key not in _FITS) or not all(isinstance(part, dict) for part in value):
        return value
    found: dict[str, Any] = {}
    for entry in value:
        name = entry[_NAMES[key]] if key in _NAMES else _fits(key, entry)
        while name in found:
            name += "'"
        found[name] = _keyed("", entry)
    return found


def _fits(key: str, entry: dict[str, Any]) -> str:
    said = [part if isinstance(part, str) else "+".join(part) for part in (entry[name] for name in _FITS[key])]
    return " ".join(filter(None, said)) or "*"


def _compared(document: str, path: tuple[str, ...], old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in (*old, *(name for name in new if name not in old)):
            yield from _compared(document, (*path, name), old.get(name), new.get(name))
    else:
        yield Difference(document, ".".join(path), *_told(old, new))


def _told(old: Any, new: Any) -> tuple[str | None, str | None]:
    if isinstance(old, list) and isinstance(new, list):
        only = [part for part in old if part not in new], [part for part in new if part not in old]
        old, new = only if any(only) else (old, new)
    return _word(old), _word(new)


def _word(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(sorted(value))
    if isinstance(value, dict):
        value = {name: part for name, part in value.items() if part}
    return json.dumps(value, ensure_ascii=False)
