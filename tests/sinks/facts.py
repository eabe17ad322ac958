"""Facts of every kind, with literal times."""

from datetime import timedelta

from tests.rows import sheet
from tests.sinks import handled
from topics import facts
from topics.acts import Escalation, Notice, Transition
from topics.facts import DeadLetter, Fact, Told
from topics.hot import HotIssueRow
from topics.model import Source
from topics.reasons import ActionReason, MergeReason, Reason
from topics.rows import CaseRow, MemberRow, ReportRow, Suggestion
from topics.sheets import Sheet

NINE = handled.NINE


def report(n: int, version: int = 1, title: str = "路灯坏了") -> Sheet:
    return sheet(
        ReportRow(
            scope="zh",
            report_id=f"r{n}",
            channel="zh-board",
            channel_ref=str(n),
            revision=1,
            redeliveries=0,
            occurred_at=NINE + timedelta(seconds=n),
            received_at=NINE + timedelta(seconds=n + 1),
            title=title,
            text="某某路 \\ 'x' \n\t 很黑",
            address="某某路 1 号",
            latitude=23.1 if n % 2 else None,
            longitude=113.3 if n % 2 else None,
            class_code="0101",
            class_by="hint",
            region="440104",
            region_level=2,
            reporter="",
            attachments=("a.jpg",) if n % 3 == 0 else (),
            policy_version="1",
            source_topic="x.reports.raw",
            source_partition=0,
            source_offset=n,
            version=version,
        )
    )


def member(n: int, version: int = 1, case: int = 1) -> Sheet:
    return sheet(
        MemberRow(
            scope="zh",
            report_id=f"r{n}",
            case_id=f"zh:r{case}:0",
            reason=MergeReason.NOTHING_SIMILAR,
            score=0.125,
            matched="",
            leader=n == case,
            version=version,
        )
    )


def case(n: int, version: int = 1, reports: int = 1) -> Sheet:
    return sheet(
        CaseRow(
            scope="zh",
            case_id=f"zh:r{n}:0",
            state="open",
            class_code="0101",
            region="440104",
            unit="",
            opened_at=NINE,
            first_at=NINE,
            last_at=NINE,
            resolved_at=None,
            due_at=NINE + timedelta(days=3),
            round=1,
            late=False,
            reports=reports,
            people=1,
            urges=0,
            policy_version="1",
            version=version,
        )
    )


def transition(n: int, version: int = 1, index: int = 0) -> Sheet:
    return sheet(
        Transition(
            scope="zh",
            case_id=f"zh:r{n}:0",
            version=version,
            index=index,
            at=NINE,
            action="open",
            before="",
            after="open",
            accepted=True,
            reason=ActionReason.ACCEPTED,
            unit="",
            actor="",
            note="",
            report_id=f"r{n}",
            policy_version="1",
        )
    )


def escalation(n: int) -> Sheet:
    return sheet(
        Escalation(
            scope="zh",
            escalation_id=f"e{n}",
            case_id=f"zh:r{n}:0",
            clock="resolve",
            rung="催办",
            round=1,
            fire_at=NINE,
            due_at=NINE,
            audience="unit",
            unit="",
            policy_version="1",
            version=9,
        )
    )


def notice(n: int) -> Sheet:
    return sheet(
        Notice(
            scope="zh",
            notice_id=f"n{n}",
            case_id=f"zh:r{n}:0",
            notice="催办单",
            audience="unit",
            unit="",
            at=NINE,
            text_zh="请尽快办理",
            text_en="please hurry",
            version=9,
        )
    )


def suggestion(n: int) -> Sheet:
    return sheet(
        Suggestion(
            scope="zh",
            report_id=f"r{n}",
            case_id=f"zh:r{n}:0",
            suggested_case="zh:r0:0",
            matched="r0",
            score=0.375,
            at=NINE,
            policy_version="1",
            version=9,
        )
    )


def hot_issue(n: int, version: int = 9) -> Sheet:
    return sheet(
        HotIssueRow(
            scope="zh",
            hot_id=f"h{n}",
            class_code="0101",
            region="440104" if n % 2 else "",
            state="open",
            opened_at=NINE,
            cooled_at=None,
            closed_at=None,
            last_at=NINE + timedelta(hours=2),
            reports=31,
            people=29,
            peak=17,
            usual=1.25,
            line=10.5,
            by_hour=(4, 17, 8),
            usual_by_hour=(1.0, 1.25, 1.5),
            first_reports=(f"r{n}",),
            policy_version="1",
            version=version,
        )
    )


def dead_letter(n: int) -> DeadLetter:
    return DeadLetter(
        stage="intake",
        source=Source(topic="x.reports.raw", partition=1, offset=n),
        reason=Reason.NOT_JSON,
        sentence="send JSON",
        excerpt="{",
        at=NINE,
    )


def everything(n: int, version: int = 1) -> list[Fact]:
    """One fact of every table about report and case `n`."""
    return [
        report(n, version),
        member(n, version, case=n),
        case(n, version),
        transition(n, version),
        escalation(n),
        notice(n),
        suggestion(n),
        hot_issue(n),
        handled.clock(n),
        handled.holder(n),
        dead_letter(n),
    ]


def told(*all_facts: Fact) -> list[Told]:
    """Facts as records, the way Kafka gives them."""
    return [record for fact in all_facts for record in facts.told(fact)]
