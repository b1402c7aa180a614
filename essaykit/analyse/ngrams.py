"""N-grams: runs of words as they stand, function words included; what a genre says again and again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Hashes, Ints, counted, distinct, ranks
from essaykit.analyse.frequencies import Cut, cut_given
from essaykit.analyse.sources import Unit, text_weights
from essaykit.analyse.texts import Counted, Text, Texts, versions
from essaykit.analyse.wording import phrase_names, word_links
from essaykit.analyse.words import Segmenter
from essaykit.errors import UsageError
from essaykit.model import Record

LONGEST = 8
"""Words of the longest n-gram that is counted."""

_FACTOR, _MIX, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(29)


class Ngram(Record, frozen=True, kw_only=True, gc=False):
    """A run of words and how often it stands."""

    ngram: str
    words: int
    frequency: int
    counted: float
    """Frequency, counted as ``unit`` says: for sources each text counts as its part of its source."""
    essays: int
    sources: int
    pmi: float | None
    """Of its words in bits, for each link between two; None for a single word."""


class NgramResult(Record, frozen=True, kw_only=True):
    """N-grams, most frequent first, with all that they depend on."""

    ngrams: tuple[Ngram, ...]
    found: int
    shortest: int
    longest: int
    unit: Unit
    min_frequency: int
    min_spread: int
    top: int
    counted: Counted
    versions: dict[str, str]


def count_ngrams(
    texts: Texts | Sequence[Text],
    *,
    shortest: int = 2,
    longest: int = 3,
    unit: Unit = "sources",
    min_frequency: int = 3,
    min_spread: int = 2,
    top: int = 20,
    segmenter: Segmenter | None = None,
) -> NgramResult:
    """Count the runs of words that hold no punctuation.

    Args:
        texts: the texts.
        shortest: least number of words.
        longest: greatest number of words, at most `LONGEST`.
        unit: whether copies count.
        min_frequency: least number of places.
        min_spread: least number of sources (or texts, as ``unit`` says).
        top: how many.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if the lengths make no sense.
    """
    if not 1 <= shortest <= longest <= LONGEST:
        raise UsageError(f"n-grams of {shortest} to {longest} words can't be counted", hint=f"between 1 and {LONGEST}, the shorter first")
    cut = cut_given(texts, segmenter)
    rows = [row for words in range(shortest, longest + 1) for row in _of_length(cut, words, unit, min_frequency, min_spread)]
    rows.sort(key=lambda row: (-row.counted, -row.words, row.ngram))
    return NgramResult(
        ngrams=tuple(rows[:top]), found=len(rows), shortest=shortest, longest=longest, unit=unit, min_frequency=min_frequency,
        min_spread=min_spread, top=top, counted=cut.counted(), versions=versions("jieba", "numpy"),
    )  # fmt: skip


def _of_length(cut: Cut, words: int, unit: Unit, min_frequency: int, min_spread: int) -> list[Ngram]:
    tokens = cut.tokens
    place = runs(cut.traits.wordy[tokens.ids], words)
    keys = _keys(tokens.ids, place, words)
    in_order = np.sort(keys)
    begin, times = counted(in_order)
    known = in_order[begin[times >= min_frequency]]  # few of all: what follows is about these alone
    if not len(known):
        return []
    number = ranks(keys, known)
    kept = np.flatnonzero(known[np.minimum(number, len(known) - 1)] == keys)
    place, number = place[kept], number[kept]
    owner = tokens.owners()[place]
    frequency = times[times >= min_frequency]
    first = np.zeros(len(known), dtype=np.int64)
    first[number[::-1]] = np.arange(len(number))[::-1]
    weight = np.bincount(number, weights=text_weights(cut.sources, unit)[owner], minlength=len(known))
    essays, sources = spread(number, owner, len(known)), spread(number, cut.sources[owner], len(known))
    often = np.flatnonzero((sources if unit == "sources" else essays) >= min_spread)
    at, size = place[first[often]], np.full(len(often), words)
    links = word_links(tokens, at, size, frequency[often])
    names = phrase_names(tokens, at, size)
    return [
        Ngram(
            ngram=name, words=words, frequency=int(frequency[i]), counted=round(float(weight[i]), 3), essays=int(essays[i]),
            sources=int(sources[i]), pmi=None if words == 1 else round(float(link), 3),
        )
        for i, name, link in zip(often.tolist(), names, links.tolist(), strict=True)
    ]  # fmt: skip


def runs(wordy: Bools, words: int) -> Ints:
    """Tokens at which so many words begin, with nothing else between them."""
    inside = np.concatenate(([0], np.cumsum(wordy)))
    return np.flatnonzero(inside[words:] - inside[:-words] == words) if len(wordy) >= words else np.zeros(0, dtype=np.int64)


def spread(items: npt.NDArray[np.integer], owner: npt.NDArray[np.integer], size: int) -> Ints:
    """For each of ``size`` items in how many owners it stands.

    Args:
        items: numbers of items, one for each place.
        owner: of that place.
        size: how many items there are.
    """
    if not len(items):
        return np.zeros(size, dtype=np.int64)
    owners = int(owner.max()) + 1
    pairs = distinct(items.astype(np.int64) * owners + owner)
    return np.bincount(pairs // owners, minlength=size).astype(np.int64)


def _keys(ids: npt.NDArray[np.uint32], place: Ints, words: int) -> Hashes:
    hashed = (np.arange(int(ids.max(initial=0)) + 1, dtype=np.uint64) + np.uint64(1)) * _FACTOR
    key = hashed[ids[place]]
    for step in range(1, words):
        key = (key ^ (key >> _SHIFT)) * _MIX + hashed[ids[place + step]]
    return key ^ (key >> _SHIFT)
