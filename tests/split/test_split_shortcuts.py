"""What is passed over to save time would have made no difference."""

from __future__ import annotations

import re
import sys
from math import inf

import pytest
from compilations import PROSE, compilation
from hypothesis import given
from hypothesis import strategies as st
from test_split_catalogue import CATALOGUE

from essaykit.read import read_source
from essaykit.split import find_headings, series
from essaykit.split.dates import DATE_BEGINS, DATED_BEGINS, dated_head, leading_date
from essaykit.split.numbers import NUMBER, NUMERALS
from essaykit.split.titles import PIECES, fold

CHARACTERS = [chr(i) for i in range(sys.maxunicode + 1) if not 0xD800 <= i < 0xE000]


def test_a_number_begins_with_a_numeral():
    numeral = re.compile(f"[{NUMERALS}]")
    assert [c for c in CHARACTERS if NUMBER.match(c) and not numeral.match(c)] == []


def test_folding_makes_no_word_for_pieces():
    assert [c for c in CHARACTERS if PIECES.search(fold(c)) and not PIECES.search(c)] == []


def test_folding_leaves_han_characters_as_they_are():
    assert [c for c in map(chr, range(0x4E00, 0xA000)) if fold(c) != c] == []


DATES = st.text(st.sampled_from("0123456789０３年月日号.-/ 日期时间:：一二三十xX×*＊_#天晴"), max_size=12)


@given(DATES | DATES.map("7月".__add__) | DATES.map("2021".__add__) | DATES.map("日期：".__add__))
def test_a_date_begins_as_dates_do(line):
    if leading_date(line):
        assert re.match(DATE_BEGINS, line)


AROUND = st.text(st.sampled_from("【（(】）)星期周一三日天晴阴雨转多云 ，：实习日期JulyMonday"), max_size=8)


@given(AROUND, DATES)
def test_a_date_with_something_around_it_begins_as_these_do(around, line):
    for text in (around + line, around):
        if text and dated_head(text, 0, len(text)):
            assert re.match(DATED_BEGINS, text)


OWN = [
    "一、实习目的",
    "二、实习内容",
    "三、实习体会",
    "（一）岗位",
    "（二）收获",
    "1.经过",
    "2.经过",
    "第一部分",
    "7月4日",
    "7月5日",
    "篇二十",
    "10",
]
LINES = st.sampled_from([heading for _, headings in CATALOGUE.values() for heading in headings] + OWN)
LINE = LINES | st.sampled_from(PROSE) | st.builds(str.__add__, LINES, st.sampled_from(PROSE))
TITLES = st.sampled_from(sorted({title for title, _ in CATALOGUE.values()} | {"实习报告", "银行实习心得(精选2篇)"}))


def without_bounds(source):
    """The headings that are found where every group is judged to the end."""
    judge = series.judge
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(series, "ceiling", lambda *_: inf)
        patch.setattr(series, "ceiling_of_one", lambda *_: inf)
        patch.setattr(series, "judge", lambda group, setting, _: judge(group, setting, -inf))
        return find_headings(source)


@given(TITLES, st.lists(LINE, max_size=30))
def test_no_group_that_is_passed_over_has_the_best_series(title, lines):
    source = read_source("\n".join([title, *lines]).encode(), "a.txt")
    assert find_headings(source) == without_bounds(source)


@pytest.mark.parametrize(("title", "headings"), CATALOGUE.values(), ids=CATALOGUE)
def test_nor_in_any_style(title, headings):
    source = read_source(compilation(title, headings).encode(), "a.txt")
    assert find_headings(source) == without_bounds(source)
