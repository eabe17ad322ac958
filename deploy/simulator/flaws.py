"""What a channel spoils: rows that intake must refuse, each for a reason of its own."""

from deploy.simulator.happenings import Delivery
from deploy.simulator.tales import Tale

_FLAWS = {"ZH": ("time", "empty"), "EN": ("time", "place", "empty")}
_NOWHERE = 991.0  # degrees


def spoil(told: Delivery) -> Delivery:
    """The row with the flaw that its ref says: an unreadable time, a place that lies nowhere, or nothing said."""
    flaws = _FLAWS[told.ref[:2]]
    flaw = flaws[int(told.ref[2:]) % len(flaws)]
    told = told._replace(flaw=flaw)
    if flaw == "place":
        return told._replace(place=told.place._replace(latitude=_NOWHERE))
    if flaw == "empty":
        nothing = told.matter.model_copy(update={"category": ""})
        return told._replace(tale=Tale("", ""), matter=nothing)
    return told


def garble(told: list[Delivery], dispatches: int) -> list[Delivery]:
    """The rows, the first `dispatches` of those dispatched with a time of it that nobody can read."""
    left, rows = dispatches, []
    for one in told:
        if left and one.handling.dispatched:
            one, left = one._replace(handling=one.handling._replace(garbled=True)), left - 1  # noqa: PLW2901
        rows.append(one)
    return rows
