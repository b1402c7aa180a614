"""Texts as rows of a sparse matrix: words and pairs of Han characters that are neither rare nor everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from essaykit.analyse.arrays import Bools, Floats, Ints, counted, steps
from essaykit.analyse.stock import Stock
from essaykit.analyse.tokens import BOUNDARY, Tokens, Traits
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
        spread = np.bincount(self.matrix.indices, minlength=features)
        kind = np.where(np.arange(features) < self.words, 1, PAIRS)
        return np.asarray(kind * (np.log((texts + 1) / (spread + 1)) + 1) ** RARITY, dtype=np.float64)


def weighted(matrix: sparse.csr_array, weights: Floats) -> sparse.csr_array:
    """TF-IDF with the logarithm of frequencies, rows of unit length."""
    found = matrix.astype(np.float32)
    found.data = ((1 + np.log(found.data)) * weights[found.indices]).astype(np.float32)
    length = np.sqrt(np.add.reduceat(np.append(found.data**2, 0), np.minimum(found.indptr[:-1], found.nnz)))
    size = np.diff(found.indptr)
    found.data /= np.repeat(np.where(size > 0, length, 1), size).astype(np.float32)
    return found


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
    parts, counts, sizes = [np.empty(0, np.uint32)], [np.empty(0, np.int32)], [np.zeros(1, np.int64)]
    for begin, end in tokens.stretches(STRETCH):
        first, last = np.searchsorted(tokens.starts, (begin, end)).tolist()
        ids, inside = tokens.ids[begin:end].astype(np.int64), stock.inside[begin:end]
        codes = code_points("\n".join([*texts[first:last], ""]))
        han = (codes >= FIRST_HAN) & (codes <= LAST_HAN) & ~_repeated(inside, length[ids])
        text = np.arange(last - first) << 32
        words = np.repeat(text, np.diff(tokens.starts[first : last + 1])) | ids
        pairs = np.repeat(text, [len(text) + 1 for text in texts[first:last]])[:-1] | codes[:-1] << np.uint32(16) | codes[1:]
        features = np.concatenate((words[useful[ids] & ~inside], pairs[han[:-1] & han[1:]]))
        features.sort()
        at, count = counted(features)
        features = features[at]
        parts.append(features.astype(np.uint32))
        counts.append(count.astype(np.int32))
        sizes.append(np.diff(np.searchsorted(features, np.arange(last - first + 1) << 32)))
    columns, known = _columns(np.concatenate(parts), tokens.texts)
    kept = columns >= 0
    pointers = np.concatenate(([0], np.cumsum(kept)))[np.cumsum(np.concatenate(sizes))].astype(np.int32)
    matrix = sparse.csr_array((np.concatenate(counts)[kept].astype(np.float64), columns[kept], pointers), shape=(tokens.texts, len(known)))
    word_ids = known[known < FIRST_PAIR].astype(np.int64)
    return Counts(matrix, len(word_ids), word_ids, known[known >= FIRST_PAIR])


def _repeated(flags: Bools, sizes: npt.NDArray[np.int32]) -> Bools:
    """Each flag as many times as its size says; flags come in long runs."""
    begin = np.flatnonzero(steps(flags))
    return np.repeat(flags[begin], np.add.reduceat(sizes, begin))


def _columns(features: npt.NDArray[np.uint32], texts: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint32]]:
    """The column of each feature, -1 where it is rare or everywhere, and the feature of each column, rising.

    Args:
        features: those of each text, once.
        texts: how many there are.
    """
    in_order = features.astype(np.uint64) << np.uint64(32) | np.arange(len(features), dtype=np.uint64)
    in_order.sort()
    known = (in_order >> np.uint64(32)).astype(np.uint32)
    begin, spread = counted(known)
    known = known[begin]
    good = (spread >= MIN_TEXTS) & (spread <= max(MIN_TEXTS, MAX_SHARE * texts))
    for kind in (known < FIRST_PAIR, known >= FIRST_PAIR):
        if (good & kind).sum() > MAX_FEATURES:
            good &= ~kind | (spread >= np.sort(spread[good & kind])[-MAX_FEATURES])
    place = in_order[np.repeat(good, spread)].astype(np.uint32)  # the lower half
    columns = np.full(len(features), -1, dtype=np.int32)
    columns[place] = np.repeat(np.arange(good.sum(), dtype=np.int32), spread[good])
    return columns, known[good]
