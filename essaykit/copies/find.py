"""Copies among many texts: which pairs, how much in both directions, how many independent sources."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaykit.copies.compare import Floats, compare
from essaykit.copies.grams import Bools, Codes, Grams, Ints
from essaykit.copies.sketch import WINDOW, Sketches, candidates, find_sketches
from essaykit.copies.sources import Pairs, linked_groups, renumbered, tight_groups, voices
from essaykit.copies.stock import are_among, everywhere, stock_grams

CONTAINED = 0.08
"""A pair is listed when so many of the grams of one text, stock left out, stand in the other."""
ALIKE = 0.1
"""Without stock taken out, pairs are of interest from here: only stock in common is said of these."""
FAMILY = 256
"""All pairs inside a source of up to so many texts are compared, and of so many equal texts; of larger ones, near neighbours."""
SOURCE_BINS, SOURCE_AGREEING = 64, 3
"""Texts are compared for their sources if they agree in so many bins of so many: likely where a tenth is in common."""
PAIR_BINS = 128
"""Texts are compared for what is listed if they agree in one of so many bins."""


@dataclass(frozen=True, slots=True)
class Found:
    """Copies among texts that are known by their numbers."""

    left: Ints
    right: Ints
    left_share: Floats
    """Share of the left text that stands in the right one, stock left out."""
    right_share: Floats
    stock_left: Ints
    """Pairs that have nothing but stock in common."""
    stock_right: Ints
    stock_share: Floats
    """Of the grams of the shorter text, as the sketches tell it."""
    sources: Ints
    """Number of the source of each text."""
    stock: Codes
    """Fingerprints that are stock, in order."""
    stock_counts: Ints
    """On how many sources each stands."""


def find_copies(grams: Grams) -> Found:
    """Find copies in two passes: the sources, then what is stock among them, then the pairs and the sources without it.

    Texts that are letter for letter alike in normal form are worked on once.
    """
    first, group = _alike(grams)
    if len(first) == len(grams):
        return _find(grams)
    found = _find(grams.some(first))
    order = np.argsort(group, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    shown = [m if len(m) <= FAMILY else m[:1] for m in members]
    a, b, rows = _spread(shown, found.left, found.right)
    twins = [_twins(m) for m in members if len(m) > 1 and grams.sizes[m[0]]]
    left = np.concatenate([a, *(t[0] for t in twins)])
    right = np.concatenate([b, *(t[1] for t in twins)])
    ones = np.ones(len(left) - len(a))
    stock_a, stock_b, stock_rows = _spread(shown, found.stock_left, found.stock_right)
    left_share, right_share = np.append(found.left_share[rows], ones), np.append(found.right_share[rows], ones)
    turned = left > right
    left_share, right_share = np.where(turned, right_share, left_share), np.where(turned, left_share, right_share)
    left, right = np.minimum(left, right), np.maximum(left, right)
    ordered = np.lexsort((right, left))
    sources = _spread_sources(found.sources, group, grams.sizes)
    return Found(
        left[ordered], right[ordered], left_share[ordered], right_share[ordered],
        np.minimum(stock_a, stock_b), np.maximum(stock_a, stock_b), found.stock_share[stock_rows], sources, found.stock, found.stock_counts,
    )  # fmt: skip


def _alike(grams: Grams) -> tuple[Ints, Ints]:
    """The first text of each group of equal ones, and the group of each text."""
    keys = [hash(grams.of(text).tobytes()) for text in range(len(grams))]
    _, first, group = np.unique(np.array(keys, np.int64), return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return first[order], place[group]


def _spread(members: list[Ints], left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs of groups as pairs of all their texts, and the row that each comes from."""
    sizes = np.fromiter(map(len, members), np.int64, len(members))
    alone = np.fromiter((m[0] for m in members), np.int64, len(members))
    single = (sizes[left] == 1) & (sizes[right] == 1)
    a, b, rows = [alone[left[single]]], [alone[right[single]]], [np.flatnonzero(single)]
    for row in np.flatnonzero(~single).tolist():
        x, y = members[int(left[row])], members[int(right[row])]
        a.append(np.repeat(x, len(y)))
        b.append(np.tile(y, len(x)))
        rows.append(np.full(len(a[-1]), row))
    return np.concatenate(a), np.concatenate(b), np.concatenate(rows)


