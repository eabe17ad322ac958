"""The index knows the number of every name that has one, and of no other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.domain.store.index import Alike, Index, marks_of
from tests.streams.domain.store.test_store import EXAMPLES


class Clash(str):
    """A name with a hash of our choosing: many want the same place."""

    __slots__ = ()

    def __hash__(self) -> int:
        return len(self) * 0x1234_5678

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, str(other))


NAMES = st.text("ab", max_size=6).map(Clash)


@EXAMPLES
@given(st.lists(st.tuples(st.booleans(), NAMES), max_size=60))
def test_it_is_a_dict(told: list[tuple[bool, Clash]]) -> None:
    names: list[Clash] = []
    known: dict[Clash, int] = {}
    index = Index(lambda number: names[number])
    for adds, name in told:
        if adds and name not in known:
            names.append(name)
            known[name] = len(names) - 1
            index.add(name, known[name])
        elif not adds and name in known:
            index.remove(name, known.pop(name))
        assert {one: index.find(one) for _, one in told} == {one: known.get(one, -1) for _, one in told}


def test_it_grows_and_forgets() -> None:
    names = [f"{number:032x}" for number in range(20_000)]
    index = Index(names.__getitem__)
    for number, name in enumerate(names):
        index.add(name, number)
    assert [index.find(name) for name in names] == list(range(20_000))
    for number in range(0, 20_000, 2):
        index.remove(names[number], number)
    assert [index.find(name) for name in names[:1_000]] == [number if number % 2 else -1 for number in range(1_000)]
    assert all(index.find(name) < 0 for name in names[::2])


def test_many_names_of_one_hash_find_room() -> None:
    names = [Clash(f"{number:04d}") for number in range(300)]
    index = Index(names.__getitem__)
    for number, name in enumerate(names):
        index.add(name, number)
    assert [index.find(name) for name in names] == list(range(300))


@EXAMPLES
@given(st.lists(st.lists(NAMES, max_size=80), max_size=4))
def test_many_at_once_are_what_each_would_be(told: list[list[Clash]]) -> None:
    names: list[Clash] = []
    one_by_one, at_once = (Index(lambda number: names[number]) for _ in range(2))
    for some in told:
        new = sorted(set(some) - set(names))
        numbers = np.arange(len(names), len(names) + len(new))
        names += new
        at_once.add_all(marks_of(new), numbers)
        for name, number in zip(new, numbers.tolist(), strict=True):
            one_by_one.add(name, number)
        asked = [*some, Clash("c"), *names]
        found = at_once.find_all(marks_of(asked), alike(names, asked))
        assert found.tolist() == [one_by_one.find(name) for name in asked] == [at_once.find(name) for name in asked]


def test_many_of_one_hash_find_room_at_once() -> None:
    names = [Clash(f"{number:04d}") for number in range(300)]
    index = Index(names.__getitem__)
    index.add_all(marks_of(names), np.arange(300))
    assert index.find_all(marks_of(names), alike(names, names)).tolist() == list(range(300))


def alike(names: list[Clash], asked: list[Clash]) -> Alike:
    """Whether the name asked for is the one that has the number."""
    return lambda which, numbers: np.array(
        [asked[one] == names[number] for one, number in zip(which.tolist(), numbers.tolist(), strict=True)], np.bool_
    )
