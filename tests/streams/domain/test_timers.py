"""Timers fire in the order of time, kind and name, whenever they were set."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from streams.domain.store.names import ShortNames
from streams.domain.timers import Timer, TimerKind, Timers
from tests.streams.domain.store.test_store import EXAMPLES
from tests.streams.domain.stories import HOUR, START

Told = list[tuple[TimerKind, str, int | None]]

TOLD = st.lists(
    st.tuples(st.sampled_from(TimerKind), st.sampled_from(["a", "b", "ab", "路"]), st.none() | st.integers(0, 5)),
    max_size=30,
)


def at(hours: int | None) -> timedelta | None:
    return None if hours is None else hours * HOUR


def timers() -> Timers:
    return Timers({kind: {} for kind in TimerKind}, ShortNames("town"))


def set_all(told: Told) -> tuple[Timers, list[Timer]]:
    """The timers, and what of them stands, in the order in which it is to fire."""
    made, stands = timers(), {}
    for kind, name, hours in told:
        due = None if hours is None else START + hours * HOUR
        made.set(kind, name, due)
        stands[kind, name] = due
    return made, sorted(Timer(due, kind, name) for (kind, name), due in stands.items() if due)


def rest_of(made: Timers) -> list[Timer]:
    fired = []
    while timer := made.pop(START + 100 * HOUR):
        fired.append(timer)
    return fired


@EXAMPLES
@given(TOLD, st.integers(0, 6))
def test_what_is_due_fires_in_order_and_once(told: Told, now: int) -> None:
    made, stands = set_all(told)
    assert made.earliest() == (stands[0].due if stands else None)
    fired = []
    while timer := made.pop(START + now * HOUR):
        fired.append(timer)
    assert fired == [timer for timer in stands if timer.due <= START + now * HOUR]
    left = stands[len(fired) :]
    assert made.earliest() == (left[0].due if left else None)
    assert rest_of(made) == left


@EXAMPLES
@given(TOLD, TOLD)
def test_a_timer_that_is_set_while_others_fire_takes_its_place(told: Told, more: Told) -> None:
    made, stands = set_all(told)
    first = made.pop(START + 2 * HOUR)
    rest = [timer for timer in stands if timer != first]
    standing = {(timer.kind, timer.name): timer.due for timer in rest}
    for kind, name, hours in more:
        due = None if hours is None else START + hours * HOUR
        made.set(kind, name, due)
        standing.pop((kind, name), None)
        if due:
            standing[kind, name] = due
    fired = []
    while timer := made.pop(START + 9 * HOUR):
        fired.append(timer)
    assert fired == sorted(Timer(due, kind, name) for (kind, name), due in standing.items())
