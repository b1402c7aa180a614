"""Dispersion: how evenly words are spread over the texts, by Gries' deviation of proportions.

DP sets the share of a word's places that each part has against the share of the
corpus that the part is: 0 where they agree, near 1 where the word stands in a small
part alone (S. Gries, Dispersions and adjusted frequencies in corpora, International
Journal of Corpus Linguistics 13, 2008). Divided by its greatest possible value it
can be compared between corpora (J. Lijffijt and S. Gries, IJCL 17, 2012). Parts are
independent sources, essays, or the groups of a field.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from essaykit.analyse.arrays import Floats, Ints
from essaykit.analyse.frequencies import Cut, Frequencies, cut_given, owners_with, sums, word_frequencies
from essaykit.analyse.literal import find_places, word_patterns
from essaykit.analyse.sources import Unit, text_weights
from essaykit.analyse.sparse import sparse
from essaykit.analyse.texts import Counted, Text, Texts, groups_of, versions
from essaykit.analyse.words import Segmenter
from essaykit.model import Record


class Dispersed(Record, frozen=True, kw_only=True, gc=False):
    """A word and how evenly it is spread."""

    word: str
    frequency: int
    rate: float
    """In 10,000 words, counted as ``unit`` says."""
    essays: int
    sources: int
    parts: int
    """Parts with it."""
    dp: float
    """0 is even, near 1 is in one small part alone."""
    dp_norm: float


class DispersionResult(Record, frozen=True, kw_only=True):
    """Words with their dispersion, and all that it depends on."""

    words: tuple[Dispersed, ...]
    """In the order in which they were asked for, else the most frequent first."""
    asked: tuple[str, ...]
    """Words that were asked for, counted as they are written; empty for the most frequent words of the dictionary."""
    unit: Unit
    by: str | None
    """Field whose groups are the parts; None where each source or essay is one."""
    parts: int
    min_spread: int
    stop_words: bool
    top: int
    counted: Counted
    versions: dict[str, str]


def find_dispersion(
    texts: Texts | Sequence[Text],
    words: Sequence[str] = (),
    *,
    by: str | None = None,
    unit: Unit = "sources",
    stop_words: bool = False,
    min_spread: int = 2,
    top: int = 20,
    segmenter: Segmenter | None = None,
) -> DispersionResult:
    """Measure how evenly words are spread.

    Args:
        texts: the texts.
        words: to measure, as they are written; without them the most frequent ones.
        by: field whose groups are the parts.
        unit: whether copies count.
        stop_words: take function words too.
        min_spread: least number of sources (or essays) of a word that wasn't asked for.
        top: how many words, where none were asked for.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if a word is empty, or there is no such field.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    groups = None if by is None else groups_of(given.texts, by)
    asked = tuple(dict.fromkeys(words))
    word_patterns(asked, regex=False)
    cut = cut_given(given, segmenter)
    owner = _parts(cut, groups, unit)
    weights = text_weights(cut.sources, unit, owner)
    frequencies = _literal(cut, asked) if asked else word_frequencies(cut, stop_words=stop_words)
    counts = sums(frequencies.matrix, owner, weights)
    sizes = np.bincount(owner, weights=weights * frequencies.sizes, minlength=int(owner.max(initial=-1)) + 1).astype(np.float64)
    dp, norm = deviation_of_proportions(counts, sizes)
    essays = np.bincount(frequencies.matrix.indices, minlength=len(frequencies.names))
    sources = owners_with(frequencies.matrix, cut.sources)
    total, plain = counts.sum(axis=0), frequencies.matrix.sum(axis=0)
    spread = np.bincount(counts.indices, minlength=len(frequencies.names))
    listed = np.arange(len(frequencies.names))
    if not asked:
        listed = listed[(sources if unit == "sources" else essays) >= min_spread]
        listed = listed[np.lexsort((listed, -total[listed]))][:top]
    rows = tuple(
        Dispersed(
            word=frequencies.names[i], frequency=int(plain[i]), rate=round(float(1e4 * total[i] / max(sizes.sum(), 1e-12)), 3),
            essays=int(essays[i]), sources=int(sources[i]), parts=int(spread[i]), dp=round(float(dp[i]), 4),
            dp_norm=round(float(norm[i]), 4),
        )
        for i in listed.tolist()
    )  # fmt: skip
    return DispersionResult(
        words=rows, asked=asked, unit=unit, by=by, parts=int((sizes > 0).sum()), min_spread=min_spread, stop_words=stop_words, top=top,
        counted=cut.counted(), versions=versions("jieba", "numpy", "scipy"),
    )  # fmt: skip


def deviation_of_proportions(counts: sparse.csr_array, sizes: Floats) -> tuple[Floats, Floats]:
    """DP of each item, and DP divided by the greatest value that it can have.

    >>> counts = sparse.csr_array(np.array([[2.0, 4.0], [2.0, 0.0]]))
    >>> [x.tolist() for x in deviation_of_proportions(counts, np.array([50.0, 50.0]))]
    [[0.0, 0.5], [0.0, 1.0]]

    Args:
        counts: parts × items.
        sizes: running words of each part.
    """
    size = counts.shape[1]
    whole = sizes.sum()
    if not whole:
        return np.zeros(size), np.zeros(size)
    share = sizes / whole
    total = np.bincount(counts.indices, weights=counts.data, minlength=size)
    part = np.repeat(share, np.diff(counts.indptr))
    observed = counts.data / np.where(total > 0, total, 1)[counts.indices]
    # parts without the word add their whole share, which is 1 less the shares of those with it
    deviation = np.bincount(counts.indices, weights=np.abs(observed - part) - part, minlength=size) + 1
    dp = np.where(total > 0, np.maximum(deviation / 2, 0), 0.0)
    greatest = 1 - share[share > 0].min()
    return dp, dp / greatest if greatest > 0 else np.zeros(size)


def _parts(cut: Cut, groups: dict[str, list[int]] | None, unit: Unit) -> Ints:
    if groups is None:
        return cut.sources if unit == "sources" else np.arange(len(cut.texts.texts))
    owner = np.zeros(len(cut.texts.texts), dtype=np.int64)
    for number, members in enumerate(groups.values()):
        owner[members] = number
    return owner


def _literal(cut: Cut, words: Sequence[str]) -> Frequencies:
    """Words as they are written, whether the dictionary has them or not."""
    texts = cut.texts.texts
    columns = [np.bincount(find_places(texts, pattern)[0], minlength=len(texts)) for pattern in word_patterns(words, regex=False)]
    matrix = sparse.csr_array(np.column_stack(columns).reshape(len(texts), len(words)))
    return Frequencies(matrix, tuple(words), cut.sizes())
