"""The course of a case: everything that follows from its opening, the actions on it, and the rules, up to a moment.

A course is run from the beginning whenever something is asked of it that has changed: nothing of it is remembered, so
an action that comes late is put in its place, and what would have been is what is.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from streams.domain.handling.clocks import Running, started
from streams.domain.handling.ledger import Ledger
from streams.domain.handling.lifecycle import OVER
from streams.domain.handling.rungs import Fired, RungKey
from streams.domain.policies import Rules
from topics.action import Event
from topics.deadline import ClockName, Urgency
from topics.reasons import ActionReason, MergeReason
from topics.rows import CaseState

NOBODY = ""
_INSTANT = timedelta.resolution


class Opening(NamedTuple):
    """How a case begins."""

    at: datetime
    class_code: str
    region: str


class Outcome(NamedTuple):
    """What came of one action, or of what the rules did by themselves: it is a line of the trail."""

    at: datetime
    action: str
    before: str
    after: str
    accepted: bool
    reason: ActionReason | MergeReason
    unit: str
    event: Event | None = None


class Course:
    """A case as it stands at `now`, and all that led to it."""

    def __init__(self, opening: Opening, rules: Rules) -> None:
        self.rules, self.opening = rules, opening
        self.now = self.since = opening.at
        self.state: CaseState = "open"
        self.round = 0
        self.lead, self.credit = NOBODY, ""
        self.class_code, self.region = opening.class_code, opening.region
        self.urgency: Urgency = rules.urgency(opening.class_code)
        self.resolved_at: datetime | None = None
        self.closed_at: datetime | None = None
        self.ownerless_since: datetime | None = opening.at
        self.assistants: dict[str, CaseState] = {}
        self.designated = False
        self.returns = self.extensions = self.rating = 0
        self.done: set[str] = set()
        self.clocks: list[Running] = []
        self.fired: dict[RungKey, Fired] = {}
        self.ledger = Ledger()
        self.outcomes: list[Outcome] = []

    def begin_round(self, at: datetime) -> None:
        """The first round, or the next: the citizen is to be contacted, and the case resolved, from here on."""
        self.round += 1
        self.resolved_at = self.closed_at = None
        self.done = set()
        self.extensions = 0
        self.start(ClockName.CONTACT, at)
        self.start(ClockName.RESOLVE, at)

    def start(self, clock: ClockName, at: datetime, unit: str = NOBODY) -> None:
        """Start a clock, if the policy has such a one for the case."""
        rule = self.rules.limits.rule(clock, self.class_code, self.urgency)
        if rule is not None:
            round_ = 1 + sum((one.clock, one.unit, one.stage) == (clock, unit, "") for one in self.clocks)
            self.clocks += started(clock, rule, self.rules.calendar, at, round_, unit)

    def running(self, clock: ClockName | None = None, unit: str | None = None) -> Iterator[Running]:
        """The clocks that are not done: those of a name, or of a unit ('' the case's own), where these are given."""
        for one in self.clocks:
            if one.done is None and (clock is None or clock is one.clock) and (unit is None or unit == one.unit):
                yield one

    def stop(self, at: datetime, clock: ClockName | None = None, unit: str | None = None, stage: str = "") -> None:
        """Clocks are done: see `running`; with a stage only that stage's."""
        for one in self.running(clock, unit):
            if stage in {"", one.stage}:
                one.resume(at, self.rules.calendar)
                one.done = at

    @property
    def clock(self) -> Running:
        """The deadline of the case: its resolve clock of this round."""
        return next(one for one in reversed(self.clocks) if _is_main(one))

    @property
    def over(self) -> bool:
        """Whether the case is resolved."""
        return self.state in OVER

    def advance(self, until: datetime) -> None:
        """Let time pass: what falls due does so, in order."""
        while (taken := self._falls_back_at()) is not None and taken <= until:
            self._fire(taken - _INSTANT)
            self.now = max(self.now, taken)
            self._fall_back()
        self._fire(until)
        self.now = max(self.now, until)

    def next_at(self, seen: datetime) -> datetime | None:
        """When something is due again, as seen at a moment: a rung, a clock, or a case that nobody has; or None."""
        running = [one for one in self.running() if one.runs]
        rungs = filter(None, (self.rules.ladder.next(one, self.fired, self.done) for one in running))
        dues = [one.due for one in running if one.due > seen]
        taken = self._falls_back_at()
        return min([*dues, *(one.fire_at for one in rungs), *([taken] if taken else [])], default=None)

    def assign(self, unit: str, *, designated: bool = False) -> None:
        """A unit is to handle the case: it has to sign for it, and may send it back for a while, if not designated."""
        self.let_go()
        self.designated = designated
        self.lead, self.ownerless_since = unit, None
        self.state = "dispatched"
        self.start(ClockName.SIGN, self.now, unit)
        self.start(ClockName.RETURN, self.now, unit)
        self.hold()

    def let_go(self) -> None:
        """Nobody leads the case any longer."""
        if self.lead:
            self.stop(self.now, ClockName.SIGN, self.lead)
            self.stop(self.now, ClockName.RETURN, self.lead)
        self.lead, self.ownerless_since = NOBODY, self.now

    def tell(self, outcome: Outcome) -> None:
        """Enter it in the trail."""
        self.outcomes.append(outcome)

    def hold(self) -> None:
        """Enter in the ledger who holds the case now."""
        self.ledger.lead(NOBODY if self.over else self.lead, self.state, self.round, self.now)

    def _fire(self, until: datetime) -> None:
        """The rungs up to a moment, in order of time."""
        ladder, running = self.rules.ladder, [one for one in self.running() if one.runs]
        due = [rung for one in running for rung in ladder.due(one, self.fired, self.done, until)]
        self.fired |= {rung.key: rung for rung in sorted(due, key=lambda one: one.fire_at)}

    def _falls_back_at(self) -> datetime | None:
        fallback = self.rules.policy.fallback
        if fallback is None or self.ownerless_since is None or self.over:
            return None
        return self.rules.calendar.due(self.ownerless_since, fallback.after)

    def _fall_back(self) -> None:
        """Nobody has had the case for too long: the fallback unit takes it, may not send it back, and earns credit."""
        fallback = self.rules.policy.fallback
        if fallback is None:
            raise AssertionError("a case falls back to nobody")
        before, self.credit = self.state, fallback.unit
        self.assign(fallback.unit, designated=True)
        self.tell(Outcome(self.now, "fall_back", before, self.state, True, ActionReason.NOBODY_HAD_IT, self.lead))


def _is_main(clock: Running) -> bool:
    return clock.clock is ClockName.RESOLVE and not clock.unit and not clock.stage
