import pytest

from essaykit.read import read_source
from essaykit.read.lines import spans


def shown(source):
    return [source.text[b.start : b.end] for b in source.blocks]


def test_the_text_is_the_file():
    text = "\u3000一\r\n\r\n二 \t\n\n三\u200b\u00a0\r四"
    source = read_source(text.encode(), "a.txt")
    assert source.text == text
    assert shown(source) == ["一", "二", "三\u200b", "四"]
    assert [b.line for b in source.blocks] == [1, 3, 5, 6]
    assert source.media_type == "text/plain"


def test_a_byte_order_mark_is_not_text():
    assert read_source("\ufeff一".encode(), "a.txt").text == "一"


@pytest.mark.parametrize("end", ["\r", "\f", "\v", "\x85", "\u2028", "\u2029", "\n", "\r\n"])
def test_blocks_end_where_any_line_end_is(end):
    assert [(start, stop) for start, stop, _, _ in spans(f"一二{end}三")] == [(0, 2), (2 + len(end), 3 + len(end))]


def test_form_feeds_count_pages():
    source = read_source("一\n二\f三\f\f四".encode(), "a.txt")
    assert [b.page for b in source.blocks] == [1, 1, 2, 4]
    assert [b.line for b in source.blocks] == [1, 2, 2, 2]


def test_without_form_feeds_there_are_no_pages():
    assert read_source("一\n二".encode(), "a.txt").blocks[1].page == 0


def test_a_control_character_stays_for_the_cleaner():
    assert read_source("我\x07们\ufeff很好".encode(), "a.txt").text == "我\x07们\ufeff很好"


class TestMarkdown:
    def kinds(self, text):
        return [(b.kind, b.level, b.path) for b in read_source(text.encode(), "a.md").blocks]

    def test_the_text_stays_raw(self):
        text = "# 一\r\n\r\n**二**\r\n"
        assert read_source(text.encode(), "a.md").text == text

    @pytest.mark.parametrize(
        ("line", "level"), [("# 一", 1), ("###### 一", 6), ("##一", 2), ("####### 一", 0), ("#话题#", 0), ("#!/bin/sh", 0), ("#", 0)]
    )
    def test_headings(self, line, level):
        assert self.kinds(f"开头\n\n{line}")[1] == ("heading" if level else "line", level, "")

    @pytest.mark.parametrize(("line", "level"), [("====", 1), ("----", 2), ("-", 0)])
    def test_underlined_headings(self, line, level):
        assert self.kinds(f"开头\n\n标题\n{line}")[1] == ("heading" if level else "line", level, "")

    def test_a_row_of_dashes_after_a_blank_line_is_no_underline(self):
        assert self.kinds("标题\n\n----")[0] == ("line", 0, "")

    def test_lists_quotes_and_bold(self):
        source = read_source("- 一\n1. 二\n> 三\n**四**\n**五** 六".encode(), "a.md")
        assert [b.kind for b in source.blocks] == ["list_item", "list_item", "line", "line", "line"]
        assert [b.bold for b in source.blocks] == [False, False, False, True, False]
        assert source.blocks[2].path == "quote"

    def test_links_have_their_share(self):
        source = read_source("- [一二](http://a.cn)\n三四五 https://b.cn\n六".encode(), "a.md")
        assert [b.link_share > 0.5 for b in source.blocks] == [True, True, False]

    def test_comments_are_not_shown(self):
        source = read_source("<!-- more -->\n一\n<!-- 二\n三 -->\n四".encode(), "a.md")
        assert [b.hidden for b in source.blocks] == [True, False, True, True, False]

    def test_signs_in_code_are_none(self):
        assert self.kinds("```py\n# 一\n``\n```\n# 二") == [("line", 0, "code")] * 4 + [("heading", 1, "")]

    @pytest.mark.parametrize(
        "head", ["---\ntitle: '我的实习'\ndate: 2020\n---", "title: 我的实习\ndate: 2020\n---", '+++\ntitle = "我的实习"\n+++']
    )
    def test_front_matter(self, head):
        source = read_source(f"{head}\n正文\n".encode(), "a.md")
        assert source.name == "我的实习"
        assert [b.path for b in source.blocks] == ["front-matter"] * (len(source.blocks) - 1) + [""]

    def test_a_rule_at_the_top_is_no_front_matter(self):
        assert {b.path for b in read_source("---\n正文，没有结尾\n".encode(), "a.md").blocks} == {""}
