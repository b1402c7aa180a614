"""Words are found all at once, overlapping ones too, with and without the library that does it quickly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.lexicon import Together, WordFinder

WORDS = ["银行", "行长", "银行行长", "行", "×"]


def without_the_library(words):
    finder = WordFinder(words)
    finder._found_by = None
    return finder


@pytest.mark.parametrize("make", [WordFinder, without_the_library])
def test_matches_come_in_the_order_of_their_ends_longer_ones_first(make):
    assert list(make(WORDS).matches("银行行长")) == [(0, 0, 2), (3, 1, 2), (3, 2, 3), (2, 0, 4), (1, 2, 4)]


@given(st.text(st.sampled_from("银行长× \ud800"), max_size=20))
def test_both_ways_find_the_same(text):
    assert list(WordFinder(WORDS).matches(text)) == list(without_the_library(WORDS).matches(text))


@given(st.text(st.sampled_from("银行长×"), max_size=20))
def test_places_are_matches_without_their_ends(text):
    finder = WordFinder(WORDS)
    assert list(finder.places(text)) == [(word, start) for word, start, _ in finder.matches(text)]


LISTS = st.lists(st.lists(st.sampled_from(WORDS), unique=True, max_size=4), min_size=1, max_size=3)


@given(LISTS, st.lists(st.text(st.sampled_from("银行长×"), max_size=12), min_size=1, max_size=4))
def test_lists_that_are_looked_for_together_are_found_as_each_by_itself(lists, texts):
    together = Together()
    finders = [together.add(lambda words=words: words) for words in lists]
    for text in texts:
        assert [finder.places(text) for finder in finders] == [list(WordFinder(words).places(text)) for words in lists]


def test_a_list_that_comes_late_is_found_in_a_text_that_was_searched_before():
    together = Together()
    assert together.add(lambda: ["银行"]).places("银行行长") == [(0, 0)]
    assert together.add(lambda: ["行长"]).places("银行行长") == [(0, 2)]
