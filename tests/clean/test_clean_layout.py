"""Line ends: those of pages and hard wraps go, those of paragraphs stay, whatever stands around them."""

from __future__ import annotations

import pytest

from essaykit.clean import ends_closed, goes_on
from essaykit.ledger import applied
from essaykit.pipeline import build_document
from essaykit.text import display_width

TITLE = "银行实习心得"
FIRST = (
    "我被安排在市区一家支行的大堂，每天要做的是引导客户取号和填单。师傅说，先学会看人，再学会看单。"
    "头几天我总是忙得团团转，到了下班才想起还没有喝过一口水。"
)
SECOND = "熟悉以后，我跟着客户经理去社区做宣传。老人们围着我们问东问西，我把存单的期限讲了五遍，嗓子都哑了，心里却觉得踏实。"
THIRD = "后来我学着写日报。领导指出我的数字对不上，我又核对了一遍，才发现把两天的量加在了一起。这件小事让我明白了细心的分量。"
TEXT = f"{FIRST}\n{SECOND}\n{THIRD}"
CUT = FIRST.index("团转")


def essay(text, name="a.txt"):
    """Text of the one essay below the title."""
    (found,) = build_document(f"{TITLE}\n{text}".encode(), name).essays
    return found.text


def rules(text):
    return {o.rule for o in applied(build_document(f"{TITLE}\n{text}".encode(), "a.txt").operations)}


def wrapped(paragraph, columns, indent="", hanging="，。、；：！？”"):
    """A paragraph broken at a column, as text editors do: Han characters take two, no line begins with a closing mark."""
    lines = [""]
    for char in indent + paragraph:
        if display_width(lines[-1] + char) > columns and char not in hanging:
            lines.append("")
        lines[-1] += char
    return "\n".join(lines)


def test_clean_text_is_left_as_it_is():
    assert essay(TEXT) == TEXT
    assert rules(TEXT) <= {"layout.paragraph-end"}


# ---- paragraphs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "end", ["\r\n", "\r", "\n\n", "\n\n\n", "\n　　", "\n    ", "  \n", "\u2028", "\n\f", "\n \n\t", "\x85"], ids=ascii
)
def test_paragraphs_end_with_one_line_end_and_have_no_indents(end):
    assert essay(TEXT.replace("\n", end)) == TEXT


def test_paragraphs_of_a_page():
    page = f"<h1>{TITLE}</h1>" + "".join(f"<p>　　{p}&nbsp;</p>\n" for p in TEXT.split("\n"))
    (found,) = build_document(f"<html><body>{page}</body></html>".encode(), "a.html").essays
    assert found.text == TEXT


# ---- hard wraps ---------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [50, 60, 68])
@pytest.mark.parametrize(("indent", "between"), [("　　", "\n"), ("    ", "\n"), ("", "\n\n")], ids=["wide indent", "indent", "blank line"])
def test_hard_wrapped_lines_are_joined_to_paragraphs(columns, indent, between):
    paragraphs = [FIRST + SECOND, SECOND + THIRD, THIRD + FIRST]
    text = between.join(wrapped(p, columns, indent) for p in paragraphs)
    assert essay(text).split("\n") == paragraphs
    assert "layout.hard-wrap" in rules(text)


@pytest.mark.xfail(reason="a full stop alone on the last line of a wrapped paragraph is removed as foreign")
def test_a_full_stop_alone_on_a_line_belongs_to_the_sentence():
    lines = [wrapped(p, 76, "　　", hanging="") for p in TEXT.split("\n")]
    assert lines[0].endswith("\n。")
    assert essay("\n".join(lines)) == TEXT


# ---- page ends ----------------------------------------------------------------------------------

PAGE_MARKS = ["- 3 -", "第 3 页 共 9 页", "第3页，共9页", "— 3 —"]


@pytest.mark.parametrize("mark", PAGE_MARKS)
@pytest.mark.parametrize("around", ["\n", "\n\n", "\r\n", "\n\f"], ids=ascii)
def test_a_sentence_that_a_page_mark_cuts_is_whole_again(mark, around):
    assert essay(FIRST[:CUT] + around + mark + around + FIRST[CUT:] + f"\n{SECOND}\n{THIRD}") == TEXT


