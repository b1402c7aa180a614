"""Which pairs are worth comparing: the texts that share one of the least fingerprints of each, met in one sorted list.

The sketch of a text has those of its fingerprints that lie under a limit, the same
for all texts of one size: a bottom sketch with a threshold, as in Broder, "On the
resemblance and containment of documents", 1997 (MOD sampling), and later FracMinHash.
It depends on its text alone, so the fingerprints of shards are simply put together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.arrays import begins
from essaykit.copies.grams import Codes, Grams, Ints

SIZE = 96
"""Fingerprints that a text has in its sketch, about; a text that has fewer has all of them."""
WINDOW = 32
_PART = 1 << 22
"""Fingerprints that are sorted at a time."""
_ODD = np.uint32(0x9E3779B1)
ALL = 0xFFFFFFFF
"""The greatest fingerprint: the limit of a text that has few."""
Keys = npt.NDArray[np.uint64]
"""Fingerprints of sketches, each with the number of its text, in one key that sorts quickly."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The fingerprints that are in sketches of at least two texts, in order, and the text that each is from; copies stand together."""

    values: Codes
    texts: Codes
    limits: Ints
    """Of each text: the greatest fingerprint that may be in its sketch."""
    sizes: Ints
    """Of each text: how many different fingerprints are in its sketch."""


def sketch_limits(sizes: Ints) -> Ints:
    """The greatest fingerprint in the sketch of a text that has so many grams."""
    limits: Ints = np.minimum((ALL * SIZE) // np.maximum(sizes, 1), ALL)
    return limits


def sketches(grams: Grams) -> tuple[Codes, Codes]:
    """The grams that are in the sketches of their texts, and the text of each."""
    keys = _sketched(grams)
    return (keys >> np.uint64(32)).astype(np.uint32), keys.astype(np.uint32)


def _sketched(grams: Grams) -> Keys:
    return np.concatenate([np.zeros(0, np.uint64), *_sketches(grams)])


def _sketches(grams: Grams) -> Iterator[Keys]:
    """The grams that are in the sketches of their texts, with the text of each, some at a time."""
    limits, sizes = sketch_limits(grams.sizes).astype(np.uint32), grams.sizes
    for begin, end in grams.blocks():
        some = grams.values[grams.starts[begin] : grams.starts[end]]
        at = np.flatnonzero(some <= np.repeat(limits[begin:end], sizes[begin:end]))
        bounds = np.searchsorted(at, grams.starts[begin : end + 1] - grams.starts[begin])
        yield some.take(at).astype(np.uint64) << np.uint64(32) | np.repeat(np.arange(begin, end, dtype=np.uint64), np.diff(bounds))


def find_postings(grams: Grams) -> Postings:
    """The fingerprints of all sketches that stand in at least two."""
    sizes = np.zeros(len(grams), np.int64)
    found = [(np.zeros(0, np.uint32), np.zeros(0, np.uint32))]
    for part in _parts(grams):
        part.sort()
        keys = part[begins(part)]
        text, value = keys.astype("<u8", copy=False).view(np.uint32).reshape(-1, 2).T
        sizes += np.bincount(text, minlength=len(grams))
        alone = begins(value)
        alone[:-1] &= alone[1:]
        shared = np.flatnonzero(~alone)
        value, text = value.take(shared), text.take(shared)
        _put_together(value, text)
        found.append((value, text))
    return Postings(np.concatenate([v for v, _ in found]), np.concatenate([t for _, t in found]), sketch_limits(grams.sizes), sizes)


def _parts(grams: Grams) -> Iterator[Keys]:
    """The sketches, a range of fingerprints at a time, in order of the ranges."""
    parts = int(np.minimum(grams.sizes, SIZE).sum()) // _PART + 1
    if parts == 1:
        yield _sketched(grams)
        return
    some = _sketched(grams.some(np.arange(0, len(grams), max(1, len(grams) >> 7))))  # tells how fingerprints are spread
    bounds = np.sort(some)[np.arange(1, parts) * len(some) // parts] >> np.uint64(32) << np.uint64(32)
    waiting: list[list[Keys]] = [[] for _ in range(parts)]
    for keys in _sketches(grams):
        part_of = np.searchsorted(bounds, keys, side="right")
        for part, held in enumerate(waiting):
            held.append(keys.compress(part_of == part))
    while waiting:
        yield np.concatenate(waiting.pop(0))


def _put_together(values: Codes, texts: Codes) -> None:
    """Texts that share a fingerprint in an order in which copies stand together, where these are too many to compare all."""
    bits = np.uint64(int(texts.max(initial=1)).bit_length())
    begin = np.flatnonzero(begins(values))
    times = np.diff(np.append(begin, len(values)))
    at = np.flatnonzero(np.repeat(times > WINDOW + 1, times))
    value, text = values[at], texts[at]
    order = np.sort(text.astype(np.uint64) << np.uint64(32) | np.arange(len(at), dtype=np.uint64)) & np.uint64(ALL)
    following = np.empty_like(value)
    following[order.astype(np.int64)] = np.roll(value[order.astype(np.int64)], -1)
    # value, what can be seen of the text's next one, text: in one key that sorts quickly
    keys = value.astype(np.uint64) << np.uint64(32)
    keys |= (following * _ODD >> np.uint32(bits)).astype(np.uint64) << bits
    keys |= text
    keys.sort()
    texts[at] = keys & np.uint64((1 << int(bits)) - 1)
