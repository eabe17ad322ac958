"""The real complaints as merging sees them: sketched once, merged again and again under other weights."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from deploy.policyfile import load_policy
from streams.domain.matching import NONE, in_ms
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.weights import Weights
from tests.quality.__main__ import REPO, rows
from tests.streams.domain.merging.stage import report
from topics.inbox import Report
from topics.memory import Sketch
from topics.merge_rule import TextMerge

ZONE = ZoneInfo("Asia/Shanghai")


class Complaints(NamedTuple):
    """All reports in the order in which they came, their sketches, and the rule of the policy."""

    reports: list[Report]
    sketches: list[Sketch]
    rule: TextMerge

    def packed(self) -> Mapping[str, np.ndarray]:
        """The sketches by report."""
        pairs = zip(self.reports, self.sketches, strict=True)
        return {one.report_id: np.frombuffer(sketch.packed, np.uint32) for one, sketch in pairs}


def complaints(weights: Weights) -> Complaints:
    """Read and sketch them."""
    rule = load_policy(REPO / "deploy" / "policies" / "zh").merges["words"]
    assert isinstance(rule, TextMerge)
    reports = sorted(map(complaint, rows("complaints_zh.csv")), key=lambda one: one.occurred_at)
    matcher = Matcher(weights)
    return Complaints(reports, [matcher.sketch(one, rule) for one in reports], rule)


def merged(told: Complaints, weights: Weights, rule: TextMerge) -> dict[str, str]:
    """Report -> case, each case named by the report that opened it."""
    matcher, cases = Matcher(weights), [""] * len(told.reports)
    for slot, (one, sketch) in enumerate(zip(told.reports, told.sketches, strict=True)):
        found = matcher.match(one, sketch, "", rule)
        case = slot if found.case == NONE else found.case
        if case == slot:
            matcher.settle(case, "", in_ms(one.occurred_at), None)
        matcher.add(slot, case, sketch, leader=case == slot)
        cases[slot] = told.reports[case].report_id
    return {one.report_id: case for one, case in zip(told.reports, cases, strict=True)}


def complaint(row: dict[str, str]) -> Report:
    """A row as a report; its reporter is its user."""
    at = datetime.fromisoformat(row["time"]).replace(tzinfo=ZONE)
    return report(row["id"], title=row["title"], text=row["text"], at=at, reporter=row["user"])
