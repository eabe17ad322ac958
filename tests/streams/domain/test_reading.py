"""The plain way says what the contract says, or leaves it to the contract."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from streams.domain.reading import read
from tests.streams.domain.raw_records import ACTION, REPORT
from topics.raw import ActionFields, ReportFields

Contract = type[ReportFields] | type[ActionFields]
MOMENTS = [
    "2020-01-05T08:30:00+08:00",
    "2020-01-05t08:30:00z",
    "2020-01-05 08:30:00-0330",
    "2020-01-05T08:30:00.123456-23:59",
    "2020-01-05T08:30:00.1239999Z",
    "2020-01-05T23:59:59.9999999Z",
    "2020-01-05T08:30:00.12345678+08:00",
    "2020-01-05T08:30Z",
    "2020-01-05T08:30:00",
    "2020-02-30T08:30:00Z",
    "1969-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00+00:01",
    "2200-01-01T00:00:00Z",
    "0001-01-01T00:00:00+10:00",
    "9999-12-31T23:59:59-10:00",
    "",
    1_578_184_200,
    1e12,
    None,
    True,
]
PLACES = [
    {},
    {"latitude": 28, "longitude": -0.0, "floor": "3"},
    {"latitude": "28.2"},
    {"latitude": True},
    {"latitude": 90.0001},
    {"longitude": 10**30},
    {"address": "x" * 1001},
    {"region": None},
    None,
    [],
    "here",
]
TEXTS = ["", "x", "x" * 256, "x" * 257, "字" * 512, "😀" * 200, 3, None, ["x"]]
LISTS = [[], ["a"], ["a", ""], [1], [None], "ab", {"a": "b"}]


def by_contract(contract: Contract, said: object) -> object:
    try:
        return contract.model_validate(said).model_dump()
    except ValidationError as error:
        return error.errors(include_url=False)


def plainly(contract: Contract, said: object) -> object:
    try:
        fields = read(contract, said)  # type: ignore[type-var]
    except ValidationError as error:
        return error.errors(include_url=False)
    found = {name: getattr(fields, name) for name in contract.model_fields}
    if "place" in found:
        found["place"] = {
            name: getattr(found["place"], name) for name in ("address", "region", "latitude", "longitude")
        }
    return found


def change(contract: Contract) -> st.SearchStrategy[dict[str, object]]:
    kinds = {"occurred_at": MOMENTS, "received_at": MOMENTS, "place": PLACES, "attachments": LISTS}
    values = {name: st.sampled_from(kinds.get(name, TEXTS)) for name in contract.model_fields}
    return st.fixed_dictionaries({}, optional=values)


@given(change(ReportFields))
def test_of_a_report_both_ways_say_the_same(changes: dict[str, object]) -> None:
    said = {**REPORT, **changes, "unknown": {"x": 1}}
    assert plainly(ReportFields, said) == by_contract(ReportFields, said)


@given(change(ActionFields))
def test_of_an_action_both_ways_say_the_same(changes: dict[str, object]) -> None:
    said = {**ACTION, **changes}
    assert plainly(ActionFields, said) == by_contract(ActionFields, said)


@pytest.mark.parametrize("moment", MOMENTS)
def test_of_every_moment_both_ways_say_the_same(moment: object) -> None:
    said = REPORT | {"received_at": moment}
    assert plainly(ReportFields, said) == by_contract(ReportFields, said)


@pytest.mark.parametrize("said", [None, 3, [], [REPORT], "x", {}, {"channel": "hotline"}])
def test_what_is_no_message_is_refused_as_the_contract_refuses_it(said: object) -> None:
    assert plainly(ReportFields, said) == by_contract(ReportFields, said)


def test_a_usual_message_takes_the_plain_way() -> None:
    assert isinstance(read(ReportFields, REPORT), msgspec.Struct)
    assert isinstance(read(ActionFields, ACTION), msgspec.Struct)