def _twins(members: Ints) -> tuple[Ints, Ints]:
    """All pairs of equal texts; of more than `FAMILY` each with the first."""
    if len(members) > FAMILY:
        return np.repeat(members[:1], len(members) - 1), members[1:]
    first, second = np.triu_indices(len(members), 1)
    return members[first], members[second]


def _spread_sources(sources: Ints, group: Ints, sizes: Ints) -> Ints:
    """The source of each text by that of its group; texts without a gram are not each other's copies."""
    each = sources[group]
    empty = np.flatnonzero(sizes == 0)
    each[empty] = sources.max() + 1 + np.arange(len(empty))
    return renumbered(each)


def _find(grams: Grams) -> Found:
    sketches = find_sketches(grams, SOURCE_BINS, everywhere(grams))
    a, b, likeness = _likely(sketches, *candidates(sketches, SOURCE_AGREEING))
    stock, counts = stock_grams(grams, _sources(sketches, (a, b, likeness)))
    inside = are_among(grams.values, stock)
    sketches = find_sketches(grams, PAIR_BINS, inside)
    left, right, agreeing = candidates(sketches)
    alike = agreeing * SOURCE_BINS >= SOURCE_AGREEING * PAIR_BINS
    sources = _sources(sketches, _likely(sketches, left[alike], right[alike], agreeing[alike]))
    left, right = _with_families(sources, left, right)
    own = _own(grams, inside)
    here, left_share = compare(grams, left, right, inside)
    there, right_share = compare(grams, right, left, inside)
    contained = np.maximum(here / np.maximum(own[left], 1), there / np.maximum(own[right], 1))
    listed = contained >= CONTAINED
    shared = likeness * (grams.sizes[a] + grams.sizes[b]) / (1 + likeness)
    raw = np.minimum(1.0, shared / np.maximum(np.minimum(grams.sizes[a], grams.sizes[b]), 1))
    only = (raw >= ALIKE) & ~np.isin(a * len(grams) + b, left[listed] * len(grams) + right[listed])
    return Found(
        left[listed], right[listed], left_share[listed], right_share[listed], a[only], b[only], raw[only], sources, stock, counts
    )  # fmt: skip


def _likely(sketches: Sketches, left: Ints, right: Ints, agreeing: Ints) -> Pairs:
    """Pairs with the Jaccard index of their grams as their sketches tell it."""
    filled = np.count_nonzero(sketches, axis=1)
    return left, right, agreeing / np.maximum(np.maximum(filled[left], filled[right]), 1)


def _sources(sketches: Sketches, pairs: Pairs) -> Ints:
    """The source of each text. Of what is very much alike only some texts have a say."""
    groups = tight_groups(len(sketches), pairs)
    speaking = voices(groups)
    if len(groups) and np.bincount(groups).max() > WINDOW // 2:  # so many may have hidden others from one another
        own = sketches[speaking]
        least = SOURCE_AGREEING * own.shape[1] // SOURCE_BINS
        first, second, likeness = _likely(own, *candidates(own, least))
        pairs = speaking[first], speaking[second], likeness
    elif len(speaking) < len(groups):
        speaks = np.zeros(len(groups), dtype=bool)
        speaks[speaking] = True
        left, right, likeness = pairs
        both = speaks[left] & speaks[right]
        pairs = left[both], right[both], likeness[both]
    return linked_groups(groups, speaking, pairs)


def _own(grams: Grams, inside: Bools) -> Ints:
    owners = np.searchsorted(grams.starts, np.flatnonzero(inside), side="right") - 1
    return grams.sizes - np.bincount(owners, minlength=len(grams))


def _with_families(sources: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """The pairs, and all pairs inside sources that are not too large; in order, each once."""
    texts = len(sources)
    order = np.argsort(sources, kind="stable")
    inside = sources[order]
    keys = [left * texts + right]
    at = np.arange(texts)
    small = np.bincount(sources, minlength=1)[inside] <= FAMILY
    at = at[small]
    for distance in range(1, FAMILY):
        at = at[at + distance < texts]
        at = at[inside[at + distance] == inside[at]]
        if not len(at):
            break
        first, second = order[at], order[at + distance]
        keys.append(np.minimum(first, second) * texts + np.maximum(first, second))
    both = np.unique(np.concatenate(keys))
    return both // max(texts, 1), both % max(texts, 1)
