"""Candidate phrases of one to four adjacent words: where they stand, in each text and in all.

Most keywords that people give are longer than one of jieba's words, so single
words can't find them. A candidate holds no function word: with one inside, few
are keywords (bench/keywords.py). Phrases of several words are told apart by a
64-bit hash of these.

The texts are gone through twice, some at a time, so that what is looked up lies
in the processor's cache: once to find and number the phrases, once to gather the
candidates of each text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Floats, Hashes, Ints, counted, ranks, steps
from essaykit.analyse.tokens import BOUNDARY, Tokens, Traits

MAX_WORDS = 4
MIN_CHARACTERS = 2
MAX_CHARACTERS = 14

STRETCH = 1 << 17
"""Tokens that are worked on at a time."""

_CONNECTORS = ("-", "/", " ", "·", "&", "+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)
_HALF, _LOWER_HALF = np.uint64(32), np.uint64(0xFFFFFFFF)

Int8s = npt.NDArray[np.int8]
Int32s = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Spots:
    """Where phrases stand in some whole texts: a row for each time, rising among the phrases of as many words."""

    begin: int
    end: int
    """Tokens of these texts."""
    place: Int32s
    """First token, from ``begin`` on."""
    words: Int8s
    """How many words the phrase has."""
    key: Hashes
    """Tells phrases apart: id of a single word, hash of several."""
    before: Int32s
    """Word before the phrase; a boundary if that is no word."""
    after: Int32s


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of some texts, by number."""

    tokens: Tokens
    traits: Traits
    place: Ints
    """A token where the phrase stands; with ``words`` it tells what it is."""
    words: Int8s
    characters: Ints
    texts: Ints
    """In how many texts it stands."""
    everywhere: Ints
    """How often it stands in all texts."""
    left_variety: Floats
    """Entropy (nats) of the words before it, in all texts."""
    right_variety: Floats
    spots: tuple[Spots, ...]
    orders: tuple[Hashes, ...]
    """For each of these, sorted: in the upper half the number of a phrase, in the lower half its row."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The phrases of some whole texts: a row for each phrase in each text where it stands."""

    text: Ints
    phrase: Ints
    place: Ints
    """Token where it first stands in the text."""
    frequency: Ints
    """How often it stands in the text."""
    before: Ints
    """Characters of the text before it."""
    left_free: Floats
    """Share of its places in the text with a stop word or no word before it."""
    right_free: Floats
    both_free: Floats
    nested: Floats
    """Share of its places in the text inside a longer candidate that the text repeats."""


def find_phrases(tokens: Tokens, traits: Traits, *, longest: int = MAX_WORDS) -> Phrases:
    """Find and number the phrases of texts.

    Args:
        tokens: the texts.
        traits: of the vocabulary.
        longest: how many words a phrase may have.
    """
    spots = tuple(_spots(tokens, traits, longest))
    numbers = _numbered(spots, len(tokens.words))
    number = _joined(numbers, np.int32)
    everywhere = np.bincount(number)
    left = _variety(number, _joined((some.before for some in spots), np.int32), everywhere)
    right = _variety(number, _joined((some.after for some in spots), np.int32), everywhere)
    texts, place = np.zeros((2, len(everywhere)), dtype=np.int64)
    words = np.zeros(len(everywhere), dtype=np.int8)
    orders = []
    for some, mine in zip(spots, numbers, strict=True):
        place[mine], words[mine] = some.begin + some.place, some.words
        order = mine.astype(np.uint64) << _HALF | np.arange(len(mine), dtype=np.uint64)
        order.sort()
        orders.append(order)
        phrase, _, rows = _by_text(order, some, tokens)
        texts += np.bincount(phrase[rows], minlength=len(texts))
    characters = np.zeros(len(everywhere), dtype=np.int64)
    for step in range(longest):
        some_phrases = np.flatnonzero(words > step)
        characters[some_phrases] += traits.length[tokens.ids[place[some_phrases] + step]]
    return Phrases(tokens, traits, place, words, characters, texts, everywhere, left, right, spots, tuple(orders))


def candidates_of(phrases: Phrases) -> Iterator[Candidates]:
    """The candidates of all texts, some whole texts at a time."""
    tokens, traits = phrases.tokens, phrases.traits
    open_word = ~(traits.wordy & ~traits.stop)
    for some, order in zip(phrases.spots, phrases.orders, strict=True):
        phrase, text, rows = _by_text(order, some, tokens)
        spot = (order & _LOWER_HALF).astype(np.int64)
        frequency = np.diff(rows, append=len(spot))
        left, right = open_word[some.before][spot], open_word[some.after][spot]
        repeated = np.zeros(len(spot), dtype=bool)
        repeated[spot[np.repeat(frequency > 1, frequency)]] = True
        inside = _nested(some, repeated)[spot]
        first = spot[rows]
        offsets = np.zeros(some.end - some.begin + 1, dtype=np.int64)
        np.cumsum(traits.length[tokens.ids[some.begin : some.end]], out=offsets[1:])
        owner = text[rows]
        yield Candidates(
            text=owner,
            phrase=phrase[rows],
            place=some.begin + some.place[first].astype(np.int64),
            frequency=frequency,
            before=offsets[some.place[first]] - offsets[tokens.starts[owner] - some.begin],
            left_free=_share(left, rows, frequency),
            right_free=_share(right, rows, frequency),
            both_free=_share(left & right, rows, frequency),
            nested=_share(inside, rows, frequency),
        )


