"""What a run says: the names of its figures, and the ratios among them."""

from collections.abc import Mapping
from typing import Any

KEYS = (
    "whole_stream_per_s",
    "ratio_faust",
    "ratio_quix",
    "ratio_bytewax",
    "local_fold_per_s",
    "p99_ms_at_half_load",
    "bytes_per_case",
    "restore_s",
    "rung_delay_s",
    "floor_per_s",
)
"""The figures that every run says, null where they were not asked for or failed."""
RIVALS = ("faust", "quix", "bytewax")


def with_ratios(figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures with the whole stream's speed over each rival's."""
    whole = figures.get("whole_stream_per_s")
    speeds = {rival: figures.get(f"{rival}_per_s") for rival in RIVALS}
    ratios = {f"ratio_{rival}": round(whole / speed, 2) for rival, speed in speeds.items() if whole and speed}
    return {**figures, **ratios}
