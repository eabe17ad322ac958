"""The cases of a scope, packed."""

from collections.abc import Sequence
from struct import Struct
from typing import Any, Literal

from streams.domain.store.column import DUE_SIZE, Column
from streams.domain.store.names import case_key, case_of
from streams.domain.store.packing import moment_of, moment_or_none, packed_moment
from streams.domain.store.store import Store
from streams.domain.store.words import Words
from topics.memory import Case, Clock, Stamp

_BODY = Struct("<qI BHHH ddddH IIIH HIddd HH16s H")
_LATEST = Struct("<I")
_LOCAL = len("2025-03-01 08:30")
_STATES: Sequence[Literal["open", "dispatched", "resolved"]] = ("open", "dispatched", "resolved")


class Cases(Store[Case]):
    """Cases by id. Behind each: its latest member; when its next rung and its due time come, and when it leaves."""

    def __init__(self, scope: str) -> None:
        super().__init__(_BODY, _LATEST.size + 3 * DUE_SIZE)
        self._scope = scope
        self._words, self._fired = Words[str](), Words[tuple[str, ...]]()
        self.rung, self.late, self.leave = (
            Column(self.number, self.room, _LATEST.size + at * DUE_SIZE) for at in range(3)
        )

    def latest(self, number: int) -> int:
        """The number of the latest member that was linked; -1 where none is."""
        found: int = _LATEST.unpack_from(*self.room(number))[0]
        return found - 1

    def link(self, number: int, member: int) -> None:
        """Let a member be the latest."""
        _LATEST.pack_into(*self.room(number), member + 1)

    def _name_of(self, record: Case) -> str:
        return record.case_id

    def _key_of(self, name: str) -> bytes:
        return case_key(self._scope, name)

    def _spelt(self, key: bytes) -> str:
        return case_of(self._scope, key)

    def _packed(self, record: Case) -> tuple[object, ...]:
        if record.scope != self._scope:
            raise ValueError(f"{record.case_id} is not of the scope {self._scope}")
        word = self._words.number
        return (
            record.stamp.offset,
            record.stamp.index,
            _STATES.index(record.state),
            word(record.class_code),
            word(record.region),
            word(record.unit),
            packed_moment(record.opened_at),
            packed_moment(record.first_at),
            packed_moment(record.last_at),
            packed_moment(record.resolved_at),
            word(record.policy_version),
            record.reports,
            record.people,
            record.urges,
            *self._packed_clock(record.clock),
        )

    def _packed_clock(self, clock: Clock) -> tuple[object, ...]:
        word, local = self._words.number, clock.why[-_LOCAL:].encode("ascii")
        if len(local) != _LOCAL:
            raise ValueError(f"{clock.why!r} does not end with a local time")
        return (
            word(clock.clock),
            clock.round,
            packed_moment(clock.start_at),
            packed_moment(clock.due_at),
            packed_moment(clock.done_at),
            word(clock.policy_version),
            word(clock.why[:-_LOCAL]),
            local,
            self._fired.number(clock.fired),
        )

    def _made(self, number: int, values: Sequence[Any]) -> Case:
        offset, index, state, class_code, region, unit, opened, first, last, resolved, policy, *rest = values
        reports, people, urges, *clock = rest
        words = self._words
        return Case(
            scope=self._scope,
            case_id=self.name(number),
            stamp=Stamp(offset=offset, index=index),
            state=_STATES[state],
            class_code=words[class_code],
            region=words[region],
            unit=words[unit],
            opened_at=moment_of(opened),
            first_at=moment_of(first),
            last_at=moment_of(last),
            resolved_at=moment_or_none(resolved),
            policy_version=words[policy],
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
            clock=self._words[clock],
            round=round_,
            start_at=moment_of(start),
            due_at=moment_of(due),
            done_at=moment_or_none(done),
            policy_version=self._words[policy],
            why=self._words[why] + local.decode(),
            fired=self._fired[fired],
        )
