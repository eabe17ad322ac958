"""What differs under another policy, as people read it: on a terminal, and as a page that needs nothing else."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rich.console import Console

from deploy.what_if.differing import ALL, CASES, LATE, REPORTS, RUNGS, Differences, Figure, Moved
from deploy.what_if.outcome import CaseStanding
from deploy.what_if.page import page
from deploy.what_if.telling import as_table, moved_lines, names_of
from tests.deploy.samples import policy
from topics.policy import Class

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
MOVED = Moved(
    "app/A",
    CaseStanding("hole", "roads", NINE.replace(hour=14), False),
    CaseStanding("hole", "roads", NINE.replace(hour=11), True),
)
FOUND = Differences(
    [Figure(ALL, REPORTS, 4, 4), Figure(ALL, CASES, 4, 4), Figure(ALL, LATE, 1, 2), Figure(ALL, RUNGS, 2, 4)],
    [Figure("urge", RUNGS, 1, 2), Figure("own-rung", RUNGS, 1, 2)],
    [Figure("hole", LATE, 0, 1), Figure("lamp", LATE, 1, 1), Figure("hole", RUNGS, 0, 2), Figure("lamp", RUNGS, 2, 2)],
    [Figure("<b>roads", LATE, 0, 1), Figure("<b>roads", RUNGS, 0, 2), Figure("", RUNGS, 2, 2)],
    [MOVED, MOVED._replace(report="app/B", new=MOVED.old)],
)


def names() -> dict[str, str]:
    old, new = (
        policy(("town", 0)).model_copy(update={"classes": (Class(code="hole", name=name),)}) for name in ("坑", "坑洞")
    )
    return names_of(old, new) | {"urge": "urge 催办"}


def test_the_terminal_says_it_in_both_languages() -> None:
    console = Console(width=80)
    with console.capture() as said:
        console.print(as_table(FOUND, names()))
    lines = said.get()
    assert re.search(r"│ 超期事件 late cases +│ +1 │ +2 │ +\+1 │", lines)
    assert re.search(r"│ urge 催办 +│ 催办 escalations +│ +1 │ +2 │ +\+1 │", lines)
    assert re.search(r"按类别 by class.*hole 坑洞.*按单位 by unit.*<b>roads", lines, re.DOTALL)
    assert "own-rung" in lines
    assert "lamp" not in lines


def test_reports_that_moved_are_counted_and_the_first_are_named() -> None:
    zh, en, first, second = moved_lines(FOUND, ZONE)
    assert zh == "2 件诉求的时限或超期与否不同,其中超期与否不同 1 件。"
    assert en == "2 reports are due at another time or late under one policy alone: 1 the latter."
    assert first == "  app/A: 2026-03-02 22:00 -> 2026-03-02 19:00 超期 late"
    assert "late" not in second
    assert len(list(moved_lines(FOUND._replace(moved=[MOVED] * 40), ZONE))) == 12


def test_the_page_needs_nothing_else_and_shows_bars() -> None:
    html = page(FOUND, names(), ("5-hours", "2-hours"), ZONE)
    assert "http" not in html
    assert "<script" not in html
    assert html.count("<svg") == 5  # by rung; late cases and escalations by class, and by unit
    assert "&lt;b&gt;roads" in html
    assert re.search(r'<rect class="old"[^>]* width="280.0"[^>]*><title>old 1</title>', html)
    assert "超期事件,按类别 Late cases by class" in html
    assert "hole 坑洞" in html
    assert "2026-03-02 19:00 <b" in html


def test_a_page_of_many_groups_shows_those_that_differ_most() -> None:
    many = [Figure(f"c{n}", LATE, 0, 100 - n) for n in range(40)]
    html = page(FOUND._replace(classes=many, units=[], moved=[]), {}, ("a", "b"), ZONE)
    assert "c29" in html
    assert "c30" not in html
    assert "10 more differ less" in html
    assert "没有 None" in html
