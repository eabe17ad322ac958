import json
from math import log
from pathlib import Path

from deploy.learn_weights import learn
from streams.domain.merging.learning import terms_of
from streams.domain.merging.weights import place_bucket

HEADER = "id,title,text\n"


def write(file: Path, *texts: str) -> Path:
    file.write_text(HEADER + "".join(f"{n},题,{text}\n" for n, text in enumerate(texts)), encoding="utf-8")
    return file


def test_rare_terms_weigh_more_and_test_data_does_not_count(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", "丽发新城停水", "丽发新城停电", "路灯坏了")
    held_out = write(tmp_path / "b.csv", "路灯坏了")
    learn([source], held_out, tmp_path)
    rarity = (tmp_path / "weights_1.u8").read_bytes()
    common, rare, unseen = (rarity[terms_of(t)[0]] for t in ("新城", "停电", "路灯"))
    assert (common, rare, unseen) == (0, round(255 * log(3 / 2) / log(3)), 255)
    assert rarity[place_bucket("丽发新城")] == 0


def test_the_note_says_what_made_them(tmp_path: Path) -> None:
    source, held_out = write(tmp_path / "a.csv", "停水", "停电"), write(tmp_path / "b.csv", "停气")
    learn([source], held_out, tmp_path)
    note = json.loads((tmp_path / "weights_1.json").read_text())
    assert note["documents"] == 2
    assert note["command"] == "python -m deploy.learn_weights a.csv --without b.csv"
    assert set(note["inputs_sha256"]) == {"a.csv", "b.csv"}
