"""The deadlines of every report's case, as a table to compare with."""

import csv
from datetime import datetime, tzinfo
from pathlib import Path

import orjson

from sinks.clickhouse.warehouse import Warehouse

COLUMNS = ("report_id", "case_id", "clock", "start_at", "due_at", "done_at", "late")
_CLOCKS = """SELECT channel_ref, members.case_id, clocks.clock,
        toUnixTimestamp64Milli(start_at), toUnixTimestamp64Milli(due_at),
        if(done_at IS NULL, NULL, toUnixTimestamp64Milli(assumeNotNull(done_at))), late
    FROM reports FINAL
    JOIN members FINAL USING (scope, report_id)
    JOIN (
        SELECT scope, case_id, clock, start_at, due_at, done_at, late FROM clocks FINAL
        WHERE unit = '' ORDER BY round DESC, stage = '' DESC, due_at DESC LIMIT 1 BY scope, case_id, clock
    ) AS clocks ON clocks.scope = members.scope AND clocks.case_id = members.case_id
    ORDER BY received_at, channel_ref, clocks.clock"""


def write_clocks(warehouse: Warehouse, zone: tzinfo, out: Path) -> int:
    """The clocks of the case of each report (its channel's reference), in its last round, as CSV; times in a zone.

    Of a staged limit it is the whole, not its steps. Returns the rows.
    """
    rows = orjson.loads(warehouse.query(_CLOCKS, "JSONCompact"))["data"]
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for *names, start, due, done, late in rows:
            writer.writerow([*names, *(_told(at, zone) for at in (start, due, done)), "true" if late else "false"])
    return len(rows)


def _told(millis: str | int | None, zone: tzinfo) -> str:
    """ISO 8601 with the zone's offset; '' for none."""
    if millis is None:
        return ""
    return datetime.fromtimestamp(int(millis) / 1000, zone).isoformat(timespec="milliseconds")
