"""What a record of facts must look like before it goes into a table."""

from typing import Any

import msgspec

from sinks.clickhouse.tables import SOURCE, Table
from topics.facts import Told

_NO_CELLS = msgspec.Raw(b"[]")


class UnreadableFactError(Exception):
    """A fact that does not keep its contract: a bug of ours, or a sink older than the processors."""


def breach(told: Told, why: object) -> UnreadableFactError:
    """What to say of a record that keeps no contract that we know."""
    return UnreadableFactError(
        f"a fact on {told.topic} does not keep its contract ({why}): run a sink of the same version as the"
        f" processors, then start it again; the facts wait. It begins: {told.value[:120]!r}"
    )


class SheetForm:
    """The form of a sheet: ClickHouse would fill any column that is missing, and looks at the values itself.

    Only those may be missing that the contract fills: sheets that were written before they came are read, too.
    """

    def __init__(self, table: Table) -> None:
        columns: dict[str, Any] = dict.fromkeys(table.columns, msgspec.Raw) | {"version": list[int]}
        later = {name for name, field in table.model.model_fields.items() if not field.is_required()}
        fields = [(name, kind, _NO_CELLS) if name in later else (name, kind) for name, kind in columns.items()]
        contract = msgspec.defstruct(table.name, fields, kw_only=True, forbid_unknown_fields=True)
        self._decoder = msgspec.json.Decoder(contract)
        self._filled = [name for name in table.columns if name not in table.nullable | {"version"}]

    def rows(self, told: Told) -> int:
        """How many rows it has. Raises UnreadableFactError unless it has every column and no other."""
        try:
            sheet: Any = self._decoder.decode(told.value)
        except msgspec.MsgspecError as error:
            raise breach(told, error) from error
        for name in self._filled:
            cells = bytes(getattr(sheet, name))
            if b"null" in cells and None in msgspec.json.decode(cells):
                raise breach(told, f"{name} may not be null")
        return len(sheet.version)


class MessageForm:
    """The form of a fact that is said by itself: its fields, `source` in three parts."""

    def __init__(self, table: Table) -> None:
        self._fields = table.model.model_fields.keys()
        self._filled = [name for name in table.columns if name not in table.nullable]

    def row(self, told: Told) -> dict[str, object]:
        """Its columns. Raises UnreadableFactError unless it has every field and no other, and none of them null."""
        try:
            fact = msgspec.json.decode(told.value, type=dict[str, Any])
            if fact.keys() != self._fields:
                raise KeyError(*sorted(fact.keys() ^ self._fields))
            row = _flat(fact)
        except (msgspec.MsgspecError, KeyError, TypeError) as error:
            raise breach(told, repr(error)) from error
        if nulls := [name for name in self._filled if row[name] is None]:
            raise breach(told, f"{', '.join(nulls)} may not be null")
        return row


def _flat(fact: dict[str, Any]) -> dict[str, object]:
    source = fact.pop("source", None)
    return fact if source is None else fact | {f"source_{part}": source[part] for part in SOURCE}
