"""The kernels of reading do what a few plain lines of Python say."""

import csv
import re
from pathlib import Path

import numpy as np
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.domain.merging.alphabet import kinds, spelling
from streams.domain.merging.hashing import LONGEST, xxh3
from streams.domain.merging.learning import codes_of
from streams.domain.merging.normalise import ENGLISH_STOPS, normalise
from streams.domain.merging.reading import read_tokens, spell, word_number

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
SIGNS = "路灯坏了打毛土子，。……①㎡½ＡＢ：　㈱ｶﾞéÉe\u0301İΣσß噪音擾民\ufb01\U0001f600\U00020001한글ᄒ\u1161Ⅳ"


def spelt(text: str) -> str | None:
    """The text as the table spells it; None where it is not sure."""
    raw, room = codes_of(text), np.empty(3 * len(text), np.uint32)
    size = spell(raw, spelling(), kinds(), room)
    return None if size < 0 else room[:size].tobytes().decode("utf-32-le")


@settings(deadline=None, max_examples=500)
@given(text=st.text(alphabet=SIGNS, max_size=12) | st.text(max_size=8))
def test_the_table_spells_as_the_libraries_do(text: str) -> None:
    assert spelt(text) in (None, normalise(text))


def test_every_sure_character_is_spelt_as_the_libraries_do() -> None:
    table = spelling()
    every = (*range(0xD800), *range(0xE000, 0x20000))
    sure = [chr(code) for code in every if table[code] != 0xFFFF_FFFF]
    assert len(sure) > 120_000
    assert list(map(spelt, sure)) == list(map(normalise, sure))


def test_real_texts_are_spelt_as_the_libraries_do(data_dir: Path) -> None:
    with (data_dir / "complaints_zh.csv").open(newline="", encoding="utf-8") as file:
        texts = [row["title"] + row["text"] for row in csv.DictReader(file)]
    read = [(spelt(text), text) for text in texts]
    assert all(one == normalise(text) for one, text in read if one is not None)
    assert sum(one is None for one, _ in read) < len(read) / 20


@settings(deadline=None)
@given(text=st.text(alphabet="小区门口㐀豈 ,ab1é_the|坏\U00020001", max_size=40))
def test_tokens_are_characters_of_chinese_and_words_of_other_scripts(text: str) -> None:
    plain = [t for t in TOKEN.findall(text) if t not in ENGLISH_STOPS]
    tokens = np.empty(len(text), np.uint64)
    found = read_tokens(codes_of(text), kinds(), tokens)
    assert tokens[:found].tolist() == [ord(t) if len(t) == 1 else word_number(t) for t in plain]


@settings(deadline=None)
@given(name=st.binary(min_size=1, max_size=LONGEST))
def test_names_have_the_numbers_of_the_library(name: bytes) -> None:
    assert xxh3(np.frombuffer(name.ljust(LONGEST), np.uint8), len(name)) == xxhash.xxh3_64_intdigest(name)


def test_of_a_very_long_word_the_beginning_counts() -> None:
    tokens = np.empty(4, np.uint64)
    assert read_tokens(codes_of("a" * 300 + " " + "é" * 300), kinds(), tokens) == 2
    assert tokens[:2].tolist() == [word_number("a" * 128), word_number("é" * 64)]
