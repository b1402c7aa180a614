"""Texts as rows of a sparse matrix: words and pairs of Han characters that are neither rare nor everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Floats, Hashes, Ints, counted, ranker, steps
from essaykit.analyse.sparse import sparse
from essaykit.analyse.stock import Stock
from essaykit.analyse.tokens import BOUNDARY, Tokens, Traits
from essaykit.shelf import Shelf
from essaykit.text import code_points

MIN_TEXTS = 2
MAX_SHARE = 0.25
"""A feature stands in at least so many texts and in at most this share of them: common words of the genre hide the topic."""
MAX_FEATURES = 40_000
"""Of either kind; the ones in most texts are kept."""

RARITY = 2
"""Power of the rarity in the weights: 1 leaves the words of the genre too strong (bench/topics.py)."""
PAIRS = 0.7
"""Weight of pairs of characters beside words, which they mostly repeat."""

STRETCH = 1 << 17
"""Tokens that are worked on at a time."""
MOST_WAITING = 1 << 22
"""Features that wait to be counted."""

ROWS = 10_000
"""Texts that are weighted at a time."""

_FACTOR = np.uint64(0x9E3779B97F4A7C15)

Codes = npt.NDArray[np.uint32]
Int32s = npt.NDArray[np.int32]

FIRST_HAN, LAST_HAN = 0x3400, 0x9FFF
FIRST_PAIR = FIRST_HAN << 16
"""A pair of Han characters (of the basic plane) as one number; those below are ids of words."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each feature stands in each text: words first, then pairs of characters."""

    matrix: sparse.csr_array
    words: int
    """How many of the columns are words."""
    word_ids: Ints
    """Ids of these words in the vocabulary of the tokens."""
    pairs: npt.NDArray[np.uint32]
    """The pairs of characters of the other columns: the code of the first << 16 | the code of the second."""

    def weights(self) -> Floats:
        """Weight of each feature: a power of how rare it is over the texts, less for pairs."""
        texts, features = self.matrix.shape
        spread = np.zeros(features, dtype=np.int64)
        for begin in range(0, self.matrix.nnz, MOST_WAITING):  # it copies what it counts
            spread += np.bincount(self.matrix.indices[begin : begin + MOST_WAITING], minlength=features)
        kind = np.where(np.arange(features) < self.words, 1, PAIRS)
        return np.asarray(kind * (np.log((texts + 1) / (spread + 1)) + 1) ** RARITY, dtype=np.float64)


def weighted(matrix: sparse.csr_array, weights: Floats) -> sparse.csr_array:
    """TF-IDF with the logarithm of frequencies, rows of unit length."""
    data = np.empty(matrix.nnz, dtype=np.float32)
    for first in range(0, matrix.shape[0], ROWS):
        pointers = matrix.indptr[first : first + ROWS + 1]
        begin, end = int(pointers[0]), int(pointers[-1])
        some = ((1 + np.log(matrix.data[begin:end].astype(np.float32))) * weights[matrix.indices[begin:end]]).astype(np.float32)
        length = np.sqrt(np.add.reduceat(np.append(some**2, 0), pointers[:-1] - begin))
        size = np.diff(pointers)
        data[begin:end] = some / np.repeat(np.where(size > 0, length, 1), size).astype(np.float32)
    return sparse.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def rows_of(matrix: sparse.csr_array, rows: Ints) -> sparse.csr_array:
    """Some of the rows; the matrix itself where all of them are asked for."""
    return matrix if len(rows) == matrix.shape[0] else matrix[rows]


