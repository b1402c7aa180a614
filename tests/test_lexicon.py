"""Words are found all at once, overlapping ones too, with and without the library that does it quickly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.lexicon import WordFinder

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
