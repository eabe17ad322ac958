"""Every kernel compiled before the first report comes: some 20 s on a new machine, afterwards it is loaded."""

from datetime import UTC, datetime

from streams.domain.merging.live import Live
from streams.domain.merging.sketch import sketch_of
from streams.domain.merging.weights import Weights
from streams.domain.merging.words import WordIndex
from topics.inbox import Report
from topics.model import Source

_AT = datetime(2020, 1, 1, tzinfo=UTC)


def warm(weights: Weights) -> None:
    """Let a report meet itself: every kernel has its say."""
    index, sketch = WordIndex(), sketch_of(_report(), weights)
    member = Live(0, 0, 0, 0.0, True, sketch, None)
    index.add(member)
    asked = index.ask(sketch, 0.0)
    for met in index.compare(asked, index.candidates(asked, 1.0, 1, lambda _: True)):
        index.likeness(asked, met.member.slot, frozenset(sketch.places))
    index.remove(member)


def _report() -> Report:
    return Report(
        source=Source(topic="reports.raw", partition=0, offset=0),
        scope="warm",
        report_id="1",
        channel="warm",
        channel_ref="1",
        occurred_at=_AT,
        received_at=_AT,
        title="东风路青石小区路灯不亮",
        text="晚上一片漆黑,居民出行很不方便,希望有关部门尽快修好。",
        address="",
        region="",
        category="",
        latitude=None,
        longitude=None,
        reporter="",
        attachments=(),
    )