def text_features(texts: Sequence[str], tokens: Tokens, traits: Traits, stock: Stock) -> Counts:
    """Count the words and the pairs of Han characters of texts, their stock sentences left out.

    Args:
        texts: the texts.
        tokens: the same texts, cut.
        traits: of the vocabulary.
        stock: what to leave out.
    """
    useful = traits.wordy & ~traits.stop & (traits.length >= 2)
    length = traits.length.copy()
    length[BOUNDARY] = 1  # here a line end stands between texts
    shelf, table = Shelf(), _Spread()
    parts = []
    for begin, end in tokens.stretches(STRETCH):
        first, last = np.searchsorted(tokens.starts, (begin, end)).tolist()
        ids, inside = tokens.ids[begin:end].astype(np.int64), stock.inside(begin, end)
        codes = code_points("\n".join([*texts[first:last], ""]))
        han = (codes >= FIRST_HAN) & (codes <= LAST_HAN) & ~_repeated(inside, length[ids])
        text = np.arange(last - first) << 32
        words = np.repeat(text, np.diff(tokens.starts[first : last + 1])) | ids
        pairs = np.repeat(text, [len(text) + 1 for text in texts[first:last]])[:-1] | codes[:-1] << np.uint32(16) | codes[1:]
        features = np.concatenate((words[useful[ids] & ~inside], pairs[han[:-1] & han[1:]]))
        features.sort()
        at, count = counted(features)
        ends = np.searchsorted(features[at], np.arange(last - first + 1) << 32)
        here = features[at].astype(np.uint32)
        table.add(here)
        parts.append(_Part(shelf.put(here), shelf.put(count.astype(np.int32)), ends))
    known = table.features(tokens.texts)
    matrix = _matrix(parts, known)
    word_ids = known[known < FIRST_PAIR].astype(np.int64)
    return Counts(matrix, len(word_ids), word_ids, known[known >= FIRST_PAIR])


class _Part(NamedTuple):
    """The features of some texts, each once for each text."""

    features: Callable[[], Codes]
    counts: Callable[[], Int32s]
    ends: Ints
    """Where those of each text begin, and the end of all."""


def _matrix(parts: Sequence[_Part], known: Codes) -> sparse.csr_array:
    """Texts × known features; the numbers as narrow as they can be."""
    counts, columns, sizes = [np.empty(0, np.uint8)], [np.empty(0, np.int32)], [np.zeros(1, np.int64)]
    order = np.argsort(_spread_evenly(known)).astype(np.int32)
    rank = ranker(_spread_evenly(known[order]))
    for part in parts:
        features = part.features()
        column = order.take(rank(_spread_evenly(features)), mode="clip") if len(known) else np.zeros(len(features), dtype=np.int32)
        there = known.take(column, mode="clip") == features if len(known) else np.zeros(len(column), dtype=bool)
        count = part.counts()[there]
        counts.append(count.astype(np.min_scalar_type(count.max(initial=0))))
        columns.append(column[there])
        sizes.append(np.diff(np.concatenate(([0], np.cumsum(there)))[part.ends]))
    pointers = np.cumsum(np.concatenate(sizes)).astype(np.int32)
    return sparse.csr_array((np.concatenate(counts), np.concatenate(columns), pointers), shape=(len(pointers) - 1, len(known)))


def _spread_evenly(features: Codes) -> Hashes:
    return features * _FACTOR


class _Spread:
    """In how many texts each feature stands."""

    def __init__(self) -> None:
        self._known, self._spread = np.empty(0, np.uint32), np.empty(0, np.int64)
        self._new: list[Codes] = []
        self._waiting = 0

    def add(self, features: Codes) -> None:
        """Count the features of some texts, each once for each text."""
        self._new.append(features)
        self._waiting += len(features)
        if self._waiting > MOST_WAITING:
            self._count()

    def features(self, texts: int) -> Codes:
        """Those that are neither rare nor everywhere, rising."""
        self._count()
        known, spread = self._known, self._spread
        good = (spread >= MIN_TEXTS) & (spread <= max(MIN_TEXTS, MAX_SHARE * texts))
        for kind in (known < FIRST_PAIR, known >= FIRST_PAIR):
            if (good & kind).sum() > MAX_FEATURES:
                good &= ~kind | (spread >= np.sort(spread[good & kind])[-MAX_FEATURES])
        return known[good]

    def _count(self) -> None:
        in_order = np.sort(np.concatenate([self._known, *self._new]))
        begin, times = counted(in_order)
        known = in_order[begin]
        times[np.searchsorted(known, self._known)] += self._spread - 1  # what was known stands in it once, for all its texts
        self._known, self._spread, self._new, self._waiting = known, times, [], 0


def _repeated(flags: Bools, sizes: npt.NDArray[np.int32]) -> Bools:
    """Each flag as many times as its size says; flags come in long runs."""
    begin = np.flatnonzero(steps(flags))
    return np.repeat(flags[begin], np.add.reduceat(sizes, begin))
