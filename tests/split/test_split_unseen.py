"""Ways of opening a piece that no sample shows: told by number, place and repetition alone."""

from __future__ import annotations

import pytest
from compilations import body, compilation, proses

from essaykit.pipeline import build_document
from essaykit.split.dates import dated_head, dated_tail, leading_date

OWN = ("柜台前的夏天", "跟着师傅跑社区", "一张日报", "罗师傅的锉刀")
NAMED = ("银行大堂实习心得", "社区宣传实习报告", "车间钳工实习总结", "病房护理实习体会")
CHINESE, FORMAL = "一二三四", "壹贰叁肆"
TITLE = "银行实习心得四篇"


def found(text, name="a.txt"):
    return [(essay.heading, essay.text) for essay in build_document(text.encode(), name).essays]


def headings(pattern, numbers="1234", own=OWN):
    return [pattern.replace("T", title).replace("#", number) for number, title in zip(numbers, own, strict=True)]


PIECES = {
    "Part One": headings("Part #", ("One", "Two", "Three", "Four")),
    "Sample 1: own title": headings("Sample #: T"),
    "№1 own title": headings("№# T"),
    "〔一〕own title": headings("〔#〕T", CHINESE),
    "第一份 own title": headings("第#份 T", CHINESE),
    "第1则": headings("第#则"),
    "第一例 own title": headings("第#例 T", CHINESE),
    "第一辑": headings("第#辑", CHINESE),
    "第一封 own title": headings("第#封 T", CHINESE),
    "第一种": headings("第#种", CHINESE),
    "卷一": headings("卷#", CHINESE),
    "文一 own title": headings("文# T", CHINESE),
    "作品1 own title": headings("作品# T"),
    "方案一 own title": headings("方案# T", CHINESE),
    "同学一：own title": headings("同学#：T", CHINESE),
    "Vol.1 own title": headings("Vol.# T"),
    "范文A": headings("范文#", "ABCD"),
    "范文A：own title": headings("范文#：T", "ABCD"),
    "甲、own title": headings("甲、T".replace("甲", "#"), "甲乙丙丁"),
    "(甲) own title": headings("(#) T", "甲乙丙丁"),
    "A. own title": headings("#. T", "ABCD"),
    "01 | own title": headings("0# | T"),
    "◆ 1 ◆": headings("◆ # ◆"),
    "【壹】own title": headings("【#】T", FORMAL),
    "1、 own title that names an essay": headings("#、T", own=NAMED),
}
DIARY = {
    "dates in brackets": ["【7月4日 晴】", "【7月5日 阴】", "【7月6日 雨】", "【7月8日 晴】"],
    "dates in round brackets": ["（7月4日）", "（7月5日）", "（7月6日）", "（7月8日）"],
    "days of the moon": ["三月初五 阴", "三月初六 阴", "三月初七 晴", "三月初九 晴"],
    "two digits of the year": ["23.7.4", "23.7.5", "23.7.6", "23.7.8"],
    "eight digits": ["20230704", "20230705", "20230706", "20230708"],
    "a label of their own": ["实习日期：7月4日", "实习日期：7月5日", "实习日期：7月6日", "实习日期：7月8日"],
    "weekday first": ["星期二 7月4日", "星期三 7月5日", "星期四 7月6日", "星期六 7月8日"],
    "weather first": ["晴 7月4日", "阴 7月5日", "雨 7月6日", "晴 7月8日"],
    "weekdays": ["星期一 晴", "星期二 阴", "星期三 雨", "星期五 晴"],
    "weekdays, short": ["周一：", "周二：", "周三：", "周五："],
    "English weekdays": ["Monday", "Tuesday", "Wednesday", "Friday"],
    "English dates": ["July 4, 2023", "July 5, 2023", "July 6, 2023", "July 8, 2023"],
    "Day One": ["Day One", "Day Two", "Day Three", "Day Five"],
    "Day.1": ["Day.1", "Day.2", "Day.3", "Day.5"],
    "months": ["六月份", "七月份", "八月份", "九月份"],
    "years and months": ["2023年6月", "2023年7月", "2023年8月", "2023年9月"],
    "第一个月": ["第一个月", "第二个月", "第三个月", "第四个月"],
    "第一个星期": ["第一个星期", "第二个星期", "第三个星期", "第四个星期"],
    "two weeks at a time": ["第1-2周", "第3-4周", "第5-6周", "第7-8周"],
    "two weeks, listed": ["第1、2周", "第3、4周", "第5、6周", "第7、8周"],
    "ranges of days": ["7月3日-7日", "7月10日-14日", "7月17日-21日", "7月24日-28日"],
    "ranges, short": ["7.3-7.7", "7.10-7.14", "7.17-7.21", "7.24-7.28"],
    "own title, then the date": [f"{own}（7月{day}日）" for own, day in zip(OWN, (4, 5, 6, 8), strict=True)],
    "the log's name, then the date": [f"实习日记 7月{day}日" for day in (4, 5, 6, 8)],
    "weeks and their days in brackets": ["第一周（7.3-7.7）", "第二周（7.10-7.14）", "第三周（7.17-7.21）", "第四周（7.24-7.28）"],
    "days and dates in brackets": ["Day 1 (7.4)", "Day 2 (7.5)", "Day 3 (7.6)", "Day 5 (7.8)"],
    "日记1": ["日记1", "日记2", "日记3", "日记4"],
    "实习月记（一）": [f"实习月记（{n}）" for n in CHINESE],
}
STYLES = {**{name: (TITLE, heads) for name, heads in PIECES.items()}, **{name: ("银行实习日记", heads) for name, heads in DIARY.items()}}
STYLED = pytest.mark.parametrize(("title", "heads"), STYLES.values(), ids=STYLES)
TOP = "白杨资料角\n首页 » 学习天地 » 正文"
BOTTOM = "本页由白杨资料角的值班同学录入，转用时请写明出处。\n上一页：秋季运动会方案\n下一页：给新同学的信"


