"""What looks like the headings of a compilation and is none; and compilations that are not as they should be."""

from __future__ import annotations

import pytest
from compilations import body, compilation, proses

from essaykit.ledger import applied
from essaykit.pipeline import build_document

TITLE = "银行实习心得(精选3篇)"
HEADINGS = [f"银行实习心得 篇{i}" for i in (1, 2, 3)]


def document(text, name="a.txt"):
    return build_document(text.encode(), name)


def report(heads, title="银行实习报告"):
    """One report with the author's own heads over its parts."""
    return "\n".join([title, *(f"{head}\n{body(i)}" for i, head in enumerate(heads))])


def is_one_essay(text):
    """The whole text below the title line is one essay, word for word."""
    essays = document(text).essays
    return [e.text for e in essays] == [text.partition("\n")[2]]


# ---- the author's own structure -----------------------------------------------------------------

SECTIONS = {
    "一、": ["一、实习目的", "二、实习内容", "三、实习过程", "四、实习体会"],
    "（一）": ["（一）实习目的", "（二）实习内容", "（三）实习体会"],
    "1.": ["1.实习目的", "2.实习内容", "3.实习体会"],
    "第一部分": ["第一部分 实习目的", "第二部分 实习内容", "第三部分 实习体会"],
    "第一章": ["第一章 绪论", "第二章 实习经过", "第三章 总结"],
    "一、X篇": ["一、环境篇", "二、成长篇", "三、感悟篇"],
    "任务一": ["任务一 认识柜台", "任务二 学习点钞", "任务三 独立填单"],
}


@pytest.mark.parametrize("heads", SECTIONS.values(), ids=SECTIONS)
def test_sections_of_one_report_do_not_split_it(heads):
    assert is_one_essay(report(heads))


def test_unnumbered_heads_stay_in_a_report():
    assert is_one_essay(report(["环境篇", "成长篇", "感悟篇"], title="银行实习总结"))


def test_unnumbered_heads_make_no_essays():
    assert len(document(report(["环境篇", "成长篇", "感悟篇"], title="银行实习总结")).essays) == 1


def test_sections_that_begin_again_in_every_essay_do_not_split_it():
    texts = [f"一、实习目的\n{proses(1, skip=i)[0]}\n二、实习体会\n{proses(1, skip=i + 4)[0]}" for i in range(3)]
    made = document("\n".join([TITLE, *(f"{heading}\n{text}" for heading, text in zip(HEADINGS, texts, strict=True))]))
    assert [(e.heading, e.text) for e in made.essays] == list(zip(HEADINGS, texts, strict=True))


DATED = "\n".join(
    [
        "银行实习报告",
        "一、实习目的",
        body(0),
        "二、实习日程",
        *(f"7月{4 + i}日\n{p}" for i, p in enumerate(proses(3, skip=2))),
        "三、实习体会",
        body(3),
    ]
)


def test_dated_entries_inside_a_numbered_report_do_not_split_it():
    assert len(document(DATED).essays) == 1


def test_dates_inside_a_report_stay_in_it():
    assert is_one_essay(DATED)


def test_counting_words_do_not_split():
    assert is_one_essay("我的银行实习心得\n" + "\n".join(f"第{n}，{p}" for n, p in zip("一二三", proses(3), strict=True)))


def test_years_at_the_beginning_of_paragraphs_do_not_split():
    assert is_one_essay(f"我的银行实习心得\n2019年7月，我去了银行。{proses(1)[0]}\n2020年8月，我又去了一次。{proses(1, skip=2)[0]}")


WEEKS = [f"第{n}周{t}" for n, t in zip("一二三", ("我总是忙得团团转。", "我跟着客户经理跑社区。", "我学着写日报。"), strict=True)]


@pytest.mark.parametrize("between", ["\n", ""], ids=["paragraphs", "one line"])
def test_weeks_told_in_sentences_do_not_split(between):
    text = between.join(f"{week}{p}" for week, p in zip(WEEKS, proses(3), strict=True))
    assert [e.text for e in document("我的银行实习心得\n" + text).essays] == [text]


