"""What casework counts of what it has said."""

from streams.processors.counting import Tally
from tests.streams.domain.stories import CLOCK, DAY, HOUR, START, Town, action, report
from topics.action import ActionName


def test_a_rung_that_is_withdrawn_counts_as_fired_once_and_not_again() -> None:
    town, tally = Town(), Tally()
    town.tell(report("a"))
    tally.add(town.wait(START + DAY), CLOCK)
    withdrawn = town.tell(action(ActionName.RESOLVE, START + 20 * HOUR, of="a"))
    assert [sheet.kind for sheet in withdrawn.sheets].count("escalation") == 1
    tally.add(withdrawn, CLOCK)
    counts = tally.take(START + DAY).counts
    fired = {name[1]: number for name, number in counts.items() if name[0] == "jiesu_escalations_total"}
    assert fired == {"remind": 1, "urge": 1}
