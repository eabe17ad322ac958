import hashlib
import json
from importlib.resources import files

from streams.domain.merging.packed import TERMS
from streams.domain.merging.reading import word_number
from streams.domain.merging.sketch import Sketcher
from streams.domain.merging.weights import BUCKETS, LEARNT, VERSION, Weights
from tests.streams.domain.merging.stage import report
from tests.streams.domain.merging.unpacked import Plain, packed, unpacked
from topics.inbox import Report
from topics.memory import Sketch

LONG = (
    "A3区梅溪湖路润芳园小区一楼夜宵摊油烟扰民，凌晨两点还在营业，多次投诉没有结果，"
    "请尽快安排人员到现场处理。夏天窗户不敢开，老人孩子咳嗽。"
)


def sketch_of(said: Report, weights: Weights, bare: bool = False) -> Plain:
    sketch = Sketcher(weights).sketch(said, bare)
    assert packed(unpacked(sketch)) == sketch
    return unpacked(sketch)


def test_a_sketch_is_bounded_and_heaviest_first(weights: Weights) -> None:
    terms = sketch_of(report(title="油烟扰民", text=LONG), weights).terms
    assert len(terms) == len(dict(terms)) == TERMS
    heavy = [weight for _, weight in terms]
    assert heavy == sorted(heavy, reverse=True)
    assert heavy[0] == 255
    assert heavy[-1] >= 1


def test_a_sketch_survives_its_topic(weights: Weights) -> None:
    sketch = Sketcher(weights).sketch(report(title="油烟扰民", text=LONG, spot=(28.2, 112.9)), bare=False)
    assert Sketch.from_bytes(sketch.to_bytes()) == sketch
    assert len(sketch.to_bytes()) < 600


def test_an_empty_report_has_an_empty_sketch(weights: Weights) -> None:
    said = report()
    assert sketch_of(said, weights) == Plain(at=round(said.occurred_at.timestamp() * 1000))


def test_the_title_names_the_place_where_it_names_one(weights: Weights) -> None:
    sketch = sketch_of(report(title="润芳园小区油烟扰民", text="梅溪湖路润芳园小区门口"), weights)
    assert set(sketch.named) == {"芳园小区", "润芳园"}
    assert "溪湖路" in sketch.names
    assert "溪湖路" not in sketch.named


def test_an_address_names_the_place(weights: Weights) -> None:
    english = sketch_of(report(title="Pothole", address="39 Lorraine St  Roslindale"), weights)
    assert english.address == tuple(map(word_number, ("39", "lorraine", "st", "roslindale")))
    assert "丽发新城" in sketch_of(report(title="停水", address="A2区丽发新城3栋"), weights).names


def test_a_region_hint_wins_over_the_text(weights: Weights) -> None:
    assert sketch_of(report(title="A3区停水", region="430104"), weights).district == "=430104"
    assert sketch_of(report(title="A3区停水"), weights).district == "a3区"


def test_the_first_text_that_names_a_district_wins(weights: Weights) -> None:
    assert sketch_of(report(title="停水", text="a3区", address="a2区"), weights).district == "a2区"


def test_anything_that_says_where_it_is_places_a_report(weights: Weights) -> None:
    assert not sketch_of(report(title="停水"), weights).placed
    for said in ({"address": "东"}, {"region": "430104"}, {"spot": (28.2, 112.9)}, {"text": "a3区"}, {"text": LONG}):
        assert sketch_of(report(title="停水", **said), weights).placed


def test_a_bare_sketch_knows_citizen_and_spot_only(weights: Weights) -> None:
    spot = (42.27, -71.08)
    known = sketch_of(report(title="Pothole", reporter="x", spot=spot), weights, bare=True)
    assert known.citizen
    assert known.said
    assert (known.terms, known.names, known.spot) == ((), (), spot)
    assert sketch_of(report(title="Pothole", spot=spot), weights, bare=True).citizen == 0


def test_a_bare_sketch_without_a_spot_knows_the_whole_address(weights: Weights) -> None:
    address = "39 Lorraine St"
    known = sketch_of(report(title="Pothole", address=address), weights, bare=True)
    assert (known.terms, known.address, known.placed) == ((), tuple(map(word_number, ("39", "lorraine", "st"))), True)
    assert sketch_of(report(address=address, spot=(42.27, -71.08)), weights, bare=True).address == ()
    assert not sketch_of(report(title="Pothole", address="Lorraine St"), weights, bare=True).placed


def test_a_citizen_is_known_by_the_letters_of_the_body(weights: Weights) -> None:
    def said_by(text: str, title: str = "", address: str = "", reporter: str = "ann") -> int:
        told = report(title=title, text=text, address=address, reporter=reporter)
        return sketch_of(told, weights).said

    text = "小区门口的路灯坏了三个多月，一直没有人来修，晚上很黑。"
    assert said_by(text) == said_by(text.replace("，", " ").replace("。", "!!"), "二", "x")
    assert said_by(text) != said_by(text + "请处理")
    assert said_by(text) != said_by(text, reporter="bob")
    assert said_by("如题", "路灯坏了") != said_by("如题", "井盖坏了")
    assert said_by("如题", "路灯坏了", "东街") != said_by("如题", "路灯坏了", "西街")
    assert said_by("路灯坏了") == said_by("", "路灯坏了")
    assert said_by(" ……") == 0


def test_the_shipped_weights_are_the_ones_their_note_describes(weights: Weights) -> None:
    home = files("streams.domain.merging")
    note = json.loads((home / f"weights_{LEARNT}.json").read_text())
    assert note["sha256"] == hashlib.sha256(weights.rarity.tobytes()).hexdigest()
    assert len(weights.rarity) == note["buckets"] == BUCKETS
    note = json.loads((home / f"topics_{LEARNT}.json").read_text())
    assert note["sha256"] == hashlib.sha256((home / f"topics_{LEARNT}.npz").read_bytes()).hexdigest()
    assert (note["terms"], note["dimensions"]) == weights.topics[1].shape
    assert weights.version == VERSION