# ---- around the essays --------------------------------------------------------------------------


@pytest.mark.parametrize("leader", ["", " …… {}", "\t{}"], ids=["bare", "dots", "tab"])
def test_a_table_of_contents_in_front_is_not_the_essays(leader):
    contents = "\n".join(heading + leader.format(i) for i, heading in enumerate(HEADINGS, 1))
    essays = document(compilation(f"{TITLE}\n目录\n{contents}", HEADINGS)).essays
    assert [(e.heading, e.text) for e in essays] == [(heading, body(i)) for i, heading in enumerate(HEADINGS)]


def test_an_intro_is_not_an_essay():
    intro = "下面是为大家整理的银行实习心得，欢迎大家阅读参考，希望对你有所帮助。"
    made = document(compilation(f"{TITLE}\n{intro}", HEADINGS))
    assert [e.text for e in made.essays] == [body(i) for i in range(3)]
    assert intro in "".join(o.before for o in applied(made.operations))


def test_a_number_that_is_missing_is_no_end():
    headings = [f"银行实习心得 篇{i}" for i in (1, 2, 4)]
    made = document(compilation("银行实习心得(精选4篇)", headings))
    assert [(e.heading, e.number) for e in made.essays] == list(zip(headings, (1, 2, 4), strict=True))
    assert "promised_not_kept" in made.flags


@pytest.mark.parametrize(("promise", "count"), [("精选3篇", 3), ("共三篇", 3), ("通用５篇", 5), ("10篇", 10), ("十二篇", 12)])
def test_a_promise_is_read_off_the_title_and_reported_when_it_is_not_kept(promise, count):
    made = document(compilation(f"银行实习心得({promise})", HEADINGS))
    assert made.promised_count == count
    assert len(made.essays) == 3
    assert ("promised_not_kept" in made.flags) == (count != 3)


def test_a_text_whose_beginning_is_on_another_page():
    made = document("\n".join([body(0), HEADINGS[1], body(1), HEADINGS[2], body(2)]))
    assert [(e.heading, e.text) for e in made.essays] == [(None, body(0)), (HEADINGS[1], body(1)), (HEADINGS[2], body(2))]
    assert made.essays[0].flags == ("headless",)


def test_the_title_above_a_text_without_heading():
    made = document("\n".join([TITLE, body(0), HEADINGS[1], body(1), HEADINGS[2], body(2)]))
    assert (made.title, len(made.essays)) == (TITLE, 3)


# ---- one essay, none ----------------------------------------------------------------------------


def test_a_single_essay_has_its_title_for_a_heading():
    text = body(0, paragraphs=4)
    assert [(e.heading, e.number, e.text) for e in document(f"我的银行实习心得\n{text}").essays] == [("我的银行实习心得", None, text)]


def test_a_single_essay_without_a_title():
    text = body(0, paragraphs=4)
    made = document(text)
    assert (made.title, [(e.heading, e.text) for e in made.essays]) == (None, [(None, text)])


LISTING = "实习报告栏目\n" + "\n".join(
    f"{title} 2021-0{i}-12"
    for i, title in enumerate(("银行实习心得10篇", "会计实习报告3000字", "教师实习总结范文", "护士实习体会", "工厂实习报告"), 1)
)
RULES = """\
学生实习管理规定
第一条 学生实习期间必须遵守实习单位的规章制度，不得迟到早退。
第二条 学生请假应提前一天向指导教师提出书面申请，未经批准不得离岗。
第三条 实习单位应当为学生提供必要的劳动保护用品，严禁安排学生从事高空作业。
第四条 指导教师应每周检查一次实习日志，并签署意见。
第五条 违反本规定的，由学校给予警告或者以上处分。
"""


@pytest.mark.parametrize("text", [LISTING, RULES, "首页\n登录\n注册\n", "实习报告\n"], ids=["listing", "regulation", "menu", "title only"])
def test_what_holds_no_essay_says_so(text):
    made = document(text)
    assert made.essays == ()
    assert "no_essays" in made.flags
