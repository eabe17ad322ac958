"""Names in fewer bytes are the same names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.domain.store.names import ShortNames
from tests.streams.domain.store.test_store import EXAMPLES

SHORT = ShortNames("town")
DIGITS = "0123456789abcdef"
REPORT = st.text(DIGITS, min_size=32, max_size=32)
CASE = st.builds("{}:{}:{}".format, st.sampled_from(["town", "other", "town:"]), REPORT, st.integers(-1, 11))
ANY = REPORT | CASE | st.text("ab:0Fé", max_size=40)


@EXAMPLES
@given(ANY)
def test_a_name_is_what_it_was(name: str) -> None:
    assert SHORT.spell(SHORT.pack(name)) == name


@EXAMPLES
@given(ANY, ANY)
def test_no_two_names_are_one(one: str, other: str) -> None:
    assert (SHORT.pack(one) == SHORT.pack(other)) == (one == other)


@pytest.mark.parametrize("ids", [REPORT, st.builds("town:{}:0".format, REPORT)], ids=["reports", "cases"])
@EXAMPLES
@given(data=st.data())
def test_ids_keep_their_order_in_half_the_bytes(ids: st.SearchStrategy[str], data: st.DataObject) -> None:
    one, other = data.draw(ids), data.draw(ids)
    assert (SHORT.pack(one) < SHORT.pack(other)) == (one < other)
    assert 2 * len(SHORT.pack(one)) <= len(one) + 2
