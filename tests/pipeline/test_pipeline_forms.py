"""What a form prints and what is filled in; covers above the title; where the author's own numbers begin."""

from __future__ import annotations

from essaykit.pipeline import build_document

PROSE = (
    "我被安排在市区一家支行的大堂，每天要做的是引导客户取号和填单。师傅说，先学会看人，再学会看单。",
    "熟悉以后，我跟着客户经理去社区做宣传。老人们围着我们问东问西，我把存单的期限讲了五遍，嗓子都哑了。",
    "后来我学着写日报。领导指出我的数字对不上，我又核对了一遍，才发现把两天的量加在了一起。",
    "离开的那天，同事们送了我一本笔记本，扉页上写着“慢就是快”。我想，这就是我这个夏天最大的收获。",
)
VERDICTS = (
    "该生本周学习主动，表现良好，同意通过。",
    "该生能按时到岗，成绩评为优秀。",
    "本周的任务是社区宣传，讲得清楚，态度热情，几位老人都夸了，数字上还应再细心一些，下周请继续。",
    "该生总结到位，予以合格。",
)


def page(rows):
    return f"<html><body><h1>实习周记</h1><table>{''.join(f'<tr><td>{row}</td></tr>' for row in rows)}</table></body></html>"


def texts(document, name):
    return [essay.text for essay in build_document(document.encode(), name).essays]


def test_behind_a_label_that_most_entries_have_for_others_nothing_is_the_authors():
    rows = [
        cell
        for number, prose, verdict in zip("一二三四", PROSE, VERDICTS, strict=True)
        for cell in (f"第{number}周", prose, "带教老师评语：", verdict)
    ]
    assert texts(page(rows), "a.html") == list(PROSE)


def test_what_stands_under_the_authors_own_head_stays():
    lines = ["（一）、实习时间：", "2017年2月3日到2017年5月5日", "（二）、实习地点：", "市区的一家支行", "二、实习内容", *PROSE]
    assert texts("\n".join(["我的银行实习报告", *lines]), "a.txt") == ["\n".join(lines)]


def test_the_authors_numbers_begin_at_one():
    lines = ["一、今日进度", "填单与取号", "二、结果与分析", *PROSE]
    assert texts("\n".join(["银行实习日志", "学院：信息学院", *lines]), "a.txt") == ["\n".join(lines)]


def test_numbers_on_lines_of_their_own_do_too():
    lines = ["一", PROSE[0], "二", PROSE[1], "三", PROSE[2]]
    assert texts("\n".join(["银行实习所得", "首页 > 范文 > 实习心得", *lines]), "a.txt") == ["\n".join(lines)]


def test_no_label_of_a_form_is_a_title():
    document = page(["院（系）：", "信息学院", "第一周", PROSE[0], "院（系）：", "第二周", PROSE[1], "第三周", PROSE[2]]).replace(
        "<h1>实习周记</h1>", ""
    )
    assert build_document(document.encode(), "a.html").title != "院（系）："


def test_what_stands_above_a_logs_first_day_is_no_entry():
    preface = "回想起来，实习动员会那天还在考试，今天实习就结束了。整个实习用一个字说就是累，天天站着，回来还要写日报。" * 2
    days = [f"第{number}天\n{prose}" for number, prose in zip("一二三四", PROSE, strict=True)]
    headings = [essay.heading for essay in build_document("\n".join(["银行实习日记", preface, *days]).encode(), "a.txt").essays]
    assert headings == ["第一天", "第二天", "第三天", "第四天"]
