"""Keyness: the words that one group of texts has more often, or less often, than another or than all others.

Two numbers answer two questions. G² (Dunning 1993) says how sure it is that there
is a difference at all; it grows with the size of the corpus. The log ratio (Hardie
2014) says how large the difference is, with an interval. As thousands of words are
tested, some seem different by chance: ``q`` is the false discovery rate (Benjamini
and Hochberg), and ``critical`` the G² that Bonferroni's correction asks for.

Both tests take running words for independent draws, which they are not: a word
comes in clusters, and copies repeat it. So texts of one source count as one text
unless essays are asked for, and a word needs several sources to be listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from essaykit.analyse.arrays import Floats, Ints
from essaykit.analyse.association import LEVEL, chance, critical_value, false_discovery, log_likelihood, log_ratio
from essaykit.analyse.frequencies import Cut, Frequencies, cut_given, owners_with, sums, word_frequencies
from essaykit.analyse.sources import Unit, count_sources, text_weights
from essaykit.analyse.texts import Counted, Text, Texts, groups_of, versions
from essaykit.analyse.words import Segmenter
from essaykit.errors import UsageError
from essaykit.model import Record

Order = Literal["g2", "ratio"]
Items = Literal["words", "phrases"]
REST = "(rest)"
"""Name of what is not in the group, where it is compared with all others."""


class KeyItem(Record, frozen=True, kw_only=True, gc=False):
    """A word that a group has more often than what it is compared with (``log_ratio`` above 0), or less often."""

    group: str
    item: str
    frequency: int
    """How often it stands in the group's texts."""
    other_frequency: int
    essays: int
    """Texts of the group with it."""
    other_essays: int
    sources: int
    """Independent sources of the group with it."""
    other_sources: int
    rate: float
    """In 10,000 words of the group, counted as ``unit`` says."""
    other_rate: float
    g2: float
    log_ratio: float
    low: float
    """Where the 95 % interval of the log ratio begins."""
    high: float
    p: float
    q: float
    """Least false discovery rate at which it is found."""


class KeyGroup(Record, frozen=True, kw_only=True):
    """A group and what it was compared with."""

    group: str
    against: str
    essays: int
    other_essays: int
    sources: int
    other_sources: int
    words: int
    """Running words of its texts."""
    other_words: int
    tests: int
    """Words that were compared."""
    critical: float
    """G² from which on a difference is significant at 0.05 with Bonferroni's correction for the tests."""
    items: tuple[KeyItem, ...]


class KeynessResult(Record, frozen=True, kw_only=True):
    """Key words of groups with all that they depend on."""

    by: str
    items: Items
    unit: Unit
    """``sources``: texts of one source count as one; ``essays``: each counts."""
    order: Order
    negative: bool
    """Whether what a group has less often is listed too."""
    min_spread: int
    """Items in fewer sources (essays, where these count) are not tested."""
    stop_words: bool
    top: int
    level: float
    groups: tuple[KeyGroup, ...]
    counted: Counted
    versions: dict[str, str]


