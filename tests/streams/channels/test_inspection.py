"""Inspection orders: one object within a week is one visit (一体指令), by the same rules as complaints."""

import csv
from pathlib import Path

import pytest

from deploy.policyfile import load_policy
from streams.app import new_books
from streams.channels.mapping import load_mapping
from streams.channels.order import messages
from streams.domain.intake import Doors, RawRecord
from streams.processors.local import LocalStream
from tests.rows import rows_of
from topics.ids import report_id
from topics.model import Source
from topics.reasons import MergeReason
from topics.rows import CaseRow, MemberRow

POLICY = Path(__file__).parents[3] / "deploy" / "policies" / "inspection"
CHANNEL = "inspection-orders"
NOODLES, TEA = "青石路12号 老陈面馆", "青石路12号 一品茶庄"
ORDERS = [
    ("1", "2025-03-03 09:00", NOODLES, "消防", "灭火器", "检查灭火器、消火栓和应急照明是否齐全并且都在有效期之内"),
    ("2", "2025-03-04 10:00", NOODLES, "市监", "食品", "检查食品经营许可和从业人员健康证"),
    ("3", "2025-03-04 11:00", TEA, "消防", "灭火器", "检查灭火器、消火栓和应急照明是否齐全并且都在有效期之内"),
    ("4", "2025-03-08 15:00", NOODLES, "城管", "店招", "检查户外广告是否备案"),
    ("5", "2025-03-12 09:00", NOODLES, "消防", "通道", "复查疏散通道"),
]


@pytest.mark.feature("chancheng.one-visit")
@pytest.mark.feature("merging.same-object")
def test_orders_on_one_object_within_a_week_are_one_visit(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    with file.open("w", newline="", encoding="utf-8") as lines:
        header = ("order_no", "issued_at", "object", "department", "item", "matter")
        csv.writer(lines).writerows([header, *ORDERS])
    members, visits = folded(file)
    assert {ref: row.case_id for ref, row in members.items()} == {
        "1": visit("1"),
        "2": visit("1"),
        "3": visit("3"),
        "4": visit("1"),
        "5": visit("5"),
    }
    assert (visits[visit("1")].reports, visits[visit("1")].people) == (3, 3)
    assert members["2"].reason == MergeReason.NEAR_AND_SAME_CLASS
    assert members["5"].reason == MergeReason.FOLLOWS_CLOSED


def visit(ref: str) -> str:
    return f"inspection:{report_id(CHANNEL, ref)}:0"


def folded(file: Path) -> tuple[dict[str, MemberRow], dict[str, CaseRow]]:
    policy, told = load_policy(POLICY), messages([file], load_mapping(CHANNEL))
    stream = LocalStream(policy, told[0].at, Doors.of(policy.scopes, b"sixteen bytes or more"), new_books())
    raws = [RawRecord(Source(one.topic, 0, number), one.value, one.at) for number, one in enumerate(told)]
    rows = rows_of(stream.fold(raws))
    refs = {report_id(CHANNEL, ref): ref for ref, *_ in ORDERS}
    members = {refs[row.report_id]: row for row in rows if isinstance(row, MemberRow)}
    return members, {row.case_id: row for row in rows if isinstance(row, CaseRow)}
