"""`jiesu review`: what is in the tables, compared by the kernels of merging."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.policyfile import load_policy
from deploy.review import Reviewed, review_tables
from sinks.clickhouse.embedded import EmbeddedWarehouse, open_embedded
from sinks.clickhouse.loader import Loader
from streams.domain.reviewing import Lines
from tests.contracts.matcher import DOGS, LIGHT
from tests.rows import altered
from tests.sinks import facts

POLICY = Path(__file__).parents[2] / "deploy" / "policies" / "zh"
LINES = Lines(merge_at=0.5, split_at=0.3)
TEXTS = {1: LIGHT, 2: f"请问{LIGHT}", 3: DOGS, 4: f"{DOGS}!", 5: LIGHT}
CASES = {1: 1, 2: 2, 3: 3, 4: 3, 5: 3}
"""Reports 1 and 2 tell of one matter in two cases; 5 tells of it among the dogs."""


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[EmbeddedWarehouse]:
    with open_embedded(tmp_path / "tables") as warehouse:
        said = [
            altered(facts.report(n), title="", text=text, address="", region_level=0, latitude=None, longitude=None)
            for n, text in TEXTS.items()
        ]
        said = [altered(one, occurred_at=facts.NINE + n * timedelta(hours=1)) for n, one in enumerate(said)]
        Loader(warehouse).load_facts([*said, *(facts.member(n, case=case) for n, case in CASES.items())])
        yield warehouse


def reviewed(warehouse: EmbeddedWarehouse) -> Reviewed:
    return review_tables(warehouse.query, load_policy(POLICY), LINES)


def test_what_may_be_one_case_and_what_may_not_belong_is_found(warehouse: EmbeddedWarehouse) -> None:
    found = reviewed(warehouse)
    assert len(found.told) == len(TEXTS)
    merge, split = found.proposals
    assert (merge.what, merge.case, merge.other) == ("merge", "zh:r1:0", "zh:r2:0")
    assert (split.what, split.case, found.told[split.report]["report_id"]) == ("split", "zh:r3:0", "r5")


def test_what_was_kept_apart_is_not_proposed_again_until_people_merge_it(warehouse: EmbeddedWarehouse) -> None:
    corrected = altered(facts.transition(1, 9), action="keep_apart", other_case="zh:r2:0")
    Loader(warehouse).load_facts([corrected])
    assert [one.what for one in reviewed(warehouse).proposals] == ["split"]
    again = altered(facts.transition(1, 10), action="merge", other_case="zh:r2:0")
    Loader(warehouse).load_facts([again])
    assert [one.what for one in reviewed(warehouse).proposals] == ["merge", "split"]
