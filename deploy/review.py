"""The slow pass over the tables: what may be one case, and what may not belong to its case."""

from collections.abc import Iterable
from typing import NamedTuple

from sinks.clickhouse.holder import Query
from sinks.console.asking import Row, rows
from streams.domain.reviewing import Lines, Pair, Proposal, review
from topics.inbox import Report
from topics.merge_rule import TextMerge
from topics.model import Source
from topics.policy import Policy

_TOLD = """SELECT r.*, m.case_id AS case_id, m.own_case AS own_case FROM reports AS r
    INNER JOIN members AS m ON m.scope = r.scope AND m.report_id = r.report_id ORDER BY r.occurred_at, r.report_id"""
_CORRECTED = """SELECT action, case_id, other_case FROM transitions
    WHERE accepted AND action IN ('merge', 'unmerge', 'split', 'keep_apart') ORDER BY version, `index`"""


class Reviewed(NamedTuple):
    """What was found; the rows of the reports, by their places; how many reports were compared."""

    proposals: list[Proposal]
    told: list[Row]


def review_tables(query: Query, policy: Policy, lines: Lines) -> Reviewed:
    """Compare the reports of every rule that merges by words. Raises what `query` raises."""
    from streams.domain.merging.comparing import Comparer  # noqa: PLC0415 - numba takes half a second
    from streams.domain.merging.weights import load_weights  # noqa: PLC0415

    told, weights = rows(query, _TOLD), load_weights()
    rules = {entry.code: policy.merges[entry.merge or policy.merge] for entry in policy.classes}
    apart = _apart(rows(query, _CORRECTED), told)
    found: list[Proposal] = []
    kept: list[Row] = []
    for rule in {id(rule): rule for rule in policy.merges.values() if isinstance(rule, TextMerge)}.values():
        some = [row for row in told if rules.get(row["class_code"]) is rule]
        compared = Comparer(weights, [_report(row) for row in some], rule)
        proposals = review([row["case_id"] for row in some], compared, apart, lines)
        found += [one._replace(report=one.report + len(kept)) for one in proposals]
        kept += some
    return Reviewed(found, kept)


def _apart(corrected: Iterable[Row], told: Iterable[Row]) -> set[Pair]:
    """The pairs of cases, as they now are, that people have separated and not joined since."""
    now = {row["own_case"] or row["case_id"]: row["case_id"] for row in told}
    apart: set[Pair] = set()
    for row in corrected:
        pair = Pair((row["case_id"], row["other_case"]))
        apart = apart - {pair} if row["action"] == "merge" else apart | {pair}
    return {Pair(now.get(case, case) for case in pair) for pair in apart}


def _report(row: Row) -> Report:
    names = ("scope", "report_id", "channel", "channel_ref", "occurred_at", "received_at", "title", "text", "address")
    more = ("region", "latitude", "longitude", "reporter")
    region = "" if row["region_level"] == 0 else row["region"]
    said = {name: row[name] for name in names + more} | {"region": region, "category": "", "attachments": ()}
    return Report(source=Source(row["source_topic"], row["source_partition"], row["source_offset"]), **said)
