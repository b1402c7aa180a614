"""Which texts are copies, how many sources there are, what is stock."""

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.align import normal_codes, normalise
from essaykit.copies import find_copies, find_grams, joined
from essaykit.copies.added import with_added
from essaykit.copies.candidates import met, met_in_turn, met_without, pairs
from essaykit.copies.compare import compare
from essaykit.copies.grams import Grams
from essaykit.copies.lookup import are_among
from essaykit.copies.result import told
from essaykit.copies.sketch import Postings, find_postings, sketches
from essaykit.errors import CorpusError
from tests.copies.conftest import STOCK, made_up, sentences

ANY = st.lists(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("实習報告的旳臵１（。𡌛㎡½…\ud800"))), max_size=6)


def result(texts):
    grams = find_grams(texts.values())
    return told(find_copies(grams), grams, list(texts))


def pair(found, a, b):
    return next((p for p in found.pairs if {p.a, p.b} == {a, b}), None)


@given(ANY)
def test_the_normal_forms_of_many_are_those_of_each(texts):
    codes, starts = normal_codes(texts)
    for number, text in enumerate(texts):
        assert codes[starts[number] : starts[number + 1]].tolist() == [ord(c) for c in normalise(text).text]


@given(ANY, ANY)
def test_shards_put_together_are_the_whole(some, others):
    whole, parts = find_grams([*some, *others]), [find_grams(some), find_grams(others)]
    assert joined(parts).values.tolist() == whole.values.tolist()
    assert joined(parts).starts.tolist() == whole.starts.tolist()
    assert sketches(whole)[0].tolist() == [value for part in parts for value in sketches(part)[0].tolist()]


def test_a_verbatim_copy(bank, farm):
    found = result({"a": bank, "b": farm, "c": bank})
    assert (pair(found, "a", "c").relation, pair(found, "a", "c").share) == ("same", 1.0)
    assert pair(found, "a", "b") is None
    assert [c.texts for c in found.clusters] == [("a", "c"), ("b",)]


@pytest.mark.parametrize(
    "disguise",
    [
        lambda t: t.replace("的", ""),
        lambda t: t.replace("的", "旳").replace("，", ",").replace("。", "."),
        lambda t: t.replace("来", "來").replace("说", "說").replace("这", "這").replace("让", "讓"),
        lambda t: "\n".join(t[i : i + 20] for i in range(0, len(t), 20)),
        lambda t: "".join(reversed(sentences(t))),
        lambda t: t.replace("老周", "小陈").replace("三月", "九月").replace("第二", "第五"),
    ],
    ids=["particles", "damage", "traditional", "wrapped", "reordered", "names"],
)
def test_disguises_do_not_hide_a_copy(bank, farm, disguise):
    found = result({"a": bank, "b": farm, "c": disguise(bank)})
    assert pair(found, "a", "c").relation == "same"
    assert found.sources == 2


def test_shares_go_in_both_directions(bank):
    half = "".join(sentences(bank)[:4])
    found = pair(result({"whole": bank + made_up(1, 4), "half": half}), "whole", "half")
    assert found.relation == "contained"
    whole_share, half_share = (found.share_a, found.share_b) if found.a == "whole" else (found.share_b, found.share_a)
    assert half_share > 0.95
    assert 0.2 < whole_share < 0.6


def test_stock_makes_nobody_a_copyist():
    found = result({str(n): made_up(n) + STOCK * 3 for n in range(8)})
    assert (found.pairs, found.sources) == ((), 8)
    assert found.stock >= len("受益匪浅它将成为我人生道路上一笔宝贵")
    assert {p.a for p in found.stock_pairs} | {p.b for p in found.stock_pairs} <= {str(n) for n in range(8)}


def test_what_many_copies_of_one_source_share_is_no_stock(bank):
    found = result({str(n): bank + made_up(n, 2) for n in range(9)})
    assert (found.sources, found.stock) == (1, 0)
    assert len(found.pairs) == 36


def test_a_spliced_text_names_both_sources_and_does_not_join_them(bank, farm):
    spliced = "".join(sentences(bank)[:6] + sentences(farm)[:6])
    texts = {"b1": bank, "b2": bank + made_up(1, 1), "f1": farm, "f2": farm + made_up(2, 1), "s": spliced}
    found = result(texts)
    source = {name: c.source for c in found.clusters for name in c.texts}
    assert source["b1"] == source["b2"] != source["f1"] == source["f2"]
    (one,) = found.spliced
    assert one.id == "s"
    assert {source[part.text] for part in one.parts} == {source["b1"], source["f1"]}


