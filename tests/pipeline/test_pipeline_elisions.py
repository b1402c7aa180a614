"""A mark of elided text in the place of a heading parts two essays; one inside an essay does not."""

from __future__ import annotations

from itertools import cycle, islice

import pytest

from essaykit.pipeline import build_document

PROSE = (
    "我被安排在市区一家支行的大堂，每天要做的是引导客户取号和填单。师傅说，先学会看人，再学会看单。",
    "熟悉以后，我跟着客户经理去社区做宣传。老人们围着我们问东问西，我把存单的期限讲了五遍，嗓子都哑了。",
    "后来我学着写日报。领导指出我的数字对不上，我又核对了一遍，才发现把两天的量加在了一起。",
    "车间里的噪声比我想象的大得多。带我的老钳工姓罗，他不爱说话，只是把锉刀递给我，让我先锉平一块铁。",
    "到了月底，我已经能独自看懂一张装配图。罗师傅拿起我做的那只小锤子，掂了掂，说了一句还行。",
)
MARK = "……此处隐藏21836个字……"


def text_of(number):
    return "\n".join(islice(cycle(PROSE), number, number + 4))


def with_mark(number, other):
    """The beginning of one essay and the end of another, a mark between them."""
    one, two = text_of(number), text_of(other)
    return f"{one[: len(one) * 3 // 4 - 5]}{MARK}{two[len(two) // 4 :]}"


def headings_of(promise, *parts):
    text = "\n".join([f"银行实习心得{promise}", *(f"银行实习心得 篇{number}\n{part}" for number, part in parts)]) + "\n"
    return text, [essay.heading for essay in build_document(text.encode(), "a.txt").essays]


def test_where_one_number_is_missing_the_mark_stands_for_its_heading():
    text, headings = headings_of("4篇", (1, text_of(0)), (2, with_mark(1, 3)), (4, text_of(2)))
    assert headings == ["银行实习心得 篇1", "银行实习心得 篇2", None, "银行实习心得 篇4"]
    document = build_document(text.encode(), "a.txt")
    assert {"elided", "headless"} <= set(document.essays[2].flags)
    assert all(MARK not in essay.text for essay in document.essays)


@pytest.mark.parametrize("promise", ["4篇", ""])
def test_behind_the_last_heading_it_does_where_more_are_promised_or_nothing_is(promise):
    assert headings_of(promise, (1, text_of(0)), (2, text_of(2)), (3, with_mark(1, 3)))[1][3:] == [None]


def test_where_no_number_is_missing_it_stands_inside_one_essay():
    assert len(headings_of("3篇", (1, text_of(0)), (2, with_mark(1, 3)), (3, with_mark(2, 2)))[1]) == 3


def test_where_the_page_shows_a_choice_it_stands_inside_one_essay():
    assert len(headings_of("14篇", (1, text_of(0)), (2, with_mark(1, 3)), (14, text_of(4)))[1]) == 3


def test_a_few_words_behind_it_are_no_essay():
    assert len(headings_of("4篇", (1, text_of(0)), (2, text_of(2)), (3, f"{text_of(1)}{MARK}到今天还记得。"))[1]) == 3