@STYLED
def test_on_lines_of_their_own(title, heads):
    assert found(compilation(title, heads, paragraphs=3)) == [(head, body(i, paragraphs=3)) for i, head in enumerate(heads)]


@STYLED
def test_with_a_site_around_them(title, heads):
    text = f"{TOP}\n{compilation(title, heads, paragraphs=3)}{BOTTOM}\n"
    assert found(text) == [(head, body(i, paragraphs=3)) for i, head in enumerate(heads)]


GLUED = {
    name: case
    for name, case in STYLES.items()
    if name not in ("weekdays", "weekdays, short", "English weekdays", "months", "years and months")
}


def glue(head, text):
    return f"{head}{text}" if head[-1] in "】〗〔）：" else f"{head} {text}"


TOLD_BY_THEIR_LINE = {"第一种", "卷一", "文一 own title", "01 | own title"} | {name for name in DIARY if "then the date" in name}


GLUED_FAILS = pytest.mark.xfail(reason="only a line of its own tells it")


@pytest.mark.parametrize(
    ("title", "heads"),
    [pytest.param(*case, id=name, marks=[GLUED_FAILS] if name in TOLD_BY_THEIR_LINE else []) for name, case in GLUED.items()],
)
def test_with_the_text_glued_to_them(title, heads):
    text = "\n".join([title, *(glue(head, body(i, paragraphs=3)) for i, head in enumerate(heads))])
    assert [essay for _, essay in found(text)] == [body(i, paragraphs=3) for i in range(len(heads))]


# ---- dates that a sentence goes on behind -------------------------------------------------------


def test_a_date_that_begins_a_sentence_is_the_heading_and_stays_in_the_text():
    days = [f"7.{day}号，{text}" for day, text in zip((4, 5, 6), proses(3), strict=True)]
    assert found("银行实习日记\n" + "\n".join(days)) == [(f"7.{day}号", line) for day, line in zip((4, 5, 6), days, strict=True)]


def test_among_set_off_dates_one_that_reads_on_opens_an_entry_too():
    one, two, three, four = proses(4)
    text = f"银行实习日记\n7.4\n{one}\n7.5填了一天的单子。\n{two}\n7.6\n{three}\n7.7\n{four}"
    assert found(text) == [("7.4", one), ("7.5", f"7.5填了一天的单子。\n{two}"), ("7.6", three), ("7.7", four)]


def test_dates_that_only_read_on_make_no_diary():
    text = "\n".join(f"7月{day}日我们去了社区。{prose}" for day, prose in zip((4, 5, 6), proses(3), strict=True))
    assert len(found(f"银行实习报告\n{text}")) == 1


# ---- decoys -------------------------------------------------------------------------------------


def test_answers_of_a_questionnaire_are_no_essays():
    answers = "\n".join(f"{letter}. 我对这项工作的看法是，{prose}" for letter, prose in zip("ABCD", proses(4), strict=True))
    assert len(found(f"银行实习报告\n{body(0)}\n{answers}")) == 1


def test_dates_behind_the_titles_of_a_list_are_no_diary():
    titles = ("柜台服务二三事 2021-07-01", "社区宣传的一天 2021-07-03", "社区夜校开课了 2021-07-04", "大堂里的老人们 2021-07-09")
    assert found("最近更新\n" + "\n".join(titles)) == []


