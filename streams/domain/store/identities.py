"""What is known of closed reports, packed."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from streams.domain.store.column import DUE_SIZE, Column
from streams.domain.store.fields import Field, Packed, id_of, ids, moment_of, moments
from streams.domain.store.names import packed_case, packed_name
from streams.domain.store.store import Store
from topics.ids import case_id, first_report_of
from topics.memory import Identity, Stamp


class Identities(Store[Identity]):
    """Identities by report. Behind each: when it is to be forgotten."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope, _fields(scope), DUE_SIZE)
        self.end = Column(self.number, self.rows, self.room_at)

    def are_of(self, case: str) -> bool:
        """Whether a case has left memory and its reports are still known: those of one case end together."""
        first = self.get(first_report_of(case))
        return first is not None and first.case_id == case

    def _name_of(self, record: Identity) -> str:
        return record.report_id

    def _parts(self, name: str) -> tuple[bytes, int]:
        return packed_name(name), 0

    def _spelt(self, packed: bytes, _rest: int) -> str:
        return packed.hex()

    def _made(self, number: int, values: Sequence[Any]) -> Identity:
        offset, index, first, detachment, content, revision, redeliveries, until = values
        return Identity(
            scope=self.scope,
            stamp=Stamp(offset=offset, index=index),
            report_id=self.name(number),
            case_id=case_id(self.scope, first.hex(), detachment),
            content=id_of(content),
            revision=revision,
            redeliveries=redeliveries,
            until=moment_of(until),
        )


def _fields(scope: str) -> Sequence[Field]:
    def first(cases: Sequence[str]) -> Packed:
        return np.frombuffer(b"".join(packed_case(scope, case)[0] for case in cases), "V16")

    def detachment(cases: Sequence[str]) -> Packed:
        return [packed_case(scope, case)[1] for case in cases]

    return (
        Field("stamp.offset", "i8"),
        Field("stamp.index", "u4"),
        Field("case_id", "V16", first),
        Field("case_id", "u4", detachment),
        Field("content", "V16", ids),
        Field("revision", "u4"),
        Field("redeliveries", "u4"),
        Field("until", "f8", moments),
    )
