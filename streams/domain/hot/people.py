"""How many people the reports of one class are."""

from typing import TypeVar

from streams.domain.hot.season import SLOT_MS, SLOTS
from topics.hot import HotPeople
from topics.hot_rule import HotRule
from topics.inbox import Report
from topics.stamp import Stamp

_REMEMBERED = 64
"""So many named people, and channels, of a class are remembered: the latest."""
_PREFIX = 8
_AGAIN_MS = 60_000
_SECOND_MS = 1_000
_Told = TypeVar("_Told")


class People:
    """Who has lately reported a class. A named person counts once within an hour.

    Unnamed ones are estimated: what follows the report before it, of the same channel and class, within seconds is
    entered by one hand and counts as one person; but one more for each minute that this goes on, so that no flood of
    reports is taken for a clerk for ever.
    """

    def __init__(self) -> None:
        self._named: dict[str, int] = {}
        self._unnamed: dict[str, tuple[int, int]] = {}

    @classmethod
    def of(cls, record: HotPeople) -> "People":
        """Those of a record."""
        people = cls()
        people._named = dict(record.named)
        people._unnamed = {channel: (last, counted) for channel, last, counted in record.unnamed}
        return people

    def record(self, scope: str, code: str, stamp: Stamp) -> HotPeople:
        """What is to be remembered of them."""
        return HotPeople(
            scope=scope,
            stamp=stamp,
            class_code=code,
            named=tuple(self._named.items()),
            unnamed=tuple((channel, *times) for channel, times in self._unnamed.items()),
        )

    def count(self, report: Report, ms: int, rule: HotRule) -> int:
        """1 where a report, received at `ms` since 1970, is from somebody who has not been counted, else 0."""
        if report.reporter:
            return self._count_named(report.reporter[:_PREFIX], ms // SLOT_MS)
        return self._count_unnamed(report.channel, ms, int(rule.batch_gap_s * _SECOND_MS))

    def _count_named(self, name: str, slot: int) -> int:
        last = self._named.pop(name, None)
        new = last is None or slot - last >= SLOTS
        self._named[name] = slot if new or last is None else last
        _keep_latest(self._named)
        return int(new)

    def _count_unnamed(self, channel: str, ms: int, gap_ms: int) -> int:
        last, counted = self._unnamed.pop(channel, (None, ms))
        new = last is None or ms - last > gap_ms or ms - counted >= _AGAIN_MS
        self._unnamed[channel] = (max(ms, last or ms), ms if new else counted)
        _keep_latest(self._unnamed)
        return int(new)


def _keep_latest(remembered: dict[str, _Told]) -> None:
    if len(remembered) > _REMEMBERED:
        del remembered[next(iter(remembered))]
