import re

import pytest

from tests.bench.publish import DOCS, PAGES, filled
from tests.bench.results import KEYS, with_ratios

RESULTS = {"cores": 2, "whole_stream_per_s": 20_000, "faust_per_s": 400.0, "whole_stream_cpu_us": {"intake": 9.5}}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_the_figures_of_a_run_and_a_dash_where_there_is_none(page: str) -> None:
    said = filled(page, with_ratios(RESULTS))
    assert "20,000" in said
    assert "50.0" in said
    assert "intake 9.5" in said
    assert re.search(r"\| - (bytes|字节) \|", said)


@pytest.mark.parametrize("page", PAGES)
def test_every_key_has_its_place(page: str) -> None:
    said = filled(page, {key: 123_456 + number for number, key in enumerate(KEYS)})
    assert [key for number, key in enumerate(KEYS) if f"{123_456 + number:,}" not in said] == []


@pytest.mark.parametrize("page", PAGES)
def test_the_page_of_the_docs_is_of_this_template(page: str) -> None:
    words = [line for line in filled(page, {}).splitlines() if line.startswith(("- **", "#"))]
    assert [line for line in words if line not in (DOCS / page).read_text(encoding="utf-8").splitlines()] == []
