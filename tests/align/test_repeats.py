"""Passages that stand twice are found with both places; everyday phrases are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.align import normalise, repeats

PASSAGE = "仓库里的货架有六层，最上面一层要用登高车，我学了三天才敢在没有师傅看着的时候把升降杆推到顶。"
BETWEEN = "下午师傅让我抄了一遍温湿度表，又去月台帮忙卸车。"


def test_a_text_without_copies_has_none():
    assert repeats(PASSAGE + BETWEEN) == []


def test_both_places_are_told():
    text = PASSAGE + "\n" + BETWEEN + "\n" + PASSAGE
    [found] = repeats(text)
    assert text[slice(*found.first)] == text[slice(*found.second)] == PASSAGE.rstrip("。")


@pytest.mark.parametrize("copy", [PASSAGE.replace("三天", "两个星期"), PASSAGE.replace("，", ","), PASSAGE.replace("层", "層")])
def test_a_changed_copy_is_one_passage(copy):
    [found] = repeats(PASSAGE + BETWEEN + copy)
    assert found.length >= 28


def test_a_short_copy_is_everyday():
    assert repeats("在今后的学习和工作中我会努力。" + BETWEEN + "在今后的学习和工作中我会努力。") == []


@given(st.text("甲乙丙丁，\n", max_size=120), st.text("甲乙丙丁戊己庚辛壬癸", min_size=30, max_size=60))
def test_copies_agree_in_normal_form_and_do_not_overlap(between, passage):
    text = passage + between + passage
    for found in repeats(text, shortest=12, gap=0):
        assert normalise(text[slice(*found.first)]).text == normalise(text[slice(*found.second)]).text
        assert found.first[1] <= found.second[0]
