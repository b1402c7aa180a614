"""The normal form: what it forgets, what it keeps, and that it knows the way back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.align import normalise, shingles, simplify
from essaykit.align.normalise import traditional_only

HARD = st.text(st.sampled_from("实習 习\u3000\r\n1、__×的旳臵１ａ㈱ﬁé\u0301😀\ud800𠀀，。"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("實習報告", "实习报告"),
        ("我 的 实 习", "我的实习"),
        ("位臵旳安排", "位置安排"),
        ("１２月，ＡＢＣ。", "12月ABC"),
        ("20__年×月", "20__年×月"),
        ("“很好！”他说", "很好他说"),
    ],
)
def test_two_ways_of_writing_have_one_normal_form(one, other):
    assert normalise(one).text == normalise(other).text


@given(HARD)
def test_every_character_knows_where_it_came_from(text):
    normal = normalise(text)
    assert len(normal.text) == len(normal.offsets)
    assert normal.offsets == sorted(normal.offsets)
    for character, offset in zip(normal.text, normal.offsets, strict=True):
        assert character in normalise(text[offset]).text


@given(HARD)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text).text
    assert normalise(once).text == once


@given(HARD)
def test_simplifying_keeps_the_length(text):
    assert len(simplify(text)) == len(text)
    assert simplify(simplify(text)) == simplify(text)


@pytest.mark.parametrize("character", "著後於乾的里")
def test_what_simplified_text_uses_too_is_not_traditional_only(character):
    assert not traditional_only().match(character)


@given(st.text("实习报告", max_size=20), st.integers(1, 5))
def test_shingles_are_all_runs(text, size):
    runs = list(shingles(text, size))
    assert len(runs) == max(0, len(text) - size + 1)
    assert all(run in text and len(run) == size for run in runs)


def test_the_normal_form_is_nfkc():
    assert unicodedata.is_normalized("NFKC", normalise("㈱①ﬁ").text)
