"""What is read off a decided document: metadata fields, sections, the trade."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.flags import words_in
from essaykit.pipeline.metadata import metadata_in
from essaykit.pipeline.sections import find_sections, trade_of

PROSE = "我把存单的期限讲了五遍，嗓子都哑了，心里却觉得踏实。"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("来源：示例网  作者：佚名  更新时间：2021-06-03", [("author", "佚名"), ("date", "2021-06-03"), ("source", "示例网")]),
        ("2020-07-20 10:21 | 浏览：381", [("date", "2020-07-20 10:21")]),
        ("2020年7月20日", [("date", "2020年7月20日")]),
        ("2020 年 7 月 20 日", [("date", "2020 年 7 月 20 日")]),
        ("2020.7.20 字数：1200", [("date", "2020.7.20"), ("words", "1200")]),
        ("栏目：实习报告", [("column", "实习报告")]),
        ("转自示例网", [("source", "示例网")]),
        ("浏览：381", [("line", "浏览：381")]),
    ],
)
def test_fields_of_a_metadata_line(line, fields):
    assert [(m.name, m.value) for m in metadata_in(line, 0)] == fields


@given(st.text(alphabet="作者：来源 2021-06-03日字数|网", max_size=40), st.integers(0, 9))
def test_a_field_says_where_it_stands(line, start):
    for field in metadata_in(line, start):
        assert line[field.start - start : field.end - start] == field.value


@pytest.mark.parametrize(
    "heads", [["一、目的", "二、体会"], ["（一）目的", "（二）体会"], ["【目的】", "【体会】"], ["第一部分 目的", "第二部分 体会"]]
)
def test_sections_run_from_head_to_head(heads):
    text = "\n".join(f"{head}\n{PROSE}" for head in heads)
    sections = find_sections(text)
    assert [s.heading for s in sections] == heads
    assert [text[s.start : s.end].strip() for s in sections] == [f"{head}\n{PROSE}" for head in heads]


@pytest.mark.parametrize("text", [PROSE, f"一、目的\n{PROSE}", "", f"{PROSE}\n{PROSE}"])
def test_a_text_without_two_heads_has_no_sections(text):
    assert find_sections(text) == ()


@given(st.text(alphabet="一二、（）【】。\n实习 #", max_size=60))
def test_sections_rise_and_never_overlap(text):
    at = 0
    for section in find_sections(text):
        assert at <= section.start < section.end <= len(text)
        at = section.end


@pytest.mark.parametrize(
    ("text", "heading", "trade"),
    [
        ("我在银行大堂引导客户取号，学会了点钞和填单，帮客户经理整理存单。", None, "bank"),
        ("我今天很高兴，也很累。", None, None),
        ("我今天很高兴，也很累。", "银行实习心得", None),
        ("", None, None),
    ],
)
def test_a_trade_is_read_off_the_words_of_the_text(text, heading, trade):
    assert trade_of(words_in(text), heading) == trade
