"""What a text is about, and what one citizen sent before."""

import numpy as np
import pytest

from streams.domain.merging.likeness import HIDDEN, parts, weigh
from streams.domain.merging.matcher import Matcher
from streams.domain.merging.own import FOLLOWED, OWN
from streams.domain.merging.sketch import Sketcher
from streams.domain.merging.weights import Weights
from tests.streams.domain.merging.stage import Stage, report
from tests.streams.domain.merging.unpacked import block, met, unpacked
from topics.merge_rule import TextMerge
from topics.reasons import MergeReason

RULE = TextMerge(join_at=0.55, suggest_at=0.25, window_days=366)
SMOKE = "楼下夜宵摊每晚油烟直排，熏得住户不敢开窗，孩子一直咳嗽，希望环保部门来查一查。"
FUMES = "烧烤店深夜排放刺鼻烟气，影响居民休息，请相关部门尽快处理餐饮污染。"
BUSES = "公交车等了四十分钟都不来，请增加班次，延长末班车时间，方便市民出行。"


@pytest.fixture
def town(weights: Weights) -> Stage:
    return Stage(Matcher(weights), RULE)


def likeness(weights: Weights, one: str, other: str) -> float:
    """The cosine of the topics of two texts."""
    sketches = [Sketcher(weights).sketch(report(text=text), bare=False) for text in (one, other)]
    (asked, _), (_, known) = map(met, sketches)
    return parts(asked, weigh(asked), known, block(0), np.empty(HIDDEN, np.uint32))[3]


def test_texts_of_one_matter_in_other_words_point_the_same_way(weights: Weights) -> None:
    assert likeness(weights, SMOKE, SMOKE) == pytest.approx(1.0)
    assert likeness(weights, SMOKE, FUMES) > 0.4 > likeness(weights, SMOKE, BUSES)


def test_the_order_of_sentences_is_nothing_to_a_topic(weights: Weights) -> None:
    one, other = (Sketcher(weights).sketch(report(text=text), bare=False) for text in (SMOKE + BUSES, BUSES + SMOKE))
    assert unpacked(one).topic == unpacked(other).topic
    assert max(map(abs, unpacked(one).topic)) == 127


def test_a_text_without_a_known_term_has_no_topic(weights: Weights) -> None:
    assert unpacked(Sketcher(weights).sketch(report(text="pothole"), bare=False)).topic == ()
    assert likeness(weights, "pothole", SMOKE) == 0.0


def test_what_a_citizen_sent_before_is_looked_at_however_little_the_words_share(town: Stage) -> None:
    town.take(report("r1", title="枫林路餐馆", text=SMOKE, reporter="ann"))
    for report_id, reporter in (("r2", "ann"), ("r3", "bob")):
        town.take(report(report_id, title="梧桐街班车", text=BUSES, day=1, reporter=reporter))
        town.matcher.discard(town.numbers.of(f"case {report_id}"))
    assert (town.matches["r2"].reason, town.matches["r2"].matched) == (MergeReason.BELOW_THRESHOLD, "r1")
    assert town.matches["r3"].reason is MergeReason.NOTHING_SIMILAR


def test_of_a_citizen_who_sends_very_much_the_last_count(town: Stage) -> None:
    many = FOLLOWED + OWN
    for number in range(many):
        town.take(report(f"r{number}", title=f"枫林路{number}号", text=SMOKE[: 30 + number % 5], reporter="ann"))
    town.take(report("last", title="梧桐街班车", text=BUSES, reporter="ann"))
    assert town.matches["last"].matched in {f"r{number}" for number in range(many - OWN, many)}
