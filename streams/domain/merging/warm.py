"""Every kernel compiled before the first report comes: some 20 s on a new machine, afterwards it is loaded."""

from datetime import UTC, datetime

from streams.domain.merging.matcher import Matcher
from streams.domain.merging.weights import Weights
from topics.inbox import Report
from topics.memory import Member, Stamp
from topics.model import Source
from topics.policy import TextMerge
from topics.reasons import MergeReason

_RULE = TextMerge(join_at=0.4, window_days=1)
_AT = datetime(2020, 1, 1, tzinfo=UTC)


def warm(weights: Weights) -> None:
    """Let two reports of one matter, at two places of one road, meet: every kernel has its say."""
    matcher = Matcher(weights)
    one, other = _report("1", "东风路青石小区路灯不亮"), _report("2", "东风路白果小区路灯不亮")
    sketch, stamp = matcher.sketch(one, _RULE), Stamp(offset=0, index=0)
    member = Member.model_construct(
        scope=one.scope,
        report_id=one.report_id,
        case_id=one.report_id,
        stamp=stamp,
        joined=stamp,
        occurred_at=_AT,
        received_at=_AT,
        reporter="",
        content="",
        revision=1,
        redeliveries=0,
        reason=MergeReason.NOTHING_SIMILAR,
        score=0.0,
        matched="",
        leader=True,
        sketch=sketch,
    )
    matcher.add(member, "")
    matcher.match(other, matcher.sketch(other, _RULE), "", _RULE, lambda _: True)
    matcher.remove(one.report_id)


def _report(report_id: str, title: str) -> Report:
    return Report.model_construct(
        source=Source(topic="reports.raw", partition=0, offset=0),
        scope="warm",
        report_id=report_id,
        channel="warm",
        channel_ref=report_id,
        occurred_at=_AT,
        received_at=_AT,
        title=title,
        text="晚上一片漆黑,居民出行很不方便,希望有关部门尽快修好。",
        address="",
        region="",
        category="",
        latitude=None,
        longitude=None,
        reporter="",
        attachments=(),
    )
