"""Stock: what stands in texts of many independent sources belongs to none of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from essaykit.copies.grams import BLOCK, Bools, Codes, Grams, Ints, begins
from essaykit.copies.lookup import are_among
from essaykit.copies.sketch import Postings

STOCK_SOURCES = 6
"""A 5-gram that stands in texts of so many sources is stock."""
EVERYWHERE = 100
"""A 5-gram that stands so often says little about who copied whom, even before sources are known."""
MOST_LOST = 0.8
"""A text that would lose a greater share of itself is one of many copies rather than full of stock, and keeps all."""
_PART = 1 << 25
"""Fingerprints that are sorted at a time."""


def stock_grams(grams: Grams, sources: Ints) -> tuple[Codes, Ints, Bools]:
    """The fingerprints on at least `STOCK_SOURCES` sources in order; on how many each stands; and which of all fingerprints these are."""
    often = _often(grams.values, STOCK_SOURCES)
    inside = are_among(grams.values, often)
    at = np.flatnonzero(inside)
    owners = np.repeat(sources.astype(np.uint32), np.diff(np.searchsorted(at, grams.starts)))
    values = grams.values[at]
    keys = np.sort(values.astype(np.uint64) << np.uint64(32) | owners)
    keys = keys[begins(keys)]  # one for each gram and source
    gram = (keys >> np.uint64(32)).astype(np.uint32)
    begin = np.flatnonzero(begins(gram))
    on = np.diff(np.append(begin, len(gram)))
    stock = gram[begin[on >= STOCK_SOURCES]]
    inside[at] = are_among(values, stock)
    return stock, on[on >= STOCK_SOURCES], inside


def _often(values: Codes, times: int) -> Codes:
    """Values that stand at least so often, in order."""
    found = [np.zeros(0, np.uint32)]
    parts = 1 << (len(values) // _PART).bit_length()
    shift = np.uint32(33 - parts.bit_length())
    for part in range(parts):
        some = np.concatenate([values[:0], *_of_part(values, shift, part)]) if parts > 1 else values.copy()
        some.sort()
        some = some[times - 1 :][some[times - 1 :] == some[: len(some) - times + 1]]
        found.append(some[begins(some)])
    return np.concatenate(found)


def _of_part(values: Codes, shift: np.uint32, part: int) -> Iterator[Codes]:
    """The values whose first bits are the number of a part; looked for in blocks, as all of them would need as much room again."""
    for begin in range(0, len(values), BLOCK):
        block = values[begin : begin + BLOCK]
        yield block.take(np.flatnonzero(block >> shift == part))


def everywhere(postings: Postings) -> tuple[Bools, Bools]:
    """Which postings are of fingerprints that stand in so many places that they say little; and which of these count all the same."""
    new = np.flatnonzero(begins(postings.values))
    times = np.diff(np.append(new, len(postings.values)))
    often = np.repeat(times > EVERYWHERE, times)
    lost = np.bincount(postings.texts[often], minlength=len(postings.sizes))
    return often, often & (lost > MOST_LOST * postings.sizes)[postings.texts]
