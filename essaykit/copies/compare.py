"""How much of one text stands in another: exact, from the fingerprints of both."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import SIZE, Bools, Codes, Grams, Ints

GAP = 16
"""Characters between two runs that agree which still are taken for an edit of what was copied; a sentence left out is longer."""
SHORTEST = 15
"""Characters of the shortest passage that counts."""
_BLOCK = 1 << 17
"""Grams that are compared at a time."""
Floats = npt.NDArray[np.float64]


def compare(grams: Grams, known: Codes, left: Ints, right: Ints) -> tuple[Ints, Floats]:
    """For each pair, how many grams of the left text stand in the right one, and which share of its characters is in common passages.

    A common passage may have gaps of up to `GAP` characters and has at least `SHORTEST`.

    Args:
        grams: the texts.
        known: of each gram the place by which it is known, as `Places` tells it.
        left: numbers of texts.
        right: what each is compared with.
    """
    counts, shares = np.zeros(len(left), np.int64), np.zeros(len(left))
    sizes, starts = grams.sizes, grams.starts.tolist()
    met = np.zeros(len(known), dtype=bool)
    order = np.argsort(right, kind="stable")
    ends = np.cumsum(sizes[left[order]])
    begin = 0
    while begin < len(order):
        done = ends[begin - 1] if begin else 0
        end = max(int(np.searchsorted(ends, done + _BLOCK)), begin + 1)
        some = order[begin:end]
        hits = np.zeros(int(ends[end - 1] - done), dtype=bool)
        asked = np.concatenate([known[starts[text] : starts[text + 1]] for text in left[some].tolist()]).astype(np.intp)
        others = right[some]
        new = np.flatnonzero(np.append(True, others[1:] != others[:-1]))
        bounds = np.append(0, ends[begin:end] - done)
        spans = bounds[np.append(new, len(some))].tolist()
        for text, low, high in zip(others[new].tolist(), spans[:-1], spans[1:], strict=True):
            own = known[starts[text] : starts[text + 1]].astype(np.intp)
            met[own] = True
            met.take(asked[low:high], out=hits[low:high], mode="clip")
            met[own] = False
        counts[some], shares[some] = _measured(hits, bounds)
        begin = end
    return counts, shares


def _measured(hits: Bools, bounds: Ints) -> tuple[Ints, Floats]:
    """Hits of each text, and the share of its characters in passages.

    Args:
        hits: which grams are met, text by text.
        bounds: where each text begins, and the end of the last.
    """
    at = np.flatnonzero(hits)
    before = np.searchsorted(at, bounds)
    counts = np.diff(before)
    if not len(at):
        return counts, np.zeros(len(counts))
    new = np.append(True, np.diff(at) > SIZE + GAP)
    new[before[:-1][counts > 0]] = True
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(at)) - 1
    length = at[last] - at[first] + SIZE
    length[length < SHORTEST] = 0
    owner = np.searchsorted(before, first, side="right") - 1
    covered = np.bincount(owner, weights=length, minlength=len(counts))
    return counts, np.minimum(1.0, covered / np.maximum(np.diff(bounds) + SIZE - 1, 1))
