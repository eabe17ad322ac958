"""What the batch at hand changes, put together as it happens."""

from collections import Counter

from streams.domain.changes import Changes, Heard, Memory
from topics.facts import Act, DeadLetter
from topics.memory import Position, Stamp
from topics.model import Forget
from topics.reasons import MergeReason, Outcome
from topics.rows import Kind
from topics.sheets import Cells, Sheet


class Draft:
    """Changes in the making: of each key of memory and rows the last value stands."""

    def __init__(self) -> None:
        self.offset = 0
        self._index = 0
        self._memory: dict[tuple[str, str], Memory] = {}
        self._rows: dict[Kind, dict[object, Cells]] = {}
        self._transitions: list[Cells] = []
        self._acts: list[Act] = []
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

    def row(self, kind: Kind, cells: Cells) -> None:
        """The current view of something; its second value is its id."""
        self._rows.setdefault(kind, {})[cells[1]] = cells

    def transition(self, cells: Cells) -> None:
        """Something that was done to a case, or refused."""
        self._transitions.append(cells)

    def act(self, act: Act) -> None:
        """Something that happened."""
        self._acts.append(act)

    def dead(self, letter: DeadLetter) -> None:
        """A record that came to nothing."""
        self._dead.append(letter)

    def heard(self, outcome: Outcome, reason: MergeReason | None = None) -> None:
        """A report, and what came of it."""
        self._heard[Heard(outcome, reason)] += 1

    def finish(self, position: Position) -> Changes:
        """All of it, the position last; the draft is empty afterwards."""
        sheets = [Sheet.of(kind, rows.values()) for kind, rows in self._rows.items()]
        if self._transitions:
            sheets.append(Sheet.of("transition", self._transitions))
        changes = Changes((*self._memory.values(), position), sheets, self._acts, self._dead, self._heard)
        self._memory, self._rows, self._transitions = {}, {}, []
        self._acts, self._dead, self._heard = [], [], Counter()
        return changes
