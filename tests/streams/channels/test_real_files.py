"""Every row of the real files is a valid report, and intake admits it."""

from pathlib import Path

import pytest

from streams.channels.mapping import load_mapping
from streams.channels.order import messages
from streams.domain.intake import Door, Doors, RawRecord, admit
from topics.inbox import Action, Report
from topics.model import Source


@pytest.mark.parametrize(
    ("name", "file", "reports", "actions"),
    [
        ("zh-board", "complaints_zh.csv", 4_326, 0),
        ("zh-replied", "complaints_zh_replied.csv", 2_816, 2_815),
        ("boston311", "boston311_2011q3.csv", 31_828, 30_081),
    ],
)
def test_every_row_is_admitted(data_dir: Path, name: str, file: str, reports: int, actions: int) -> None:
    told = messages([data_dir / file], load_mapping(name))
    raws = [RawRecord(Source(topic=m.topic, partition=0, offset=m.number), m.value, m.at) for m in told]

    admission = admit(raws, Doors({name: Door("city", 3)}, b"k" * 32))

    assert admission.dead == []
    admitted = [a.record for a in admission.admitted]
    assert sum(isinstance(r, Report) for r in admitted) == reports == len({r.key for r in admitted})
    assert sum(isinstance(r, Action) for r in admitted) == actions
    assert [m.at for m in told] == sorted(m.at for m in told)