def test_comments_are_no_diary():
    comments = "\n".join(f"{name} 2021-07-0{day}\n写得真好，谢谢分享。" for name, day in (("小树", 1), ("阿宁", 1), ("南瓜", 2)))
    assert [essay for _, essay in found(f"我的银行实习心得\n{body(0, paragraphs=4)}\n{comments}")] == [body(0, paragraphs=4)]


@pytest.mark.parametrize("line", ["1.2.3 柜台", "10.5%", "周一我到了单位", "3-5-2", "七月流火", "Marching on"])
def test_what_is_no_date(line):
    assert dated_head(line, 0, len(line)) is None
    assert dated_tail(line, 0, len(line)) is None


@pytest.mark.parametrize(
    ("line", "end"),
    [("7月3日-7日 晴", 7), ("7.3～7", 5), ("23-07-04", 8), ("20230704", 8), ("三月初五", 4), ("4 July 2023", 11), ("4.24.学会了", 4)],
)
def test_where_a_date_ends(line, end):
    dated = leading_date(line)
    assert dated is not None
    assert dated.end == end


# ---- own titles without numbers -----------------------------------------------------------------

UNNUMBERED = {"each names an essay": NAMED, "in book title marks": [f"《{own}》" for own in OWN]}


@pytest.mark.parametrize("heads", UNNUMBERED.values(), ids=UNNUMBERED)
def test_as_many_titles_as_promised(heads):
    text = compilation(TITLE, heads, paragraphs=3)
    assert found(text) == [(head, body(i, paragraphs=3)) for i, head in enumerate(heads)]


def page(title, heads):
    """A page whose headings are set off by their level only."""
    pieces = (f"<h3>{head}</h3>" + "".join(f"<p>{p}</p>" for p in body(i, paragraphs=3).split("\n")) for i, head in enumerate(heads))
    return f"<html><body><div id='nav'><a href='/'>首页</a></div><h1>{title}</h1><div class='main'>{''.join(pieces)}</div></body></html>"


def test_as_many_headings_of_a_page_as_promised():
    assert found(page(TITLE, OWN), "a.html") == [(head, body(i, paragraphs=3)) for i, head in enumerate(OWN)]


def test_headings_of_a_page_that_all_name_an_essay():
    assert found(page("实习材料选登", NAMED), "a.html") == [(head, body(i, paragraphs=3)) for i, head in enumerate(NAMED)]


def test_more_headings_than_promised_are_the_authors_sections():
    assert len(found(page("银行实习心得三篇", OWN), "a.html")) == 1


def test_what_an_author_counts_is_no_promise():
    text = f"银行实习心得\n{body(0, paragraphs=3)}\n我每周写一次总结，离开的时候数了数，一共写了十二篇。\n{proses(1, skip=5)[0]}"
    assert build_document(text.encode(), "a.txt").promised_count is None


def test_a_heading_of_the_same_level_without_a_number_opens_an_entry_too():
    days = "".join(
        f"<h2>{head}</h2><p>{text}</p>" for head, text in zip(("动员会", "第一天", "中间的周末", "第二天"), proses(4), strict=True)
    )
    entries = found(f"<html><head><title>实习日记</title></head><body><h1>实习日记</h1>{days}</body></html>", "a.html")
    assert [head for head, _ in entries] == ["动员会", "第一天", "中间的周末", "第二天"]


@pytest.mark.parametrize("word", ["第一个月，", "第一周，"])
def test_a_sentence_that_counts_its_time_is_no_heading(word):
    second = word.replace("一", "二")
    assert len(found(f"银行实习报告\n{word}我在大堂。{body(0)}\n{second}我去了柜台。{body(1)}")) == 1


def test_a_plan_of_a_week_inside_a_report_is_no_diary():
    plan = "一、实习安排\n周一：熟悉环境\n周二：学习点钞\n周三：大堂引导\n二、实习体会"
    assert len(found(f"银行实习报告\n{plan}\n{body(0)}\n{body(1)}")) == 1


def test_as_many_page_marks_as_promised_are_no_headings():
    heads = [f"① {OWN[0]}", f"② {OWN[1]}", f"③ {OWN[2]}"]
    paragraphs = [body(i, paragraphs=3).split("\n") for i in range(3)]
    lines = [line for n, head in enumerate(heads) for line in (head, paragraphs[n][0], f"第 {n + 1} 页", *paragraphs[n][1:])]
    assert [head for head, _ in found("\n".join(["银行实习心得三篇", *lines]))] == heads
