"""What a mapping document may say, and how it is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from streams.channels.mapping import MappingError, load_mapping, shipped

GOOD = """
channel: hotline
timezone: Asia/Shanghai
times: [iso, "%d/%m/%Y %H.%M", unix_ms]
report: {channel_ref: ref, occurred_at: [seen, called], received_at: called, text: words}
actions: [{action: resolve, when: closed}]
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.feature("reports.schema")
def test_the_shipped_mappings_load() -> None:
    assert {"boston311", "zh-board", "zh-replied"} <= set(shipped())
    assert [load_mapping(name).channel for name in shipped()] == shipped()


@pytest.mark.feature("pingshan.one-form")
def test_an_own_mapping_loads_from_its_path(tmp_path: Path) -> None:
    mapping = load_mapping(_written(tmp_path, GOOD))
    assert mapping.report.occurred_at == ("seen", "called")
    assert mapping.actions[0].when == ("closed",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2020-01-05 08:30:00", datetime(2020, 1, 5, 0, 30, tzinfo=UTC)),
        ("2020-01-05T08:30:00+02:00", datetime(2020, 1, 5, 6, 30, tzinfo=UTC)),
        ("05/01/2020 08.30", datetime(2020, 1, 5, 0, 30, tzinfo=UTC)),
        ("1578184200000", datetime(2020, 1, 5, 0, 30, tzinfo=UTC)),
    ],
)
def test_times_are_read_by_the_first_format_that_fits(tmp_path: Path, written: str, meant: datetime) -> None:
    assert load_mapping(_written(tmp_path, GOOD)).moment(written) == meant


@pytest.mark.parametrize("written", ["yesterday", "1e400", "99999999999999999999"])
def test_a_time_of_no_format_is_none(tmp_path: Path, written: str) -> None:
    assert load_mapping(_written(tmp_path, GOOD)).moment(written) is None


def test_of_a_repeated_hour_the_first_is_meant() -> None:
    boston = load_mapping("boston311")
    assert boston.moment("2011-11-06 01:30:00") == datetime(2011, 11, 6, 5, 30, tzinfo=UTC)
    assert boston.moment("2011-07-01 01:30:00") == datetime(2011, 7, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("channel: hotline", "", "own.yaml: channel: Field required"),
        ("text: words", "txt: words", "own.yaml: report.txt: Extra inputs"),
        ("Asia/Shanghai", "Shanghai", "own.yaml: timezone: 'Shanghai' is not a time zone"),
        ("iso,", "ISO,", "own.yaml: times.0: 'ISO' is not a time format"),
        ("action: resolve", "action: explode", "own.yaml: actions.0.action: Input should be 'accept', 'dispatch'"),
        ("timezone:", "encoding: utf-99\ntimezone:", "own.yaml: encoding: 'utf-99' is not an encoding"),
        ("channel_ref: ref", "channel_ref: []", "own.yaml: report.channel_ref: Value should have at least 1 item"),
        ("channel_ref: ref", "channel_ref: no", "own.yaml: report.channel_ref: YAML reads this column name as False"),
        ("[{", "[{action: resolve, when: closed}, {", "own.yaml: the document: two actions share"),
        ("report: {", "report: [", "own.yaml is not readable as YAML"),
    ],
)
def test_a_wrong_mapping_names_file_key_and_remedy(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(MappingError) as refused:
        load_mapping(_written(tmp_path, GOOD.replace(old, new)))
    assert words in str(refused.value)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(MappingError, match=r"no mapping 'zh-bord': name one of boston311, .*zh-board"):
        load_mapping("zh-bord")
