"""What a text says: the kernel beside a computation in plain Python."""

from collections import Counter
from math import exp, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.classify import MILLION, Classifiers
from streams.domain.classifying.classifier import classifiers
from streams.domain.classifying.deciding import UNKNOWN
from streams.domain.classifying.model import Model, shipped
from streams.domain.merging.learning import terms_of
from streams.domain.merging.normalise import normalise
from streams.domain.merging.sketching import BODY, TITLE_TIMES
from streams.domain.merging.topics import OFTEN
from streams.domain.merging.weights import load_weights
from tests.streams.domain.classifying.small import BEGINS, RARITY, WORDS, classifier, model
from tests.streams.domain.merging.stage import report

EACH = np.array([1, 2, 3])


def plainly(known: Model, title: str, text: str) -> list[float]:
    """The probability of each label; nothing where no term is known."""
    counts = Counter(terms_of(normalise(text[:BODY])))
    for term in terms_of(normalise(title)):
        counts[term] += TITLE_TIMES
    rows = {int(bucket): row for bucket, row in zip(known.buckets, known.rows, strict=True)}
    often = {term: int(OFTEN[min(63, many)]) for term, many in counts.items() if term in rows}
    if not often:
        return []
    length = sqrt(sum((times * int(RARITY[term])) ** 2 for term, times in often.items()))
    spoken = [sum(times * int(rows[term][at]) for term, times in often.items()) for at in range(len(known.labels))]
    powers = [exp(begin + known.scale * one / length) for begin, one in zip(known.begins, spoken, strict=True)]
    return [power / sum(powers) for power in powers]


@given(
    st.lists(st.sampled_from([*WORDS, "the", "壞了", "路燈", "灯", "Lamp", "Ⅷ", "坏布"]), max_size=9), st.integers(0, 9)
)
@settings(deadline=None)
def test_the_kernel_says_what_plain_python_says(words: list[str], named: int) -> None:
    title, text = " ".join(words[:named]), " ".join(words[named:])
    found, wanted = classifier().guess(report(title=title, text=text), EACH), plainly(model(), title, text)
    if not wanted:
        assert found == (UNKNOWN, 0)
    else:
        assert wanted[found.number - 1] == pytest.approx(max(wanted), abs=0.003)
        assert found.confidence / MILLION == pytest.approx(max(wanted), abs=0.003)


@pytest.mark.parametrize(("word", "label"), [("pothole", 0), ("Lamp", 1), ("TREE", 2), ("路燈", 1), ("路灯", 1)])
def test_a_word_speaks_for_its_label(word: str, label: int) -> None:
    scores = np.array(WORDS[normalise(word)]) + BEGINS
    wanted = np.exp(scores) / np.exp(scores).sum()
    found = classifier().guess(report(title=word), EACH)
    assert found.number == label + 1
    assert found.confidence / MILLION == pytest.approx(wanted[label], abs=0.003)


def test_labels_of_one_class_count_together() -> None:
    told = report(title="pothole lamp lamp")
    apart, together = (classifier().guess(told, np.array(classes)) for classes in ((1, 2, 3), (2, 1, 2)))
    alone = plainly(model(), told.title, "")
    assert apart.number == 1
    assert apart.confidence / MILLION == pytest.approx(alone[0], abs=0.003)
    assert together.number == 2
    assert together.confidence / MILLION == pytest.approx(alone[0] + alone[2], abs=0.003)


def test_what_comes_late_in_a_text_does_not_count() -> None:
    late = classifier().guess(report(text="很" * BODY + "路灯"), EACH)
    assert late == (UNKNOWN, 0)
    assert classifier().guess(report(text="很" * (BODY - 2) + "路灯"), EACH).number == 2


def test_the_same_model_makes_the_same_bytes(tmp_path: Path) -> None:
    model().write(tmp_path / "a.npz")
    model().write(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.fixture(scope="module")
def real() -> Classifiers:
    return classifiers(shipped(), load_weights().rarity)


@pytest.mark.parametrize(
    ("name", "title", "label"),
    [
        ("zh_1", "公司拖欠农民工工资", "劳动和社会保障"),
        ("zh_1", "小学乱收费问题", "教育文体"),
        ("boston_1", "GRAFFITI", "Graffiti Removal"),
    ],
)
def test_the_models_that_ship_know_the_obvious(real: Classifiers, name: str, title: str, label: str) -> None:
    found = real[name].guess(report(title=title), np.arange(1, len(real[name].labels) + 1))
    assert real[name].labels[found.number - 1] == label
    assert found.confidence >= 0.8 * MILLION
