"""The cases of a scope, packed."""

from collections.abc import Sequence
from struct import Struct
from typing import Any, Literal

from streams.domain.store.column import DUE_SIZE, Column
from streams.domain.store.packing import moment_of, moment_or_none, packed_case, packed_moment
from streams.domain.store.store import Store
from streams.domain.store.words import Words
from topics.ids import case_id
from topics.memory import Case, Clock, Stamp

_BODY = Struct("<qI BHHH ddddH III HIddd HH16s H")
_LATEST = Struct("<I")
_LOCAL = len("2025-03-01 08:30")
_STATES: Sequence[Literal["open", "dispatched", "resolved"]] = ("open", "dispatched", "resolved")


class Cases(Store[Case]):
    """Cases by id. Behind each: its latest member; when its next rung and its due time come, and when it leaves."""

    def __init__(self, scope: str) -> None:
        super().__init__(_BODY, _LATEST.size + 3 * DUE_SIZE)
        self._scope = scope
        self._words, self._fired = Words[str](), Words[tuple[str, ...]]()
        self.rung, self.late, self.leave = map(self._column, range(3))

    def latest(self, number: int) -> int:
        """The number of the latest member that was linked; -1 where none is."""
        found: int = _LATEST.unpack_from(self.rows.data, number * self.rows.size + self.room_at)[0]
        return found - 1

    def link(self, number: int, member: int) -> None:
        """Let a member be the latest."""
        _LATEST.pack_into(self.rows.data, number * self.rows.size + self.room_at, member + 1)

    def _column(self, which: int) -> Column:
        return Column(self.number, self.rows, self.room_at + _LATEST.size + which * DUE_SIZE)

    def _name_of(self, record: Case) -> str:
        return record.case_id

    def _parts(self, name: str) -> tuple[bytes, int]:
        return packed_case(self._scope, name)

    def _spelt(self, packed: bytes, rest: int) -> str:
        return case_id(self._scope, packed.hex(), rest)

    def _packed(self, record: Case) -> tuple[object, ...]:
        if record.scope != self._scope:
            raise ValueError(f"{record.case_id} is not of the scope {self._scope}")
        words = self._words
        return (
            record.stamp.offset,
            record.stamp.index,
            _STATES.index(record.state),
            words[record.class_code],
            words[record.region],
            words[record.unit],
            record.opened_at.timestamp(),
            record.first_at.timestamp(),
            record.last_at.timestamp(),
            packed_moment(record.resolved_at),
            words[record.policy_version],
            record.reports,
            record.people,
            record.urges,
            *self._packed_clock(record.clock),
        )

    def _packed_clock(self, clock: Clock) -> tuple[object, ...]:
        words, local = self._words, clock.why[-_LOCAL:].encode("ascii")
        if len(local) != _LOCAL:
            raise ValueError(f"{clock.why!r} does not end with a local time")
        return (
            words[clock.clock],
            clock.round,
            clock.start_at.timestamp(),
            clock.due_at.timestamp(),
            packed_moment(clock.done_at),
            words[clock.policy_version],
            words[clock.why[:-_LOCAL]],
            local,
            self._fired[clock.fired],
        )

    def _made(self, number: int, values: Sequence[Any]) -> Case:
        offset, index, state, class_code, region, unit, opened, first, last, resolved, policy, *rest = values
        reports, people, urges, *clock = rest
        said = self._words.said
        return Case(
            scope=self._scope,
            case_id=self.name(number),
            stamp=Stamp(offset=offset, index=index),
            state=_STATES[state],
            class_code=said[class_code],
            region=said[region],
            unit=said[unit],
            opened_at=moment_of(opened),
            first_at=moment_of(first),
            last_at=moment_of(last),
            resolved_at=moment_or_none(resolved),
            policy_version=said[policy],
            clock=self._made_clock(*clock),
            reports=reports,
            people=people,
            urges=urges,
        )

    def _made_clock(
        self,
        clock: int,
        round_: int,
        start: float,
        due: float,
        done: float,
        policy: int,
        why: int,
        local: bytes,
        fired: int,
    ) -> Clock:
        return Clock(
            clock=self._words.said[clock],
            round=round_,
            start_at=moment_of(start),
            due_at=moment_of(due),
            done_at=moment_or_none(done),
            policy_version=self._words.said[policy],
            why=self._words.said[why] + local.decode(),
            fired=self._fired.said[fired],
        )
