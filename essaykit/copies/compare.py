"""How much of one text stands in another: exact, from the fingerprints of both."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import SIZE, Bools, Codes, Grams, Ints
from essaykit.copies.lookup import Room, are_met

GAP = 16
"""Characters between two runs that agree which still are taken for an edit of what was copied; a sentence left out is longer."""
SHORTEST = 15
"""Characters of the shortest passage that counts."""
_BLOCK = 1 << 17
"""Grams that are compared at a time."""
Floats = npt.NDArray[np.float64]


def compare(grams: Grams, left: Ints, right: Ints, left_out: Bools | None = None) -> tuple[Ints, Floats]:
    """For each pair, how many grams of the left text stand in the right one, and which share of its characters is in common passages.

    A common passage may have gaps of up to `GAP` characters and has at least `SHORTEST`.

    Args:
        grams: the texts.
        left: numbers of texts.
        right: what each is compared with.
        left_out: fingerprints that count on neither side, as stock does not; a share is still one of all characters.
    """
    counts, shares = np.zeros(len(left), np.int64), np.zeros(len(left))
    sizes = grams.sizes
    order = np.argsort(right, kind="stable")
    ends = np.cumsum(sizes[left[order]])
    slots = np.zeros(0, np.uint32)
    begin = 0
    while begin < len(order):
        done = ends[begin - 1] if begin else 0
        end = max(int(np.searchsorted(ends, done + _BLOCK)), begin + 1)
        some = order[begin:end]
        new = np.append(True, np.diff(right[some]) > 0)
        known = right[some][new]
        room = Room.of(sizes[known])
        if len(slots) < room.slots:
            slots = np.zeros(room.slots, np.uint32)
        table = _gathered(grams, known, left_out), room.spread(np.arange(len(known)), sizes[known])
        asked = _gathered(grams, left[some], left_out), room.spread(np.cumsum(new) - 1, sizes[left[some]])
        hits = are_met(*asked, *table, slots)
        counts[some], shares[some] = _measured(hits, sizes[left[some]])
        begin = end
    return counts, shares


def _gathered(grams: Grams, texts: Ints, left_out: Bools | None) -> Codes:
    """The grams of texts, one after another; 0, which is no fingerprint, for those that are left out."""
    spans = list(zip(grams.starts[texts].tolist(), grams.starts[texts + 1].tolist(), strict=True))
    values = np.concatenate([grams.values[low:high] for low, high in spans])
    if left_out is not None:
        values *= ~np.concatenate([left_out[low:high] for low, high in spans])
    return values


def _measured(hits: Bools, sizes: Ints) -> tuple[Ints, Floats]:
    """Hits of each text, and the share of its characters in passages."""
    ends = np.cumsum(sizes)
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(hits, dtype=np.int32)))[np.append(0, ends)]
    counts = np.diff(before)
    at = np.flatnonzero(hits)
    if not len(at):
        return counts, np.zeros(len(sizes))
    new = np.append(True, np.diff(at) > SIZE + GAP)
    new[before[:-1][counts > 0]] = True
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(at)) - 1
    length = at[last] - at[first] + SIZE
    length[length < SHORTEST] = 0
    owner = np.searchsorted(before, first, side="right") - 1
    covered = np.bincount(owner, weights=length, minlength=len(sizes))
    return counts, np.minimum(1.0, covered / np.maximum(sizes + SIZE - 1, 1))
