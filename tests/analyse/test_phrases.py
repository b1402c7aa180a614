"""Phrases are counted as one would by hand."""

from collections import Counter
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse import phrases as module
from essaykit.analyse import spots
from essaykit.analyse.phrases import candidates_of, find_phrases
from essaykit.analyse.spots import MAX_CHARACTERS, MAX_WORDS
from essaykit.analyse.tokens import tokens_of, traits_of

CONTENT, OTHER = ["银行", "柜员", "忙", "客户", "点钞"], ["的", "，", "3", "\n"]
cuts = st.lists(st.lists(st.sampled_from(CONTENT + OTHER), max_size=14), max_size=5)


def found(texts, longest=MAX_WORDS):
    tokens = tokens_of(texts)
    return find_phrases(tokens, traits_of(tokens.words), longest=longest)


def name(phrases, number):
    begin = phrases.place[number]
    return tuple(phrases.tokens.words[i] for i in phrases.tokens.ids[begin : begin + phrases.words[number]])


def by_hand(text):
    """Phrase → places in a text."""
    places = {}
    for begin in range(len(text)):
        for words in range(1, MAX_WORDS + 1):
            phrase = tuple(text[begin : begin + words])
            if len(phrase) == words and set(phrase) <= set(CONTENT) and 2 <= len("".join(phrase)) <= MAX_CHARACTERS:
                places.setdefault(phrase, []).append(begin)
    return places


@given(cuts)
def test_phrases_of_all_texts(texts):
    phrases = found(texts)
    places = [by_hand(text) for text in texts]
    everywhere = Counter({phrase: 0 for text in places for phrase in text})
    for text in places:
        everywhere.update({phrase: len(found) for phrase, found in text.items()})
    names = [name(phrases, number) for number in range(len(phrases.place))]
    assert sorted(names) == sorted(everywhere)
    assert [len(n) == 1 for n in names] == sorted((len(n) == 1 for n in names), reverse=True)
    for number, phrase in enumerate(names):
        assert phrases.characters[number] == len("".join(phrase))
        assert phrases.everywhere[number] == everywhere[phrase]
        assert phrases.texts[number] == sum(phrase in text for text in places)


@given(cuts)
def test_candidates_of_each_text(texts):
    phrases = found(texts)
    seen = {}
    for c in candidates_of(phrases):
        for row, (text, number) in enumerate(zip(c.text.tolist(), c.phrase.tolist(), strict=True)):
            seen[text, name(phrases, number)] = row, c
    assert sorted(seen) == sorted((number, phrase) for number, text in enumerate(texts) for phrase in by_hand(text))
    for (number, phrase), (row, c) in seen.items():
        text, places = texts[number], by_hand(texts[number])[phrase]
        free = [(at == 0 or text[at - 1] in OTHER, [*text, "的"][at + len(phrase)] in OTHER) for at in places]
        assert c.place[row] == phrases.tokens.starts[number] + places[0]
        assert c.frequency[row] == len(places)
        assert c.before[row] == len("".join(text[: places[0]]))
        assert c.left_free[row] == sum(left for left, _ in free) / len(free)
        assert c.right_free[row] == sum(right for _, right in free) / len(free)
        assert c.both_free[row] == sum(left and right for left, right in free) / len(free)
        assert c.nested[row] == sum(inside_repeated(text, at, len(phrase)) for at in places) / len(places)


def inside_repeated(text, at, words):
    """Whether a longer phrase that the text repeats covers so many words from there on."""
    return any(
        len(places) > 1 and len(phrase) > words and any(begin <= at and at + words <= begin + len(phrase) for begin in places)
        for phrase, places in by_hand(text).items()
    )


def test_variety_is_the_entropy_of_the_neighbours():
    phrases = found([["银行", "柜员", "银行", "客户"], ["的", "银行", "客户"]])
    number = [name(phrases, n) for n in range(len(phrases.place))].index(("银行",))
    assert phrases.left_variety[number] == pytest.approx(log(3))  # nothing, 柜员, 的
    assert phrases.right_variety[number] == pytest.approx(log(3) - 2 / 3 * log(2))  # 柜员, 客户, 客户


def test_letters_may_be_joined_by_a_sign():
    phrases = found([["PLC", "-", "S7", "，", "银行", "-", "柜员"]])
    names = {name(phrases, number) for number in range(len(phrases.place))}
    assert ("PLC", "-", "S7") in names
    assert ("银行", "-", "柜员") not in names


@given(cuts)
def test_how_many_texts_are_worked_on_at_a_time_makes_no_difference(texts):
    whole = found(texts)
    size, spots.STRETCH = spots.STRETCH, 1
    try:
        parts = found(texts)
    finally:
        spots.STRETCH = size
    assert len(parts.stretches) == len(texts)
    for field in ("words", "characters", "texts", "everywhere", "left_variety", "right_variety"):
        assert np.array_equal(getattr(whole, field), getattr(parts, field))
    assert table(whole) == table(parts)


@given(cuts)
def test_where_things_are_put_aside_makes_no_difference(texts):
    whole = found(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spots, "STRETCH", 2)
        patch.setattr(module, "MOST_PAIRS", 2)
        patch.setattr(spots, "MOST_WAITING", 0)
        patch.setattr("essaykit.shelf.MOST_HELD", 40)
        parts = found(texts)
        for field in ("words", "characters", "texts", "everywhere", "left_variety", "right_variety"):
            assert np.array_equal(getattr(whole, field), getattr(parts, field))
        assert table(whole) == table(parts)


def table(phrases):
    fields = ("text", "phrase", "place", "frequency", "before", "left_free", "right_free", "both_free", "nested")
    return sorted(row for c in candidates_of(phrases) for row in zip(*(getattr(c, field).tolist() for field in fields), strict=True))


def test_single_words_alone():
    assert set(found([["银行", "柜员", "点钞"]], longest=1).words.tolist()) == {1}