def test_a_text_is_spliced_from_two_that_nobody_else_copied(bank, farm):
    a, b = sentences(bank), sentences(farm)
    spliced = "".join(a[: len(a) * 2 // 3] + b[len(b) // 3 :])
    texts = {"b": bank, "f": farm, "s": spliced, "x": made_up(3)}
    (one,) = result(texts).spliced
    assert one.id == "s"
    assert {part.text for part in one.parts} == {"b", "f"}


def test_all_equal_is_one_source_and_ends():
    found = result({str(n): "我在银行实习了三个月学到了很多东西" for n in range(600)})
    assert (found.sources, found.large, len(found.pairs)) == (1, 1, 599)


def test_a_large_family_is_one_source():
    rng = random.Random(3)
    base = sentences(made_up(77, 20))
    texts = {str(n): "".join(s for s in base if rng.random() > 0.1) + made_up(n, 1) for n in range(300)}
    assert result(texts).sources == 1


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "", "b": "", "c": "短"}])
def test_nothing_to_compare(texts):
    found = result(texts)
    assert (found.pairs, found.sources, found.short) == ((), len(texts), len(texts))


def test_a_sketch_is_a_sample_of_a_text_and_candidates_share_it():
    texts = [made_up(1, 40), made_up(2, 40), made_up(1, 40) + made_up(3, 40), "我在银行实习了三个月"]
    grams = find_grams(texts)
    postings = find_postings(grams)
    samples = [{v for v in grams.of(text).tolist() if v <= postings.limits[text]} for text in range(len(texts))]
    assert postings.sizes.tolist() == [len(sample) for sample in samples]
    left, right, agreeing = pairs(met(postings, postings.values > 0))
    assert (left.tolist(), right.tolist(), agreeing.tolist()) == ([0], [2], [len(samples[0] & samples[2])])


def shared_postings(of_texts):
    """Postings of texts that are given as sets of fingerprints."""
    rows = sorted((value, text) for text, values in enumerate(of_texts) for value in values)
    values, texts = np.array([v for v, _ in rows], np.uint32), np.array([t for _, t in rows], np.uint32)
    return Postings(values, texts, np.full(len(of_texts), 2**32 - 1), np.array([len(values) for values in of_texts]))


@given(st.lists(st.sets(st.integers(1, 12)), min_size=1, max_size=9), st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)))
def test_pairs_in_turn_are_those_of_the_whole(of_texts, counted, taken):
    postings = shared_postings(of_texts)
    kept = np.isin(postings.values, list(counted))
    known = met(postings, ~kept)
    whole = met(postings, kept | ~kept)
    both = [(a, b, len(of_texts[a] & of_texts[b])) for a, b in combinations(range(len(of_texts)), 2)]
    assert [*zip(*(column.tolist() for column in pairs(whole)), strict=True)] == [row for row in both if row[2]]
    with pytest.MonkeyPatch.context() as patch:
        for size, most in (("_SOME", 4), ("_PAIRS", 8), ("_HELD", 0)):
            patch.setattr(f"essaykit.copies.candidates.{size}", most)
        parts = list(met_in_turn(postings, kept, known))
        assert np.concatenate(parts).tolist() == whole.tolist()
        rest = met(postings, kept & ~np.isin(postings.values, list(taken)))
        assert met_without(postings, kept, met(postings, kept), np.isin(postings.values, list(taken))).tolist() == rest.tolist()


@given(st.lists(st.integers(0, 2**32 - 1)), st.sets(st.integers(1, 2**32 - 1)))
def test_looking_up_is_exact(values, known):
    found = are_among(np.array(values, np.uint32), np.array(sorted(known), np.uint32))
    assert found.tolist() == [value in known for value in values]


def test_looking_up_is_exact_where_many_want_one_slot():
    known = np.arange(1, 3000, dtype=np.uint32)
    assert are_among(np.arange(6000, dtype=np.uint32), known).sum() == 2999