def _spots(tokens: Tokens, traits: Traits, longest: int) -> Iterator[Spots]:
    """Where phrases stand."""
    end = traits.wordy & ~traits.stop
    latin = traits.latin & traits.wordy
    connector = np.array([word in _CONNECTORS for word in tokens.words], dtype=bool)
    wordy = np.where(traits.wordy, np.arange(len(tokens.words), dtype=np.int32), np.int32(BOUNDARY))
    hashes = (np.arange(len(tokens.words), dtype=np.uint64) + np.uint64(1)) * _FACTOR
    for start, stop in tokens.stretches(STRETCH):
        size = stop - start
        ids = np.full(size + MAX_WORDS, BOUNDARY, dtype=np.int64)
        ids[:size] = tokens.ids[start:stop]
        ends, joins = end[ids], latin[ids]
        inner = ends.copy()
        inner[1:-1] |= connector[ids[1:-1]] & joins[:-2] & joins[2:]
        offsets = np.zeros(len(ids) + 1, dtype=np.int32)
        np.cumsum(traits.length[ids], out=offsets[1:])
        run = ends[:size]
        places, keys = [], []
        for n in range(1, longest + 1):
            if n > 1:
                run = run & inner[n - 1 : size + n - 1]
            at = np.flatnonzero(run & ends[n - 1 : size + n - 1])
            characters = offsets[at + n] - offsets[at]
            at = at[(characters >= MIN_CHARACTERS) & (characters <= MAX_CHARACTERS)]
            places.append(at)
            keys.append(_hash(ids, at, n, hashes) if n > 1 else ids[at].astype(np.uint64))
        place = np.concatenate(places)
        words = np.repeat(np.arange(1, longest + 1, dtype=np.int8), [len(at) for at in places])
        # the word before the first token is a boundary, for the index wraps round
        yield Spots(start, stop, place.astype(np.int32), words, np.concatenate(keys), wordy[ids[place - 1]], wordy[ids[place + words]])


def _hash(ids: Ints, at: Ints, words: int, hashes: Hashes) -> Hashes:
    key = hashes[ids[at]]
    for step in range(1, words):
        key = (key ^ (key >> _SHIFT)) * _MIX + hashes[ids[at + step]]
    return key ^ (key >> _SHIFT)


def _numbered(spots: tuple[Spots, ...], vocabulary: int) -> list[Int32s]:
    """The phrase of each spot as a number, from 0 without gaps: single words first."""
    singles = [int(np.searchsorted(some.words, 2)) for some in spots]
    used = np.zeros(vocabulary, dtype=bool)
    for some, size in zip(spots, singles, strict=True):
        used[some.key[:size].view(np.int64)] = True
    number = np.cumsum(used, dtype=np.int32) - np.int32(1)
    keys = _joined((some.key[size:] for some, size in zip(spots, singles, strict=True)), np.uint64)
    in_order = np.sort(keys)
    longer = ranks(keys, in_order[steps(in_order)]) + (number[-1] + np.int32(1))
    numbers, begin = [], 0
    for some, size in zip(spots, singles, strict=True):
        end = begin + len(some.key) - size
        numbers.append(np.concatenate((number[some.key[:size].view(np.int64)], longer[begin:end])))
        begin = end
    return numbers


def _joined(parts: Iterable[npt.NDArray[Any]], kind: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *parts])


def _by_text(order: Hashes, some: Spots, tokens: Tokens) -> tuple[Ints, Ints, Ints]:
    """Spots in an order of `Phrases`: phrase and text of each, and those that are the first of their phrase in their text."""
    first, last = np.searchsorted(tokens.starts, (some.begin, some.end)).tolist()
    owner = np.repeat(np.arange(first, last), np.diff(tokens.starts[first : last + 1]))[some.place]
    phrase = (order >> _HALF).view(np.int64)
    text = owner[(order & _LOWER_HALF).view(np.int64)]
    return phrase, text, np.flatnonzero(steps(phrase) | steps(text))


def _variety(number: Int32s, neighbour: Int32s, everywhere: Ints) -> Floats:
    """Entropy in nats of the neighbours of each phrase."""
    several = (everywhere > 1)[number]
    pairs = number[several].astype(np.int64) << 32 | neighbour[several]
    pairs.sort()
    begin, count = counted(pairs)
    sums = np.bincount(pairs[begin] >> 32, weights=count * np.log(count), minlength=len(everywhere))
    return np.asarray(np.log(everywhere) - sums / everywhere, dtype=np.float64)


def _nested(some: Spots, repeated: Bools) -> Bools:
    """Which spots lie inside a longer phrase that its text repeats; ``repeated`` tells which are of such a phrase."""
    inside = np.zeros(len(some.place), dtype=bool)
    covers = np.zeros(some.end - some.begin + 1, dtype=bool)
    bounds = np.searchsorted(some.words, np.arange(1, MAX_WORDS + 2)).tolist()
    for n in range(MAX_WORDS, 0, -1):
        mine = slice(bounds[n - 1], bounds[n])
        inside[mine] = covers[some.place[mine]]
        # what a repeated phrase of n words covers, as places of n - 1 words; then what longer ones did
        at = some.place[mine][repeated[mine]]
        wider = covers.copy()
        wider[1:] |= covers[:-1]
        wider[at] = wider[at + 1] = True
        covers = wider
    return inside


def _share(flags: Bools, rows: Ints, frequency: Ints) -> Floats:
    """Share of the flags that are set, from each row to the next."""
    total = np.zeros(len(flags) + 1, dtype=np.int64)
    np.cumsum(flags, out=total[1:])
    return np.asarray((total[rows + frequency] - total[rows]) / frequency, dtype=np.float64)
