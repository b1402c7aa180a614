"""Where the same fingerprint stands again: for each gram of many texts the first place of its like, from one sort of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import Codes, Ints

_PART = 1 << 24
"""Fingerprints that are sorted at a time."""
_CACHED = 1 << 16
"""Sorted fingerprints that are looked through at a time, so that they stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Places:
    """Grams of many texts by where they stand, counted over all texts from the first gram of the first."""

    firsts: Codes
    """Of each gram the first place where the same one stands; its own, if it is the first."""
    often: Codes
    """Places of the grams that stand often, those of one gram side by side."""
    runs: Ints
    """Where in `often` each of these begins, and the end of the last."""

    def without(self, places: Codes) -> Codes:
        """By which place each gram is known if those at some places, all of their kind, are like no other."""
        known = self.firsts.copy()
        known[places] = places
        return known


def find_places(values: Codes, often: int = 2) -> Places:
    """Where fingerprints stand again; and all places of those that stand at least so often, which is twice or more."""
    firsts = np.arange(len(values), dtype=np.uint32)
    places, sizes = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
    for keys in _sorted_parts(values):
        halves = keys.view(np.uint32)
        for begin, end in _ranges(halves[1::2]):
            value, place = halves[2 * begin + 1 : 2 * end : 2], halves[2 * begin : 2 * end : 2]
            again = np.flatnonzero(value[1:] == value[:-1])  # the next one is the same
            if not len(again):
                continue
            new = np.flatnonzero(np.append(True, again[1:] != again[:-1] + 1))
            length = np.diff(np.append(new, len(again)))
            first = again[new]
            firsts[place.take(again + 1)] = np.repeat(place.take(first), length)
            many = length >= often - 1
            first, length = first[many], length[many] + 1
            places.append(place.take(np.repeat(first - np.cumsum(length) + length, length) + np.arange(int(length.sum()))))
            sizes.append(length)
    return Places(firsts, np.concatenate(places), np.append(0, np.cumsum(np.concatenate(sizes))))


def _sorted_parts(values: Codes) -> Iterator[npt.NDArray[np.uint64]]:
    """Fingerprints in order, each with its place in the lower half; those that are the same in one part."""
    parts = len(values) // _PART + 1
    for part in range(parts):
        low, high = (part << 32) // parts, (part + 1 << 32) // parts
        at = np.arange(len(values)) if parts == 1 else np.flatnonzero(values - np.uint32(low) < np.uint32(high - low))
        keys = np.empty(len(at), "<u8")
        halves = keys.view(np.uint32)
        halves[1::2] = values[at]
        halves[::2] = at
        keys.sort()
        yield keys


def _ranges(ordered: Codes) -> Iterator[tuple[int, int]]:
    """Ranges of a sorted row, not much longer than `_CACHED`, none of which parts equal values."""
    begin = 0
    while begin < len(ordered):
        end = min(begin + _CACHED, len(ordered))
        end = int(np.searchsorted(ordered, ordered[end - 1], side="right"))
        yield begin, end
        begin = end
