"""Stock: sentences that stand word for word in several texts. In this genre they hide what a text is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Ints, steps
from essaykit.analyse.tokens import Tokens, Traits

MIN_TEXTS = 3
"""A sentence in so many texts is stock."""
MIN_CHARACTERS = 8
"""Shorter sentences say too little to be anybody's."""
MAX_SHARE = 0.5
"""A text that would lose a greater share is a copy rather than full of stock, and keeps all."""

STRETCH = 100_000
"""Tokens that are worked on at a time."""

_ENDS = frozenset([*"。！？!?…；;\n\r", "\r\n"])
_FACTOR, _MIX, _STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True)
class Stock:
    """What of the texts is stock."""

    inside: Bools
    """For each token, whether it belongs to a stock sentence."""
    sentences: int
    """Different stock sentences."""
    characters: int
    copies: int
    """Texts that keep their stock, for there is too much of it."""


def find_stock(tokens: Tokens, traits: Traits) -> Stock:
    """Find the sentences that stand in several texts; sentences are told apart by a 64-bit hash of their words."""
    if not len(tokens.ids):
        return Stock(np.zeros(0, dtype=bool), 0, 0, 0)
    ends = np.array([word == "" or word in _ENDS for word in tokens.words], dtype=bool)
    parts = [_sentences(tokens.ids[a:b], ends, traits) for a, b in tokens.stretches(STRETCH)]
    size, length, key = (np.concatenate(column) for column in zip(*parts, strict=True))
    begin = np.cumsum(size) - size
    owner = np.searchsorted(tokens.starts, begin, side="right") - 1

    long = np.flatnonzero(length >= MIN_CHARACTERS)
    order = long[np.argsort(key[long], kind="stable")]
    new_key = steps(key[order])
    new_text = new_key | steps(owner[order])
    number = np.cumsum(new_key) - 1
    texts = np.bincount(number, weights=new_text) if len(order) else np.zeros(0)
    stock = order[texts[number] >= MIN_TEXTS]

    lost = np.bincount(owner[stock], weights=length[stock], minlength=tokens.texts)
    whole = np.bincount(owner, weights=length, minlength=tokens.texts)
    copied = lost > MAX_SHARE * whole
    taken = np.zeros(len(begin), dtype=bool)
    taken[stock] = ~copied[owner[stock]]
    return Stock(np.repeat(taken, size), int((texts >= MIN_TEXTS).sum()), int(lost[~copied].sum()), int(copied.sum()))


def _sentences(ids: npt.NDArray[np.integer], ends_of: Bools, traits: Traits) -> tuple[Ints, Ints, npt.NDArray[np.uint64]]:
    """Tokens, characters and hash of each sentence; how it ends is no part of it."""
    ids = ids.astype(np.int64)
    ends = ends_of[ids]
    begin = np.flatnonzero(np.concatenate(([True], ends[:-1])))
    size = np.diff(begin, append=len(ends))
    place = np.arange(len(ends)) - np.repeat(begin, size)
    mixed = ids.view(np.uint64) * _FACTOR + place.view(np.uint64) * _STEP
    mixed[ends] = 0
    mixed = (mixed ^ (mixed >> np.uint64(29))) * _MIX
    mixed ^= mixed >> np.uint64(32)
    length = np.add.reduceat(np.where(ends, 0, traits.length[ids]), begin)
    return size, length, np.add.reduceat(mixed, begin)
