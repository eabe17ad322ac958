"""One case with all that belongs to it; one report; what came to nothing."""

import re
from typing import NamedTuple

import orjson

from sinks.clickhouse.holder import Query
from sinks.console.asking import Row, rows, text

_CASE = re.compile(r"[^:/\s]+:[^:/\s]+:\d+")
_MEMBER = (
    "scope",
    "report_id",
    "case_id",
    "own_case",
    "reason",
    "score",
    "matched",
    "leader",
    "version",
    "inserted_at",
)
_OLDEST_FIRST = "ORDER BY received_at, channel_ref"
_SHOWN = 200


class Unknown(LookupError):  # noqa: N818 - an answer, not a fault
    """There is no such case or report: the text says in both languages what to try."""


class CaseFile(NamedTuple):
    """One case: its row, its members (each a report with `reason`, `score`, `matched` and `parts`), and its history.

    `clocks` and `holders` are of all rounds, the earliest first, without what a late action took away.
    """

    case: Row
    members: list[Row]
    transitions: list[Row]
    escalations: list[Row]
    notices: list[Row]
    clocks: list[Row]
    holders: list[Row]


def find_case(query: Query, target: str) -> str:
    """The case that is meant by a case id, a report id, or channel/reference. Raises Unknown."""
    name = target.strip()
    if _CASE.fullmatch(name):
        found = rows(query, f"SELECT case_id FROM cases WHERE case_id = {text(name)}")  # noqa: S608 - quoted
    else:
        found = rows(query, f"SELECT case_id FROM members WHERE report_id IN ({_reports(name)})")  # noqa: S608 - quoted
    if not found:
        raise Unknown(
            f"没有 {target!r}:请核对编号,可用事件号、诉求号或「渠道/编号」; "
            f"there is no {target!r}: check it; a case id, a report id, or CHANNEL/REFERENCE will do"
        )
    return str(found[0]["case_id"])


def find_report(query: Query, target: str) -> str:
    """The report that is meant by a report id or channel/reference; '' where it means a case. Raises nothing."""
    found = rows(query, f"SELECT report_id FROM reports WHERE report_id IN ({_reports(target.strip())})")  # noqa: S608 - quoted
    return str(found[0]["report_id"]) if found else ""


def read_case(query: Query, case_id: str) -> CaseFile:
    """Everything of one case. Raises Unknown, and what `query` raises."""
    name = text(find_case(query, case_id))
    case = rows(query, f"SELECT * FROM cases WHERE case_id = {name}")[0]  # noqa: S608 - quoted
    history = f"WHERE case_id = {name} ORDER BY"
    ran = f"WHERE case_id = {name} AND due_at > start_at ORDER BY"
    trail = f"WHERE case_id = {name} OR other_case = {name} ORDER BY"
    return CaseFile(
        case,
        _members(query, name),
        rows(query, f"SELECT * FROM transitions {trail} version, `index`"),  # noqa: S608 - quoted
        rows(query, f"SELECT * FROM escalations {history} fire_at, escalation_id"),  # noqa: S608 - quoted
        rows(query, f"SELECT * FROM notices {history} at, notice_id"),  # noqa: S608 - quoted
        rows(query, f"SELECT * FROM clocks {ran} round, unit, start_at, due_at, clock_id"),  # noqa: S608 - quoted
        rows(query, f"SELECT * FROM holders {history} from_at, number, holder_id"),  # noqa: S608 - quoted
    )


def newest_dead_letters(query: Query) -> list[Row]:
    """Input that could not be processed, newest first."""
    order = "at DESC, source_topic, source_partition, source_offset DESC"
    return rows(query, f"SELECT * FROM dead_letters ORDER BY {order} LIMIT {_SHOWN}")  # noqa: S608 - our own


def newest_suggestions(query: Query) -> list[Row]:
    """Reports that may belong to an earlier case, newest first, with the words of both."""
    newest = f"SELECT * FROM suggestions ORDER BY at DESC, scope, report_id LIMIT {_SHOWN}"  # noqa: S608 - our own
    found = rows(query, newest)
    said = _names(query, {row[which] for row in found for which in ("report_id", "matched")})
    return [{**row, "report": said.get(row["report_id"], {}), "match": said.get(row["matched"], {})} for row in found]


def newest_unclassified(query: Query) -> list[Row]:
    """Reports whose class neither a hint nor the text decided, newest first; `case_id` is the case of each."""
    undecided = "SELECT * FROM reports WHERE class_by = 'fallback'"
    newest = f"{undecided} ORDER BY received_at DESC, scope, report_id LIMIT {_SHOWN}"
    joined = "LEFT JOIN members AS m ON m.scope = r.scope AND m.report_id = r.report_id"
    order = "ORDER BY received_at DESC, scope, report_id"
    return rows(query, f"SELECT r.*, m.case_id AS case_id FROM ({newest}) AS r {joined} {order}")  # noqa: S608 - our own


def _members(query: Query, name: str) -> list[Row]:
    reports = f"SELECT * FROM reports WHERE report_id IN (SELECT report_id FROM members WHERE case_id = {name})"  # noqa: S608 - quoted
    said = {row["report_id"]: row for row in rows(query, f"{reports} {_OLDEST_FIRST}")}
    members = {row["report_id"]: row for row in rows(query, f"SELECT * FROM members WHERE case_id = {name}")}  # noqa: S608 - quoted
    matched = _names(query, {row["matched"] for row in members.values()} - {""})
    parts = _parts(query, name)
    there = (report for report in said if report in members)
    return [_joined(members[report], said[report], matched, parts.get(report, {})) for report in there]


def _joined(member: Row, report: Row, matched: dict[str, Row], parts: Row) -> Row:
    """A report with why it is where it is; `parts` is what the score was made of, by name."""
    match = matched.get(member["matched"], {})
    return {**report, **{name: member[name] for name in _MEMBER}, "parts": parts, "match": match}


def _parts(query: Query, name: str) -> dict[str, Row]:
    """What the score of each member of a case was made of, when it was decided."""
    inside = f"SELECT report_id FROM members WHERE case_id = {name}"  # noqa: S608 - quoted
    told = f"SELECT report_id, parts FROM transitions WHERE parts != '' AND report_id IN ({inside}) ORDER BY version"  # noqa: S608 - quoted
    return {row["report_id"]: orjson.loads(row["parts"]) for row in rows(query, told)}


def _names(query: Query, reports: set[str]) -> dict[str, Row]:
    """Channel, reference and title of some reports."""
    if not reports:
        return {}
    wanted = ", ".join(map(text, sorted(reports)))
    sql = f"SELECT report_id, channel, channel_ref, title FROM reports WHERE report_id IN ({wanted})"  # noqa: S608 - quoted
    return {row["report_id"]: row for row in rows(query, sql)}


def _reports(name: str) -> str:
    """A statement for the reports that a name may mean."""
    channel, _, ref = name.partition("/")
    by_ref = f"(channel = {text(channel)} AND channel_ref = {text(ref)})"
    return f"SELECT report_id FROM reports WHERE report_id = {text(name)} OR {by_ref}"  # noqa: S608 - quoted
