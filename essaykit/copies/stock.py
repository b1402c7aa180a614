"""Stock: what stands in texts of many independent sources belongs to none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from essaykit.arrays import begins
from essaykit.copies.grams import BLOCK, Bools, Codes, Grams, Ints
from essaykit.copies.lookup import are_among
from essaykit.copies.sketch import Postings

STOCK_SOURCES = 6
"""A 5-gram that stands in texts of so many sources is stock."""
EVERYWHERE = 100
"""A 5-gram that stands so often says little about who copied whom, even before sources are known."""
MOST_LOST = 0.8
"""A text that would lose a greater share of itself is one of many copies rather than full of stock, and keeps all."""
_PART = 1 << 24
"""Fingerprints that are sorted at a time."""
_SOME = 1 << 22
"""Fingerprints that are set beside their sources at a time, and those of one source."""


def stock_grams(grams: Grams, sources: Ints) -> tuple[Codes, Ints, Bools]:
    """The fingerprints on at least `STOCK_SOURCES` sources in order; on how many each stands; and which of all fingerprints these are."""
    large = np.bincount(sources, minlength=1)[sources] >= STOCK_SOURCES
    # what all texts of a large source share is met often, and would be looked for everywhere: it is told once
    told = _told_once(grams, np.flatnonzero(large), sources)
    often = _often([*grams.spans(np.flatnonzero(~large)), told], STOCK_SOURCES)
    on = _on_sources(grams, sources, often)
    stock = often[on >= STOCK_SOURCES]
    return stock, on[on >= STOCK_SOURCES], are_among(grams.values, stock)


def _on_sources(grams: Grams, sources: Ints, known: Codes) -> Ints:
    """On how many sources each of the known fingerprints stands, which are in order; all texts of a source are looked at together."""
    found = np.zeros(len(known), np.int64)
    order = np.argsort(sources, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(sources[order])) + 1, len(order))
    sizes = np.cumsum(grams.sizes[order])[ends - 1] if len(order) else np.zeros(0, np.int64)
    begin = done = 0
    while begin < len(order):
        last = min(int(np.searchsorted(sizes, done + _SOME)), len(ends) - 1)
        texts = order[begin : ends[last]]
        some = grams.some(texts)
        at = np.flatnonzero(are_among(some.values, known))
        owners = np.repeat(sources[texts].astype(np.uint64), np.diff(np.searchsorted(at, some.starts)))
        keys = some.values[at].astype(np.uint64) << np.uint64(32) | owners
        keys.sort()
        gram = (keys[begins(keys)] >> np.uint64(32)).astype(np.uint32)  # one for each gram and source
        first = np.flatnonzero(begins(gram))
        found[np.searchsorted(known, gram[first])] += np.diff(np.append(first, len(gram)))
        begin, done = int(ends[last]), int(sizes[last])
        grams.let_go()
    return found


def _told_once(grams: Grams, texts: Ints, sources: Ints) -> Codes:
    """The fingerprints of texts, each once for a source."""
    some = grams.some(texts)
    keys = some.values | np.repeat(sources[texts].astype(np.uint64), some.sizes) << np.uint64(32)
    keys.sort()
    return keys[begins(keys)].astype(np.uint32)


def _often(rows: Sequence[Codes], times: int) -> Codes:
    """Values of all rows that stand at least so often, in order."""
    found = [np.zeros(0, np.uint32)]
    parts = 1 << (sum(map(len, rows)) // _PART).bit_length()
    shift = np.uint32(33 - parts.bit_length())
    for part in range(parts):
        some = np.concatenate([*found[:1], *(_of_part(rows, shift, part) if parts > 1 else rows)])
        some.sort()
        some = some[times - 1 :][some[times - 1 :] == some[: max(len(some) - times + 1, 0)]]
        found.append(some[begins(some)])
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
    lost = np.bincount(postings.texts[often], minlength=len(postings.sizes))
    return often, often & (lost > MOST_LOST * postings.sizes)[postings.texts]
