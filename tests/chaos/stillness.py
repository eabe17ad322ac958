"""How long nothing was committed while there was work: the world seen to stop."""

import time
from collections import defaultdict
from threading import Event, Thread
from typing import Self

from kafka import TopicPartition

from tests.chaos.town import Town

_LOOK_S = 0.1


class Stillness:
    """Watches the positions of a part from `with` to its end, a few times a second."""

    def __init__(self, town: Town, part: str) -> None:
        self._town, self._part = town, part
        self._longest: dict[TopicPartition, float] = defaultdict(float)
        self._stop = Event()
        self._thread = Thread(target=self._watch, name=f"stillness of {part}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def longest_s(self) -> dict[str, float]:
        """The longest time without a commit while something was unread, by partition."""
        return {f"{tp.topic}/{tp.partition}": round(still, 1) for tp, still in sorted(self._longest.items())}

    def _watch(self) -> None:
        moved: dict[TopicPartition, tuple[int, float]] = {}
        with self._town.witness() as witness:
            while not self._stop.wait(_LOOK_S):
                at, ends, now = witness.positions(self._part), witness.ends(self._part), time.monotonic()
                for tp, end in ends.items():
                    before, since = moved.setdefault(tp, (at.get(tp, 0), now))
                    if at.get(tp, 0) != before or end <= before:
                        moved[tp] = at.get(tp, 0), now
                    else:
                        self._longest[tp] = max(self._longest[tp], now - since)
