"""What happens in the district: problems, who reports them how often, and what the units do. Times are in ms."""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import NamedTuple

from deploy.simulator.tales import Tale, Teller
from deploy.simulator.words import Matter, Place, load_words, places_of

MINUTE = 60_000
HOUR = 60 * MINUTE
_MATTERS_AT_A_PLACE = (1, 2, 1, 3)  # of one place and the next
_ORDERS = 97  # in which matters befall places; a prime, so that names that are alike do not fall in step with them
# How many people report one problem, and how often that is so.
_PEOPLE = (1, 2, 3, 4, 6, 9, 25)
_PEOPLE_WEIGHTS = (58, 20, 10, 6, 3, 2, 1)
_URGES, _REVISES, _REDELIVERED = 0.06, 0.03, 0.04
# What becomes of a problem, as shares added up; the rest is resolved and stays so.
_NEVER, _DISPATCHED_ONLY, _REOPENED = 0.15, 0.25, 0.37


class Handling(NamedTuple):
    """When a unit did what; 0 where it did not (before the end of the span)."""

    unit: str = ""
    dispatched: int = 0
    resolved: int = 0
    reopened: int = 0


UNHANDLED = Handling()


class Delivery(NamedTuple):
    """One row that a channel hands over. `kind`: first, another, urge, redelivery, revision or broken."""

    channel: str
    ref: str
    received: int
    occurred: int
    tale: Tale
    place: Place
    matter: Matter
    phone: str
    problem: str
    kind: str
    handling: Handling


class Span(NamedTuple):
    """From when to when the district is told of."""

    begin: int
    end: int


class District:
    """The problems of one language's half of the city, one after another, each with all its deliveries."""

    def __init__(self, language: str, channels: tuple[str, ...], seed: str, span: Span) -> None:
        self._draw = Random(f"{seed}/{language}")  # noqa: S311 - invented data that must come again
        self._words = load_words(language)
        self._places = places_of(self._words, self._draw)
        self._teller = Teller(self._words, self._draw)
        self._channels, self._span = channels, span
        self._refs = count(1)

    def problems(self) -> Iterator[list[Delivery]]:
        """Endless; the first delivery of each is the problem's first report.

        No (matter, place) comes a second time before all places have had their turn four times (50,000 problems).
        """
        matters, numbers = self._words.matters, count()
        orders = [self._draw.sample(matters, len(matters)) for _ in range(_ORDERS)]
        for round_ in count():
            for turn, place in enumerate(self._places):
                for slot in range(_MATTERS_AT_A_PLACE[turn % len(_MATTERS_AT_A_PLACE)]):
                    matter = orders[turn % _ORDERS][(slot + max(_MATTERS_AT_A_PLACE) * round_) % len(matters)]
                    yield self._problem(f"{self._words.language}-{next(numbers)}", matter, place)

    def broken(self) -> Delivery:
        """A report whose channel could not say when it came in."""
        whole = next(self.problems())[0]
        return whole._replace(ref=self._ref(), problem="", kind="broken", handling=UNHANDLED)

    def _problem(self, name: str, matter: Matter, place: Place) -> list[Delivery]:
        start = int(self._span.begin + self._draw.random() * (self._span.end - self._span.begin))
        told: list[Delivery] = []
        for _ in range(self._draw.choices(_PEOPLE, _PEOPLE_WEIGHTS)[0]):
            at = self._later(start, 3 * HOUR) if told else start
            told += self._person(name, matter, place, at, first=not told)
        return told

    def _person(self, name: str, matter: Matter, place: Place, at: int, *, first: bool) -> Iterator[Delivery]:
        phone = f"199{int(self._draw.random() * 1e8):08d}"
        occurred = at - int(self._draw.random() * 30 * MINUTE)
        tale = self._teller.tell(matter, place.name, phone)
        kind, handling = ("first", self._handled(matter.unit, at)) if first else ("another", UNHANDLED)
        report = Delivery(self._channel(), self._ref(), at, occurred, tale, place, matter, phone, name, kind, handling)
        yield report
        yield from self._again(report)

    def _again(self, report: Delivery) -> Iterator[Delivery]:
        """What the same person, or the channel, sends once more; what was done is told with the first row alone."""
        if self._draw.random() < _REDELIVERED:
            at = self._later(report.received, 20 * MINUTE)
            yield report._replace(received=at, kind="redelivery", handling=UNHANDLED)
        if self._draw.random() < _REVISES:
            at, more = self._later(report.received, 2 * HOUR), self._teller.tell_more(report.tale, report.matter)
            yield report._replace(received=at, tale=more, kind="revision", handling=UNHANDLED)
        if self._draw.random() < _URGES:
            at, ref, channel = self._later(report.received, 4 * HOUR), self._ref(), self._channel()
            urge = report._replace(channel=channel, ref=ref, received=at, occurred=at)
            yield urge._replace(kind="urge", handling=UNHANDLED)

    def _handled(self, unit: str, at: int) -> Handling:
        fate = self._draw.random()
        dispatched = at + self._wait(15 * MINUTE)
        resolved = dispatched + self._wait(3 * HOUR)
        reopened = resolved + self._wait(2 * HOUR)
        meant = (fate >= _NEVER, fate >= _DISPATCHED_ONLY, _DISPATCHED_ONLY <= fate < _REOPENED)
        times = zip((dispatched, resolved, reopened), meant, strict=True)
        happened = [when if does and when < self._span.end else 0 for when, does in times]
        return Handling(unit if happened[0] else "", *happened)

    def _wait(self, mean: int) -> int:
        return 1 + int(self._draw.expovariate(1 / mean))

    def _later(self, at: int, mean: int) -> int:
        """Some time after, within the span."""
        return min(self._span.end - 1, at + 1 + self._wait(mean) % max(1, self._span.end - at - 1))

    def _channel(self) -> str:
        return self._channels[int(self._draw.random() * len(self._channels))]

    def _ref(self) -> str:
        return f"{self._words.language.upper()}{next(self._refs):08d}"
