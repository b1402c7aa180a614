"""Texts as rows of a sparse matrix: words and pairs of Han characters that are neither rare nor everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from essaykit.analyse.stock import Stock
from essaykit.analyse.tokens import Bools, Ints, Tokens, traits_of

MIN_TEXTS = 2
MAX_SHARE = 0.25
"""A feature stands in at least so many texts and in at most this share of them: common words of the genre hide the topic."""
MAX_FEATURES = 40_000
"""Of either kind; the ones in most texts are kept."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each feature stands in each text: words first, then pairs of characters."""

    matrix: sparse.csr_array
    words: int
    """How many of the columns are words."""
    word_ids: Ints
    """Ids of these words in the vocabulary of the tokens."""

    def weighted(self) -> sparse.csr_array:
        """TF-IDF with the logarithm of frequencies, rows of unit length."""
        texts = self.matrix.shape[0]
        spread = np.bincount(self.matrix.indices, minlength=self.matrix.shape[1])
        rarity = np.log((texts + 1) / (spread + 1)) + 1
        weighted = self.matrix.astype(np.float32)
        weighted.data = ((1 + np.log(weighted.data)) * rarity[weighted.indices]).astype(np.float32)
        length = np.sqrt(np.add.reduceat(np.append(weighted.data**2, 0), np.minimum(weighted.indptr[:-1], weighted.nnz)))
        size = np.diff(weighted.indptr)
        weighted.data /= np.repeat(np.where(size > 0, length, 1), size).astype(np.float32)
        return weighted


def text_features(texts: Sequence[str], tokens: Tokens, stock: Stock) -> Counts:
    """Count the words and the pairs of Han characters of texts, their stock sentences left out.

    Args:
        texts: the texts.
        tokens: the same texts, cut.
        stock: what to leave out.
    """
    traits = traits_of(tokens.words)
    useful = (traits.wordy & ~traits.stop & (traits.length >= 2))[tokens.ids]
    ends = np.cumsum(traits.length[tokens.ids])
    own = _outside(stock, ends - traits.length[tokens.ids], [len(text) for text in texts])
    kept = useful & own
    words, word_ids = _matrix(tokens.owners()[kept].astype(np.int64), tokens.ids[kept].astype(np.int64), len(texts))
    pairs, _ = _matrix(*_pairs(texts, stock), len(texts))
    return Counts(sparse.hstack([words, pairs], format="csr"), words.shape[1], word_ids)


def _outside(stock: Stock, places: Ints, lengths: list[int]) -> Bools:
    """Whether each place (an offset in the texts put together) lies outside the stock sentences."""
    size = sum(lengths)
    change = np.zeros(size + 1, dtype=np.int8)
    base = 0
    for spans, length in zip(stock.spans, lengths, strict=True):
        for start, end in spans:
            change[base + start] += 1
            change[base + end] -= 1
        base += length
    inside = np.cumsum(change, dtype=np.int8)
    outside: Bools = inside[places] == 0
    return outside


def _pairs(texts: Sequence[str], stock: Stock) -> tuple[Ints, Ints]:
    """Owner and code of each pair of adjacent Han characters outside the stock."""
    lengths = [len(text) for text in texts]
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(texts), dtype=np.int32), lengths)
    han = (codes >= 0x3400) & (codes <= 0x9FFF) & _outside(stock, np.arange(len(codes)), lengths)
    pair = np.flatnonzero(han[:-1] & han[1:] & (owner[:-1] == owner[1:]))
    return owner[pair].astype(np.int64), codes[pair].astype(np.int64) << 16 | codes[pair + 1].astype(np.int64)


def _matrix(owner: Ints, feature: Ints, texts: int) -> tuple[sparse.csr_array, Ints]:
    """Counts of features that are neither rare nor everywhere, and which they are, in rising order."""
    if not len(feature):
        return sparse.csr_array((texts, 0), dtype=np.float64), np.empty(0, dtype=np.int64)
    base = int(feature.max()) + 1
    keys, counts = _tally(owner * base + feature)
    row, feature = keys // base, keys % base
    known, column, spread = np.unique(feature, return_inverse=True, return_counts=True)
    good = (spread >= MIN_TEXTS) & (spread <= max(MIN_TEXTS, MAX_SHARE * texts))
    if good.sum() > MAX_FEATURES:
        least = np.sort(spread[good])[-MAX_FEATURES]
        good &= spread >= least
    number = np.cumsum(good) - 1
    kept = good[column]
    shape = (texts, int(good.sum()))
    matrix = sparse.csr_array((counts[kept].astype(np.float64), (row[kept], number[column[kept]])), shape=shape)
    return matrix, known[good]


def _tally(keys: Ints) -> tuple[Ints, npt.NDArray[np.int64]]:
    keys = np.sort(keys)
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    return keys[first], np.diff(np.append(first, len(keys)))
