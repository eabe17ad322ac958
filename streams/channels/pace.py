"""How fast a feed goes."""

import math
import time

_TURNS_A_SECOND = 10


class Pace:
    """How many messages the next transaction takes, and the wait after it: nothing stays open while waiting."""

    def __init__(self, rate: float | None, batch: int) -> None:
        self.size = batch if rate is None else min(batch, math.ceil(rate / _TURNS_A_SECOND))
        self._rate, self._due = rate, time.monotonic()

    def wait(self, sent: int) -> None:
        """Sleep until `sent` more messages are due; time that Kafka took is not made up for in a burst."""
        if self._rate is not None:
            now = time.monotonic()
            self._due = max(self._due + sent / self._rate, now)
            time.sleep(self._due - now)
