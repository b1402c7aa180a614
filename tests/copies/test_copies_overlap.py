"""Which passages of a text stand elsewhere, how much of it, and what counts for nothing."""

import re

import pytest

from essaykit.copies import Index, find_grams, overlap, text_passages
from essaykit.copies.folding import fold, synonyms
from essaykit.copies.index import meet
from essaykit.copies.passages import passages
from essaykit.copies.report import overlap_page
from tests.copies.conftest import STOCK, made_up, sentences


def looked_up(text, others, without=None):
    index = Index.of(find_grams(others.values()))
    names = list(others)
    return overlap("this", text, index, lambda n: (names[n], "", others[names[n]]), without)


def between(this, source):
    return passages(fold(this), fold(source))


def test_a_passage_has_exact_offsets_on_both_sides(bank):
    taken = sentences(bank)[2]
    this = made_up(1, 3) + taken + made_up(2, 3)
    (found,) = between(this, bank)
    assert taken.rstrip("。") in this[slice(*found.this)] + "。"
    assert abs(found.this[0] - this.index(taken)) <= 2
    assert abs(found.source[1] - bank.index(taken) - len(taken)) <= 2


@pytest.mark.parametrize(
    "disguise",
    [
        lambda t: t.replace("的", ""),
        lambda t: t.replace("，", ",").replace("。", "."),
        lambda t: t.replace("发现", "察觉").replace("第二", "第九").replace("老周", "小吴").replace("让", "使"),
        lambda t: t.replace("来", "來").replace("说", "說").replace("这", "這").replace("门", "門"),
        lambda t: "\n".join(t[i : i + 13] for i in range(0, len(t), 13)),
    ],
    ids=["particles", "marks", "synonyms-names-numbers", "traditional", "wrapped"],
)
def test_a_passage_survives_what_is_done_to_hide_it(bank, disguise):
    taken = disguise(bank)
    this = made_up(1, 2) + taken + made_up(2, 2)
    (found,) = between(this, bank)
    begin = len(made_up(1, 2))
    assert abs(found.this[0] - begin) <= 3
    assert abs(found.this[1] - begin - len(taken)) <= 3


def test_reordered_sentences_are_passages_of_their_own(bank):
    parts = sentences(bank)
    assert len(between("".join(reversed(parts)), bank)) >= len(parts) - 2


def test_texts_with_nothing_in_common_have_no_passage(bank, farm):
    assert between(bank, farm) == []


def test_stock_is_left_out_with_the_count_as_the_reason():
    others = {str(n): made_up(n) + STOCK for n in range(7)}
    found = looked_up(made_up(99) + STOCK, others)
    (stock,) = [span for span in found.left_out if span.reason == "stock"]
    assert stock.sources == 7
    assert (found.own, found.passages) == (0.0, ())
    assert found.raw > 0.05


def test_quotations_and_headings_are_left_out(bank):
    quoted = f"“{bank[:60]}”"
    found = looked_up(f"一、实习目的\n{made_up(5, 3)}{quoted}", {"bank": bank})
    assert {span.reason for span in found.left_out} == {"quotation", "heading"}
    assert found.raw > 0.2
    assert found.own < 0.05


def test_three_rates_and_the_longest_run(bank, farm):
    this = "".join(sentences(bank)[:4] + sentences(farm)[:2]) + made_up(7, 3)
    found = looked_up(this, {"b": bank, "f": farm, "x": made_up(8)})
    assert found.largest_source == "b"
    assert 0 < found.largest < found.own <= found.raw < 1
    assert {s.id for s in found.sources} == {"b", "f"}
    assert found.longest >= 20


def test_an_essay_is_not_compared_with_itself(bank, farm):
    import numpy as np

    found = looked_up(bank, {"b": bank, "f": farm}, np.array([True, False]))
    assert (found.compared, found.own) == (1, 0.0)


@pytest.mark.parametrize(("text", "others"), [("短", {"a": "我在银行实习了三个月"}), ("我在银行实习了三个月", {"a": ""})])
def test_it_is_said_where_nothing_could_be_compared(text, others):
    found = looked_up(text, others)
    assert (found.raw, found.own, found.largest) == (None, None, None)
    assert found.note


def test_a_long_draft_finds_what_is_short_beside_it(bank):
    draft = made_up(1, 1500) + "".join(sentences(bank)[:3]) + made_up(2, 1500)
    found = looked_up(draft, {"b": bank, "x": made_up(3)})
    (passage,) = found.passages
    assert draft[passage.this_offset : passage.this_offset + passage.this_length][:20] in bank


def test_a_short_passage_is_found_of_which_every_third_character_was_changed(bank):
    taken = sentences(bank)[4][:26]
    changed = "".join("龘" if at % 9 > 5 else char for at, char in enumerate(taken))
    draft = made_up(1) + changed + made_up(2)
    (passage,) = looked_up(draft, {"b": bank, "x": made_up(3)}).passages
    assert passage.source == "b"
    assert abs(passage.this_offset - draft.index(changed)) <= 3


def test_one_short_phrase_in_common_is_no_passage(bank):
    assert looked_up(made_up(1) + sentences(bank)[4][:9] + made_up(2), {"b": bank}).passages == ()


def test_texts_can_be_added_to_an_index(bank, farm):
    index = Index.of(find_grams([farm])).with_texts([bank])
    met = meet(index, index.grams.of(1))
    assert set(met.texts.tolist()) == {1}
    assert text_passages(bank, bank, index)[0].this[0] == 0


def test_synonyms_are_told_once():
    _, first = synonyms()
    from essaykit.cards import package_text

    words = [w for line in package_text("essaykit.copies", "data/synonyms.txt").splitlines() if line[:1] != "#" for w in line.split()]
    assert sorted(words) == sorted(set(words))
    assert len(first) == len(words)


def test_the_page_shows_both_sides_and_escapes_what_it_shows(bank):
    evil = "<script>alert(1)</script>\u202e&"
    text = evil + bank
    found = looked_up(text, {"b": bank})
    page = overlap_page([(found, text)], lambda name: (evil, bank))
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;" in page
    assert re.findall('id="a1-1"', page) == ['id="a1-1"']
    assert re.findall('id="b1-1"', page) == ['id="b1-1"']
    assert not re.search("(?:src|href)=[\"']?(?:https?:|//)", page)


def test_the_page_is_in_chinese_and_gives_the_reason_for_what_is_left_out(bank):
    text = "一、实习目的\n" + bank
    page = overlap_page([(looked_up(text, {"b": bank}), text)], lambda name: ("", bank))
    assert "语料重合（不计套话、引用和标题）" in page
    assert '<s title="标题">' in page
    assert "没有比对：可以比对的不到五个字" in overlap_page([(looked_up("好", {"b": bank}), "好")], lambda name: ("", bank))
