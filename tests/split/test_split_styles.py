"""Heading styles are cards: what a card's examples say, it does. And the small readers: promises, numbers, dates, genre."""

from __future__ import annotations

import pytest
from compilations import PROSE, body, compilation
from msgspec.structs import replace

from essaykit.model import Heading
from essaykit.read import read_source
from essaykit.split import Part, find_headings, holds_essay, holds_piece, is_a_list, promised_count, split_essays
from essaykit.split.cards import style_cards
from essaykit.split.dates import leading_date
from essaykit.split.numbers import number_value

CARDS = style_cards()


@pytest.mark.parametrize(("style", "skeleton"), [(c.id, s) for c in CARDS.values() for s in c.hits])
def test_a_style_knows_its_examples(style, skeleton):
    assert CARDS[style].matches(skeleton)


@pytest.mark.parametrize(("style", "skeleton"), [(c.id, s) for c in CARDS.values() for s in c.misses])
def test_a_style_leaves_its_near_misses_alone(style, skeleton):
    assert not CARDS[style].matches(skeleton)


def test_every_style_has_both_kinds_of_examples_and_both_languages():
    assert [c.id for c in CARDS.values() if not (c.hits and c.misses and c.reason.zh and c.reason.en)] == []


# ---- series -------------------------------------------------------------------------------------


def series(text):
    return find_headings(read_source(text.encode(), "a.txt"))


def test_a_series_has_places_numbers_style_and_reasons():
    text = compilation("银行实习心得(精选3篇)", [f"银行实习心得 篇{i}" for i in (1, 2, 3)])
    found = series(text)
    assert [text[h.start : h.end] for h in found.series] == [f"银行实习心得 篇{i}" for i in (1, 2, 3)]
    assert [h.number for h in found.series] == [1, 2, 3]
    assert {(h.style, h.glued) for h in found.series} == {("piece", False)}
    assert found.promised == 3
    assert "wording of the title" in found.series[0].evidence
    assert 0.5 < found.series[0].confidence <= 0.99


def test_a_glued_heading_ends_where_its_text_begins():
    text = f"银行实习心得(精选2篇)\n银行实习心得 篇1{body(0)}\n银行实习心得 篇2{body(1)}\n"
    assert [(text[h.start : h.end], h.glued) for h in series(text).series] == [("银行实习心得 篇1", True), ("银行实习心得 篇2", True)]


def test_a_text_without_headings_has_no_series():
    assert series("\n".join(PROSE[:4])).series == ()


# ---- essays -------------------------------------------------------------------------------------

HEAD = tuple(Heading(start=a, end=a + 5, number=n, style="piece") for n, a in enumerate((10, 100), 1))
PARTS = (
    Part(0, 9, "title", -1), Part(10, 15, "heading", 0), Part(16, 60, "body", -1), Part(61, 70, "notice", -1), Part(71, 99, "body", -1),
    Part(100, 105, "heading", 1), Part(106, 160, "body", -1), Part(161, 170, "outro", -1),
)  # fmt: skip


def test_an_essay_runs_from_its_first_to_its_last_body_part():
    plans = split_essays(PARTS, HEAD, headless=False, length=170)
    assert [(p.heading, p.first, p.last) for p in plans] == [(0, 2, 4), (1, 6, 6)]


def test_a_heading_without_text_makes_no_essay():
    parts = [*PARTS[:2], Part(16, 20, "body", -1), *PARTS[5:]]
    assert [p.heading for p in split_essays(parts, HEAD, headless=False, length=170)] == [1]


def test_text_above_the_first_heading_is_an_essay_only_where_its_beginning_is_elsewhere():
    parts = [Part(0, 40, "body", -1), *PARTS[5:]]
    heads = (Heading(start=100, end=105, number=2, style="piece"),)
    parts = [replace(p, heading=0) if p.heading >= 0 else p for p in parts]
    assert [p.heading for p in split_essays(parts, heads, headless=False, length=170)] == [0]
    assert [p.heading for p in split_essays(parts, heads, headless=True, length=170)] == [-1, 0]


def test_a_person_may_say_that_a_new_essay_begins():
    plans = split_essays(PARTS, HEAD, headless=False, length=170, breaks=frozenset({71}))
    assert [(p.heading, p.first, p.last) for p in plans] == [(0, 2, 2), (-1, 4, 4), (1, 6, 6)]


# ---- small readers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("银行客服实习心得范文10篇", 10), ("实习报告(通用十二篇)", 12), ("实习报告 篇3", None), ("第3篇", None), ("实习心得3000字", None),
        ("实习报告1篇", None), ("三篇实习报告", 3), ("2021年实习总结【5篇】", 5), ("实习心得", None), ("", None), ("实习报告八则", 8),
    ],
)  # fmt: skip
def test_a_promise_is_a_count_of_pieces(title, count):
    assert promised_count(title) == count


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("3", "arabic", 3),
        ("１２", "arabic", 12),
        ("三", "chinese", 3),
        ("十", "chinese", 10),
        ("十二", "chinese", 12),
        ("二十", "chinese", 20),
        ("廿一", "chinese", 21),
        ("二〇", "chinese", None),
        ("一百零三", "chinese", 103),
        ("叁", "formal", 3),
        ("拾贰", "formal", 12),
        ("③", "enclosed", 3),
        ("㈢", "enclosed", 3),
        ("⑿", "enclosed", 12),
        ("Ⅳ", "roman", 4),
        ("IX", "roman", 9),
    ],
)
def test_numbers_in_every_script(text, kind, value):
    assert number_value(text, kind) == value


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("7月4日 晴", 4),
        ("2019.6.3：第一天", 8),
        ("2021-07-04", 10),
        ("20XX年7月4日", 9),
        ("七月四日", 4),
        ("日期：7月4日", 7),
        ("0704 雨", 4),
        ("13月4日", None),
        ("7月40日", None),
        ("3个月", None),
        ("2019年的夏天", None),
        ("", None),
    ],
)
def test_a_date_at_the_head_of_a_line(line, end):
    dated = leading_date(line)
    assert (dated.end if dated else None) == end


def test_dates_rise_with_the_days_of_a_year():
    orders = [leading_date(line).order for line in ("1月31日", "2月1日", "2019-06-30", "7/1", "12.31")]
    assert orders == sorted(set(orders))


TOLD = body(0)
ORDERS = "学生必须遵守规定，不得迟到。请假应提前申请，未经批准不得离岗。" * 4
FORM = "该生在实习期间表现优秀，成绩合格，评定等级为良好。" * 5


@pytest.mark.parametrize(
    ("text", "holds"), [(TOLD, True), (TOLD[:40], False), (ORDERS, False), (FORM, False), ("", False), ("Hello " * 100, False)]
)
def test_an_essay_tells(text, holds):
    assert holds_essay(text) == holds


@pytest.mark.parametrize(("text", "holds"), [("我学会了点钞。", True), ("银行实习心得", False), ("", False), ("实" * 60, True)])
def test_a_piece_is_running_text(text, holds):
    assert holds_piece(text) == holds


def test_a_list_has_links_and_little_han():
    assert is_a_list([(40, 0.9), (12, 0.0), (40, 0.8)])
    assert not is_a_list([(300, 0.1), (40, 0.9)])
    assert not is_a_list([])
