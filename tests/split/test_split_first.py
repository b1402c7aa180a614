"""On one line the title may run right into the first heading: the others say how it is written."""

from __future__ import annotations

from compilations import body, proses

from essaykit.pipeline import build_document


def headings(text):
    return [essay.heading for essay in build_document(text.encode(), "a.txt").essays]


def test_a_first_number_glued_to_the_title():
    heads = [f"银行实习心得之{number}" for number in "一二三"]
    text = "银行实习心得范文3篇银行实习心得" + "".join(
        f"{head} {one}{two}" for head, one, two in zip(heads, proses(3), proses(3, skip=3), strict=True)
    )
    assert headings(text) == heads


def test_a_first_day_glued_to_the_title():
    days = [f"7.{day} 晴转多云" for day in (4, 5, 6, 8)]
    assert headings("银行实习日记" + "".join(day + prose for day, prose in zip(days, proses(4), strict=True))) == days


def test_a_number_in_the_text_above_is_no_heading():
    heads = [f"第{number}篇" for number in "二三四"]
    text = f"{proses(1, skip=4)[0]}第一篇见报的稿子只有一百字。{proses(1, skip=5)[0]}" + "".join(
        f"{h}：{p}" for h, p in zip(heads, (body(i) for i in (0, 1, 2)), strict=True)
    )
    assert "第一篇" not in headings(text)
