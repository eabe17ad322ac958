"""Rows by columns: cut without loss, and bound by the contract of a row."""

from datetime import timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis.strategies import floats, integers, text
from pydantic import ValidationError

from tests.rows import altered, rows_of, sheet
from tests.sinks.facts import everything, report
from topics import sheets
from topics.model import EARLIEST, LATEST, Said
from topics.rows import Kind, Row
from topics.sheets import COLUMNS, CONTRACTS, Sheet

SPAN_MS = (LATEST - EARLIEST) // timedelta(milliseconds=1)
EACH = pytest.mark.parametrize("kind", CONTRACTS)
MADE = {one.kind: one for one in everything(1) if isinstance(one, Sheet)}


def contract(kind: Kind) -> type[Said]:
    found: type[Said] = getattr(sheets, {row.KIND: f"{row.__name__}s" for row in CONTRACTS.values()}[kind])
    return found


def many(rows: int) -> Sheet:
    return sheet(*(row for n in range(rows) for row in rows_of([report(n, title=f"第{n}件 \"'\\")])))


@EACH
def test_what_is_said_keeps_the_contract_of_a_sheet_and_of_each_row(kind: Kind) -> None:
    (value,) = MADE[kind].values()
    heard = contract(kind).from_bytes(value)
    assert tuple(heard.__dict__) == COLUMNS[MADE[kind].kind]
    assert MADE[kind].topic == heard.TOPIC
    (row,) = rows_of([MADE[kind]])
    assert isinstance(row, Row)
    assert {name: [one] for name, one in orjson.loads(row.model_dump_json()).items()} == orjson.loads(value)


@EACH
def test_a_value_that_no_row_may_have_breaks_the_contract(kind: Kind) -> None:
    with pytest.raises(ValidationError):
        contract(kind).from_bytes(next(altered(MADE[kind], version=None).values()))


@given(integers(min_value=0, max_value=SPAN_MS - 1), text(), floats(allow_nan=False, allow_infinity=False))
def test_moments_words_and_numbers_are_heard_as_they_were_said(after_ms: int, words: str, number: float) -> None:
    at = EARLIEST + timedelta(milliseconds=after_ms)
    told = altered(MADE["report"], occurred_at=at, title=words, attachments=(words,), latitude=number)
    (value,) = told.values()
    assert contract("report").from_bytes(value).__dict__ == told.columns


@pytest.mark.parametrize("columns", [{"version": [1, 2]}, {"version": []}, {"colour": ["red"]}])
def test_columns_of_other_lengths_or_names_break_the_contract(columns: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        contract("member").model_validate({**MADE["member"].columns, **columns})


@pytest.mark.parametrize("rows", [1, 2, 3, 50])
def test_a_sheet_that_is_too_long_is_said_as_several_and_no_row_is_lost(rows: int) -> None:
    whole = many(rows)
    (long,) = whole.values()
    for most in (1, len(long) // 3, len(long) - 1, len(long)):
        parts = [orjson.loads(value) for value in whole.values(most)]
        assert all(len(orjson.dumps(part)) <= most for part in parts if len(part["scope"]) > 1)
        joined = {name: [cell for part in parts for cell in part[name]] for name in COLUMNS["report"]}
        assert joined == orjson.loads(long)
    assert len(list(whole.values(1))) == rows


def test_a_row_that_lacks_a_column_is_no_part_of_a_sheet() -> None:
    with pytest.raises(ValueError, match="zip"):
        Sheet.of("member", [("zh", "r1")])
