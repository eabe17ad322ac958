"""Every action can be written by hand, with all that it says besides."""

from typing import Any

import pytest

from deploy.errors import SetupError
from deploy.send_action import read_action
from streams.domain.parties import parties
from tests.deploy.test_cli import jiesu
from topics.action import ActionName, Details
from topics.raw import RawAction

CASE = "town:a:0"
AT = "2025-03-01T08:30:00+08:00"
SAID: dict[str, Any] = {
    "reason": "parts",
    "extend_by": "1.5 working_days",
    "rating": 4,
    "stage": "stop",
    "class_code": "road",
    "region": "n",
    "urgency": "urgent",
}


def written(name: str, **said: object) -> RawAction:
    return read_action(CASE, {"action": name, "occurred_at": AT, **said})


@pytest.mark.parametrize("name", ActionName)
def test_each_action_keeps_its_details_up_to_the_inbox(name: ActionName) -> None:
    raw = written(name, **SAID, other_case_id="town:b:0", reports=("web/1",)).model_copy(update={"case_id": ""})
    assert parties(raw, "town").details == Details(
        reason="parts",
        amount=1.5,
        amount_unit="working_days",
        rating=4,
        stage="stop",
        class_code="road",
        region="n",
        urgency="urgent",
    )


def test_a_case_is_named_by_its_id_or_by_one_of_its_reports() -> None:
    assert written("sign").case_id == CASE
    named = read_action("web/1/2", {"action": "sign", "occurred_at": AT})
    assert (named.case_id, named.channel, named.channel_ref) == ("", "web", "1/2")


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"extend_by": "3"}, "extend_by.unit: Input should be"),
        ({"extend_by": "some working_days"}, "extend_by.amount: Input should be"),
        ({"rating": 6}, "rating: Input should be less than or equal to 5"),
        ({"urgency": "very"}, "urgency: Input should be 'normal', 'urgent' or 'critical'"),
    ],
)
def test_what_cannot_be_read_is_named(said: dict[str, object], what: str) -> None:
    with pytest.raises(SetupError, match=what):
        written("correct", **said)


def test_the_command_takes_each_detail() -> None:
    details = ("--reason", "r", "--extend-by", "3", "--stage", "s", "--class", "c", "--region", "n", "--rating", "1")
    done = jiesu("act", "extend", CASE, *details, "--urgency", "urgent", "--at", AT)
    assert done.returncode == 2
    assert "the action cannot be sent (extend_by.unit" in " ".join(done.stderr.split())
