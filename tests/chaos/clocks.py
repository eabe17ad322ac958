"""Clocks that step while their program runs: Debian's libfaketime, unpacked, nothing installed."""

from datetime import timedelta
from pathlib import Path

from tests.sinks.wire.packages import unpacked

_OTHERWISE = "clocks are stepped on Debian 12, whose packages hold libfaketime"


def library(cache: Path) -> Path:
    """Where libfaketime is. Raises SetupError where it cannot be had."""
    root = unpacked(cache, "faketime-debian", ("libfaketime",), _OTHERWISE)
    return next(root.glob("**/libfaketimeMT.so.1"))


class SteppedClock:
    """The wall clock of one program; its monotonic clock goes on, as it does when a real one is set."""

    def __init__(self, faketime: Path, file: Path) -> None:
        self._faketime, self._file = faketime, file
        self.step(timedelta(0))

    def step(self, ahead: timedelta) -> None:
        """From the next second on it shows so much more than the time, or less."""
        self._file.write_text(f"{ahead.total_seconds():+.0f}\n")

    def env(self) -> dict[str, str]:
        """What the program is told."""
        return {
            "LD_PRELOAD": str(self._faketime),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }
