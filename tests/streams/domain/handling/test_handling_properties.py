"""What must hold of a case whatever is done to it, in whatever order it is heard of."""

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import event, given
from hypothesis import strategies as st

from streams.domain.handling.cells import GONE
from streams.domain.handling.course import Opening
from streams.domain.handling.running import run
from streams.domain.policies import Rules
from tests.streams.domain.handling.office import office
from tests.streams.domain.stories import DAY, START, Town, action, change, policy, report
from tests.streams.domain.test_properties import EXAMPLES
from topics.action import ActionName as Do
from topics.action import Details, Event
from topics.acts import Escalation, Transition
from topics.handled import ClockRow, HolderRow
from topics.inbox import Action
from topics.policy import Retention
from topics.rows import CaseRow

END = START + 60 * DAY
UNITS = ("", "ann", "bob", "grid")
NAMES = [do for do in Do if do not in {Do.MERGE, Do.UNMERGE, Do.SPLIT, Do.REROOT, Do.KEEP_APART, Do.DUPLICATE_OF}]
Deed = tuple[Do, float, str, int]
DEEDS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.floats(0.01, 60), st.sampled_from(UNITS), st.integers(0, 5)), max_size=10
)
"""What is done, how many hours after what came before it, by or to whom, and which of its choices it is made of."""


def details(number: int) -> dict[str, Any]:
    return {
        "reason": "parts" if number else "",
        "amount": float(number),
        "amount_unit": "working_hours",
        "rating": number,
        "stage": "stop" if number == 1 else "",
        "class_code": ("", "road", "other")[number % 3],
        "urgency": "critical" if number == 5 else "",
    }


def told(deeds: list[Deed]) -> list[Action]:
    at = START
    actions: list[Action] = []
    for do, hours, unit, number in deeds:
        at += timedelta(milliseconds=int(hours * 3_600_000))
        actions.append(action(do, at, of="a", unit=unit, **details(number)))
    return actions


def after(actions: list[Action], category: str, stops: tuple[datetime, ...] = ()) -> Town:
    """The town, when all this has been heard of in this order, with the time told in between, and long afterwards."""
    long = policy().model_copy(update={"retention": Retention(reopen_days=100)})
    town = Town(change(office(long)))
    town.tell(report("a", category=category))
    for number, one in enumerate(actions):
        if number < len(stops):
            town.wait(stops[number])
        town.tell(one)
    town.wait(END)
    return town


def standing(town: Town) -> object:
    """How everything stands, without where in the log it was said, and without what turned out never to have been."""
    rows = [row.model_dump(exclude={"version"}) for row in town.tables.rows.values() if isinstance(row, CaseRow)]
    clocks = [row for row in town.tables.rows.values() if isinstance(row, ClockRow) and row.why != GONE]
    rungs: dict[str, Escalation] = {}
    for act in town.tables.acts:
        if isinstance(act, Escalation):
            rungs[act.escalation_id] = act
    stand = sorted((one.escalation_id, one.fire_at) for one in rungs.values() if one.retracted_at is None)
    return rows, sorted(row.model_dump_json(exclude={"version"}) for row in clocks), stand, held(town)


def held(town: Town) -> list[tuple[str, str, str, datetime, datetime | None]]:
    rows = [row for row in town.tables.rows.values() if isinstance(row, HolderRow) and row.from_at != row.until_at]
    rows.sort(key=lambda row: (row.role == "assistant", row.unit if row.role == "assistant" else "", row.from_at))
    return [(row.role, row.unit, row.state, row.from_at, row.until_at) for row in rows]


@EXAMPLES
@given(deeds=DEEDS, category=st.sampled_from(["road", ""]), random=st.randoms(use_true_random=False))
def test_in_whatever_order_it_is_heard_everything_ends_the_same(
    deeds: list[Deed], category: str, random: Random
) -> None:
    actions = told(deeds)
    in_order = after(actions, category)
    mixed = random.sample(actions, len(actions))
    stops = tuple(sorted(START + random.random() * 20 * DAY for _ in mixed))
    late = after(mixed, category, stops)
    assert standing(late) == standing(in_order)
    if any(isinstance(act, Escalation) and act.retracted_at for act in late.tables.acts):
        event("a rung was retracted")


@EXAMPLES
@given(deeds=DEEDS, category=st.sampled_from(["road", ""]))
def test_who_held_it_sums_to_its_age_and_each_rung_fires_once(deeds: list[Deed], category: str) -> None:
    town = after(told(deeds), category)
    main = [one for one in held(town) if one[0] != "assistant"]
    acts = [act for act in town.tables.acts if isinstance(act, Transition)]
    closed = {act.at for act in acts if act.action == "close" and act.accepted}
    assert main[0][3] == START
    assert all(one[4] == two[3] or one[4] in closed for one, two in pairwise(main))
    assert (main[-1][4] is None) != (town.case("a").state == "closed")
    ids = [act.escalation_id for act in town.tables.acts if isinstance(act, Escalation)]
    assert len(ids) == len(set(ids))


@EXAMPLES
@given(
    begins=st.lists(st.floats(0.1, 30), min_size=1, max_size=5),
    lasts=st.lists(st.floats(0.1, 100), min_size=5, max_size=5),
    category=st.sampled_from(["road", "other"]),
)
def test_a_pause_gives_back_what_was_left_and_never_breaches(
    begins: list[float], lasts: list[float], category: str
) -> None:
    rules, at = Rules(office()), START
    events: list[Event] = []
    for begin, last in zip(begins, lasts, strict=False):
        hung = at + timedelta(milliseconds=int(begin * 3_600_000))
        at = hung + timedelta(milliseconds=int(last * 3_600_000))
        before = run(Opening(START, category, ""), events, rules, hung)
        reason = Details(reason="parts")
        dispatch = Event(at=START, action=Do.DISPATCH, offset=0, unit="ann")
        events = events or [dispatch]
        hang = Event(at=hung, action=Do.HANG, offset=len(events), details=reason)
        events = [*events, hang, Event(at=at, action=Do.RESUME, offset=len(events) + 1)]
        resumed = run(Opening(START, category, ""), events, rules, at)
        assert resumed.clock.due >= before.clock.due
        if not before.clock.late(hung):
            assert resumed.clock.due > at
            assert not resumed.clock.late(at)
        else:
            assert resumed.clock.due == before.clock.due
