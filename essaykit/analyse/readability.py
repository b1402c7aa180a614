"""Readability-like counts for Chinese: how long sentences and words are, how rare characters are, how varied the wording is.

There is no formula for the reading age of adult Chinese that has been shown to hold
for texts of this genre, so none is given: counts, no grade. How rare a character is
comes from the frequencies of jieba's dictionary. The type-token ratio is the moving
average over windows of 100 words, which does not fall with the length of the text
(M. Covington and J. McFall, Journal of Quantitative Linguistics 17, 2010).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from essaykit.analyse.arrays import Bools, Ints
from essaykit.analyse.frequencies import Cut, cut_given
from essaykit.analyse.installed import jieba_file
from essaykit.analyse.sources import Unit, count_sources, text_weights
from essaykit.analyse.texts import Counted, Text, Texts, groups_of, versions
from essaykit.analyse.words import Segmenter
from essaykit.model import Record
from essaykit.text import HAN, sentences, word_count

COMMON = 1000
"""So many characters are common: the most frequent ones of jieba's dictionary, which make up 87 % of its running text."""
WINDOW = 100
"""Words of a window of the moving-average type-token ratio."""
ALL = "corpus"

_HAN = re.compile(f"[{HAN}]")
_SPOKEN = re.compile(r"[^\W_]")
_CLAUSE_END = re.compile("[，,、；;：:。！？!?…\n]+")


class Readability(Record, frozen=True, kw_only=True, gc=False):
    """Counts of one text, or the means over the texts of a group; None where there is nothing to count."""

    id: str
    """Id of the text, value of the field, or ``corpus``."""
    title: str
    essays: int
    sources: int
    characters: float
    """字数 as Word counts it."""
    paragraphs: float
    sentences: float
    sentence_characters: float | None
    """Han characters a sentence."""
    sentence_words: float | None
    """Words a sentence."""
    sentence_clauses: float | None
    """Clauses a sentence: what stands between any two marks."""
    word_characters: float | None
    """Characters a word."""
    content: float | None
    """Share of words that are no function words, numbers or dates."""
    rare_characters: float | None
    """Share of Han characters that are not among the common ones."""
    variety: float | None
    """Moving-average type-token ratio; None for texts of fewer than 100 words."""


class ReadabilityResult(Record, frozen=True, kw_only=True):
    """Counts with all that they depend on."""

    rows: tuple[Readability, ...]
    scope: str
    """``text``, ``group`` or ``corpus``."""
    by: str | None
    unit: Unit
    common: int
    """How many characters are taken to be common."""
    window: int
    counted: Counted
    versions: dict[str, str]


def measure_readability(
    texts: Texts | Sequence[Text],
    *,
    each: bool = False,
    by: str | None = None,
    unit: Unit = "sources",
    segmenter: Segmenter | None = None,
) -> ReadabilityResult:
    """Measure each text, each group or all together; groups and all are means over texts, copies sharing one voice for ``sources``.

    Raises:
        UsageError: if there is no such field.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    groups = {ALL: list(range(len(given.texts)))} if by is None else groups_of(given.texts, by)
    cut = cut_given(given, segmenter)
    measured = [_measured(cut, number, text) for number, text in enumerate(given.texts)]
    if each:
        rows = tuple(Readability(id=t.id, title=t.title, essays=1, sources=1, **m) for t, m in zip(given.texts, measured, strict=True))
    else:
        rows = tuple(_mean(name, members, measured, cut.sources, unit) for name, members in groups.items())
    return ReadabilityResult(
        rows=rows, scope="text" if each else "corpus" if by is None else "group", by=by, unit=unit, common=COMMON, window=WINDOW,
        counted=cut.counted(), versions=versions("jieba", "numpy"),
    )  # fmt: skip


def _measured(cut: Cut, number: int, text: Text) -> dict[str, Any]:
    ids = cut.tokens.ids[cut.tokens.starts[number] : cut.tokens.starts[number + 1]]
    ids = ids[cut.traits.wordy[ids]]
    stretches = [text.text[a:b] for a, b in sentences(text.text)]
    spoken = sum(_SPOKEN.search(s) is not None for s in stretches)
    clauses = sum(_SPOKEN.search(part) is not None for part in _CLAUSE_END.split(text.text))
    characters = Counter(text.text)
    han = sum(times for char, times in characters.items() if _HAN.match(char))
    common = sum(times for char, times in characters.items() if char in common_characters())
    return {
        "characters": word_count(text.text),
        "paragraphs": sum(bool(line.strip()) for line in text.text.split("\n")),
        "sentences": spoken,
        "sentence_characters": _ratio(han, spoken),
        "sentence_words": _ratio(len(ids), spoken),
        "sentence_clauses": _ratio(clauses, spoken),
        "word_characters": _ratio(int(cut.traits.length[ids].sum()), len(ids)),
        "content": _ratio(int((~cut.traits.stop[ids]).sum()), len(ids)),
        "rare_characters": _ratio(han - common, han),
        "variety": None if len(ids) < WINDOW else round(moving_variety(ids.astype(np.int64), WINDOW), 4),
    }


def _ratio(some: float, every: int) -> float | None:
    return round(some / every, 4) if every else None


def _mean(name: str, members: list[int], measured: list[dict[str, Any]], sources: Ints, unit: Unit) -> Readability:
    mine = np.array(members, dtype=np.int64)
    weights = text_weights(sources[mine], unit).tolist()
    means: dict[str, Any] = {}
    for field in measured[0] if measured else Readability.__struct_fields__[4:]:
        known = [(w, value) for w, number in zip(weights, members, strict=True) if (value := measured[number][field]) is not None]
        means[field] = round(sum(w * v for w, v in known) / sum(w for w, _ in known), 4) if known else None
    for field in ("characters", "paragraphs", "sentences"):
        means[field] = means[field] or 0.0
    return Readability(id=name, title="", essays=len(members), sources=count_sources(sources[mine]), **means)


def moving_variety(ids: Ints, window: int) -> float:
    """Mean share of different words in all windows of so many words.

    A word is new to a window if it does not stand in it before, so each place is
    counted in the windows that begin behind the last place of the same word.

    >>> moving_variety(np.array([1, 2, 1, 3]), 2), moving_variety(np.array([1, 1, 2]), 2)
    (1.0, 0.75)
    """
    place = np.arange(len(ids))
    order = np.lexsort((place, ids))
    same: Bools = np.append(False, ids[order][1:] == ids[order][:-1])
    before = np.full(len(ids), -1)
    before[order[same]] = order[np.flatnonzero(same) - 1]
    first = np.maximum(before + 1, place - window + 1)
    last = np.minimum(place, len(ids) - window)
    return float(np.maximum(last - first + 1, 0).sum() / ((len(ids) - window + 1) * window))


@cache
def common_characters() -> frozenset[str]:
    """The most frequent Han characters of jieba's dictionary, each as often as its words are."""
    counts: Counter[str] = Counter()
    path = jieba_file("dict.txt")
    if path is not None:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                word, times, _ = line.split(" ")
                for char in word:
                    counts[char] += int(times)
    ordered = sorted((char for char in counts if _HAN.match(char)), key=lambda char: (-counts[char], char))
    return frozenset(ordered[:COMMON])
