"""What an action names besides its target."""

import json
from typing import Any

import pytest

from tests.streams.domain.raw_records import ACTION, action_of, dead_of
from topics.ids import report_id
from topics.reasons import Reason


def test_a_merge_names_a_second_case_and_a_split_its_reports() -> None:
    assert action_of(action="merge", other_case_id="city:ab:0").other_case == "city:ab:0"
    named = ["hotline/R-2", "app/with/slashes"]
    assert action_of(action="split", reports=named).reports == (
        report_id("hotline", "R-2"),
        report_id("app", "with/slashes"),
    )


@pytest.mark.parametrize(
    ("said", "reason", "advice"),
    [
        ({"action": "merge"}, Reason.MISSING_FIELD, "name the second in other_case_id"),
        ({"action": "keep_apart"}, Reason.MISSING_FIELD, "name the second in other_case_id"),
        ({"action": "split"}, Reason.MISSING_FIELD, "name them in reports"),
        ({"action": "reroot", "case_id": "city:ab:0"}, Reason.NO_TARGET, "name it by channel and channel_ref"),
        ({"action": "merge", "other_case_id": "boston:ab:0"}, Reason.WRONG_SCOPE, "no merge crosses scopes"),
        ({"action": "split", "reports": ["R-2"]}, Reason.INVALID, "write each as CHANNEL/REFERENCE"),
        ({"action": "split", "reports": ["hotline/R"] * 1001}, Reason.TOO_LONG, "split in several steps"),
    ],
)
def test_one_that_names_too_little_is_dead_with_what_to_do(said: dict[str, Any], reason: Reason, advice: str) -> None:
    dead = dead_of("actions.raw", json.dumps(ACTION | said).encode())
    assert dead.reason == reason
    assert advice in dead.sentence