@pytest.mark.parametrize("mark", PAGE_MARKS)
def test_a_page_mark_between_paragraphs_joins_nothing(mark):
    assert essay(f"{FIRST}\n{mark}\n{SECOND}\n{THIRD}") == TEXT


def test_a_sentence_that_a_page_end_cuts_is_whole_again_where_paragraphs_end_with_a_full_stop():
    more = "\n".join([SECOND, THIRD] * 3)
    assert essay(f"{FIRST[:CUT]}\n{FIRST[CUT:]}\n{more}") == f"{FIRST}\n{more}"


LIST = """\
我学会了点钞，手腕要稳，心里不能慌
我学会了微笑，眼里要有人，客户才肯把心里的话讲给我听
我学会了填单，一笔一画写，不替别人签下任何一个字，也不怕别人催"""
RHYME = """\
点钞要快要准，手腕要稳，不能慌不能乱
微笑要暖，眼里要有人，这样客户才肯把心里话讲给你听
填单要细要全，一笔一画写，不能涂改，也不能代别人签下任何一个字"""


def test_lines_that_all_end_open_are_not_joined():
    assert essay(f"{FIRST}\n{LIST}\n{SECOND}") == f"{FIRST}\n{LIST}\n{SECOND}"


@pytest.mark.xfail(reason="lines of good advice without a full stop are removed as foreign")
def test_a_rhyme_inside_a_text_stays():
    assert essay(f"{FIRST}\n{RHYME}\n{SECOND}") == f"{FIRST}\n{RHYME}\n{SECOND}"


# ---- what is never joined -----------------------------------------------------------------------


@pytest.mark.parametrize("head", ["一、实习目的", "（二）实习内容", "1. 实习过程", "第一部分 实习体会", "实习收获", "① 柜台前"])
def test_a_section_head_stays_on_its_line(head):
    text = f"{FIRST}\n{head}\n{SECOND}\n{THIRD}"
    assert essay(text) == text


@pytest.mark.parametrize("item", ["1、我先学会了看人", "（2）后来又学会了看单", "② 每天写日报", "- 每周去社区"])
def test_a_numbered_item_begins_a_paragraph(item):
    assert not goes_on("我在大堂里站了整整四十天学会了不少的东西", item, wrap=0, indented=False, closed=1.0, parted=True)


@pytest.mark.parametrize("below", ["，再学会看单。", "。后来", "”他说", "）也是"])
def test_a_line_that_begins_with_a_closing_mark_goes_on(below):
    assert goes_on("师傅说要在大堂里先学会看人看懂了人", below, wrap=0, indented=False, closed=0.0, parted=False)


def test_an_indented_line_is_a_new_paragraph():
    assert not goes_on("师傅说要在大堂里先学会看人看懂了人", "再学会看单", wrap=0, indented=True, closed=1.0, parted=False)
    assert goes_on("师傅说要在大堂里先学会看人看懂了人", "再学会看单", wrap=0, indented=True, closed=1.0, parted=True)


def test_the_habit_of_a_document_is_the_share_of_its_longer_lines_that_end_closed():
    assert ends_closed([FIRST, SECOND, "短行"]) == 1.0
    assert ends_closed([FIRST, FIRST[:40]]) == 0.5
    assert ends_closed([]) == 1.0


# ---- Latin words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("我每天都要打开那个名字很长的软件Microsoft", "Excel，做好当天的报表，做完再交给主管看。", "Microsoft Excel"),
        ("我每天都要打开那个名字很长的软件，叫做", "Excel，做完再交给主管看。", "叫做Excel"),
        ("我每天都要打开的那个软件名字叫做Excel", "表格，做完再交给主管看。", "Excel表格"),
    ],
)
def test_joined_latin_words_keep_a_blank_and_han_get_none(left, right, joined):
    assert joined in essay(f"{FIRST}\n{left}\n- 3 -\n{right}\n{SECOND}")


def test_a_short_rest_of_a_sentence_behind_a_page_mark():
    assert "Microsoft Excel做报表" in essay(
        f"{FIRST}\n我每天都要打开那个名字很长的软件Microsoft\n- 3 -\nExcel做报表，做完再交给主管看。\n{SECOND}"
    )
