"""Trends: how often words stand in each year, in each part of an essay, in each of its sections, or for each value of a field.

The share of sources (or essays) with a word has Wilson's interval (E. Wilson,
Journal of the American Statistical Association 22, 1927). Where the values are
numbers, such as years, the Cochran–Armitage test says whether the share rises or
falls with them (P. Armitage, Biometrics 11, 1955).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from essaykit.analyse.arrays import Floats, Ints, distinct
from essaykit.analyse.literal import find_places, word_patterns
from essaykit.analyse.ngrams import spread
from essaykit.analyse.periods import NONE, POSITION, periods_of
from essaykit.analyse.sources import Unit, source_numbers, text_weights
from essaykit.analyse.texts import Text, Texts, versions
from essaykit.errors import UsageError
from essaykit.model import Record

PARTS = 10
"""Parts of an essay, by default."""

_QUANTILE = 1.959963984540054


class Period(Record, frozen=True, kw_only=True, gc=False):
    """A word in one year, part, section or group."""

    word: str
    period: str
    hits: int
    rate: float
    """In 10,000 characters, counted as ``unit`` says."""
    essays: int
    """Essays of the period."""
    essays_with: int
    sources: int
    sources_with: int
    share: float
    """Of its sources (or essays), how many have the word."""
    low: float
    """Where the 95 % interval of the share begins."""
    high: float


class TrendTest(Record, frozen=True, kw_only=True, gc=False):
    """Whether the share of sources (or essays) with a word rises or falls."""

    word: str
    z: float
    """Above 0 it rises."""
    p: float


class TrendResult(Record, frozen=True, kw_only=True):
    """Words over time, place or groups, with all that it depends on."""

    over: str
    """``year``, ``position``, ``section``, or the name of a field."""
    words: tuple[str, ...]
    regex: bool
    periods: tuple[Period, ...]
    """For each word all periods in their order."""
    tests: tuple[TrendTest, ...]
    """None where the periods are no numbers, or parts of the same essays."""
    parts: int
    """Parts of an essay; 0 where it isn't about position."""
    unit: Unit
    min_spread: int
    """Section headings in fewer sources (or essays) are put together as ``(other)``."""
    essays: int
    sources: int
    characters: int
    left_out: dict[str, int]
    selected: tuple[str, ...]
    versions: dict[str, str]


def find_trends(
    texts: Texts | Sequence[Text],
    words: Sequence[str],
    *,
    over: str = "year",
    regex: bool = False,
    parts: int = PARTS,
    unit: Unit = "sources",
    min_spread: int = 2,
) -> TrendResult:
    """Count words over years, parts of essays, sections, or the values of a field.

    Args:
        texts: the texts.
        words: as they are written, or regular expressions.
        over: ``year`` or another field, ``position`` or ``section``.
        regex: whether words are regular expressions.
        parts: how many parts an essay is taken to have, for ``position``.
        unit: whether copies count.
        min_spread: least number of sources (or essays) with a section heading for it to stand alone.

    Raises:
        UsageError: if there is no word, no such field, or an essay would have no part.
    """
    if not words:
        raise UsageError("names no word", hint="name one or more, such as 师傅")
    if over == POSITION and not 1 <= parts <= 1000:
        raise UsageError(f"an essay can't be taken to have {parts} parts", hint="10 is usual")
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    patterns = word_patterns(words, regex=regex)
    sources = source_numbers(given)
    periods = periods_of(given, over, parts, sources if unit == "sources" else np.arange(len(given.texts)), min_spread)
    size = len(periods.names)
    # a text counts as its part of its source, among the texts of the period
    present = distinct(periods.period * max(len(given.texts), 1) + periods.text)
    period_of, text_of = np.divmod(present, max(len(given.texts), 1))
    weights = text_weights(sources[text_of], unit, period_of)

    def weight(period: Ints, text: Ints) -> Floats:
        return weights[np.searchsorted(present, period * max(len(given.texts), 1) + text)]

    characters = np.bincount(periods.period, weights=periods.characters * weight(periods.period, periods.text), minlength=size)
    essays, of_sources = spread(period_of, text_of, size), spread(period_of, sources[text_of], size)
    rows, tests = [], []
    numeric = over != POSITION and all(re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", name) for name in periods.names if name != NONE)
    for word, pattern in zip(dict.fromkeys(words), patterns, strict=True):
        text, start = find_places(given.texts, pattern)
        period = periods.period[periods.stretch(text, start)]
        hits = np.bincount(period, minlength=size)
        weighted = np.bincount(period, weights=weight(period, text), minlength=size)
        with_it, sources_with = spread(period, text, size), spread(period, sources[text], size)
        some, every = (sources_with, of_sources) if unit == "sources" else (with_it, essays)
        low, high = wilson_interval(some, every)
        for i, name in enumerate(periods.names):
            rows.append(
                Period(
                    word=word, period=name, hits=int(hits[i]), rate=round(float(1e4 * weighted[i] / max(characters[i], 1e-12)), 3),
                    essays=int(essays[i]), essays_with=int(with_it[i]), sources=int(of_sources[i]), sources_with=int(sources_with[i]),
                    share=round(float(some[i] / max(every[i], 1)), 4), low=round(float(low[i]), 4), high=round(float(high[i]), 4),
                )
            )  # fmt: skip
        named = np.array([i for i, name in enumerate(periods.names) if name != NONE], dtype=np.int64)
        if numeric and len(named) > 1:
            scores = np.array([float(periods.names[i]) for i in named.tolist()])
            z = armitage(some[named], every[named], scores)
            tests.append(TrendTest(word=word, z=round(z, 3), p=float(f"{math.erfc(abs(z) / math.sqrt(2)):.3g}")))
    return TrendResult(
        over=over, words=tuple(dict.fromkeys(words)), regex=regex, periods=tuple(rows), tests=tuple(tests),
        parts=parts if over == POSITION else 0, unit=unit, min_spread=min_spread, essays=len(given.texts), sources=len(np.unique(sources)),
        characters=sum(len(t.text) for t in given.texts), left_out=given.left_out, selected=given.selected, versions=versions("numpy"),
    )  # fmt: skip


def wilson_interval(some: Ints, every: Ints) -> tuple[Floats, Floats]:
    """Wilson's 95 % interval of a share; 0 to 1 of nothing.

    >>> [x.round(3).tolist() for x in wilson_interval(np.array([5]), np.array([10]))]
    [[0.237], [0.763]]
    """
    n = np.maximum(every, 1e-12)
    share, square = some / n, _QUANTILE**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _QUANTILE / (1 + square / n) * np.sqrt(share * (1 - share) / n + square / (4 * n**2))
    return np.where(every > 0, np.maximum(middle - half, 0), 0.0), np.where(every > 0, np.minimum(middle + half, 1), 1.0)


def armitage(some: Ints, every: Ints, scores: Floats) -> float:
    """The z of the Cochran–Armitage test for a trend in shares; 0 where there is nothing to see.

    Args:
        some: of each group, how many have it.
        every: of each group, how many there are.
        scores: numbers of the groups.
    """
    total = every.sum()
    if not total:
        return 0.0
    share = some.sum() / total
    variance = share * (1 - share) * ((every * scores**2).sum() - (every * scores).sum() ** 2 / total)
    return float((scores * (some - every * share)).sum() / math.sqrt(variance)) if variance > 1e-12 else 0.0
