"""One row, by its mapping, to what goes on the raw topics."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from streams.channels.mapping import ActionColumns, ChannelMapping, Columns
from streams.domain.refusals import refusal
from topics.raw import RawAction, RawReport

WORDS = ("channel_ref", "title", "text", "category", "reporter")
PLACE_WORDS = ("address", "region")
PLACE_NUMBERS = ("latitude", "longitude")
TIMES = ("occurred_at", "received_at")
ACTION_WORDS = ("unit", "actor", "note", "reason", "rating", "stage", "class_code", "region", "urgency")
Draft = dict[str, Any]
"""A raw message before it is known to be valid."""
_Raw = TypeVar("_Raw", RawReport, RawAction)


def report_of(row: dict[str, object], mapping: ChannelMapping) -> RawReport:
    """The report that a row tells of. Raises BadMessage with the reason and a sentence."""
    return checked(RawReport, report_draft(row, mapping))


def actions_of(row: dict[str, object], mapping: ChannelMapping) -> list[RawAction]:
    """What the same row says was done later. Raises BadMessage with the reason and a sentence."""
    return [checked(RawAction, draft) for _, draft in action_drafts(row, mapping)]


def checked(model: type[_Raw], draft: Draft) -> _Raw:
    """The draft as a message of the contract. Raises BadMessage with the reason and a sentence."""
    try:
        return model.model_validate(draft)
    except ValidationError as error:
        raise refusal(error) from error


def report_draft(row: dict[str, object], mapping: ChannelMapping) -> Draft:
    """A row as a report, valid or not: what cannot be read stays as it was written, for intake to refuse."""
    columns = mapping.report
    draft: Draft = {"channel": mapping.channel}
    draft |= _present({name: _value(row, getattr(columns, name)) for name in WORDS})
    draft |= _present({name: _time(row, getattr(columns, name), mapping) for name in TIMES})
    place = {name: _value(row, getattr(columns, name)) for name in (*PLACE_WORDS, *PLACE_NUMBERS)}
    if _is_nowhere(place, mapping):
        place = {name: place[name] for name in PLACE_WORDS}
    draft |= {"place": _present(place)} if _present(place) else {}
    if attachments := _value(row, columns.attachments):
        draft["attachments"] = attachments if isinstance(attachments, list) else [attachments]
    draft["payload"] = _rest(row, mapping)
    return draft


def action_drafts(row: dict[str, object], mapping: ChannelMapping) -> Iterator[tuple[int, Draft]]:
    """The row's actions, valid or not, with their place in the mapping; one for each that has a time."""
    target = {"channel": mapping.channel, "channel_ref": _value(row, mapping.report.channel_ref)}
    for index, columns in enumerate(mapping.actions):
        if (when := _time(row, columns.when, mapping)) is not None:
            action = {"action": columns.action, "occurred_at": when, **target, **_words(row, columns)}
            yield index, _present(action)


def _words(row: dict[str, object], columns: ActionColumns) -> Draft:
    words = {name: _value(row, getattr(columns, name)) for name in ACTION_WORDS}
    by = columns.extend_by
    amount = _value(row, by.amount) if by else None
    return words | ({"extend_by": {"amount": amount, "unit": by.unit}} if by and amount else {})


def _present(values: Draft) -> Draft:
    return {name: value for name, value in values.items() if value is not None}


def _is_nowhere(place: Draft, mapping: ChannelMapping) -> bool:
    try:
        latitude, longitude = (float(place[name]) for name in PLACE_NUMBERS)
    except (TypeError, ValueError):
        return False
    return (latitude, longitude) in mapping.nowhere


def _rest(row: dict[str, object], mapping: ChannelMapping) -> Draft:
    """What no field took word for word: with it the row can be told again."""
    taken = {_first(row, getattr(mapping.report, name)) for name in (*WORDS, *PLACE_WORDS)}
    return {name: value for name, value in row.items() if name not in taken}


def _time(row: dict[str, object], columns: Columns, mapping: ChannelMapping) -> datetime | object | None:
    value = _value(row, columns)
    read = mapping.moment(value.strip()) if isinstance(value, str) else None
    return value if read is None else read


def _value(row: dict[str, object], columns: Columns) -> object | None:
    path = _first(row, columns)
    if path is None:
        return None
    value = _at(row, path)
    return str(value) if isinstance(value, int | float) else value


def _first(row: dict[str, object], columns: Columns) -> str | None:
    """The first of the columns that is not empty."""
    return next((path for path in columns if not _empty(_at(row, path))), None)


def _empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _at(row: dict[str, object], path: str) -> object | None:
    """The value at a column, or at a dotted path through nested objects."""
    if path in row or "." not in path:
        return row.get(path)
    value: object = row
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value
