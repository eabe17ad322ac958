"""Clocks of a case and who held it, with literal times."""

from datetime import UTC, datetime, timedelta

from tests.rows import sheet
from topics.deadline import ClockName
from topics.handled import ClockRow, HolderRow
from topics.sheets import Sheet

NINE = datetime(2025, 3, 3, 9, 0, 0, 123_000, tzinfo=UTC)


def clock(n: int) -> Sheet:
    """The resolve clock of case `n`, which is paused."""
    return sheet(
        ClockRow(
            scope="zh",
            clock_id=f"c{n}",
            case_id=f"zh:r{n}:0",
            clock=ClockName.RESOLVE,
            unit="",
            stage="",
            round=1,
            start_at=NINE,
            due_at=NINE + timedelta(days=3),
            statutory_at=NINE + timedelta(days=5),
            done_at=None,
            paused_s=5_400.0,
            suspended=True,
            extended=False,
            late=False,
            why="3 working days from 2025-03-03 17:00, paused 1.5 hours",
            policy_version="1",
            version=9,
        )
    )


def holder(n: int) -> Sheet:
    """Case `n` is with the roads office, which has it still."""
    return sheet(
        HolderRow(
            scope="zh",
            holder_id=f"h{n}",
            case_id=f"zh:r{n}:0",
            number=2,
            role="lead",
            unit="市政所",
            state="in_progress",
            from_at=NINE + timedelta(hours=1),
            until_at=None,
            round=1,
            version=9,
        )
    )
