"""How a case is handled, on its page: clocks, holders, rungs taken back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from sinks.clickhouse.embedded import EmbeddedWarehouse, open_embedded
from sinks.clickhouse.loader import Loader
from sinks.clickhouse.tables import UNRESOLVED_SQL
from sinks.console.app import console
from sinks.console.holding import held, in_hours, ledger
from sinks.console.words import speaker
from tests.rows import altered, rows_of
from tests.sinks import facts, handled
from tests.sinks.console.test_pages import STOPPED, ZONE
from topics.facts import Fact

NINE = facts.NINE
CENTRE = {"role": "centre", "unit": "", "state": "open", "from_at": NINE, "until_at": NINE + timedelta(hours=1)}


def told() -> list[Fact]:
    """Case 1 was with the centre for an hour, then with the roads office, which somebody assists; one rung is back."""
    centre = altered(handled.holder(1), holder_id="h0", number=1, **CENTRE)
    helping = altered(handled.holder(1), holder_id="h2", number=3, role="assistant", unit="<绿化所>")
    gone = altered(handled.holder(1), holder_id="h3", number=4, unit="nobody", until_at=NINE + timedelta(hours=1))
    states = ("accepted", "in_progress", "suspended", "returned", "disputed", "closed")
    others = [altered(facts.case(9), case_id=f"zh:{state}:0", state=state) for state in states]
    back = altered(facts.escalation(1), firing=2, holder="市政所", retracted_at=NINE + timedelta(hours=2))
    never = altered(handled.clock(1), clock_id="c0", clock="sign", due_at=NINE, done_at=NINE, why="never ran")
    late = altered(facts.transition(1, index=1), action="sign", revises=7)
    return [*facts.everything(1), centre, helping, gone, never, back, late, *others]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedWarehouse]:
    with open_embedded(tmp_path_factory.mktemp("tables")) as opened:
        Loader(opened).load_facts(told())
        yield opened


@pytest.fixture(scope="module")
def page(warehouse: EmbeddedWarehouse) -> TestClient:
    clock = STOPPED.model_copy(update={"epoch": NINE + timedelta(hours=4)})
    return TestClient(console(warehouse.query, clock, ZONE), headers={"Accept-Language": "en-GB"})


def test_a_case_shows_its_clocks(page: TestClient) -> None:
    case = page.get("/case/zh:r1:0").text
    row = case.split('<h2 id="clocks">')[1].split("</tbody>")[0].split("<tbody>")[1]
    for cell in ("to resolve it", "2025-03-06 17:00", "2025-03-08 17:00", "suspended", "1.5", "3 working days from"):
        assert cell in row
    assert "late" not in row
    assert "never ran" not in row


def test_a_case_shows_who_held_it_for_how_long(page: TestClient) -> None:
    case = page.get("/case/zh:r1:0").text
    section = case.split('<h2 id="holders">')[1].split('<h2 id="timeline">')[0]
    assert section.count("<rect ") == 3
    assert '<rect class="centre open" x="0.0" y="0" width="250.0" height="20"><title>centre open 1.0 h' in section
    assert '<rect class="lead in_progress" x="250.0" y="0" width="750.0"' in section
    assert '<rect class="assistant in_progress" x="250.0" y="24"' in section
    assert "&lt;绿化所&gt;" in section
    assert "nobody" not in section
    assert section.count("still") == 2


def test_a_rung_that_was_taken_back_says_when_and_what_came_late_is_marked(page: TestClient) -> None:
    case = page.get("/case/zh:r1:0").text
    section = case.split('<h2 id="escalations">')[1].split('<h2 id="notices">')[0]
    assert '<tr class="retracted">' in section
    assert "an action that came late shows it to be wrong 2025-03-03 19:00" in section
    assert "said otherwise since an action came late" in case
    assert "已撤回" in page.get("/case/zh:r1:0?lang=zh").text
    page.cookies.clear()


def test_whatever_is_not_resolved_is_open(page: TestClient, warehouse: EmbeddedWarehouse) -> None:
    home = page.get("/").text
    assert "<dt>Open</dt><dd>6</dd>" in home
    assert "<dt>Escalations</dt><dd>0</dd>" in home
    over = f"SELECT state FROM cases WHERE NOT {UNRESOLVED_SQL}"
    assert warehouse.query(over, "TSV").split() == [b"closed"]


def test_what_somebody_holds_still_lasts_until_now_and_never_less_than_nothing() -> None:
    rows = [dict(row) for row in rows_of([handled.holder(1)])]
    assert [in_hours(row["lasted"]) for row in held(rows, NINE + timedelta(hours=28.5))] == ["27.5"]
    assert held(rows, NINE) == []


def test_a_picture_of_one_stretch_fills_the_whole_width() -> None:
    rows = held([dict(row) for row in rows_of([handled.holder(1)])], NINE + timedelta(hours=2))
    assert 'x="0.0" y="0" width="1000.0"' in ledger(rows, speaker("zh"))


def test_a_picture_ends_where_the_case_is_over() -> None:
    over = {"role": "centre", "unit": "", "state": "resolved", "from_at": NINE + timedelta(hours=2)}
    lead = altered(handled.holder(1), until_at=NINE + timedelta(hours=2))
    rows = [dict(row) for row in rows_of([lead, altered(handled.holder(1), **over)])]
    picture = ledger(held(rows, NINE + timedelta(days=100)), speaker("zh"))
    assert picture.count("<rect ") == 1
    assert 'width="1000.0"' in picture
