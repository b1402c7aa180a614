"""Collocations: the words that stand near a word more often than elsewhere.

The windows around all places of the word are one body of text, everything else is
the other; a word that is nearer than chance would have it is a collocate. The
measures are those of `essaykit.analyse.association`. Windows end at the sentence,
and where two windows overlap a word is counted once, so that the table of counts is
one (S. Evert, Corpora and collocations, in: Corpus Linguistics, 2008).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Floats, Ints
from essaykit.analyse.association import chance, log_dice, log_likelihood, pointwise_information, t_score
from essaykit.analyse.frequencies import Cut, cut_given
from essaykit.analyse.ngrams import spread
from essaykit.analyse.sources import Unit, text_weights
from essaykit.analyse.texts import Counted, Text, Texts, versions
from essaykit.analyse.tokens import Tokens
from essaykit.analyse.words import Segmenter
from essaykit.errors import UsageError
from essaykit.model import Record

Measure = Literal["g2", "pmi", "t", "logdice"]

SENTENCE_ENDS = frozenset([*"。！？!?…；;\n\r", "\r\n", "……", ""])
"""Tokens at which a sentence ends; the empty one ends a text."""


class Collocate(Record, frozen=True, kw_only=True, gc=False):
    """A word that stands near the word asked for."""

    collocate: str
    together: int
    """How often it stands in the windows."""
    left: int
    """Of these, before the word; between two places of it a word is on both sides."""
    right: int
    frequency: int
    """How often it stands in the texts."""
    essays: int
    """Texts with it in a window."""
    sources: int
    expected: float
    """How often it would stand in the windows by chance, counted as ``unit`` says."""
    g2: float
    p: float
    pmi: float
    t: float
    logdice: float


class CollocationResult(Record, frozen=True, kw_only=True):
    """Collocates of a word, nearest first, with all that they depend on."""

    node: str
    places: int
    """Where the word stands as one or more whole words."""
    inside: int
    """Where it stands only as a part of other words: left out."""
    essays: int
    sources: int
    collocates: tuple[Collocate, ...]
    found: int
    window: int
    """Words on each side, punctuation not counted."""
    measure: Measure
    unit: Unit
    stop_words: bool
    min_frequency: int
    min_spread: int
    top: int
    counted: Counted
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Places:
    first: Ints
    """First token of each place of the word."""
    last: Ints
    inside: int


def find_collocations(
    texts: Texts | Sequence[Text],
    node: str,
    *,
    window: int = 5,
    measure: Measure = "g2",
    unit: Unit = "sources",
    stop_words: bool = False,
    min_frequency: int = 2,
    min_spread: int = 2,
    top: int = 20,
    segmenter: Segmenter | None = None,
) -> CollocationResult:
    """Find the collocates of a word or phrase.

    Args:
        texts: the texts.
        node: the word, taken literally; it may be several words of the dictionary.
        window: how many words on each side.
        measure: what to order by.
        unit: whether copies count.
        stop_words: list function words too.
        min_frequency: least number of places in the windows.
        min_spread: least number of sources (or texts, as ``unit`` says) with it in a window.
        top: how many.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if the word is empty or the window holds nothing.
    """
    if not node.strip():
        raise UsageError("the word is empty", hint="name one, such as 师傅")
    if window < 1:
        raise UsageError("a window of less than one word holds nothing", hint="5 is usual")
    cut = cut_given(texts, segmenter)
    tokens = cut.tokens
    places = _places(cut, node)
    owner = tokens.owners()
    before, after = _windows(tokens, cut.traits.wordy, places, window)
    near = before | after
    words = len(tokens.words)
    weights = text_weights(cut.sources, unit)[owner]
    wordy = cut.traits.wordy[tokens.ids]
    ids, here = tokens.ids[near], owner[near]
    observed = _sums(ids, weights[near], words)
    everywhere = _sums(tokens.ids[wordy], weights[wordy], words)
    size, total = float(weights[near].sum()), float(weights[wordy].sum())
    expected = everywhere * size / max(total, 1e-12)
    together, essays, sources = np.bincount(ids, minlength=words), spread(ids, here, words), spread(ids, cut.sources[here], words)
    kept = (together >= min_frequency) & ((sources if unit == "sources" else essays) >= min_spread) & (observed > expected)
    if not stop_words:
        kept &= ~cut.traits.stop
    listed = np.flatnonzero(kept)
    a, e, f = observed[listed], expected[listed], everywhere[listed]
    g2 = log_likelihood(a, size, f - a, total - size)
    measures: dict[Measure, Floats] = {
        "g2": g2,
        "pmi": pointwise_information(a, e),
        "t": t_score(a, e),
        "logdice": log_dice(a, float(weights[places.first].sum()), f),
    }
    p = chance(g2)
    counts = np.bincount(tokens.ids, minlength=words)
    left = np.bincount(tokens.ids[before], minlength=words)
    right = np.bincount(tokens.ids[after], minlength=words)
    rows = []
    for row in np.lexsort((listed, -g2, -measures[measure]))[:top].tolist():
        word = int(listed[row])
        rows.append(
            Collocate(
                collocate=tokens.words[word], together=int(together[word]), left=int(left[word]), right=int(right[word]),
                frequency=int(counts[word]), essays=int(essays[word]), sources=int(sources[word]), expected=round(float(e[row]), 3),
                p=float(f"{p[row]:.3g}"), **{name: round(float(values[row]), 3) for name, values in measures.items()},
            )
        )  # fmt: skip
    return CollocationResult(
        node=node, places=len(places.first), inside=places.inside, essays=len(np.unique(owner[places.first])),
        sources=len(np.unique(cut.sources[owner[places.first]])), collocates=tuple(rows), found=len(listed), window=window, measure=measure,
        unit=unit, stop_words=stop_words, min_frequency=min_frequency, min_spread=min_spread, top=top, counted=cut.counted(),
        versions=versions("jieba", "numpy", "scipy"),
    )  # fmt: skip


def _sums(ids: npt.NDArray[np.integer], weights: Floats, words: int) -> Floats:
    return np.bincount(ids, weights=weights, minlength=words).astype(np.float64)


def _places(cut: Cut, node: str) -> _Places:
    """Where the word stands between the borders of words."""
    tokens = cut.tokens
    ends = np.concatenate(([0], np.cumsum(cut.traits.length[tokens.ids], dtype=np.int64)))
    begins = ends[tokens.starts[:-1]].tolist()
    pattern = re.compile(re.escape(node))
    spans = [
        (begin + match.start(), begin + match.end())
        for text, begin in zip(cut.texts.texts, begins, strict=True)
        for match in pattern.finditer(text.text)
    ]
    start, stop = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    first = np.searchsorted(ends, start, side="right") - 1  # behind the mark that ends the text before
    last = np.searchsorted(ends, stop, side="left") - 1
    whole = (ends[first] == start) & (ends[last + 1] == stop)
    return _Places(first[whole], last[whole], int((~whole).sum()))


def sentence_numbers(tokens: Tokens) -> Ints:
    """For each token the number of its sentence; the mark that ends one belongs to it."""
    ends = np.array([word in SENTENCE_ENDS for word in tokens.words], dtype=bool)[tokens.ids]
    return np.concatenate(([0], np.cumsum(ends)[:-1])) if len(ends) else np.zeros(0, dtype=np.int64)


def _windows(tokens: Tokens, wordy: Bools, places: _Places, window: int) -> tuple[Bools, Bools]:
    """Tokens in a window before the word, and in one after it; the word itself is in neither."""
    words = np.flatnonzero(wordy[tokens.ids])
    sentence = sentence_numbers(tokens)
    found = np.zeros((2, len(tokens.ids)), dtype=bool)
    ranks = (np.searchsorted(words, places.first) - 1, np.searchsorted(words, places.last + 1))
    for side, (rank, step) in enumerate(zip(ranks, (-1, 1), strict=True)):
        for distance in range(window):
            at = rank + step * distance
            there = (at >= 0) & (at < len(words))
            token = words[at[there]]
            found[side, token[sentence[token] == sentence[places.first[there]]]] = True
    for first, last in zip(places.first.tolist(), places.last.tolist(), strict=True):
        found[:, first : last + 1] = False
    return found[0], found[1]
