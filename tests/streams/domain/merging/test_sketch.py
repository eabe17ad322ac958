import hashlib
import json
from importlib.resources import files

from streams.domain.merging.sketch import TERMS, bare_sketch, sketch_of
from streams.domain.merging.weights import BUCKETS, VERSION, Weights
from tests.streams.domain.merging.stage import report
from topics.memory import Sketch

LONG = (
    "A3区梅溪湖路润芳园小区一楼夜宵摊油烟扰民，凌晨两点还在营业，多次投诉没有结果，"
    "请尽快安排人员到现场处理。夏天窗户不敢开，老人孩子咳嗽。"
)


def test_a_sketch_is_bounded_and_heaviest_first(weights: Weights) -> None:
    sketch = sketch_of(report(title="油烟扰民", text=LONG), weights)
    assert len(sketch.terms) == len(sketch.weights) == len(set(sketch.terms)) == TERMS
    assert list(sketch.weights) == sorted(sketch.weights, reverse=True)
    assert sketch.weights[0] == 255
    assert sketch.weights[-1] >= 1


def test_a_sketch_survives_its_topic(weights: Weights) -> None:
    sketch = sketch_of(report(title="油烟扰民", text=LONG, spot=(28.2, 112.9)), weights)
    assert Sketch.from_bytes(sketch.to_bytes()) == sketch
    assert len(sketch.to_bytes()) < 1_024


def test_an_empty_report_has_an_empty_sketch(weights: Weights) -> None:
    sketch = sketch_of(report(), weights)
    assert (sketch.terms, sketch.weights, sketch.places, sketch.citizen) == ((), (), (), "")


def test_the_title_names_the_place_where_it_names_one(weights: Weights) -> None:
    sketch = sketch_of(report(title="润芳园小区油烟扰民", text="梅溪湖路润芳园小区门口"), weights)
    assert set(sketch.named) < set(sketch.places)
    assert "溪湖路" in sketch.places
    assert "溪湖路" not in sketch.named


def test_an_address_names_the_place(weights: Weights) -> None:
    english = sketch_of(report(title="Pothole", address="39 Lorraine St  Roslindale"), weights)
    assert english.places == ("39 lorraine st roslindale",)
    assert "丽发新城" in sketch_of(report(title="停水", address="A2区丽发新城3栋"), weights).places


def test_a_region_hint_wins_over_the_text(weights: Weights) -> None:
    assert sketch_of(report(title="A3区停水", region="430104"), weights).district == "=430104"
    assert sketch_of(report(title="A3区停水"), weights).district == "a3区"


def test_a_bare_sketch_knows_citizen_and_spot_only(weights: Weights) -> None:
    spot = (42.27, -71.08)
    known = bare_sketch(report(title="Pothole", reporter="x", spot=spot), weights)
    assert known.citizen
    assert (known.terms, known.places, known.latitude, known.longitude) == ((), (), *spot)
    assert bare_sketch(report(title="Pothole", spot=spot), weights).citizen == ""


def test_the_shipped_weights_are_the_ones_their_note_describes(weights: Weights) -> None:
    note = json.loads((files("streams.domain.merging") / f"weights_{VERSION}.json").read_text())
    assert note["version"] == weights.version == VERSION
    assert note["sha256"] == hashlib.sha256(weights.rarity.tobytes()).hexdigest()
    assert len(weights.rarity) == note["buckets"] == BUCKETS
