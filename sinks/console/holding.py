"""Who held a case: for how long, and as a picture."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from sinks.console.asking import Row
from sinks.console.words import Speak
from topics.rows import UNRESOLVED

_WIDTH, _LANE = 1000, 24


def held(holders: Sequence[Row], now: datetime) -> list[Row]:
    """Rows of `holders` in their order, each with how long it `lasted` up to `now`; those taken away are left out."""
    ended = ((row, max(row["from_at"], row["until_at"] or now)) for row in holders)
    return [{**row, "lasted": end - row["from_at"]} for row, end in ended if end > row["from_at"]]


def in_hours(lasted: timedelta) -> str:
    """A length of time for a table: 27.5."""
    return f"{lasted / timedelta(hours=1):,.1f}"


def ledger(stretches: Sequence[Row], t: Speak) -> Markup:
    """What `held` gives as bars from left to right: who was in charge above, each that assisted in a lane below.

    That a case has been over since, and goes on to be, is no part of it.
    """
    stretches = [row for row in stretches if row["until_at"] or row["state"] in UNRESOLVED] or stretches
    start = min(row["from_at"] for row in stretches)
    whole = max(row["from_at"] + row["lasted"] for row in stretches) - start
    lanes = ["", *sorted({row["unit"] for row in stretches if row["role"] == "assistant"})]
    bars = [_bar(row, start, whole, lanes, t) for row in stretches]
    return Markup(
        '<svg class="ledger" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(_WIDTH, _LANE * len(lanes), t("holders"), Markup("").join(bars))


def _bar(row: Row, start: datetime, whole: timedelta, lanes: list[str], t: Speak) -> Markup:
    """One stretch; what it stands for is read when one points at it."""
    who = " ".join(filter(None, (t(f"role_{row['role']}"), row["unit"], t(f"state_{row['state']}"))))
    return Markup('<rect class="{} {}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>').format(
        row["role"],
        row["state"],
        round(_WIDTH * ((row["from_at"] - start) / whole), 1),
        _LANE * lanes.index(row["unit"] if row["role"] == "assistant" else ""),
        round(_WIDTH * (row["lasted"] / whole), 1),
        _LANE - 4,
        f"{who} {in_hours(row['lasted'])} {t('hours')}",
    )
