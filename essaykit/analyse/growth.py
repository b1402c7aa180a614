"""Vocabulary growth: how many different words there are in so much text, and how fast new ones still come.

The texts are put in random order several times and the curves averaged, so that no
order decides. Heaps' law, types = k · tokens^beta, is fitted to the mean curve by
least squares of the logarithms (H. Heaps, Information Retrieval, 1978). Copies bring
no new words: a curve over essays flattens where one over sources does not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from essaykit.analyse.arrays import Floats, Ints
from essaykit.analyse.frequencies import Cut, cut_given
from essaykit.analyse.sources import Unit
from essaykit.analyse.texts import Counted, Text, Texts, groups_of, versions
from essaykit.analyse.words import Segmenter
from essaykit.model import Record

POINTS = 20
SHUFFLES = 10
ALL = "corpus"


class GrowthPoint(Record, frozen=True, kw_only=True, gc=False):
    """A point of a curve."""

    group: str
    tokens: int
    """Running words."""
    types: float
    """Different words among them, in the mean of the orders."""
    new: float
    """Of the next hundred words so many are new there."""


class Growth(Record, frozen=True, kw_only=True):
    """The vocabulary of a group."""

    group: str
    essays: int
    sources: int
    tokens: int
    """Running words of the texts that were counted."""
    types: int
    hapaxes: int
    """Words that stand once."""
    beta: float | None
    """Exponent of Heaps' law: 1 is ever new words, 0 none; None of too little text."""
    k: float | None
    points: tuple[GrowthPoint, ...]


class GrowthResult(Record, frozen=True, kw_only=True):
    """Vocabularies with their growth, and all that they depend on."""

    groups: tuple[Growth, ...]
    by: str | None
    unit: Unit
    """``sources``: of the texts of one source only the longest is counted; ``essays``: all are."""
    stop_words: bool
    points: int
    shuffles: int
    seed: int
    counted: Counted
    versions: dict[str, str]


def find_growth(
    texts: Texts | Sequence[Text],
    *,
    by: str | None = None,
    unit: Unit = "sources",
    stop_words: bool = True,
    points: int = POINTS,
    shuffles: int = SHUFFLES,
    seed: int = 0,
    segmenter: Segmenter | None = None,
) -> GrowthResult:
    """Follow the vocabulary of all texts, or of each group.

    Args:
        texts: the texts.
        by: field whose values make the groups.
        unit: whether copies count.
        stop_words: count function words, numbers and dates too.
        points: of a curve.
        shuffles: orders of the texts that are averaged.
        seed: of the orders.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if there is no such field.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    groups = {ALL: list(range(len(given.texts)))} if by is None else groups_of(given.texts, by)
    cut = cut_given(given, segmenter)
    wanted = cut.traits.wordy if stop_words else cut.traits.wordy & ~cut.traits.stop
    found = []
    for name, members in groups.items():
        mine = np.array(members, dtype=np.int64)
        counted = mine if unit == "essays" else _longest(cut, mine)
        bodies = [_words(cut, wanted, number) for number in counted.tolist()]
        everything = np.concatenate([*bodies, np.zeros(0, dtype=np.uint32)])
        counts = np.unique(everything, return_counts=True)[1]
        at, types = _curve(bodies, len(everything), points, shuffles, np.random.default_rng(seed))
        beta, k = heaps(at, types)
        found.append(
            Growth(
                group=name, essays=len(mine), sources=len(np.unique(cut.sources[mine])), tokens=len(everything), types=len(counts),
                hapaxes=int((counts == 1).sum()), beta=beta, k=k, points=_points(name, at, types),
            )
        )  # fmt: skip
    return GrowthResult(
        groups=tuple(found), by=by, unit=unit, stop_words=stop_words, points=points, shuffles=shuffles, seed=seed, counted=cut.counted(),
        versions=versions("jieba", "numpy"),
    )  # fmt: skip


def heaps(tokens: Ints, types: Floats) -> tuple[float | None, float | None]:
    """Exponent and factor of Heaps' law for a curve; None where it has fewer than three points.

    >>> heaps(np.array([100, 400, 900]), np.array([50.0, 100.0, 150.0]))
    (0.5, 5.0)
    """
    if len(tokens) < 3:
        return None, None
    x, y = np.log(tokens), np.log(types)
    beta = float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())
    return round(beta, 4), round(float(np.exp(y.mean() - beta * x.mean())), 4)


def _longest(cut: Cut, members: Ints) -> Ints:
    """Of the texts of one source the longest, the first of equals."""
    size = np.diff(cut.tokens.starts)[members]
    order = np.lexsort((members, -size, cut.sources[members]))
    _, first = np.unique(cut.sources[members][order], return_index=True)
    return np.sort(members[order[first]])


def _words(cut: Cut, wanted: np.ndarray[tuple[int], np.dtype[np.bool_]], number: int) -> Ints:
    ids = cut.tokens.ids[cut.tokens.starts[number] : cut.tokens.starts[number + 1]]
    return ids[wanted[ids]].astype(np.int64)


def _curve(bodies: list[Ints], size: int, points: int, shuffles: int, generator: np.random.Generator) -> tuple[Ints, Floats]:
    """Numbers of running words, and how many different ones there are among so many, in the mean of some orders of the texts."""
    at = np.unique(np.linspace(0, size, points + 1).astype(np.int64)[1:])
    at = at[at > 0]
    total = np.zeros(len(at))
    for _ in range(shuffles if len(at) else 0):
        words = np.concatenate([bodies[i] for i in generator.permutation(len(bodies)).tolist()])
        first = np.full(int(words.max()) + 1, size)
        first[words[::-1]] = np.arange(size)[::-1]  # of several places the last one that is written stays: the first of the text
        total += np.searchsorted(np.sort(first), at, side="left")
    return at, total / shuffles


def _points(name: str, at: Ints, types: Floats) -> tuple[GrowthPoint, ...]:
    new = 100 * np.diff(types, prepend=0.0) / np.diff(at, prepend=0)
    return tuple(
        GrowthPoint(group=name, tokens=int(n), types=round(float(t), 2), new=round(float(x), 2))
        for n, t, x in zip(at, types, new, strict=True)
    )
