"""Repetition that no author writes; and the engine that runs all rules at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaykit.clean import Engine, carried_over, engine, inserted_marks, lone_marks, mechanism_reasons, role_reasons, rule_cards
from essaykit.model import ROLE_NAMES
from essaykit.read.lines import text_blocks


@pytest.mark.parametrize(
    ("above", "below", "size"),
    [
        ("我跑了十圈。第一天下班，我的手指肿得握不住筷子。", "我的手指肿得握不住筷子。线长教我借力。", 12),
        ("我的手指肿得握不住筷子。", "我的手指肿得握不住筷子。", 12),
        ("我学会了很多的工作。", "的工作。后来我又学会了看单和填单。", 0),
        ("我的手指肿得握不住筷子，后来好了。", "我的手指肿得握不住筷子，后来又肿了。", 0),
        ("", "我的手指肿得握不住筷子。", 0),
        ("我的手指肿得握不住筷子。", "", 0),
    ],
)
def test_a_paragraph_that_opens_with_the_end_of_the_one_above(above, below, size):
    assert carried(above, below) == size


def carried(above, below):
    return carried_over(f"{above}\n{below}", (0, len(above)), (len(above) + 1, len(above) + 1 + len(below)))


@given(st.text(alphabet="实习我。，a", max_size=30), st.text(alphabet="实习我。，a", max_size=30))
def test_what_is_carried_over_stands_on_both_sides(above, below):
    size = carried(above, below)
    assert size == 0 or above[-size:] == below[:size]


MARK = "更多资料请访问示例网下载"
MARKED = f"我和师傅把机器{MARK}擦了一遍，又上了油。第二天的零件{MARK}做得比昨天好。"


def marks(text):
    return [text[a:b] for a, b, _ in inserted_marks(text, [(0, len(text))])]


def test_a_watermark_in_mid_sentence_is_found_at_all_its_places():
    assert marks(MARKED) == [MARK, MARK]


@pytest.mark.parametrize(
    "text",
    [
        MARKED.replace(MARK, "", 1),
        "我在网站上下载资料，整理成文档。后来我又在网站上下载资料，整理成文档。",
        "我喜欢下载资料。我常常下载资料。",
        "",
    ],
    ids=["once", "whole clauses", "one word", "nothing"],
)
def test_what_an_author_may_repeat_is_no_watermark(text):
    assert marks(text) == []


def test_a_name_put_in_for_search_engines_is_found_where_taking_it_out_heals_the_sentences():
    text = "我们先把实习体会砂型摆好，再把铝水倒实习体会进浇口。冷却的时候不要碰实习体会它。先把砂型摆好，不要碰它，再倒进浇口。"
    assert marks(text) == ["实习体会"] * 3


def test_a_name_that_its_author_repeats_stays():
    text = "我写实习体会的时候很认真。老师看了实习体会以后很高兴。后来我把实习体会给同学看。"
    assert marks(text) == []


def test_one_word_that_authors_do_not_write_is_enough():
    assert marks("他让我把锯条装实习范文反了再看。我锯了二十分实习范文钟，只有一道印。") == ["实习范文"] * 2


def test_a_mark_is_found_over_the_end_of_a_line():
    text = MARKED.replace(MARK, MARK[:5] + "\n" + MARK[5:], 1)
    assert [found.replace("\n", "") for found in marks(text)] == [MARK, MARK]


def lone(text):
    return [text[m.start : m.end] for m in lone_marks(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("我在今后的学仅限预览请勿打印习中要改正。", "仅限预览请勿打印"),
        ("师傅让我把零内容来源于网络件擦干净再装。", "内容来源于网络"),
        ("我和工友毕业实习报告们一起吃饭", ""),
        ("我和工友毕业实习报告们一起吃饭。", "毕业实习报告"),
        ("机器停了以后，屋里试读版很静。", "试读版"),
        ("机器停了以后车毕业实习报告间里很安静。", "毕业实习报告"),
        ("我們把車床擦了一遍，更多資料請訪問www.site.example又上了油。", "更多資料請訪問www.site.example"),
        ("他检查了每一张严禁转售凭证的日期。", "严禁转售"),
    ],
)
def test_a_mark_that_stands_once_is_known_by_its_build_or_by_the_word_that_it_parts(text, mark):
    assert lone(text) == ([mark] if mark else [])


@pytest.mark.parametrize(
    "text",
    [
        "我写实习报告的时候很认真。",
        "他让我下载资料，整理以后打印。",
        "规定说不得复制客户的资料。",
        "我们在网站上下载资料整理成文档交给师傅。",
        "数据仅供参考。",
        "那天晚上我在网上找范文抄，抄完自己都脸红。",
        "他把图片水印去掉，再发给客户。",
        "月底要交实习总结，我改了三遍。",
        "仅限预览请勿打印",
    ],
)
def test_what_an_author_may_write_once_is_no_mark(text):
    assert lone(text) == []


# ---- engine -------------------------------------------------------------------------------------

CARDS = rule_cards()
lines = st.sampled_from([example for card in CARDS.values() for example in (*card.hits, *card.misses)])


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=12).map("\n".join))
def test_the_fast_way_finds_what_the_plain_way_finds(text):
    blocks = text_blocks(text)
    fast = Engine(tuple(CARDS.values()))
    plain = Engine(tuple(CARDS.values()))
    plain.finder._found_by = None
    assert fast.run(text, blocks) == plain.run(text, blocks) == engine().run(text, blocks)


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=12).map("\n".join))
def test_the_order_of_the_cards_does_not_matter(text):
    blocks = text_blocks(text)
    assert Engine(tuple(reversed(CARDS.values()))).run(text, blocks) == Engine(tuple(CARDS.values())).run(text, blocks)


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=12).map("\n".join))
def test_hits_are_places_in_order(text):
    hits = engine().run(text, text_blocks(text))
    assert all(0 <= h.start < h.end <= len(text) for h in hits)
    assert [(h.start, h.end, h.rule) for h in hits] == sorted({(h.start, h.end, h.rule) for h in hits})


def test_every_mechanism_and_every_role_says_why_in_both_languages():
    for reason in mechanism_reasons().values():
        assert reason.zh
        assert reason.en
    assert set(role_reasons()) <= set(ROLE_NAMES)
    assert {f"role.{role}" for role in role_reasons()} <= set(mechanism_reasons())
