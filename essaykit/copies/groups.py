"""Pairs of texts put into groups, so that what a text holds is looked up once and not for each of its partners."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from essaykit.arrays import begins
from essaykit.copies.grams import Ints

MOST = 64
"""Texts of a group: each has a bit."""


class Groups(NamedTuple):
    """Texts in groups, the smallest group first; a text may be in several. Of each pair both are in one."""

    texts: Ints
    """The texts of each group, one group after another."""
    numbers: Ints
    """The number of the group of each of these."""
    ranks: Ints
    """Its place in its group: from 0, below `MOST`."""
    left: Ints
    """Of each pair, where in `texts` the first stands."""
    right: Ints
    """And where the second."""


def components(texts: int, first: Ints, second: Ints) -> Ints:
    """The number of the component of each text: of what hangs together by pairs.

    >>> components(4, np.array([1]), np.array([3])).tolist()
    [0, 1, 2, 1]
    """
    least = np.arange(texts)  # the lowest number known of each component, by text
    while True:
        lower = np.minimum(least[first], least[second])
        before = least.copy()
        for ends in (first, second):
            np.minimum.at(least, least[ends], lower)
        least = least[least]
        if (least == before).all():
            numbers: Ints = (np.cumsum(least == np.arange(texts)) - 1)[least]
            return numbers


def grouped(texts: int, left: Ints, right: Ints) -> Groups:
    """Groups of texts for pairs: each component is one; in place of a large one, two parts of it at a time.

    >>> grouped(9, np.array([8, 2, 8]), np.array([5, 3, 6])).texts.tolist()
    [2, 3, 5, 6, 8]
    """
    number = components(texts, left, right)
    paired = np.zeros(texts, dtype=bool)
    paired[left] = paired[right] = True
    members = np.flatnonzero(paired)
    sizes = np.bincount(number[members], minlength=1)
    group = number[left]
    large = sizes[group] > MOST
    if large.any():
        members = members[np.argsort(number[members], kind="stable")]
        parts = np.zeros(texts, np.int64)
        parts[members] = (np.arange(len(members)) - np.searchsorted(number[members], number[members])) // (MOST // 2)
        one, other, count = parts[left[large]], parts[right[large]], int(parts.max()) + 1
        keys = (group[large] * count + np.minimum(one, other)) * count + np.maximum(one, other)
        group[large] = len(sizes) + np.unique(keys, return_inverse=True)[1]
    keys = np.append(group, group) * texts + np.append(left, right)
    found = np.sort(keys)
    found = found[begins(found)]
    places = np.searchsorted(found, keys)
    group = found // max(texts, 1)
    first = np.flatnonzero(begins(group))
    sizes = np.diff(np.append(first, len(group)))
    order = np.argsort(np.repeat(sizes, sizes), kind="stable")  # of groups, as each stands together
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    sizes = np.sort(sizes)
    numbers = np.repeat(np.arange(len(sizes)), sizes)
    ranks = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    places = place[places]
    return Groups(found[order] % max(texts, 1), numbers, ranks, places[: len(left)], places[len(left) :])
