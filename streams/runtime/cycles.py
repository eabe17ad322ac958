"""How often Python looks for cycles among its objects."""

import gc

THRESHOLDS = (50_000, 20, 100)


def look_rarely_for_cycles() -> None:
    """For programs whose memory is many objects without cycles: looking as often as Python does costs a fifth."""
    gc.set_threshold(*THRESHOLDS)
