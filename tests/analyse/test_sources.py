"""Counts of texts and of independent sources."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse.frequencies import cut_given, owners_with, word_frequencies
from essaykit.analyse.sources import SourceSpread, source_numbers, text_weights, with_sources
from essaykit.analyse.texts import Text, Texts
from essaykit.copies.sources import renumbered

LONG = "我在柜台前站了三个星期，学会了点钞，也学会了等人，周师傅说钱数两遍，话说一遍。"


def texts(*bodies, **settings):
    return Texts(texts=tuple(Text(id=str(i), title=f"第{i}篇", text=body) for i, body in enumerate(bodies)), **settings)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), min_size=1))
def test_texts_of_one_source_share_one_in_each_group(rows):
    sources, owner = (np.array(column) for column in zip(*rows, strict=True))
    assert text_weights(sources, "sources").sum() == pytest.approx(len(set(sources.tolist())))
    assert text_weights(sources, "sources", owner).sum() == pytest.approx(len(set(rows)))
    assert text_weights(sources, "essays", owner).sum() == len(rows)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.sets(st.tuples(st.integers(0, 4), st.integers(0, 7))), st.integers(0, 9))
def test_sources_are_counted_whatever_part_comes_when(sources, pairs, cut):
    given_pairs = [(thing, text) for thing, text in sorted(pairs, key=lambda pair: pair[1]) if text < len(sources)]
    spread = SourceSpread(renumbered(np.array(sources)))
    for part in (given_pairs[:cut], given_pairs[cut:]):
        spread.add(*np.array(part, dtype=np.int64).reshape(-1, 2).T)
    expected = [len({sources[text] for thing, text in given_pairs if thing == number}) for number in range(5)]
    assert spread.counts(5).tolist() == expected


def test_copies_are_one_source():
    given_texts = texts(LONG, LONG.replace("三个", "四个"), "她把病人的名字念了两遍，再把药递过去，这是护士长教她的第一件事，她记了一年。")
    assert source_numbers(given_texts).tolist() == [0, 0, 1]
    assert with_sources(given_texts).sources == (0, 0, 1)


def test_sources_that_are_known_are_not_looked_for():
    assert source_numbers(texts(LONG, LONG, sources=(7, 3))).tolist() == [0, 1]


def test_a_title_is_not_counted_unless_the_text_begins_with_it():
    cut = cut_given(
        Texts(texts=(Text(id="a", title="柜台", text="柜台很高。"), Text(id="b", title="柜台", text="我站着。")), sources=(0, 1))
    )
    bodies = [
        "".join(cut.tokens.words[i] for i in cut.tokens.ids[a:b]) for a, b in zip(cut.tokens.starts, cut.tokens.starts[1:], strict=False)
    ]
    assert bodies == ["柜台很高。", "我站着。"]


def test_frequencies_are_counted_by_text_and_by_source():
    cut = cut_given(texts("柜台，柜台。", "柜台。", "病房。", sources=(0, 0, 1)))
    found = word_frequencies(cut)
    assert dict(zip(found.names, found.matrix.sum(axis=0).tolist(), strict=True)) == {"柜台": 3, "病房": 1}
    assert dict(zip(found.names, owners_with(found.matrix, cut.sources).tolist(), strict=True)) == {"柜台": 1, "病房": 1}
    assert found.sizes.tolist() == [2, 1, 1]
    counted = cut.counted()
    assert (counted.texts, counted.sources, counted.words) == (3, 2, 4)


def test_nothing_at_all():
    cut = cut_given(Texts(texts=()))
    assert word_frequencies(cut).names == ()
    assert cut.counted().sources == 0


def test_texts_without_words():
    assert word_frequencies(cut_given(texts("", "……"))).names == ()
