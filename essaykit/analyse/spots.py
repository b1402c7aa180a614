"""Where phrases stand in texts, some whole texts at a time, and their numbers.

Phrases of several words are told apart by a 64-bit hash of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Hashes, Ints, distinct, ranker
from essaykit.analyse.tokens import BOUNDARY, Tokens, Traits
from essaykit.shelf import Shelf

MAX_WORDS = 4
MIN_CHARACTERS = 2
MAX_CHARACTERS = 14

STRETCH = 1 << 17
"""Tokens that are worked on at a time."""
MOST_WAITING = 1 << 21
"""Hashes that wait to be told apart."""

_CONNECTORS = ("-", "/", " ", "·", "&", "+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)

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


PutAside = tuple[Callable[[], Spots], tuple[Callable[[], Int32s], Callable[[], Int32s]]]
"""How spots come back, and how their sides do alone."""


def find_spots(tokens: Tokens, traits: Traits, longest: int) -> Iterator[Spots]:
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


def number_spots(spots: Iterable[Spots], vocabulary: int, shelf: Shelf) -> tuple[list[PutAside], Callable[[Spots], Int32s], int]:
    """The spots put aside, what numbers those of a stretch by their phrases, from 0 without gaps, single words first, and how many."""
    used = np.zeros(vocabulary, dtype=bool)
    known, new, waiting = np.empty(0, dtype=np.uint64), [np.empty(0, dtype=np.uint64)], 0
    stretches = []
    for some in spots:
        singles = int(np.searchsorted(some.words, 2))
        used[some.key[:singles].view(np.int64)] = True
        new.append(distinct(some.key[singles:]))
        waiting += len(new[-1])
        if waiting > max(MOST_WAITING, len(known)):
            known, new, waiting = distinct(np.concatenate((known, *new))), [], 0
        stretches.append(_put_aside(some, shelf))
    known = distinct(np.concatenate((known, *new)))
    number = np.cumsum(used, dtype=np.int32) - np.int32(1)
    words = number[-1] + np.int32(1)
    rank = ranker(known)

    def numbers(some: Spots) -> Int32s:
        singles = int(np.searchsorted(some.words, 2))
        return np.concatenate((number[some.key[:singles].view(np.int64)], rank(some.key[singles:]) + words))

    return stretches, numbers, int(words) + len(known)


def _put_aside(some: Spots, shelf: Shelf) -> PutAside:
    place, words, key = shelf.put(some.place), shelf.put(some.words), shelf.put(some.key)
    before, after = shelf.put(some.before), shelf.put(some.after)
    begin, end = some.begin, some.end
    return lambda: Spots(begin, end, place(), words(), key(), before(), after()), (before, after)