def find_keyness(
    texts: Texts | Sequence[Text],
    *,
    by: str,
    group: str | None = None,
    against: str | None = None,
    items: Items = "words",
    unit: Unit = "sources",
    order: Order = "g2",
    negative: bool = False,
    stop_words: bool = False,
    min_spread: int = 2,
    top: int = 20,
    segmenter: Segmenter | None = None,
) -> KeynessResult:
    """Compare groups of texts.

    Args:
        texts: the texts.
        by: field whose values make the groups.
        group: one of the groups; without it each in turn.
        against: what it is compared with; without it all other texts.
        items: words, or phrases of up to four words that hold no function word.
        unit: whether copies count.
        order: by G², or by log ratio among the items that are significant (q below 0.05).
        negative: list what the group has less often too.
        stop_words: test function words too.
        min_spread: least number of sources (or essays, as ``unit`` says), in both together, for an item to be tested.
        top: items a group.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if there is no such field or group, or nothing to compare with.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    groups = groups_of(given.texts, by)
    wanted = _wanted(groups, by, group, against)
    cut = cut_given(given, segmenter)
    frequencies = _frequencies(cut, items, stop_words=stop_words)
    found = []
    for name, other in wanted:
        mine, theirs = np.array(groups[name], dtype=np.int64), _others(groups, name, other)
        found.append(
            _compared(
                cut, frequencies, mine, theirs, name=name, against=other or REST, unit=unit, order=order, negative=negative,
                min_spread=min_spread, top=top,
            )
        )  # fmt: skip
    return KeynessResult(
        by=by, items=items, unit=unit, order=order, negative=negative, min_spread=min_spread, stop_words=stop_words, top=top, level=LEVEL,
        groups=tuple(found), counted=cut.counted(), versions=versions("jieba", "numpy", "scipy"),
    )  # fmt: skip


def _wanted(groups: dict[str, list[int]], by: str, group: str | None, against: str | None) -> list[tuple[str, str | None]]:
    for name in (group, against):
        if name is not None and name not in groups:
            some = ", ".join(value or "(none)" for value in list(groups)[:12]) + (" …" if len(groups) > 12 else "")
            raise UsageError(f"no text has {name} as its {by}", hint=f"there are: {some or 'none'}")
    if against is not None and group is None:
        raise UsageError("there is something to compare with but no group", hint="name the group too")
    if group is not None and group == against:
        raise UsageError(f"{group} is compared with itself", hint="name another group, or none for all others")
    if len(groups) < 2:
        only = next(iter(groups), "")
        raise UsageError(f"all texts have the same {by}: {only or 'none'}", hint="name a field that tells texts apart")
    return [(name, against) for name in ([group] if group is not None else groups)]


def _others(groups: dict[str, list[int]], name: str, against: str | None) -> Ints:
    if against is not None:
        return np.array(groups[against], dtype=np.int64)
    return np.array(sorted(text for other, members in groups.items() if other != name for text in members), dtype=np.int64)


def _frequencies(cut: Cut, items: Items, *, stop_words: bool) -> Frequencies:
    if items == "words":
        return word_frequencies(cut, stop_words=stop_words)
    from essaykit.analyse.wording import phrase_frequencies

    return phrase_frequencies(cut)


def _compared(
    cut: Cut, frequencies: Frequencies, mine: Ints, theirs: Ints, *,
    name: str, against: str, unit: Unit, order: Order, negative: bool, min_spread: int, top: int,
) -> KeyGroup:  # fmt: skip
    both = np.concatenate((mine, theirs))
    side = np.repeat(np.arange(2), (len(mine), len(theirs)))
    matrix, sources = frequencies.matrix[both], cut.sources[both]
    weights = text_weights(sources, unit, side)
    counts = sums(matrix, side, weights).toarray()
    plain = sums(matrix, side).toarray()
    sizes = np.bincount(side, weights=weights * frequencies.sizes[both], minlength=2)
    spread = [owners_with(matrix[side == s], sources[side == s]) for s in (0, 1)]
    tested = np.flatnonzero(owners_with(matrix, sources if unit == "sources" else np.arange(len(both))) >= min_spread)
    a, b = counts[0][tested], counts[1][tested]
    g2 = log_likelihood(a, sizes[0], b, sizes[1])
    ratio, low, high = log_ratio(a, sizes[0], b, sizes[1])
    p = chance(g2)
    q = false_discovery(p)
    ranked = _ranked(g2, ratio, q, order=order, negative=negative)[:top]
    texts = [np.bincount(matrix[side == s].indices, minlength=matrix.shape[1]) for s in (0, 1)]
    rows = []
    for row in ranked.tolist():
        item = int(tested[row])
        rows.append(
            KeyItem(
                group=name, item=frequencies.names[item], frequency=int(plain[0][item]), other_frequency=int(plain[1][item]),
                essays=int(texts[0][item]), other_essays=int(texts[1][item]), sources=int(spread[0][item]),
                other_sources=int(spread[1][item]), rate=round(float(1e4 * a[row] / max(sizes[0], 1)), 3),
                other_rate=round(float(1e4 * b[row] / max(sizes[1], 1)), 3), g2=round(float(g2[row]), 3),
                log_ratio=round(float(ratio[row]), 3), low=round(float(low[row]), 3), high=round(float(high[row]), 3),
                p=float(f"{p[row]:.3g}"), q=float(f"{q[row]:.3g}"),
            )
        )  # fmt: skip
    return KeyGroup(
        group=name, against=against, essays=len(mine), other_essays=len(theirs), sources=count_sources(cut.sources[mine]),
        other_sources=count_sources(cut.sources[theirs]), words=int(frequencies.sizes[mine].sum()),
        other_words=int(frequencies.sizes[theirs].sum()), tests=len(tested), critical=round(critical_value(len(tested)), 3),
        items=tuple(rows),
    )  # fmt: skip


def _ranked(g2: Floats, ratio: Floats, q: Floats, *, order: Order, negative: bool) -> Ints:
    """Places of the items to list: what the group has more often first, best first; equal ones in the order of the vocabulary."""
    listed = np.flatnonzero((ratio != 0) & (g2 > 0) if negative else (ratio > 0) & (g2 > 0))
    if order == "ratio":
        listed = listed[q[listed] < LEVEL]
    size = g2 if order == "g2" else np.abs(ratio)
    return listed[np.lexsort((listed, -size[listed]))]
