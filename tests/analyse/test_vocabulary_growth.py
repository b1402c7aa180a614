"""Vocabulary growth, and readability-like counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse.growth import find_growth, heaps
from essaykit.analyse.readability import common_characters, measure_readability, moving_variety
from essaykit.analyse.texts import Text, Texts
from essaykit.errors import UsageError


def test_curves_rise_to_the_whole_vocabulary(essays):
    group = find_growth(Texts(texts=essays, sources=tuple(range(len(essays))))).groups[0]
    types = [p.types for p in group.points]
    assert types == sorted(types)
    assert (group.points[-1].tokens, group.points[-1].types) == (group.tokens, group.types)
    assert 0 < group.beta < 1


def test_the_same_seed_gives_the_same_curve(essays):
    texts = Texts(texts=essays, sources=tuple(range(len(essays))))
    assert find_growth(texts, seed=3) == find_growth(texts, seed=3)
    assert find_growth(texts, seed=3).groups[0].points != find_growth(texts, seed=4).groups[0].points


def test_of_copies_the_longest_is_counted():
    texts = Texts(
        texts=(Text(id="1", text="我站着。"), Text(id="2", text="我站着，不动。"), Text(id="3", text="下雨。")), sources=(0, 0, 1)
    )
    by_source, by_essay = (find_growth(texts, unit=unit).groups[0] for unit in ("sources", "essays"))
    assert by_source.types == by_essay.types
    assert by_source.tokens < by_essay.tokens
    assert (by_source.essays, by_source.sources) == (3, 2)


def test_groups_have_curves_of_their_own(essays):
    found = find_growth(Texts(texts=essays, sources=tuple(range(len(essays)))), by="trade", points=4)
    assert [(g.group, len(g.points)) for g in found.groups] == [("bank", 4), ("shop", 4), ("ward", 4)]


@pytest.mark.parametrize("texts", [[], [Text(id="1", text="")], [Text(id="1", text="实习")]])
def test_too_little_text_has_no_law(texts):
    group = find_growth(texts).groups[0]
    assert (group.beta, group.k) == (None, None)


def test_heaps_law_is_found_again():
    tokens = np.array([10, 100, 1000, 10_000])
    assert heaps(tokens, 3 * tokens**0.6) == (pytest.approx(0.6), pytest.approx(3))


# ---- readability ----------------------------------------------------------------------------------


def one(text):
    return measure_readability([Text(id="1", text=text)], each=True).rows[0]


def test_counts_of_a_text():
    row = one("我在柜台。师傅来了，我站起来。\n好。")
    assert (row.characters, row.paragraphs, row.sentences) == (17, 2, 3)
    assert row.sentence_characters == pytest.approx(13 / 3, abs=1e-4)
    assert row.sentence_clauses == pytest.approx(4 / 3, abs=1e-4)
    assert row.variety is None


def test_a_closing_quotation_mark_is_no_clause():
    assert one("她说：“等等。”我等了。").sentence_clauses == pytest.approx(3 / 2)


def test_rare_characters():
    assert "的" in common_characters()
    assert one("的的鑫").rare_characters == pytest.approx(1 / 3, abs=1e-4)


def test_groups_are_means_over_sources():
    texts = Texts(texts=(Text(id="1", text="我站着。"), Text(id="2", text="我站着。"), Text(id="3", text="我。")), sources=(0, 0, 1))
    by_source, by_essay = (measure_readability(texts, unit=unit).rows[0] for unit in ("sources", "essays"))
    assert by_source.sentence_characters == 2
    assert by_essay.sentence_characters == pytest.approx(7 / 3, abs=1e-4)
    assert (by_source.essays, by_source.sources) == (3, 2)


@given(st.lists(st.integers(0, 4), min_size=3, max_size=30), st.integers(1, 3))
def test_moving_variety_agrees_with_its_definition(ids, window):
    windows = [ids[i : i + window] for i in range(len(ids) - window + 1)]
    assert moving_variety(np.array(ids), window) == pytest.approx(np.mean([len(set(w)) / window for w in windows]))


@pytest.mark.parametrize("texts", [[], [Text(id="1", text="")], [Text(id="1", text="……")]])
def test_nothing_to_count(texts):
    row = measure_readability(texts).rows[0]
    assert (row.sentences, row.sentence_words, row.content) == (0, None, None)


@pytest.mark.parametrize("measure", [find_growth, measure_readability])
def test_an_unknown_field(measure, essays):
    with pytest.raises(UsageError, match="no text has a field nobody"):
        measure(essays, by="nobody")
