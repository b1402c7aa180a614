"""Independent sources: texts that are copies of one another, put together by average linkage.

Connected components would chain: one text that is spliced from two makes their
copies one family. Here two groups become one only if their texts are alike on average.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable

import numpy as np

from essaykit.copies.compare import Floats
from essaykit.copies.grams import Bools, Ints
from essaykit.copies.groups import components

LIKENESS = 0.1
"""Groups are one source as long as their texts have so much in common on average (Jaccard index of grams) …"""
LINKED = 0.5
"""… and more than this share of the pairs have anything in common: a spliced text is like both its sources, but they are not alike."""
TIGHT = 0.7
"""Texts that have so much in common are taken together before: no text can be so much like two that have nothing in common."""
VOICES = 8
"""Texts of such a group that have a say in what else belongs to its source."""
Pairs = tuple[Ints, Ints, Floats]
"""First text, second text, likeness; pairs that are not named have nothing in common."""


def tight_groups(texts: int, pairs: Pairs) -> Ints:
    """Number of the group of each text; a group is what hangs together by pairs that are very much alike."""
    left, right, likeness = pairs
    near = likeness >= TIGHT
    return components(texts, left[near], right[near])


def voices(groups: Ints) -> Ints:
    """The texts that speak for their groups: the first `VOICES` of each, in order."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    place = np.arange(len(groups)) - np.searchsorted(ordered, ordered)
    return np.sort(order[place < VOICES])


def linked_groups(groups: Ints, speaking: Ints, pairs: Pairs) -> Ints:
    """Number of the source of each text, in the order in which sources first appear.

    Args:
        groups: of each text, as `tight_groups` finds them.
        speaking: the texts that `pairs` are about, by `voices`.
        pairs: of all texts that speak.
    """
    if not len(groups):
        return groups
    count = int(groups.max()) + 1
    left, right, likeness = pairs
    a, b = groups[left], groups[right]
    apart = a != b
    keys, inverse = np.unique(np.minimum(a, b)[apart] * count + np.maximum(a, b)[apart], return_inverse=True)
    totals = np.bincount(inverse, weights=likeness[apart], minlength=len(keys))
    links = np.bincount(inverse, minlength=len(keys))
    sizes = np.bincount(groups[speaking], minlength=count)
    one, other = keys // count, keys % count
    passing = totals >= LIKENESS * sizes[one] * sizes[other]
    may = np.zeros(count, dtype=bool)  # an average is never above its largest part: who is near to none stays alone
    may[one[passing]] = may[other[passing]] = True
    kept = may[one] & may[other]
    one, other, totals, links = one[kept], other[kept], totals[kept], links[kept]
    near = np.bincount(np.append(one, other), minlength=count)
    alone = (near[one] == 1) & (near[other] == 1)  # two that are near to none but each other
    linked = alone & _are_one(totals, links, sizes[one] * sizes[other])
    edges = zip(one[~alone].tolist(), other[~alone].tolist(), totals[~alone].tolist(), links[~alone].tolist(), strict=True)
    merged = _merged(sizes.tolist(), edges)
    merged[other[linked]] = one[linked]
    return renumbered(merged[groups])


def _are_one(totals: Floats, links: Ints, pairs: Ints) -> Bools:
    """Which groups are one source, by the sum of likeness over so many pairs of texts, and how many of these have anything in common."""
    one: Bools = (totals >= LIKENESS * pairs) & (links > LINKED * pairs)
    return one


def _merged(sizes: list[int], edges: Iterable[tuple[int, int, float, int]]) -> Ints:
    """For each group the one that it ends up in; an edge is two groups, the sum of likeness over pairs of texts, the number of pairs."""
    near: dict[int, dict[int, tuple[float, int]]] = {}
    heap: list[tuple[float, int, int]] = []

    def consider(a: int, b: int) -> None:
        total, links = near[a][b]
        pairs = sizes[a] * sizes[b]
        if total >= LIKENESS * pairs and links > LINKED * pairs:
            heapq.heappush(heap, (-total / pairs, min(a, b), max(a, b)))

    for a, b, total, links in edges:
        near.setdefault(a, {})[b] = near.setdefault(b, {})[a] = (total, links)
        consider(a, b)
    inside = list(range(len(sizes)))
    while heap:
        average, a, b = heapq.heappop(heap)
        if inside[a] != a or inside[b] != b or -average != near[a][b][0] / (sizes[a] * sizes[b]):
            continue  # of groups that have changed since
        inside[b] = a
        sizes[a] += sizes[b]
        del near[a][b]
        for other, (total, links) in near.pop(b).items():
            if other != a:
                del near[other][b]
                more, others = near[a].get(other, (0.0, 0))
                near[a][other] = near[other][a] = (total + more, links + others)
        for other in near[a]:
            consider(a, other)
    ends = np.array(inside, dtype=np.int64)
    while (ends[ends] != ends).any():
        ends = ends[ends]
    return ends


def renumbered(labels: Ints) -> Ints:
    """Labels numbered in the order in which they first appear.

    >>> renumbered(np.array([7, 3, 7, 0])).tolist()
    [0, 1, 0, 2]
    """
    places = np.arange(len(labels))
    first = np.zeros(int(labels.max(initial=0)) + 1, np.int64)
    first[labels[::-1]] = places[::-1]
    numbers: Ints = (np.cumsum(first[labels] == places) - 1)[first[labels]]
    return numbers
