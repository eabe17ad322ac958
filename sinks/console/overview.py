"""The front page's figures: what there is, what is late, what came in, and the newest and hottest of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

from sinks.clickhouse.holder import Query
from sinks.clickhouse.tables import UNRESOLVED_SQL
from sinks.console.asking import Row, moment, rows
from topics.inbox import ClockSetting
from topics.model import EARLIEST

DUE_SOON = timedelta(hours=1)
SLOTS = 60
"""How many bars a picture has."""
_SLOT = timedelta(minutes=1)
_MILLI = timedelta(milliseconds=1)
_NEWEST, _HOTTEST = 12, 10
_SAID = "if(r.title = '', substringUTF8(r.text, 1, 30), r.title)"
_LEADER = "splitByChar(':', case_id)[2]"
_STANDING = "(SELECT * FROM cases WHERE state != 'merged')"


class Overview(NamedTuple):
    """All of the front page. Series have one number for each slot of `slot` length; the last ends now."""

    now: datetime
    slot: timedelta
    figures: Row
    inflow: list[int]
    backlog: list[int]
    escalations: list[Row]
    hot: list[Row]


def stream_now(query: Query, clock: ClockSetting | None) -> datetime:
    """The stream's time: ClickHouse's wall clock, through the stream's own. Raises what `query` raises."""
    wall: datetime = rows(query, "SELECT now64(3, 'UTC') AS wall_at")[0]["wall_at"]
    return clock.now(wall) if clock else wall


def overview(query: Query, clock: ClockSetting | None) -> Overview:
    """Ask for everything. Raises what `query` raises."""
    now = stream_now(query, clock)
    slot = max(_SLOT, timedelta(seconds=clock.rate)) if clock else _SLOT
    since = now - SLOTS * slot
    return Overview(
        now,
        slot,
        rows(query, _figures(now))[0],
        _counts(query, "reports", "received_at", since, slot),
        _backlog(query, since, slot),
        rows(query, _ESCALATIONS),
        rows(query, _HOT),
    )


def _figures(now: datetime) -> str:
    at, soon = moment(now), moment(now + DUE_SOON)
    return f"""SELECT * FROM
        (SELECT count() AS reports FROM reports) AS r,
        (SELECT countIf(state != 'merged') AS cases, countIf({UNRESOLVED_SQL}) AS open,
            countIf({UNRESOLVED_SQL} AND due_at > {at} AND due_at <= {soon}) AS due_soon,
            countIf({UNRESOLVED_SQL} AND due_at <= {at}) AS overdue FROM cases) AS c,
        (SELECT countIf(retracted_at IS NULL) AS escalations FROM escalations) AS e,
        (SELECT count() AS dead_letters FROM dead_letters) AS d,
        (SELECT countIf(state = 'open') AS hot FROM hot_issues) AS h,
        (SELECT if(count() = 0, NULL, greatest(0, dateDiff('second', max(inserted_at), now64(3, 'UTC')))) AS quiet_s
            FROM reports) AS q"""  # noqa: S608 - our own times


def _counts(query: Query, table: str, column: str, since: datetime, slot: timedelta) -> list[int]:
    """How many rows fall into each slot."""
    index = f"intDiv(toUnixTimestamp64Milli({column}) - {_millis(since)}, {slot // _MILLI})"
    known = f"{column} IS NOT NULL AND {column} >= {moment(since)}"
    sql = f"SELECT {index} AS slot, count() AS n FROM {table} WHERE {known} GROUP BY slot"  # noqa: S608 - our own names
    found = {int(row["slot"]): int(row["n"]) for row in rows(query, sql)}
    return [found.get(number, 0) for number in range(SLOTS)]


def _millis(at: datetime) -> int:
    """Since 1970, in whole numbers: no time falls to the wrong side of a slot."""
    return (at - EARLIEST) // _MILLI


def _backlog(query: Query, since: datetime, slot: timedelta) -> list[int]:
    """Cases open at the end of each slot, as they stand now: an earlier round of a reopened case is not counted."""
    before = moment(since)
    sql = f"SELECT countIf(opened_at < {before}) - countIf(resolved_at < {before}) AS n FROM {_STANDING}"  # noqa: S608 - our own times
    first = int(rows(query, sql)[0]["n"])
    opened = _counts(query, _STANDING, "opened_at", since, slot)
    resolved = _counts(query, _STANDING, "resolved_at", since, slot)
    changes: Sequence[int] = [more - less for more, less in zip(opened, resolved, strict=True)]
    return list(accumulate(changes, initial=first))[1:]


_ESCALATIONS = f"""SELECT e.case_id AS case_id, e.rung AS rung, e.fire_at AS fire_at, e.due_at AS due_at,
        e.unit AS unit, {_SAID} AS title
    FROM (SELECT *, {_LEADER} AS report_id FROM escalations WHERE retracted_at IS NULL
        ORDER BY fire_at DESC, escalation_id LIMIT {_NEWEST}) AS e
    LEFT JOIN reports AS r ON r.scope = e.scope AND r.report_id = e.report_id
    ORDER BY fire_at DESC, e.escalation_id"""  # noqa: S608 - our own names
_HOT = f"""SELECT c.case_id AS case_id, c.people AS people, c.reports AS reports, c.urges AS urges, c.state AS state,
        c.due_at AS due_at, c.late AS late, {_SAID} AS title
    FROM (SELECT *, {_LEADER} AS report_id FROM cases WHERE {UNRESOLVED_SQL}
        ORDER BY people DESC, reports DESC, case_id LIMIT {_HOTTEST}) AS c
    LEFT JOIN reports AS r ON r.scope = c.scope AND r.report_id = c.report_id
    ORDER BY people DESC, reports DESC, case_id"""  # noqa: S608 - our own names
