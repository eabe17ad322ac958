"""The only place that reads the wall clock."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wall() -> datetime:
    """The wall clock, in UTC."""
    return datetime.now(UTC)


@lru_cache  # records of one batch share their moments
def from_millis(millis: int) -> datetime:
    """A Kafka timestamp (milliseconds since 1970) as UTC, exact to the millisecond."""
    return _EPOCH + timedelta(milliseconds=millis)
