import numpy as np
import pytest

from streams.domain.merging.kernel import Record
from streams.domain.merging.live import Live
from streams.domain.merging.packed import MEMBER, Slots, pack
from streams.domain.merging.words import WordIndex
from topics.memory import Sketch

MANY = 3_000  # more than the records that there are at first


def one(number: int) -> Live:
    places = (f"{number}路",)
    sketch = Sketch(version=1, terms=(number,), weights=(255,), places=places, named=(), district="", body="")
    return Live(f"r{number}", "case", (number, 0, f"r{number}"), float(number), "", "", False, sketch, None)


def record(number: int) -> Record:
    packed = np.zeros(1, MEMBER)
    pack(packed[0], one(number).sketch, number)
    return packed[0]


def test_every_member_keeps_its_record_as_they_grow_more() -> None:
    slots = Slots()
    taken = [slots.take(one(number), record(number)) for number in range(MANY)]
    assert len(set(taken)) == MANY
    assert [slots[slot].report_id for slot in taken] == [f"r{number}" for number in range(MANY)]
    assert slots.records["terms"][taken, 0].tolist() == list(range(MANY))
    assert slots.records["day"][taken].tolist() == list(range(MANY))
    assert (slots.records["joined"][taken][1:] > slots.records["joined"][taken][:-1]).all()


def test_the_record_of_one_that_left_is_taken_again() -> None:
    slots = Slots()
    first = slots.take(one(1), record(1))
    assert slots.give(one(1)) == first
    with pytest.raises(KeyError):
        slots[first]
    assert slots.take(one(2), record(2)) == first
    assert slots[first].report_id == "r2"


def test_a_sketch_is_packed_for_the_day_that_is_asked() -> None:
    index, sketch = WordIndex(), one(1).sketch
    assert [float(index.ask(sketch, day).record[0]["day"]) for day in (1.0, 1.0, 9.0)] == [1.0, 1.0, 9.0]
