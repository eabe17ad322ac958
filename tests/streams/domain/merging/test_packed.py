import numpy as np

from streams.domain.merging.packed import FIRST_SLOTS, MEMBER, grown
from streams.domain.merging.words import WordIndex
from topics.memory import Sketch


def test_every_member_keeps_its_record_as_they_grow_more() -> None:
    records = np.zeros(FIRST_SLOTS, MEMBER)
    records["day"] = np.arange(FIRST_SLOTS)
    assert grown(records, FIRST_SLOTS - 1) is records
    more = grown(records, 3 * FIRST_SLOTS)
    assert len(more) > 3 * FIRST_SLOTS
    assert (more[:FIRST_SLOTS] == records).all()


def test_a_sketch_is_packed_for_the_day_that_is_asked() -> None:
    sketch = Sketch(version=1, at=0, terms=(1,), weights=(255,), places=("一路",), named=(), district="", citizen="")
    index = WordIndex()
    assert [float(index.ask(sketch, day).record[0]["day"]) for day in (1.0, 1.0, 9.0)] == [1.0, 1.0, 9.0]
