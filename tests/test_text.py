"""Han characters, 字数, sentences and columns: each counted in one way only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.text import display_width, han_count, sentences, word_count

hard = st.text(alphabet="实习〇 \u3000\r\n。！？…；”a1，×😀\u0301\u200b\U00020000豈", max_size=40)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("实习 day 1，〇", 3), ("㐀𠀀豈", 3), ("ひらがな한글", 0), ("，。！", 0), ("\u2f00", 0), ("实\u200b习", 2)],
)
def test_han_characters_are_ideographs_of_every_block_and_nothing_else(text, count):
    assert han_count(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0), (" \u3000\n", 0), ("我在 ICBC 实习了 45 天。", 9), ("实习，2021", 4), ("a b  c", 3), ("3.5万元", 3), ("“好”——他说……", 9),
        ("Ｅｘｃｅｌ", 5), ("https://example.com/a?b=1", 1),
    ],
)  # fmt: skip
def test_words_are_counted_as_word_does(text, count):
    assert word_count(text) == count


@given(hard)
def test_a_han_character_is_a_word(text):
    assert han_count(text) <= word_count(text)


@given(hard, hard)
def test_counts_of_paragraphs_add_up(above, below):
    assert han_count(above + "\n" + below) == han_count(above) + han_count(below)
    assert word_count(above + "\n" + below) == word_count(above) + word_count(below)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("你好。我叫小王！\n再见", ["你好。", "我叫小王！", "再见"]),
        ("他说：“慢就是快。”我记住了。", ["他说：“慢就是快。”", "我记住了。"]),
        ("真的吗？！……好吧", ["真的吗？！……", "好吧"]),
        ("  缩进。\u3000\n\n", ["缩进。"]),
        ("先看人；再看单；", ["先看人；", "再看单；"]),
        ("", []), ("\n\n", []),
    ],
)  # fmt: skip
def test_a_sentence_ends_at_its_mark_or_at_the_line(text, found):
    assert [text[a:b] for a, b in sentences(text)] == found


@given(hard)
def test_sentences_rise_hold_all_that_is_visible_and_have_no_loose_ends(text):
    spans = list(sentences(text))
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        at = end
    assert text[at:].strip() == ""


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("实习a", 5), ("e\u0301", 1), ("\u200b\x07", 0), ("Ａ", 2), ("😀", 2), ("—", 1)])
def test_wide_characters_take_two_columns(text, columns):
    assert display_width(text) == columns
