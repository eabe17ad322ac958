"""What is known of closed reports, packed."""

from collections.abc import Sequence
from struct import Struct
from typing import Any

from streams.domain.store.column import DUE_SIZE, Column
from streams.domain.store.names import KEY_SIZE, case_key, case_of, report_key, report_of
from streams.domain.store.packing import id_of, moment_of, packed_id, packed_moment
from streams.domain.store.store import Store
from topics.memory import Identity, Stamp

_BODY = Struct(f"<qI {KEY_SIZE}s 16s II d")


class Identities(Store[Identity]):
    """Identities by report. Behind each: when it is to be forgotten."""

    def __init__(self, scope: str) -> None:
        super().__init__(_BODY, DUE_SIZE)
        self._scope = scope
        self.end = Column(self.number, self.room, 0)

    def _name_of(self, record: Identity) -> str:
        return record.report_id

    def _key_of(self, name: str) -> bytes:
        return report_key(name)

    def _spelt(self, key: bytes) -> str:
        return report_of(key)

    def _packed(self, record: Identity) -> tuple[object, ...]:
        if record.scope != self._scope:
            raise ValueError(f"{record.report_id} is not of the scope {self._scope}")
        return (
            record.stamp.offset,
            record.stamp.index,
            case_key(self._scope, record.case_id),
            packed_id(record.content),
            record.revision,
            record.redeliveries,
            packed_moment(record.until),
        )

    def _made(self, number: int, values: Sequence[Any]) -> Identity:
        offset, index, case, content, revision, redeliveries, until = values
        return Identity(
            scope=self._scope,
            stamp=Stamp(offset=offset, index=index),
            report_id=self.name(number),
            case_id=case_of(self._scope, case),
            content=id_of(content),
            revision=revision,
            redeliveries=redeliveries,
            until=moment_of(until),
        )
