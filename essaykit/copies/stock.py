"""Stock: what stands in texts of many independent sources belongs to none of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import Bools, Codes, Grams, Ints

STOCK_SOURCES = 6
"""A 5-gram that stands in texts of so many sources is stock."""
EVERYWHERE = 200
"""A 5-gram that stands so often says little about who copied whom, even before sources are known."""
MOST_LOST = 0.8
"""A text that would lose a greater share of itself is one of many copies rather than full of stock, and keeps all."""
_PART = 1 << 23
"""Fingerprints that are sorted at a time."""
_SAMPLE = 1 << 21
"""Fingerprints among which those that stand everywhere are looked for."""
_CELLS = 20


def stock_grams(grams: Grams, sources: Ints) -> tuple[Codes, Ints]:
    """The fingerprints on at least `STOCK_SOURCES` sources in order, and on how many each stands."""
    often = _often(grams.values, STOCK_SOURCES)
    inside = are_among(grams.values, often)
    owners = np.repeat(sources.astype(np.uint32), grams.sizes)[inside]
    keys = np.sort(grams.values[inside].astype(np.uint64) << np.uint64(32) | owners)
    keys = keys[_begin(keys)]  # one for each gram and source
    gram = (keys >> np.uint64(32)).astype(np.uint32)
    begin = np.flatnonzero(_begin(gram))
    on = np.diff(np.append(begin, len(gram)))
    return gram[begin[on >= STOCK_SOURCES]], on[on >= STOCK_SOURCES]


def _often(values: Codes, times: int) -> Codes:
    """Values that stand at least so often, in order."""
    found = [np.zeros(0, np.uint32)]
    parts = 1 << (len(values) // _PART).bit_length()
    for part in range(parts):
        some = values if parts == 1 else values[values >> np.uint32(33 - parts.bit_length()) == part]
        some = np.sort(some)
        some = some[times - 1 :][some[times - 1 :] == some[: len(some) - times + 1]]
        found.append(some[_begin(some)])
    return np.concatenate(found)


def _begin(ordered: Codes | npt.NDArray[np.uint64]) -> Bools:
    """Where a new value begins."""
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return new


def are_among(values: Codes, known: Codes) -> Bools:
    """Which fingerprints are among the known ones, which are in order."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    cells = np.zeros(1 << _CELLS, dtype=bool)
    cells[known >> np.uint32(32 - _CELLS)] = True
    found = np.empty(len(values), dtype=bool)
    step = 1 << 18
    for begin in range(0, len(values), step):
        part = values[begin : begin + step]
        near = cells.take((part >> np.uint32(32 - _CELLS)).astype(np.intp))
        at = np.flatnonzero(near)
        place = np.searchsorted(known, part[at])
        near[at] = known[np.minimum(place, len(known) - 1)] == part[at]
        found[begin : begin + step] = near
    return found


def everywhere(grams: Grams) -> Bools | None:
    """Fingerprints that stand in so many places that they make no pair worth comparing; None if there are none."""
    if len(grams) <= EVERYWHERE:
        return None
    step = max(1, len(grams.values) // _SAMPLE)
    some = grams.values if step == 1 else grams.some(np.arange(0, len(grams), step)).values
    often = _often(some, max(EVERYWHERE // step, 20))
    if not len(often):
        return None
    among = are_among(grams.values, often)
    found = np.empty(len(grams.values), dtype=bool)
    for begin, end in grams.blocks():
        low, high = grams.starts[begin], grams.starts[end]
        inside = among[low:high]
        sizes = grams.sizes[begin:end]
        row = np.repeat(np.arange(end - begin), sizes)
        lost = np.bincount(row, weights=inside, minlength=end - begin)
        found[low:high] = inside & (lost <= MOST_LOST * sizes)[row]
    return found
