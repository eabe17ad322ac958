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
_TRANSFERRED = 0.15  # handed on to another unit (退回改派)
_SIGNED, _CONTACTED = 0.93, 0.9  # signed for, and the citizen called; the others go without
_TWO_UNITS = 0.08  # a later report of a problem that another unit handles beside the first
_STORM = 20 * MINUTE


class Handling(NamedTuple):
    """When a unit did what; 0 where it did not (before the end of the span). A garbled one has no readable dispatch."""

    unit: str = ""
    dispatched: int = 0
    transferred: int = 0
    signed: int = 0
    contacted: int = 0
    resolved: int = 0
    reopened: int = 0
    garbled: bool = False

    def acts(self) -> list[tuple[str, int]]:
        """What was done, as (action, time), readable or not."""
        handed = (("dispatch", self.dispatched), ("dispatch", self.transferred), ("sign", self.signed))
        done = (("contact", self.contacted), ("resolve", self.resolved), ("reopen", self.reopened))
        return [act for act in (*handed, *done) if act[1]]


UNHANDLED = Handling()


class Delivery(NamedTuple):
    """One row that a channel hands over. `kind`: first, another, urge, redelivery, revision or broken.

    A broken one has a flaw: its `time` cannot be read, its `place` lies nowhere, or it is `empty`.
    """

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
    flaw: str = ""


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

    def problems(self, storm: int = 0) -> Iterator[list[Delivery]]:
        """Endless; the first delivery of each is the problem's first report. `storm` people report the first of all.

        No (matter, place) comes a second time before all places have had their turn four times (50,000 problems).
        """
        matters, numbers = self._words.matters, count()
        orders = [self._draw.sample(matters, len(matters)) for _ in range(_ORDERS)]
        for round_ in count():
            for turn, place in enumerate(self._places):
                for slot in range(_MATTERS_AT_A_PLACE[turn % len(_MATTERS_AT_A_PLACE)]):
                    matter = orders[turn % _ORDERS][(slot + max(_MATTERS_AT_A_PLACE) * round_) % len(matters)]
                    number = next(numbers)
                    named = (f"{self._words.language}-{number}", matter, place)
                    yield self._storm(*named, storm) if storm and not number else self._problem(*named)

    def broken(self) -> Delivery:
        """A report of its own, for its channel to spoil."""
        whole = next(self.problems())[0]
        return whole._replace(ref=self._ref(), problem="", kind="broken", handling=UNHANDLED)

    def _problem(self, name: str, matter: Matter, place: Place) -> list[Delivery]:
        start = int(self._span.begin + self._draw.random() * (self._span.end - self._span.begin))
        people = self._draw.choices(_PEOPLE, _PEOPLE_WEIGHTS)[0]
        return self._told_by(people, (name, matter, place), start, 3 * HOUR)

    def _storm(self, name: str, matter: Matter, place: Place, people: int) -> list[Delivery]:
        """Many people within minutes, when two fifths of the span are over; nobody answers."""
        start = self._span.begin + (self._span.end - self._span.begin) * 2 // 5
        told = self._told_by(people, (name, matter, place), start, _STORM)
        return [one._replace(handling=UNHANDLED) for one in told]

    def _told_by(self, people: int, what: tuple[str, Matter, Place], start: int, within: int) -> list[Delivery]:
        told: list[Delivery] = []
        for _ in range(people):
            at = self._later(start, within) if told else start
            told += self._person(*what, at, first=not told)
        return told

    def _person(self, name: str, matter: Matter, place: Place, at: int, *, first: bool) -> Iterator[Delivery]:
        phone = f"199{int(self._draw.random() * 1e8):08d}"
        occurred = at - int(self._draw.random() * 30 * MINUTE)
        tale = self._teller.tell(matter, place.name, phone)
        kind, handled = ("first", True) if first else ("another", self._draw.random() < _TWO_UNITS)
        handling = self._handled(matter.unit, at) if handled else UNHANDLED
        report = Delivery(self._channel(), self._ref(), at, occurred, tale, place, matter, phone, name, kind, handling)
        yield report
        yield from self._again(report)

    def _again(self, report: Delivery) -> Iterator[Delivery]:
        """What the same person, or the channel, sends once more; what was done is told with the first row alone."""
        last = report.received
        if self._draw.random() < _REDELIVERED:
            last = self._later(last, 20 * MINUTE)
            yield report._replace(received=last, kind="redelivery", handling=UNHANDLED)
        if self._draw.random() < _REVISES:
            at, more = self._later(last, 2 * HOUR), self._teller.tell_more(report.tale, report.matter)
            yield report._replace(received=at, tale=more, kind="revision", handling=UNHANDLED)
        if self._draw.random() < _URGES:
            at, ref, channel = self._later(report.received, 4 * HOUR), self._ref(), self._channel()
            urge = report._replace(channel=channel, ref=ref, received=at, occurred=at)
            yield urge._replace(kind="urge", handling=UNHANDLED)

    def _handled(self, unit: str, at: int) -> Handling:
        fate = self._draw.random()
        dispatched = at + self._wait(15 * MINUTE)
        transferred = dispatched + self._wait(30 * MINUTE)
        signed = transferred + self._wait(15 * MINUTE)
        contacted = signed + self._wait(30 * MINUTE)
        resolved = contacted + self._wait(2 * HOUR)
        reopened = resolved + self._wait(2 * HOUR)
        handed_on, signs, calls = (self._draw.random() < share for share in (_TRANSFERRED, _SIGNED, _CONTACTED))
        return Handling(
            unit if fate >= _NEVER else "",
            self._told(dispatched, fate >= _NEVER),
            self._told(transferred, fate >= _NEVER and handed_on),
            self._told(signed, fate >= _NEVER and signs),
            self._told(contacted, fate >= _DISPATCHED_ONLY and calls),
            self._told(resolved, fate >= _DISPATCHED_ONLY),
            self._told(reopened, _DISPATCHED_ONLY <= fate < _REOPENED),
        )

    def _told(self, when: int, happens: bool) -> int:
        """The time of what happens before the span is over, else 0."""
        return when if happens and when < self._span.end else 0

    def _wait(self, mean: int) -> int:
        return 1 + int(self._draw.expovariate(1 / mean))

    def _later(self, at: int, mean: int) -> int:
        """Some time after, within the span."""
        return min(self._span.end - 1, at + 1 + self._wait(mean) % max(1, self._span.end - at - 1))

    def _channel(self) -> str:
        return self._channels[int(self._draw.random() * len(self._channels))]

    def _ref(self) -> str:
        return f"{self._words.language.upper()}{next(self._refs):08d}"
