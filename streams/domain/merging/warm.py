"""Every kernel compiled before the first report comes: some 20 s on a new machine, afterwards it is loaded."""

from datetime import UTC, datetime

import numpy as np

from streams.domain.classify import NO_CLASSIFIERS, Classifiers
from streams.domain.matching import Joining
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.weights import Weights
from topics.inbox import Report
from topics.merge_rule import TextMerge
from topics.model import Source

_AT = datetime(2020, 1, 1, tzinfo=UTC)


def warm(weights: Weights, classifiers: Classifiers = NO_CLASSIFIERS) -> None:
    """Let a report meet itself, and be read by all who classify: every kernel has its say."""
    matcher, rule = Matcher(weights), TextMerge(join_at=0.5, window_days=1)
    sketch = matcher.sketch(_report(), rule)
    matcher.settle(0, "", 0, None)
    matcher.add(0, 0, sketch, leader=True)
    matcher.match(_report(), sketch, "", rule)
    matcher.recall(0)
    matcher.discard(0)
    matcher.hold({0: sketch})
    matcher.restore(Joining(np.array([0]), np.array([0]), np.array([True])))
    matcher.remove(0)
    for one in classifiers.values():
        one.guess(_report(), np.zeros(len(one.labels), np.int64))


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
