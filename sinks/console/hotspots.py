"""Hot issues as they stand, and those of a stretch of time."""

from sinks.clickhouse.holder import Query
from sinks.console.asking import Row, rows, text

_SHOWN = 100
_BY_HEAT = "indexOf(['open', 'cooled', 'closed'], state), opened_at DESC, scope, hot_id"


def newest_hot_issues(query: Query) -> list[Row]:
    """The open ones first, then the cooled ones, then the newest of the others. Raises what `query` raises."""
    return rows(query, f"SELECT * FROM hot_issues ORDER BY {_BY_HEAT} LIMIT {_SHOWN}")  # noqa: S608 - our own


def hot_issues(query: Query, zone: str) -> list[Row]:
    """All of them in the order in which they opened; `day` and `week` (its Monday) are those of a time zone."""
    local = f"toDate(toTimeZone(opened_at, {text(zone)}))"
    days = f"toString({local}) AS day, toString(toStartOfWeek({local}, 1)) AS week"
    return rows(query, f"SELECT *, {days} FROM hot_issues ORDER BY opened_at, scope, hot_id")  # noqa: S608 - quoted
