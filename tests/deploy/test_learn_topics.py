"""Topics: terms that stand in texts together point the same way."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest
import typer

from deploy.learn_topics import learn
from streams.domain.merging.learning import plain_terms_of
from streams.domain.merging.topics import DIMENSIONS

KITCHEN, ROAD = ([chr(begin + n) + chr(begin + 100 + n) for n in range(60)] for begin in (0x4E00, 0x6E00))
"""Words of two matters; none of them has a character in common with another."""


def write(file: Path, texts: list[str]) -> Path:
    file.write_text("id,title,text\n" + "".join(f"{n},题,{text}\n" for n, text in enumerate(texts)), encoding="utf-8")
    return file


@pytest.fixture
def learnt(tmp_path: Path) -> Path:
    draw = Random(1)
    texts = ["，".join([*draw.sample(words, 8), f"{n}号"]) for n in range(100) for words in (KITCHEN, ROAD)]
    learn([write(tmp_path / "a.csv", texts)], write(tmp_path / "b.csv", ["电梯停运"]), tmp_path, 500, 2)
    return tmp_path


def test_terms_that_stand_together_point_the_same_way(learnt: Path) -> None:
    with np.load(learnt / "topics_1.npz") as found:
        buckets, about = found["buckets"].tolist(), found["rows"] * found["scales"]
    assert about.shape == (len(buckets), DIMENSIONS)
    known = {bucket: about[at] for at, bucket in enumerate(buckets)}
    some, others, road = (
        np.sum([known[term] for word in words for term in plain_terms_of(word) if term in known], axis=0)
        for words in (KITCHEN[::2], KITCHEN[1::2], ROAD)
    )
    near, far = (some @ one / np.linalg.norm(some) / np.linalg.norm(one) for one in (others, road))
    assert near - far > 0.2, (near, far)


def test_the_note_says_what_made_them(learnt: Path) -> None:
    note = json.loads((learnt / "topics_1.json").read_text())
    assert note["command"] == "python -m deploy.learn_topics a.csv --without b.csv"
    assert set(note["inputs_sha256"]) == {"a.csv", "b.csv"}


def test_too_few_texts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="at least 64"):
        learn([write(tmp_path / "a.csv", ["油烟扰民"])], write(tmp_path / "b.csv", ["停气"]), tmp_path, 500, 1)
