"""What came of a replay, as far as two of them are held against each other."""

from datetime import datetime
from typing import NamedTuple

from sinks.clickhouse.holder import Query
from sinks.console.asking import rows

_CASES = "SELECT case_id, class_code, unit, due_at, late FROM cases WHERE state != 'merged' ORDER BY case_id"
_RUNGS = """SELECT e.rung AS rung, c.class_code AS class_code, if(e.holder = '', e.unit, e.holder) AS unit
    FROM escalations AS e INNER JOIN cases AS c USING (scope, case_id)
    WHERE e.retracted_at IS NULL ORDER BY e.escalation_id"""
_REPORTS = """SELECT report_id, channel, channel_ref, case_id FROM reports INNER JOIN members USING (scope, report_id)
    ORDER BY received_at, channel, channel_ref"""


class CaseStanding(NamedTuple):
    """How a case stands at the end."""

    class_code: str
    unit: str
    due_at: datetime
    late: bool


class RungFired(NamedTuple):
    """A rung that fired and stands: of a case of which class, and at which unit."""

    rung: str
    class_code: str
    unit: str


class Placed(NamedTuple):
    """A report by its channel and reference, and its case."""

    name: str
    case_id: str


class Outcome(NamedTuple):
    """Cases by id, the rungs that fired, and reports by id in the order in which they came."""

    cases: dict[str, CaseStanding]
    rungs: list[RungFired]
    reports: dict[str, Placed]


def read_outcome(query: Query) -> Outcome:
    """Ask the tables of one replay. Raises what `query` raises."""
    cases = {row.pop("case_id"): CaseStanding(**row) for row in rows(query, _CASES)}
    reports = rows(query, _REPORTS)
    return Outcome(
        cases,
        [RungFired(**row) for row in rows(query, _RUNGS)],
        {row["report_id"]: Placed(f"{row['channel']}/{row['channel_ref']}", row["case_id"]) for row in reports},
    )
