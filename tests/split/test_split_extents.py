"""Where a heading ends that shares its line with a text: its own title is told by what it names, a blank, or the first section."""

from __future__ import annotations

import pytest
from compilations import body, proses

from essaykit.pipeline import build_document

NAMES = ("银行大堂实习报告", "社区宣传实习心得", "车间钳工实习总结")


def found(text):
    return [(essay.heading, essay.text) for essay in build_document(text.encode(), "a.txt").essays]


def on_one_line(title, heads):
    """Title and essays on a single line, blanks between the paragraphs."""
    return " ".join([title, *(f"{head}{' '.join(body(i).split())}" for i, head in enumerate(heads))])


def test_the_name_of_the_genre_ends_a_title_that_is_glued_to_the_text():
    heads = [f"篇{number}:{name}" for number, name in zip("一二三", NAMES, strict=True)]
    assert [heading for heading, _ in found(on_one_line("实习材料三篇", heads))] == heads


def test_it_ends_before_a_first_section_too():
    heads = [f"篇{number}:{name}" for number, name in zip("一二三", NAMES, strict=True)]
    text = "\n".join(["实习材料三篇", *(f"{head}一、目的\n{body(i)}" for i, head in enumerate(heads))])
    assert found(text) == [(head, f"一、目的\n{body(i)}") for i, head in enumerate(heads)]


def test_a_reading_behind_the_section_number_changes_nothing():
    heads = [f"篇{number}:{name}" for number, name in zip("一二三", NAMES, strict=True)]
    text = "\n".join(["实习材料三篇", *(f"{head}一(yī)、目的\n{body(i)}" for i, head in enumerate(heads))])
    assert [heading for heading, _ in found(text)] == heads


def test_behind_the_titles_own_wording_stands_the_text_even_where_it_begins_with_a_few_words():
    heads = [f"银行实习心得{i}" for i in (1, 2, 3)]
    pairs = zip(heads, proses(3), proses(3, skip=3), strict=True)
    text = " ".join(["银行实习心得(共3篇)", *(f"{head}环境篇 {one} 一、做了什么 {two}" for head, one, two in pairs)])
    assert [heading for heading, _ in found(text)] == heads


@pytest.mark.parametrize("kind", ["及其变化", "与前景"])
def test_a_title_that_goes_on_behind_the_documents_title_ends_at_the_blank(kind):
    subjects = ("柜台里的学问", f"银行大堂的一天{kind}", "社区宣传二三事")
    heads = [f"范文{n}:{subject}" for n, subject in zip("一二三", subjects, strict=True)]
    text = " ".join(["银行大堂的一天 【范文三篇】", *(f"{head} {one}" for head, one in zip(heads, proses(3), strict=True))])
    assert [heading for heading, _ in found(text)] == heads


def test_an_announcement_glued_behind_a_heading_is_not_the_authors():
    heads = [f"银行实习心得之{number}" for number in "一二三"]
    answers = ("", "好的，我已根据您给的材料写好了这一篇：", "")
    texts = [" ".join(body(i).split()) for i in range(3)]
    document = " ".join(["银行实习心得三篇", *(f"{h} {a}{t}" for h, a, t in zip(heads, answers, texts, strict=True))])
    assert [text.split("。")[0] for _, text in found(document)] == [text.split("。")[0] for text in texts]


def test_a_glued_title_ends_at_a_section_in_brackets():
    subjects = ("柜台里的学问", "银行大堂的一天", "社区宣传二三事")
    heads = [f"范文{n}:{subject}" for n, subject in zip("一二三", subjects, strict=True)]
    behind = [f"{between}{one}" for between, one in zip((" ", " ", "【实习目的】"), proses(3), strict=True)]
    text = " ".join(["银行大堂的一天 【范文三篇】", *(head + rest for head, rest in zip(heads, behind, strict=True))])
    assert [heading for heading, _ in found(text)] == heads


def test_an_introduction_between_titles_of_their_own_is_the_texts():
    heads = ["篇1 银行大堂实习报告", "篇2 社区宣传实习心得", "篇3", "篇4 车间钳工实习总结"]
    text = "\n".join(["实习材料四篇", *(f"{head}{' 前言' * (head == '篇3')}\n{body(i % 3)}" for i, head in enumerate(heads))])
    assert [heading for heading, _ in found(text)] == heads


def test_a_label_behind_a_title_of_its_own_is_the_texts():
    heads = [f"篇{number}：{name}" for number, name in zip("一二三", NAMES, strict=True)]
    text = "\n".join(["实习材料三篇", *(f"{head}实习目的：\n{body(i)}" for i, head in enumerate(heads))])
    assert [heading for heading, _ in found(text)] == heads


def test_words_that_the_page_shows_above_as_an_excerpt_are_the_texts():
    heads = ["篇1 柜台", "篇2 大堂里的事", "篇3 社区"]
    texts = [" ".join(body(i).split()) for i in range(3)]
    text = "\n".join(["实习材料三篇", f"{texts[1][:40]}…", *(f"{h}{' ' * (h != heads[1])}{t}" for h, t in zip(heads, texts, strict=True))])
    assert [heading for heading, _ in found(text)] == heads
