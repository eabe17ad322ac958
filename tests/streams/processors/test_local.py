"""Two channels, each in its own form, through the local fold."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.demo.stage import POLICY
from deploy.policyfile import load_policy
from deploy.replay import raw_records
from streams.app import new_books
from streams.channels.mapping import load_mapping
from streams.channels.order import messages
from streams.domain.intake import Doors
from streams.processors.local import LocalStream
from tests.rows import rows_of
from topics.acts import Transition
from topics.rows import CaseRow, MemberRow, ReportRow, Row

HEADER = (
    "工单号,登记时间,发生时间,来电号码,标题,内容,街道,地址,类别,承办单位,派单时间,改派单位,改派时间,办结时间,不满意时间"
)
BY_PHONE = (
    "H-1,2026-03-02 21:10:00,2026-03-02 21:00:00,13900000001,青石小区门口工地夜间施工噪音扰民,"
    "青石小区门口的工地夜里还在施工，打桩机噪音很大，孩子没法睡觉,,青石小区,,城管队,2026-03-02 22:00:00,,,"
    "2026-03-03 10:00:00,2026-03-03 12:00:00"
)
BY_WECHAT = {
    "msgId": "W-1",
    "sent": "2026-03-02 21:40:00",
    "seen": "2026-03-02 21:30:00",
    "user": {"phone": "13900000002"},
    "content": {"title": "青石小区门口工地夜间施工噪音扰民", "body": "青石小区门口工地夜里施工,噪音很大,老人睡不着觉"},
    "handling": {"resolved": "2026-03-03 11:00:00"},
}


@pytest.fixture
def rows(tmp_path: Path) -> list[Row]:
    (tmp_path / "hotline.csv").write_text(f"{HEADER}\n{BY_PHONE}\n", encoding="utf-8")
    (tmp_path / "wechat.jsonl").write_text(json.dumps(BY_WECHAT), encoding="utf-8")
    told = [
        *messages([tmp_path / "hotline.csv"], load_mapping("sim-hotline")),
        *messages([tmp_path / "wechat.jsonl"], load_mapping("sim-wechat")),
    ]
    told.sort(key=lambda message: message.at)
    policy = load_policy(POLICY)
    doors = Doors.of(policy.scopes, b"a test has no secrets")
    stream = LocalStream(policy, told[0].at - timedelta(seconds=1), doors, new_books())
    return rows_of(stream.fold(list(raw_records(told))))


@pytest.mark.feature("yuexiu.two-channels")
def test_the_same_noise_from_two_channels_is_one_case(rows: list[Row]) -> None:
    assert {one.channel for one in rows if isinstance(one, ReportRow)} == {"sim-hotline", "sim-wechat"}
    assert len({one.report_id for one in rows if isinstance(one, MemberRow)}) == 2
    (case,) = {one.case_id for one in rows if isinstance(one, MemberRow)}
    last = [one for one in rows if isinstance(one, CaseRow) and one.case_id == case][-1]
    assert (last.reports, last.people, last.round) == (2, 2, 2)


@pytest.mark.feature("yuexiu.trail")
def test_every_step_of_the_case_is_on_its_trail(rows: list[Row]) -> None:
    steps = [(one.action, one.before, one.after, one.accepted) for one in rows if isinstance(one, Transition)]
    assert steps == [
        ("open", "", "open", True),
        ("join", "open", "open", True),
        ("dispatch", "open", "dispatched", True),
        ("resolve", "dispatched", "resolved", True),
        ("resolve", "resolved", "resolved", False),
        ("reopen", "resolved", "open", True),
    ]
