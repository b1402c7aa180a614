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
_BITS = 16
"""Of a fingerprint, that are its slot."""
_SHIFT = np.uint32(32 - _BITS)
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
    slots = np.zeros(1 << _BITS, np.uint32)
    order = np.argsort(right, kind="stable")
    ends = np.cumsum(grams.sizes[left[order]])
    begin = 0
    while begin < len(order):
        done = ends[begin - 1] if begin else 0
        end = max(int(np.searchsorted(ends, done + _BLOCK)), begin + 1)
        some = order[begin:end]
        others = right[some]
        new = np.flatnonzero(np.append(True, others[1:] != others[:-1]))
        bounds = np.append(0, ends[begin:end] - done)
        asked, known = _gathered(grams, left[some], left_out), _gathered(grams, others[new], left_out)
        known_bounds = np.append(0, np.cumsum(grams.sizes[others[new]]))
        hits = _met(asked, bounds[np.append(new, len(some))], known, known_bounds, slots)
        counts[some], shares[some] = _measured(hits, bounds)
        begin = end
    return counts, shares


def _gathered(grams: Grams, texts: Ints, left_out: Bools | None) -> Codes:
    """The fingerprints of texts, one after another; 0, which is none, for those that are left out."""
    spans = list(zip(grams.starts[texts].tolist(), grams.starts[texts + 1].tolist(), strict=True))
    values = np.concatenate([grams.values[low:high] for low, high in spans])
    if left_out is not None:
        values *= ~np.concatenate([left_out[low:high] for low, high in spans])
    return values


def _met(asked: Codes, asked_bounds: Ints, known: Codes, known_bounds: Ints, slots: Codes) -> Bools:
    """Which fingerprints are among those of the text that they are asked about.

    Args:
        asked: fingerprints, side by side those that are asked about one text.
        asked_bounds: where those for each text begin, and the end of the last.
        known: the fingerprints of the texts.
        known_bounds: where those of each begin, and the end of the last.
        slots: a table to work in, of zeros before and after; small, so that it stays in the processor's cache.
    """
    places, known_places = (asked >> _SHIFT).astype(np.intp), (known >> _SHIFT).astype(np.intp)
    there, back = np.empty_like(asked), np.empty_like(known)
    spans = zip(*(ends.tolist() for ends in (asked_bounds[:-1], asked_bounds[1:], known_bounds[:-1], known_bounds[1:])), strict=True)
    for low, high, first, last in spans:
        own = known_places[first:last]
        slots[own] = known[first:last]
        slots.take(own, out=back[first:last], mode="clip")
        slots.take(places[low:high], out=there[low:high], mode="clip")
        slots[own] = 0
    hits: Bools = (there == asked) & (asked != 0)
    crowded = np.flatnonzero(back != known)  # another one of the text has the slot
    if len(crowded):
        # what is left out has the first slot, and may have taken it from another one
        unsure = np.flatnonzero((there != asked) & ((there != 0) | (places == 0)))
        lost, keys = np.sort(_keys(known, known_bounds, crowded)), _keys(asked, asked_bounds, unsure)
        found = lost[np.minimum(np.searchsorted(lost, keys), len(lost) - 1)] == keys
        hits[unsure] = found & (asked[unsure] != 0)
    return hits


def _keys(values: Codes, bounds: Ints, at: Ints) -> npt.NDArray[np.uint64]:
    """Fingerprints at some places, each with the number of its text."""
    texts = np.searchsorted(bounds, at, side="right") - 1
    return texts.astype(np.uint64) << np.uint64(32) | values[at]


def _measured(hits: Bools, bounds: Ints) -> tuple[Ints, Floats]:
    """Hits of each text, and the share of its characters in passages.

    Args:
        hits: which grams are met, text by text.
        bounds: where each text begins, and the end of the last.
    """
    before, after = np.zeros(len(hits), dtype=bool), np.zeros(len(hits), dtype=bool)
    before[1:], after[:-1] = hits[:-1], hits[1:]  # the one before is met, the one after
    before[bounds[bounds < len(hits)]] = False
    after[bounds[bounds > 0] - 1] = False
    first, last = np.flatnonzero(hits > before), np.flatnonzero(hits > after)  # of each run of hits
    counts, shares = np.zeros(len(bounds) - 1, np.int64), np.zeros(len(bounds) - 1)
    if not len(first):
        return counts, shares
    runs = np.searchsorted(first, bounds)
    counts += np.diff(np.append(0, np.cumsum(last - first + 1))[runs])
    new = np.append(True, first[1:] - last[:-1] > SIZE + GAP)
    new[runs[:-1][counts > 0]] = True
    new = np.flatnonzero(new)
    length = last[np.append(new[1:], len(last)) - 1] - first[new] + SIZE
    length[length < SHORTEST] = 0
    covered = np.diff(np.append(0, np.cumsum(length))[np.searchsorted(new, runs)])
    shares += np.minimum(1.0, covered / np.maximum(np.diff(bounds) + SIZE - 1, 1))
    return counts, shares
