"""What the batch at hand changes, put together as it happens."""

from collections import Counter

from streams.domain.changes import Changes, Heard, Memory
from topics.facts import DeadLetter
from topics.memory import Position, Stamp
from topics.model import Forget
from topics.reasons import MergeReason, Outcome
from topics.rows import Kind
from topics.sheets import Cells, Sheet


class Draft:
    """Changes in the making: of each key of memory and of the views the last value stands."""

    def __init__(self) -> None:
        self.offset = 0
        self._index = 0
        self._memory: dict[tuple[str, str], Memory] = {}
        self._views: dict[Kind, dict[object, Cells]] = {}
        self._acts: dict[Kind, list[Cells]] = {}
        self._dead: list[DeadLetter] = []
        self._heard: Counter[Heard] = Counter()

    def begin(self, offset: int) -> None:
        """From here on everything is caused by the record at this offset."""
        self.offset = offset
        self._index = 0

    def next_index(self) -> int:
        """Counts what one record causes."""
        self._index += 1
        return self._index - 1

    def stamp(self) -> Stamp:
        """The mark of the next change."""
        return Stamp(offset=self.offset, index=self.next_index())

    def remember(self, record: Memory) -> None:
        """A memory record, new or changed; or a tombstone."""
        topic = record.topic if isinstance(record, Forget) else record.TOPIC
        self._memory[topic, record.key] = record

    def view(self, kind: Kind, cells: Cells) -> None:
        """How something now is; the second value is its id."""
        self._views.setdefault(kind, {})[cells[1]] = cells

    def act(self, kind: Kind, cells: Cells) -> None:
        """Something that happened."""
        self._acts.setdefault(kind, []).append(cells)

    def dead(self, letter: DeadLetter) -> None:
        """A record that came to nothing."""
        self._dead.append(letter)

    def heard(self, outcome: Outcome, reason: MergeReason | None = None) -> None:
        """A report, and what came of it."""
        self._heard[Heard(outcome, reason)] += 1

    def finish(self, scope: str, next_offset: int) -> Changes:
        """All of it, the position last; the draft is empty afterwards."""
        stamp = Stamp(offset=next_offset - 1, index=0)
        position = Position(scope=scope, stamp=stamp, next_offset=next_offset)
        views = [Sheet.of(kind, rows.values()) for kind, rows in self._views.items()]
        acts = [Sheet.of(kind, rows) for kind, rows in self._acts.items()]
        changes = Changes((*self._memory.values(), position), views + acts, self._dead, self._heard)
        self._memory, self._views, self._acts, self._dead, self._heard = {}, {}, {}, [], Counter()
        return changes
