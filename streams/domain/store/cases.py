"""The cases of a scope, packed."""

from collections.abc import Sequence
from struct import Struct
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from streams.domain.store.column import DUE_SIZE, Column
from streams.domain.store.events import packed_events, read_events
from streams.domain.store.fields import Field, Packed, moment_of, moment_or_none, moments, one_of, shared
from streams.domain.store.names import packed_case
from streams.domain.store.rows import Numbers
from streams.domain.store.store import Store
from streams.domain.store.words import Words
from topics.deadline import Urgency
from topics.ids import case_id
from topics.memory import Case, Clock, Stamp
from topics.rows import CaseState

_LATEST = Struct("<I")
_LOCAL = len("2025-03-01 08:30")
STATES: Sequence[CaseState] = get_args(CaseState)
_URGENCIES = tuple(Urgency)


class Cases(Store[Case]):
    """Cases by id. Behind each: its latest member; when its next rung and its due time come, and when it leaves."""

    def __init__(self, scope: str) -> None:
        self._words, self._fired = Words[str](), Words[tuple[str, ...]]()
        self._events: dict[int, bytes] = {}
        super().__init__(scope, _fields(self._words, self._fired), _LATEST.size + 3 * DUE_SIZE)
        self.course, self.late, self.leave = map(self._column, range(3))

    def latest(self, number: int) -> int:
        """The number of the latest member that was linked; -1 where none is."""
        found: int = _LATEST.unpack_from(self.rows.data, number * self.rows.size + self.room_at)[0]
        return found - 1

    def link(self, number: int, member: int) -> None:
        """Let a member be the latest."""
        _LATEST.pack_into(self.rows.data, number * self.rows.size + self.room_at, member + 1)

    def link_all(self, numbers: Numbers, members: Numbers) -> Numbers:
        """Let these members be the latest of their cases, one after the other.

        Returns for each the member that was linked before it, plus one: 0 where none was.
        """
        order = np.argsort(numbers, kind="stable")
        cases, links, latest = numbers[order], members[order] + 1, self.rows.column("<u4", self.room_at)
        first = np.diff(cases, prepend=-1) != 0
        before = np.where(first, latest[cases], np.roll(links, 1))
        last = np.roll(first, -1)
        latest[cases[last]] = links[last]
        found = np.empty_like(before)
        found[order] = before
        return found

    def said(self, words: NDArray[np.uint16]) -> list[str]:
        """What is meant by numbers in the columns of words."""
        return list(map(self._words.said.__getitem__, words.tolist()))

    def _column(self, which: int) -> Column:
        return Column(self.number, self.rows, self.room_at + _LATEST.size + which * DUE_SIZE)

    def _name_of(self, record: Case) -> str:
        return record.case_id

    def _parts(self, name: str) -> tuple[bytes, int]:
        return packed_case(self.scope, name)

    def _spelt(self, packed: bytes, rest: int) -> str:
        return case_id(self.scope, packed.hex(), rest)

    def _made(self, number: int, values: Sequence[Any]) -> Case:
        offset, index, state, class_code, region, unit, opened, first, last, resolved, policy, *rest = values
        reports, people, urges, seen, next_, opened_as, opened_in, urgency, rating, credit, closed, *clock = rest
        said = self._words.said
        return Case(
            scope=self.scope,
            case_id=self.name(number),
            stamp=Stamp(offset=offset, index=index),
            state=STATES[state],
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
            events=read_events(self._events[number]) if number in self._events else (),
            seen_at=moment_or_none(seen),
            next_at=moment_or_none(next_),
            opened_as=said[opened_as],
            opened_in=said[opened_in],
            urgency=_URGENCIES[urgency],
            rating=rating,
            credit=said[credit],
            closed_at=moment_or_none(closed),
        )

    def _write(self, records: dict[int, Case]) -> None:
        super()._write(records)
        for number, record in records.items():
            if record.events:
                self._events[number] = packed_events(record.events)
            else:
                self._events.pop(number, None)

    def _forget(self, number: int) -> None:
        super()._forget(number)
        self._events.pop(number, None)

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
        paused: int,
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
            paused=bool(paused),
        )


def _fields(words: Words[str], fired: Words[tuple[str, ...]]) -> Sequence[Field]:
    word = shared(words)
    return (
        Field("stamp.offset", "i8"),
        Field("stamp.index", "u4"),
        Field("state", "u1", one_of(STATES)),
        Field("class_code", "u2", word),
        Field("region", "u2", word),
        Field("unit", "u2", word),
        Field("opened_at", "f8", moments),
        Field("first_at", "f8", moments),
        Field("last_at", "f8", moments),
        Field("resolved_at", "f8", moments),
        Field("policy_version", "u2", word),
        Field("reports", "u4"),
        Field("people", "u4"),
        Field("urges", "u4"),
        Field("seen_at", "f8", moments),
        Field("next_at", "f8", moments),
        Field("opened_as", "u2", word),
        Field("opened_in", "u2", word),
        Field("urgency", "u1", one_of(_URGENCIES)),
        Field("rating", "u1"),
        Field("credit", "u2", word),
        Field("closed_at", "f8", moments),
        Field("clock.clock", "u2", word),
        Field("clock.round", "u4"),
        Field("clock.start_at", "f8", moments),
        Field("clock.due_at", "f8", moments),
        Field("clock.done_at", "f8", moments),
        Field("clock.policy_version", "u2", word),
        Field("clock.why", "u2", lambda said: word([why[:-_LOCAL] for why in said])),
        Field("clock.why", "V16", _local),
        Field("clock.fired", "u2", shared(fired)),
        Field("clock.paused", "u1"),
    )


def _local(said: Sequence[str]) -> Packed:
    """The local time with which a reason ends."""
    if any(len(why) < _LOCAL for why in said):
        raise ValueError("a reason that does not end with a local time")
    return np.frombuffer("".join(why[-_LOCAL:] for why in said).encode("ascii"), "V16")
