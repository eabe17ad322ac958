"""The books of a town: every acknowledged raw record against what stands behind intake."""

from collections import Counter

import orjson

from tests.chaos.evidence import Reading


class Books:
    """Counts by source coordinates, reading on from where it was."""

    def __init__(self, bootstrap: str, site: str) -> None:
        self._reading = Reading(bootstrap, site)
        self._seen: Counter[str] = Counter()
        self.raw: set[str] = set()

    @property
    def lost(self) -> list[str]:
        """Raw records that stand nowhere behind intake."""
        return sorted(self.raw - self._seen.keys())

    @property
    def doubled(self) -> list[str]:
        """Sources that stand there more than once."""
        return sorted(source for source, times in self._seen.items() if times > 1)

    def take_raw(self) -> None:
        """Read the raw topics on: when `take` is called, intake must have passed what they hold now."""
        for record in self._reading.on("reports.raw", "actions.raw"):
            self.raw.add(f"{record.topic.partition('.')[2]}/{record.partition}/{record.offset}")

    def take(self) -> None:
        """Read on what intake has said."""
        inbox = [orjson.loads(record.value) for record in self._reading.on("inbox")]
        dead = [orjson.loads(record.value) for record in self._reading.on("dead_letters")]
        said = [one for one in inbox if "source" in one] + [one for one in dead if one["stage"] == "intake"]
        self._seen.update("{topic}/{partition}/{offset}".format(**one["source"]) for one in said)
