"""The only place that reads the wall clock."""

from datetime import UTC, datetime


def wall() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


def from_millis(millis: int) -> datetime:
    """A Kafka timestamp (milliseconds since 1970) as UTC, exact to the millisecond."""
    seconds, rest = divmod(millis, 1000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest * 1000)
