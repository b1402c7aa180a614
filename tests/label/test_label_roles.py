"""Roles: every line has exactly one, people's rulings win, and what a site repeats weighs in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaykit.label import Ruling, fold, label_blocks, line_hash, role_meanings, short_lines
from essaykit.model import ROLE_NAMES, ContextView, Heading
from essaykit.read import read_source

PROSE = (
    "我被安排在市区一家支行的大堂，每天要做的是引导客户取号和填单。师傅说，先学会看人，再学会看单。",
    "熟悉以后，我跟着客户经理去社区做宣传。老人们围着我们问东问西，我把存单的期限讲了五遍，嗓子都哑了。",
    "后来我学着写日报。领导指出我的数字对不上，我又核对了一遍，才发现把两天的量加在了一起。",
)
SITE = ("首页 > 范文 > 实习心得", "上一篇：会计实习报告", "相关推荐", "来源：网络 作者：佚名", "- 3 -", "下载须知", "登录", "我", "7月4日")


def labelled(text, headings=(), titles=(), view=ContextView(), rulings=(), name="a.txt"):  # noqa: B008  # a frozen record
    source = read_source(text.encode(), name)
    return source, label_blocks(source, headings, titles, view, rulings)


def roles(text, **more):
    """Role by line."""
    source, labels = labelled(text, **more)
    return {source.text[u.unit.start : u.unit.end]: u.role for u in labels.units}


documents = st.lists(st.sampled_from(PROSE) | st.sampled_from(SITE), min_size=1, max_size=12).map("\n".join)


@settings(deadline=None)
@given(documents)
def test_every_visible_character_is_in_exactly_one_unit(text):
    source, labels = labelled(text)
    at = 0
    for unit in labels.units:
        assert at <= unit.unit.start < unit.unit.end
        assert source.text[at : unit.unit.start].strip() == ""
        at = unit.unit.end
    assert source.text[at:].strip() == ""


@settings(deadline=None)
@given(documents)
def test_every_unit_has_a_known_role_and_a_probability(text):
    for unit in labelled(text)[1].units:
        assert unit.role in ROLE_NAMES
        assert 0.0 <= unit.confidence <= 1.0


@settings(deadline=None)
@given(documents, st.data())
def test_a_persons_ruling_wins(text, data):
    source = read_source(text.encode(), "a.txt")
    block = data.draw(st.sampled_from(source.blocks))
    role = data.draw(st.sampled_from(["body", "notice", "metadata", "other", "intro"]))
    labels = label_blocks(source, (), (), ContextView(), [Ruling(block.start, block.end, role, "decision")])
    ruled = [u for u in labels.units if block.start <= u.unit.start and u.unit.end <= block.end]
    assert {(u.role, u.rule) for u in ruled} == {(role, "decision")}


@settings(deadline=None)
@given(documents)
def test_the_same_document_gets_the_same_roles(text):
    assert labelled(text) == labelled(text)


def test_headings_cut_lines_in_units_of_their_own():
    text = f"银行实习心得 篇1{PROSE[0]}"
    source, labels = labelled(text, headings=(Heading(start=0, end=9, number=1, style="piece", glued=True),))
    assert [(source.text[u.unit.start : u.unit.end], u.role) for u in labels.units] == [("银行实习心得 篇1", "heading"), (PROSE[0], "body")]


def test_running_text_is_the_authors_and_the_chrome_around_it_is_not():
    found = roles("\n".join(["首页 > 范文 > 实习心得", *PROSE, "上一篇：会计实习报告", "下一篇：教师实习总结"]))
    assert {found[p] for p in PROSE} == {"body"}
    assert "body" not in {found["首页 > 范文 > 实习心得"], found["上一篇：会计实习报告"], found["下一篇：教师实习总结"]}


def hidden_among(*visible):
    page = "".join(f"<p>{p}</p>" for p in visible[:-1]) + f"<p style='display:none'>{HIDDEN}</p><p>{visible[-1]}</p>"
    return roles(f"<html><body>{page}</body></html>", name="a.html")


HIDDEN = "我在车间里干了三个星期，学会了锉、锯、钻，也学会了少说话多做事，师傅说我还算有耐心。"


def test_hidden_text_is_not_the_authors():
    found = hidden_among(*PROSE)
    assert {found[p] for p in PROSE} == {"body"}
    assert found[HIDDEN] != "body"


def test_hidden_text_says_nothing_of_its_neighbours():
    assert hidden_among(*PROSE[:2])[PROSE[0]] == "body"


def test_a_line_on_every_page_of_a_site_is_less_likely_the_authors():
    line = "学海无涯伴你同行每一天"
    text = "\n".join([PROSE[0], line, *PROSE[1:]])
    view = ContextView(site="example.com", documents=50, lines=((line_hash(fold(line)), 50),))
    source, alone = labelled(text)
    _, among = labelled(text, view=view)
    index = next(i for i, u in enumerate(alone.units) if source.text[u.unit.start : u.unit.end] == line)
    assert among.units[index].role != "body"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("實習 報告", "实习报告"), ("实\u200b习\u3000\n报告", "实习报告"), ("实(shí)习(xí)", "实习"), ("实习（中）", "实习（中）"), ("", "")],
)
def test_folding_leaves_what_is_compared(text, folded):
    assert fold(text) == folded


def test_short_lines_are_hashes_of_folded_lines():
    source = read_source("實習 報告\n实习报告\n一\n".encode() + "长".encode() * 200, "a.txt")
    assert short_lines(source) == {line_hash("实习报告")}


def test_every_role_says_what_it_means_in_both_languages():
    assert set(role_meanings()) == set(ROLE_NAMES)
    assert all(reason.zh and reason.en for reason in role_meanings().values())


def test_running_text_about_students_in_which_the_author_speaks_is_the_authors():
    last = "班上的学生送我到校门口，那个总不说话的男孩塞给我一张折好的纸，上面画着讲台和三支颜色不同的粉笔，我把它夹进了听课本。"
    assert roles("\n".join([*PROSE, last]))[last] == "body"


def test_short_items_of_a_list_in_markdown_are_what_their_neighbours_are():
    items = ["* webpack", "* 组件", "* 请求头", "* 缓存"]
    found = roles("\n\n".join([PROSE[0], "\n".join(items), *PROSE[1:]]), name="a.md")
    assert {found[item] for item in items} == {"body"}


@pytest.mark.parametrize("stock", ["二、实习单位", "实习目的", "路还长，我会继续走下去，不辜负这一段时光。"])
def test_what_authors_of_one_site_have_in_common_stays_though_it_is_on_every_page(stock):
    view = ContextView(documents=50, lines=((line_hash(fold(stock)), 50),))
    assert roles("\n".join([PROSE[0], stock, *PROSE[1:]]), view=view)[stock] == "body"


def test_a_heading_ruled_where_none_was_found_is_a_heading():
    text = "\n".join(["短短一行", *PROSE])
    assert roles(text, rulings=[Ruling(0, 4, "heading", "decision")])["短短一行"] == "heading"


def test_an_essays_printed_name_that_runs_at_the_head_of_its_pages_is_not_the_authors():
    name = "车间实习报告"
    text = "\n".join([name, *PROSE, name, *PROSE[:2], name, *PROSE[1:]])
    heading = Heading(start=0, end=len(name), number=None, style="named")
    source, labels = labelled(text, headings=(heading,))
    later = [u.role for u in labels.units if source.text[u.unit.start : u.unit.end] == name and u.unit.start > 0]
    assert "body" not in later