@pytest.mark.parametrize("last", [1, 2, 3, 7])
def test_texts_added_are_as_if_they_had_been_there(bank, farm, last):
    stocked = [made_up(n) + STOCK for n in range(10, 18)]
    texts = [farm, bank, made_up(1), "短", bank + made_up(2, 2), *stocked, made_up(3), farm, "".join(sentences(bank)[:3])]
    rng = random.Random(last)
    new = sorted(rng.sample([0, 1, 2, 3, 4, 13, 14, 15], last))
    old = np.array([n for n in range(len(texts)) if n not in new])
    grams = find_grams(texts)
    whole, added = find_copies(grams), with_added(find_copies(grams.some(old)), old, grams)
    for name in ("left", "right", "left_share", "right_share", "sources", "stock"):
        assert getattr(added, name).tolist() == getattr(whole, name).tolist(), name


def test_what_is_too_much_to_hold_lies_in_a_file(monkeypatch, bank, farm):
    texts = [bank, *(made_up(n) + STOCK for n in range(8)), farm, bank + farm, "", bank]
    held = find_copies(find_grams(texts))
    monkeypatch.setattr("essaykit.copies.grams.MOST_HELD", 300)
    monkeypatch.setattr("essaykit.copies.grams.BLOCK", 200)
    for size in (
        "stock._PART",
        "sketch._PART",
        "stock._SOME",
        "candidates._SOME",
        "candidates._PAIRS",
        "candidates._HELD",
        "compare._BLOCK",
    ):
        monkeypatch.setattr(f"essaykit.copies.{size}", 100)
    grams = find_grams(texts)
    assert not grams.values.flags.owndata
    found = find_copies(grams)
    for name in ("left", "right", "left_share", "right_share", "sources", "stock"):
        assert getattr(found, name).tolist() == getattr(held, name).tolist(), name


def test_no_room_for_the_file_is_said(monkeypatch, tmp_path, bank):
    monkeypatch.setattr("essaykit.copies.grams.MOST_HELD", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "not-there"))
    with pytest.raises(CorpusError, match="TMPDIR"):
        find_grams([bank])


def test_what_is_left_out_counts_on_neither_side(bank):
    grams = find_grams([bank, bank])
    left_out = np.isin(grams.values, grams.of(0)[:20])
    counts, shares = compare(grams, np.array([0, 1]), np.array([1, 0]), left_out)
    assert counts.tolist() == [(~left_out[: len(left_out) // 2]).sum()] * 2
    assert (shares < 1).all()


def test_what_is_left_out_takes_the_place_of_nothing_that_counts():
    values = np.array([7, 9, 1 << 20, 7, 1 << 21], np.uint32)  # the first two begin with the same bits as nothing at all
    grams, left_out = Grams(values, np.array([0, 3, 5])), np.array([False, True, False, False, False])
    counts, _ = compare(grams, np.array([0, 1]), np.array([1, 0]), left_out)
    assert counts.tolist() == [1, 1]


@pytest.mark.parametrize("block", [1, 5000, 1 << 16])
@pytest.mark.parametrize("bits", [4, 16])
def test_comparing_is_exact(monkeypatch, block, bits):
    monkeypatch.setattr("essaykit.copies.compare._BLOCK", block)
    monkeypatch.setattr("essaykit.copies.compare._BITS", bits)
    rng = random.Random(5)
    count = 70  # more than a group has
    texts = ["".join(rng.choices("天地人和日月", k=rng.randint(0, 400))) for _ in range(count)]
    texts[9] = texts[1] = "天地玄黄" * 30  # the same grams over and over
    grams = find_grams(texts)
    left, right = np.array([(a, b) for a in range(count) for b in range(count) if (a + b) % 3]).T
    counts, _ = compare(grams, left, right)
    assert counts.tolist() == [int(np.isin(grams.of(a), grams.of(b)).sum()) for a, b in zip(left, right, strict=True)]


def test_what_two_pairs_of_texts_say_is_not_said_of_others():
    grams = Grams(np.array([7, 9, 7, 11, 7, 9, 9, 13], np.uint32), np.arange(0, 9, 2))
    counts, _ = compare(grams, np.array([0, 1, 2, 3]), np.array([1, 0, 3, 2]))
    assert counts.tolist() == [1, 1, 1, 1]
