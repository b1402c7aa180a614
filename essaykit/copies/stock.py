"""Stock: what stands in texts of many independent sources belongs to none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from essaykit.arrays import begins
from essaykit.copies.grams import BLOCK, MOST_HELD, Bools, Codes, Grams, Ints
from essaykit.copies.lookup import Known, are_among
from essaykit.copies.sketch import Postings

STOCK_SOURCES = 6
"""A 5-gram that stands in texts of so many sources is stock."""
EVERYWHERE = 100
"""A 5-gram that stands so often says little about who copied whom, even before sources are known."""
MOST_LOST = 0.8
"""A text that would lose a greater share of itself is one of many copies rather than full of stock, and keeps all."""
_PART = MOST_HELD
"""Fingerprints that are sorted at a time."""
_SOME = 1 << 22
"""Fingerprints that are set beside their sources at a time."""


def stock_grams(grams: Grams, sources: Ints) -> tuple[Codes, Ints, Bools]:
    """The fingerprints on at least `STOCK_SOURCES` sources in order; on how many each stands; and which of all fingerprints these are."""
    large = np.bincount(sources, minlength=1)[sources] >= STOCK_SOURCES
    # what all texts of a large source share is met often, and would be looked for everywhere: it is told once
    told = _told_once(grams, np.flatnonzero(large), sources)
    often = _often([*grams.spans(np.flatnonzero(~large)), *told], STOCK_SOURCES)
    inside = are_among(grams.values, often)
    on = _on_sources(grams, sources, often, inside)
    stock = often[on >= STOCK_SOURCES]
    known = Known.of(stock)
    for begin, end in grams.blocks():
        some = slice(grams.starts[begin], grams.starts[end])
        at = np.flatnonzero(inside[some])
        inside[some][at] = known.among(grams.values[some].take(at))
    return stock, on[on >= STOCK_SOURCES], inside


def _on_sources(grams: Grams, sources: Ints, often: Codes, inside: Bools) -> Ints:
    """On how many sources each of some fingerprints stands, which are in order; `inside` tells which of all these are."""
    found = np.zeros(len(often), np.int64)
    parts = int(np.count_nonzero(inside)) // _SOME + 1
    for part in np.array_split(np.arange(len(often)), min(parts, max(len(often), 1))):
        keys = np.concatenate([np.zeros(0, np.uint64), *_with_sources(grams, sources, inside, often[part])])
        keys.sort()
        gram = (keys[begins(keys)] >> np.uint64(32)).astype(np.uint32)  # one for each gram and source
        first = np.flatnonzero(begins(gram))
        found[part] = np.diff(np.append(first, len(gram)))
    return found


def _with_sources(grams: Grams, sources: Ints, inside: Bools, often: Codes) -> Iterator[npt.NDArray[np.uint64]]:
    """Each fingerprint that is often met, and lies between the first and the last of these, with its source."""
    for begin, end in grams.blocks():
        low = grams.starts[begin]
        at = np.flatnonzero(inside[low : grams.starts[end]])
        some = grams.values[low : grams.starts[end]].take(at)
        between = np.flatnonzero((some >= often[0]) & (some <= often[-1])) if len(often) else at
        bounds = np.searchsorted(at[between], grams.starts[begin : end + 1] - low)
        yield some[between].astype(np.uint64) << np.uint64(32) | np.repeat(sources[begin:end].astype(np.uint64), np.diff(bounds))


def _told_once(grams: Grams, texts: Ints, sources: Ints) -> Iterator[Codes]:
    """The fingerprints of texts, each once for a source."""
    texts = texts[np.argsort(sources[texts], kind="stable")]
    for members in np.split(texts, np.flatnonzero(np.diff(sources[texts])) + 1):
        values = np.sort(np.concatenate([np.zeros(0, np.uint32), *map(grams.of, members.tolist())]))
        yield values[begins(values)]


def _often(rows: Sequence[Codes], times: int) -> Codes:
    """Values of all rows that stand at least so often, in order."""
    found = [np.zeros(0, np.uint32)]
    parts = 1 << (sum(map(len, rows)) // _PART).bit_length()
    shift = np.uint32(33 - parts.bit_length())
    for part in range(parts):
        some = np.concatenate([*found[:1], *(_of_part(rows, shift, part) if parts > 1 else rows)])
        some.sort()
        some = some[times - 1 :].compress(some[times - 1 :] == some[: max(len(some) - times + 1, 0)])
        found.append(some.compress(begins(some)))
    return np.concatenate(found)


def _of_part(rows: Sequence[Codes], shift: np.uint32, part: int) -> Iterator[Codes]:
    """The values whose first bits are the number of a part; looked for in blocks, as all of them would need as much room again."""
    for block in _blocks(rows):
        yield block.take(np.flatnonzero(block >> shift == part))


def _blocks(rows: Sequence[Codes]) -> Iterator[Codes]:
    """The values of rows, some at a time."""
    held: list[Codes] = []
    size = 0
    for row in rows:
        for begin in range(0, len(row), BLOCK):
            held.append(row[begin : begin + BLOCK])
            size += len(held[-1])
            if size >= BLOCK:
                yield np.concatenate(held)
                held, size = [], 0
    if held:
        yield np.concatenate(held)


def everywhere(postings: Postings) -> tuple[Bools, Bools]:
    """Which postings are of fingerprints that stand in so many places that they say little; and which of these count all the same."""
    new = np.flatnonzero(begins(postings.values))
    times = np.diff(np.append(new, len(postings.values)))
    often = np.repeat(times > EVERYWHERE, times)
    lost = np.bincount(postings.texts.compress(often), minlength=len(postings.sizes))
    return often, often & (lost > MOST_LOST * postings.sizes)[postings.texts]
