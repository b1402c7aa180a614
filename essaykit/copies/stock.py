"""Stock: what stands in texts of many independent sources belongs to none of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import Bools, Codes, Grams, Ints
from essaykit.copies.places import Places
from essaykit.copies.sketch import Postings

STOCK_SOURCES = 6
"""A 5-gram that stands in texts of so many sources is stock."""
EVERYWHERE = 100
"""A 5-gram that stands so often says little about who copied whom, even before sources are known."""
MOST_LOST = 0.8
"""A text that would lose a greater share of itself is one of many copies rather than full of stock, and keeps all."""


def stock_grams(grams: Grams, places: Places, sources: Ints) -> tuple[Codes, Ints, Codes]:
    """The fingerprints on at least `STOCK_SOURCES` sources in order; on how many each stands; and all places where these stand.

    Args:
        grams: the texts.
        places: of the grams that stand at least so often.
        sources: the source of each text.
    """
    run = np.repeat(np.arange(len(places.runs) - 1, dtype=np.uint64), np.diff(places.runs))
    keys = np.sort(run << np.uint64(32) | sources[grams.texts_at(places.often)].astype(np.uint64))
    keys = keys[_begin(keys)]  # one for each gram and source
    on = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(places.runs) - 1)
    stock = on >= STOCK_SOURCES
    at = places.often[stock[run]]
    return grams.values[places.often[places.runs[:-1][stock]]], on[stock], at


def _begin(ordered: Codes | npt.NDArray[np.uint64]) -> Bools:
    """Where a new value begins."""
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return new


def telling(postings: Postings, sizes: Ints) -> Bools:
    """Which postings are of fingerprints that don't stand in so many places that they make no pair worth comparing.

    Args:
        postings: of sketches.
        sizes: of the sketches.
    """
    begin = np.flatnonzero(_begin(postings.values))
    times = np.diff(np.append(begin, len(postings.values)))
    often = np.repeat(times > EVERYWHERE, times)
    lost = np.bincount(postings.texts[often], minlength=len(sizes))
    return ~often | (lost > MOST_LOST * sizes)[postings.texts]
