"""Classes learnt from labelled reports, and the models that ship."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from deploy.class_fit import figures, sharpness, validated
from deploy.labelled import Columns, labelled, labels_of, read, terms_of, told_of
from deploy.learn_classes import HOME, PARTS, learn
from deploy.learn_weights import sha256
from streams.domain.classifying.classifier import Classifier
from streams.domain.classifying.model import shipped
from streams.domain.classifying.names import shipped_names
from streams.domain.merging.weights import load_weights
from tests.streams.domain.merging.stage import report

KITCHEN, ROAD = ([chr(begin + n) + chr(begin + 100 + n) for n in range(30)] for begin in (0x4E00, 0x6E00))
"""Words of two matters; none of them has a character in common with another."""
LARGEST = 2 << 20


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, draw = tmp_path_factory.mktemp("learnt"), Random(1)
    every = [("厨房", KITCHEN), ("道路", ROAD)]
    rows = [(label, draw.sample(words, 6), f"2011-0{n % 9 + 1}") for n in range(60) for label, words in every]
    lines = [f"题,{'，'.join(words)},{label},{time}" for label, words, time in rows]
    (folder / "a.csv").write_text("\n".join(["title,text,kind,time", *lines, "题,新,别的,2011-09"]), encoding="utf-8")
    learn(folder / "a.csv", "two_1", "kind", "title", "text", "time", "2011-08", 2, False, folder)
    return folder


def test_it_learns_what_words_say(learnt: Path) -> None:
    found = json.loads((learnt / "two_1.json").read_text())["by_confidence"]
    assert found.keys() == {"cross_validated", "later", "later_of_new_words"}
    assert found["cross_validated"]["0.0"] == {"right": 1.0, "decided": 1.0, "right_of_decided": 1.0}
    assert 0.9 < found["later"]["0.0"]["right"] < 1.0, "one of them has a label that it has never seen"


def test_the_note_says_what_made_it(learnt: Path) -> None:
    note = json.loads((learnt / "two_1.json").read_text())
    assert note["command"].startswith("python -m deploy.learn_classes a.csv --name 'two_1' --label 'kind'")
    assert note["inputs_sha256"] == {"a.csv": sha256((learnt / "a.csv").read_bytes())}
    assert note["sha256"] == sha256((learnt / "two_1.npz").read_bytes())


@pytest.mark.parametrize("name", shipped_names())
def test_what_ships_is_what_its_note_says(name: str) -> None:
    content, note = (HOME / f"{name}.npz").read_bytes(), json.loads((HOME / f"{name}.json").read_text())
    assert note["sha256"] == sha256(content)
    assert len(content) <= LARGEST
    assert f"--name '{name}'" in note["command"]


@pytest.mark.parametrize("name", shipped_names())
def test_of_ten_decided_nine_are_right(name: str) -> None:
    for side in json.loads((HOME / f"{name}.json").read_text())["by_confidence"].values():
        assert side["0.8"]["right_of_decided"] >= (0.9 if side["0.0"]["right"] > 0.8 else 0.7)


@pytest.mark.feature("reports.confidence")
def test_the_figures_are_those_of_the_real_complaints(data_dir: Path) -> None:
    note = json.loads((HOME / "zh_1.json").read_text())
    file = data_dir / "complaints_zh_category.csv"
    assert note["inputs_sha256"] == {file.name: sha256(file.read_bytes())}
    texts = labelled(read(file), Columns("title", "text", "category_l1"), PARTS)
    terms = terms_of(texts, load_weights(), 2, with_topics=True)
    told = told_of(texts, labels_of(texts), terms, PARTS)
    scores = validated(told, terms, 2)
    sharp = sharpness(told.given, scores)
    for confidence, wanted in note["by_confidence"]["cross_validated"].items():
        assert figures(told.given, sharp * scores, float(confidence)) == wanted


def test_the_model_that_ships_knows_what_it_was_taught(data_dir: Path) -> None:
    known = Classifier(shipped()["zh_1"], load_weights().rarity)
    rows = read(data_dir / "complaints_zh_category.csv")
    labels = list(known.labels)
    numbers = np.arange(1, len(labels) + 1)
    said = [known.guess(report(title=row["title"], text=row["text"]), numbers).number for row in rows]
    right = [labels[number - 1] == row["category_l1"] for number, row in zip(said, rows, strict=True)]
    assert sum(right) >= 0.99 * len(rows)
