"""Texts as rows of a sparse matrix: words and pairs of Han characters that are neither rare nor everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from essaykit.analyse.stock import Stock
from essaykit.analyse.tokens import Ints, Tokens, Traits

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


def text_features(texts: Sequence[str], tokens: Tokens, traits: Traits, stock: Stock) -> Counts:
    """Count the words and the pairs of Han characters of texts, their stock sentences left out.

    Args:
        texts: the texts.
        tokens: the same texts, cut.
        traits: of the vocabulary.
        stock: what to leave out.
    """
    useful = traits.wordy & ~traits.stop & (traits.length >= 2)
    # text by text: small arrays stay in the processor's cache, and no big ones are needed
    words, pairs = _Tallies(), _Tallies()
    starts = tokens.starts.tolist()
    for text, start, end in zip(texts, starts[:-1], starts[1:], strict=True):
        ids, inside = tokens.ids[start:end], stock.inside[start:end]
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        if inside.any():
            words.add(ids[useful[ids] & ~inside])
            pairs.add(_pairs(np.where(np.repeat(inside, traits.length[ids]), np.uint32(0), codes)))
        else:
            words.add(ids[useful[ids]])
            pairs.add(_pairs(codes))
    word_counts, word_ids = words.matrix(len(texts))
    pair_counts, _ = pairs.matrix(len(texts))
    return Counts(sparse.hstack([word_counts, pair_counts], format="csr"), word_counts.shape[1], word_ids)


def _pairs(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Each pair of adjacent Han characters (of the basic plane) as one number."""
    han = (codes >= 0x3400) & (codes <= 0x9FFF)
    first = np.flatnonzero(han[:-1] & han[1:])
    pairs: npt.NDArray[np.uint32] = codes[first] << np.uint32(16) | codes[first + 1]
    return pairs


class _Tallies:
    """How often each feature stands in each text, gathered text by text."""

    def __init__(self) -> None:
        self._features: list[npt.NDArray[np.uint32]] = []
        self._counts: list[npt.NDArray[np.int64]] = []

    def add(self, features: npt.NDArray[np.uint32]) -> None:
        """Count the features of the next text."""
        known, counts = _spread(features)
        self._features.append(known)
        self._counts.append(counts)

    def matrix(self, texts: int) -> tuple[sparse.csr_array, Ints]:
        """Counts of the features that are neither rare nor everywhere, and which they are, in rising order."""
        features = np.concatenate([np.empty(0, np.uint32), *self._features])
        counts = np.concatenate([np.empty(0, np.int64), *self._counts])
        known, spread = _spread(features)
        good = (spread >= MIN_TEXTS) & (spread <= max(MIN_TEXTS, MAX_SHARE * texts))
        if good.sum() > MAX_FEATURES:
            good &= spread >= np.sort(spread[good])[-MAX_FEATURES]
        known = known[good]
        if not len(known):
            return sparse.csr_array((texts, 0), dtype=np.float64), np.empty(0, dtype=np.int64)
        # features rise within a text, so that neighbouring searches go the same way
        column = np.minimum(np.searchsorted(known, features), len(known) - 1)
        kept = known[column] == features
        begins = np.concatenate(([0], np.cumsum([len(f) for f in self._features], dtype=np.int64)))
        pointers = np.concatenate(([0], np.cumsum(kept)))[begins]
        matrix = sparse.csr_array((counts[kept].astype(np.float64), column[kept].astype(np.int32), pointers), shape=(texts, len(known)))
        return matrix, known.astype(np.int64)


def _spread(features: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint32], Ints]:
    """The different features in rising order, and how often each stands there."""
    in_order = np.sort(features)
    new = np.ones(len(features) + 1, dtype=bool)
    np.not_equal(in_order[1:], in_order[:-1], out=new[1:-1])
    first = np.flatnonzero(new)
    return in_order[first[:-1]], first[1:] - first[:-1]
