"""The main text of pages: what a person comes for, on sites of every make."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.page import find_main_text, why_outside
from essaykit.page.decode import best_stretch
from essaykit.page.names import numbered_steps
from essaykit.read.html import html_source

TEXT = (
    "清早六点半，食堂的卷帘门刚拉起一半，我已经把前一天的进货单抄了两遍。师傅说，账要记在手上，不能只记在纸上。",
    "第一周我只做一件事：数鸡蛋。一筐三百六十个，碎的挑出来，裂的放一边，数错了就从头再来。",
    "到月底盘库，电脑里的数和货架上的数差了四个，我们三个人找到夜里十点，最后在冰柜后面找着了。",
)
TITLE = "食堂仓库的一个月"
NAVIGATION = "".join(f'<li><a href="/c{i}">{name}</a></li>' for i, name in enumerate(("首页", "校园", "后勤", "招生", "图书馆", "信箱")))
STORIES = "".join(
    f'<li><a href="/a{i}">{name}</a></li>'
    for i, name in enumerate(("操场改建工程下周开工，请绕行", "暑期值班表已经排好，请各班查看", "热水供应时间有调整", "失物招领处搬到东门"))
)
NOTICE = "版权所有 © 青石中学后勤处。本站文章未经许可不得转载，转载请注明出处；如有异议，请与管理员联系，我们会在三个工作日内处理。"


def modern(text=TEXT, title=TITLE, extra=""):
    paragraphs = "".join(f"<p>{p}</p>" for p in text)
    return f"""<html><head><title>{title}_青石中学</title></head><body>
    <div class="header"><ul class="nav">{NAVIGATION}</ul></div>
    <div class="main"><div class="crumb"><a href="/">首页</a> &gt; <a href="/c2">后勤</a> &gt; 正文</div>
    <h1>{title}</h1><div class="info">2019-06-30 来源：后勤处</div>
    <div class="article">{paragraphs}</div>{extra}
    <div class="related"><h3>相关文章</h3><ul>{STORIES}</ul></div></div>
    <div class="footer"><p>{NOTICE}</p></div></body></html>"""


def old(text=TEXT):
    """As pages were laid out twenty years ago."""
    lines = "<br><br>".join(f"　　{p}" for p in text)
    menu = " | ".join(f'<a href="/c{i}">{n}</a>' for i, n in enumerate(("首页", "校园", "后勤", "招生")))
    return f"""<html><title>{TITLE}</title><body><table><tr><td><font size=2>{menu}</font></td></tr></table>
    <table><tr><td width=160>{STORIES.replace("li", "font")}</td><td><font size=4><b>{TITLE}</b></font><br>
    <font size=3>{lines}</font></td></tr></table>
    <table><tr><td><font size=1>{NOTICE}</font></td></tr></table></body></html>"""


def kept(page):
    source = html_source(page)
    return [source.text[source.blocks[i].start : source.blocks[i].end] for i in find_main_text(source).blocks]


def without_title(page):
    return [line for line in kept(page) if line != TITLE]


@pytest.mark.parametrize("page", [modern(), old(), modern().replace("class=", "data-x="), modern().replace("。", "　").replace("，", "　")])
def test_the_paragraphs_and_nothing_else(page):
    """With class names and without, in boxes and in cells, with marks and with blanks for marks."""
    text = TEXT if "。" in page else [p.replace("。", "　").replace("，", "　").strip("　") for p in TEXT]
    assert without_title(page) == list(text)


def test_a_text_hardly_longer_than_the_notice_below_it():
    assert without_title(modern(TEXT[:2])) == list(TEXT[:2])


@pytest.mark.parametrize("name", ["left", "list_con", "main_right", "info"])
def test_a_column_with_most_of_the_prose_may_be_called_anything(name):
    assert without_title(modern().replace('"article"', f'"{name}"')) == list(TEXT)


def test_comments_behind_a_long_text_are_not_of_it():
    said = "".join(f"<li><span>读者{i}</span><p>我们学校的食堂也是这样，数鸡蛋的是高二的学长。</p></li>" for i in range(3))
    assert without_title(modern(TEXT * 2, extra=f'<div class="comments" id="comment"><h3>评论</h3><ul>{said}</ul></div>')) == list(TEXT * 2)


def test_what_is_not_shown_and_what_a_reader_fills_in_is_not_text():
    hidden = f'<div style="display:none"><p>{TEXT[0]}</p></div><textarea>{TEXT[0]}</textarea>'
    assert without_title(modern(TEXT[1:], extra=hidden)) == list(TEXT[1:])


def test_a_short_text_below_its_title_and_a_longer_list_of_others():
    """The longest stretch is not the text where a box says more; `why` tells what the box has."""
    others = "".join(
        f'<div class="item"><div class="who"><a href="/u{i}">青石{i}</a> <a href="/t{i}">{TEXT[i % 3][:14]}</a></div>'
        f"<div>{TEXT[i % 3][10:40]}<a href='/t{i}'>查看全部内容</a></div></div>"
        for i in range(8)
    )
    source = html_source(modern(TEXT[:1], extra=f'<div class="more">{others}</div>'))
    found = find_main_text(source)
    assert [source.text[source.blocks[i].start : source.blocks[i].end] for i in found.blocks][-1:] == [TEXT[0]]
    assert bool(found.over) <= bool(found.stretch)


def test_all_posts_of_a_forum():
    posts = "".join(
        f'<table id="pid{1000 + i}"><tr><td class="author"><a href="/u{i}">学生{i}</a></td><td><div class="pi">2014-5-{i}</div>'
        f'<div class="t_f" id="postmessage_{1000 + i}">{p}</div><div class="po"><a href="#">回复</a></div></td></tr></table>'
        for i, p in enumerate(TEXT)
    )
    top = f'<html><title>{TITLE}</title><body><ul class="nav">{NAVIGATION}</ul><h1>{TITLE}</h1>'
    page = f'{top}{posts}<div class="foot">{NOTICE}</div></body></html>'
    assert set(TEXT) <= set(kept(page))
    assert NOTICE not in kept(page)


def test_a_line_of_other_pages_of_the_site_is_not_text():
    source = html_source(modern(TEXT, extra=f"<p>{TEXT[0]}</p>"))
    lines = [source.text[b.start : b.end] for b in source.blocks]
    again = len(lines) - 1 - lines[::-1].index(TEXT[0])
    assert again not in find_main_text(source, repeated={again: 5}).blocks


def test_a_page_without_blocks_or_boxes():
    empty = html_source("<html><body></body></html>")
    assert find_main_text(empty).blocks == ()
    assert why_outside(find_main_text(empty), 0) == ()
    one = html_source(TEXT[0])
    assert find_main_text(one).blocks == (0,)


def test_why_a_line_is_outside():
    source = html_source(modern())
    found = find_main_text(source)
    index = next(i for i, b in enumerate(source.blocks) if source.text[b.start : b.end] == "图书馆")
    first, links, names, *weighed = why_outside(found, index)
    assert first == "outside the page's main text"
    assert links == "100% of its characters are links"
    assert "navigation" in names
    assert weighed


def test_posts_are_told_by_numbers_not_by_columns():
    assert numbered_steps("body/div#post_4711/p") == ("div#post_",)
    assert numbered_steps("body/div#tab2/p") == ()


# ---- laws ----------------------------------------------------------------------------------------

MARKUP = st.sampled_from([
    "<div class=nav>", "</div>", "<div>", "<p>", "</p>", "<table><tr><td>", "</table>", "<br>", "<a href=x>", "</a>", "<font>",
    "<li>", "<textarea>", "</textarea>", "<b style='display:none'>", "</b>", "<h1>", "<title>", "</title>",
    "©", "实习", TEXT[1], "123 ", "\u3000", "😀",
])  # fmt: skip


@given(st.lists(MARKUP, max_size=60).map("".join))
def test_the_blocks_chosen_are_blocks_of_the_page_in_order(page):
    source = html_source(page)
    found = find_main_text(source)
    assert list(found.blocks) == sorted(set(found.blocks))
    assert all(0 <= i < len(source.blocks) for i in found.blocks)
    assert found.blocks == find_main_text(source).blocks
    assert bool(found.blocks) <= bool(source.blocks)
    assert all(0 <= p <= 1 for p in found.share)
    assert all(isinstance(reason, str) for i in range(len(source.blocks)) for reason in why_outside(found, i))


@given(st.lists(st.tuples(st.floats(0.001, 1), st.integers(1, 500)), min_size=1, max_size=40))
def test_a_stretch_lies_on_the_page_and_is_likelier_than_its_threshold(given_blocks):
    share, size = (np.array(column, float) for column in zip(*given_blocks, strict=True))
    low, high, threshold = best_stretch(share, size)
    assert 0 <= low < high <= len(share)
    assert 0 < threshold <= 0.5
    assert ((share - threshold) * size)[low:high].sum() > 0
