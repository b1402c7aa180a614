"""How much of one text stands in another: exact, from the fingerprints of both."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import BLOCK, SIZE, Bools, Codes, Grams, Ints

GAP = 16
"""Characters between two runs that agree which still are taken for an edit of what was copied; a sentence left out is longer."""
SHORTEST = 15
"""Characters of the shortest passage that counts."""
_SLOTS = 1 << 17
"""Of a table that holds one text at a time: so many that two of its grams rarely want the same one."""
_MASK = np.uint32(_SLOTS - 1)
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
    if left_out is not None:  # 0 is no fingerprint
        grams = Grams(np.where(left_out, np.uint32(0), grams.values), grams.starts)
    slots = np.zeros(_SLOTS, np.uint32)
    order = np.argsort(right, kind="stable")
    ends = np.cumsum(grams.sizes[left[order]])
    begin = 0
    while begin < len(order):
        done = ends[begin - 1] if begin else 0
        end = max(int(np.searchsorted(ends, done + BLOCK)), begin + 1)
        some = order[begin:end]
        counts[some], shares[some] = _compared(grams, left[some], right[some], slots)
        begin = end
    return counts, shares


def _compared(grams: Grams, left: Ints, right: Ints, slots: Codes) -> tuple[Ints, Floats]:
    """Of pairs that are in the order of `right`; `slots` is room to work in, of zeros before and after."""
    sizes = grams.sizes[left]
    spans = zip(grams.starts[left].tolist(), grams.starts[left + 1].tolist(), strict=True)
    values = np.concatenate([grams.values[low:high] for low, high in spans])
    at = (values & _MASK).astype(np.intp)
    hits = np.empty(len(values), dtype=bool)
    bounds = [0, *(np.flatnonzero(np.diff(right)) + 1).tolist(), len(right)]
    cuts = np.append(0, np.cumsum(sizes))[bounds].tolist()
    for text, low, high in zip(right[bounds[:-1]].tolist(), cuts[:-1], cuts[1:], strict=True):
        marked = grams.of(text)
        places = (marked & _MASK).astype(np.intp)
        slots[places] = marked
        np.equal(slots.take(at[low:high]), values[low:high], out=hits[low:high])
        crowded = slots.take(places) != marked
        if crowded.any():
            for value in marked[crowded]:
                hits[low:high] |= values[low:high] == value
        slots[places] = 0
    hits &= values != 0
    return _measured(hits, sizes)


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
