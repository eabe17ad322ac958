"""What is known of closed reports, packed."""

from collections.abc import Sequence
from struct import Struct
from typing import Any

from streams.domain.store.column import DUE_SIZE, Column
from streams.domain.store.packing import id_of, moment_of, packed_case, packed_id, packed_name
from streams.domain.store.store import Store
from topics.ids import case_id
from topics.memory import Identity, Stamp

_BODY = Struct("<qI 16sI 16s II d")


class Identities(Store[Identity]):
    """Identities by report. Behind each: when it is to be forgotten."""

    def __init__(self, scope: str) -> None:
        super().__init__(_BODY, DUE_SIZE)
        self._scope = scope
        self.end = Column(self.number, self.rows, self.room_at)

    def _name_of(self, record: Identity) -> str:
        return record.report_id

    def _parts(self, name: str) -> tuple[bytes, int]:
        return packed_name(name), 0

    def _spelt(self, packed: bytes, _rest: int) -> str:
        return packed.hex()

    def _packed(self, record: Identity) -> tuple[object, ...]:
        if record.scope != self._scope:
            raise ValueError(f"{record.report_id} is not of the scope {self._scope}")
        return (
            record.stamp.offset,
            record.stamp.index,
            *packed_case(self._scope, record.case_id),
            packed_id(record.content),
            record.revision,
            record.redeliveries,
            record.until.timestamp(),
        )

    def _made(self, number: int, values: Sequence[Any]) -> Identity:
        offset, index, first, detachment, content, revision, redeliveries, until = values
        return Identity(
            scope=self._scope,
            stamp=Stamp(offset=offset, index=index),
            report_id=self.name(number),
            case_id=case_id(self._scope, first.hex(), detachment),
            content=id_of(content),
            revision=revision,
            redeliveries=redeliveries,
            until=moment_of(until),
        )
