"""The members of the cases of a scope, packed."""

from collections.abc import Callable, Iterator, Sequence
from struct import Struct
from typing import Any

from streams.domain.store.cases import Cases
from streams.domain.store.fields import Field, id_of, ids, moment_of, moments, one_of
from streams.domain.store.names import packed_name
from streams.domain.store.rows import Numbers
from streams.domain.store.store import Store
from topics.memory import Member, Sketch, Stamp
from topics.reasons import MergeReason

_REASONS = tuple(MergeReason)
_FIELDS = (
    Field("reporter", "V16", ids),
    Field("content", "V16", ids),
    Field("matched", "V16", ids),
    Field("stamp.offset", "i8"),
    Field("stamp.index", "u4"),
    Field("joined.offset", "i8"),
    Field("joined.index", "u4"),
    Field("occurred_at", "f8", moments),
    Field("received_at", "f8", moments),
    Field("revision", "u4"),
    Field("redeliveries", "u4"),
    Field("reason", "u1", one_of(_REASONS)),
    Field("score", "f8"),
    Field("leader", "u1"),
    Field("detached", "u2"),
)
_REPORTER = Struct("<16s")  # the first field
_ROOM = Struct("<II")


class Members(Store[Member]):
    """Members by report. Behind each: its case, and the member of that case that was linked before it."""

    def __init__(self, scope: str, cases: Cases, sketch: Callable[[int], Sketch | None]) -> None:
        """`sketch` knows the sketch of each number: that is not kept here."""
        super().__init__(scope, _FIELDS, _ROOM.size)
        self._cases, self._sketch = cases, sketch

    def put(self, record: Member) -> int:
        """Keep a member; its case has a number from now on."""
        number = super().put(record)
        self._write_room(number, self._cases.allot(record.case_id), self._room(number)[1])
        return number

    def put_all(self, records: Sequence[Member]) -> Numbers:
        """Keep many members; their cases have numbers from now on."""
        numbers = super().put_all(records)
        cases = self._cases.allot_all([record.case_id for record in records])
        self.rows.column("<u4", self.room_at)[numbers] = cases
        return numbers

    def case(self, number: int) -> int:
        """The number of a member's case."""
        return self._room(number)[0]

    def link(self, number: int) -> None:
        """Let a member be the latest of its case."""
        case = self.case(number)
        self._write_room(number, case, self._cases.latest(case) + 1)
        self._cases.link(case, number)

    def unlink(self, number: int) -> None:
        """Let a member be none of its case's: it is about to be put into another one."""
        case, earlier = self._room(number)
        if self._cases.latest(case) == number:
            self._cases.link(case, earlier - 1)
            return
        later = next(other for other in self.of(case) if self._room(other)[1] - 1 == number)
        self._write_room(later, case, earlier)

    def cases(self, numbers: Numbers) -> Numbers:
        """The numbers of the cases of members."""
        return self.rows.column("<u4", self.room_at)[numbers].astype("i8")

    def link_all(self, numbers: Numbers) -> None:
        """Link members that have not been linked, one after the other."""
        self.rows.column("<u4", self.room_at + 4)[numbers] = self._cases.link_all(self.cases(numbers), numbers)

    def of(self, case: int) -> Iterator[int]:
        """The members of a case, the one that was linked last first."""
        number = self._cases.latest(case)
        while number >= 0:
            yield number
            number = self._room(number)[1] - 1

    def reporter(self, number: int) -> str:
        """Who sent it: what `at` would say, sooner."""
        record = self.fresh.get(number) or self.beside.get(number)
        if record is not None:
            return record.reporter
        return id_of(*_REPORTER.unpack_from(self.rows.data, number * self.rows.size + self.body_at))

    def _room(self, number: int) -> tuple[int, int]:
        """The number of a member's case, and of the member that was linked before it plus one."""
        case, earlier = _ROOM.unpack_from(self.rows.data, number * self.rows.size + self.room_at)
        return case, earlier

    def _write_room(self, number: int, case: int, earlier: int) -> None:
        _ROOM.pack_into(self.rows.data, number * self.rows.size + self.room_at, case, earlier)

    def _name_of(self, record: Member) -> str:
        return record.report_id

    def _parts(self, name: str) -> tuple[bytes, int]:
        return packed_name(name), 0

    def _spelt(self, packed: bytes, _rest: int) -> str:
        return packed.hex()

    def _made(self, number: int, values: Sequence[Any]) -> Member:
        reporter, content, matched, offset, index, joined_offset, joined_index, *rest = values
        occurred, received, revision, redeliveries, reason, score, leader, detached = rest
        return Member(
            scope=self.scope,
            report_id=self.name(number),
            case_id=self._cases.name(self.case(number)),
            stamp=Stamp(offset=offset, index=index),
            joined=Stamp(offset=joined_offset, index=joined_index),
            occurred_at=moment_of(occurred),
            received_at=moment_of(received),
            reporter=id_of(reporter),
            content=id_of(content),
            revision=revision,
            redeliveries=redeliveries,
            reason=_REASONS[reason],
            score=score,
            matched=id_of(matched),
            leader=bool(leader),
            sketch=self._sketch(number),
            detached=detached,
        )
