"""Which pairs are worth comparing: one-permutation MinHash, and bands of one bin that grow where many agree.

One-permutation hashing: Li, Owen, Zhang, "One Permutation Hashing", NIPS 2012. A
sketch depends on its text alone, so sketches of shards are simply put together.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import Bools, Codes, Grams, Ints

WINDOW = 32
"""Texts that share a bin are paired with so many neighbours; more are sorted by the next bin first, so that copies stand together."""
_SOME = 1 << 22
"""Pairs that are gathered before doubles are taken out."""
_ODD = np.uint32(0x9E3779B1)
Sketches = npt.NDArray[np.uint32]


def find_sketches(grams: Grams, bins: int, left_out: Bools | None = None) -> Sketches:
    """The least fingerprint of each text in each of `bins` (a power of two) equal ranges; 0 where there is none.

    Args:
        grams: the texts.
        bins: more find smaller overlaps.
        left_out: fingerprints that don't count, as stock does not.
    """
    shift = np.uint32(32 - bins.bit_length() + 1)
    found = np.zeros((len(grams), bins), np.uint32)
    for begin, end in grams.blocks():
        low, high = grams.starts[begin], grams.starts[end]
        values = grams.values[low:high]
        row = np.repeat(np.arange(end - begin) * bins, grams.sizes[begin:end])
        if left_out is not None:
            kept = ~left_out[low:high]
            values, row = values[kept], row[kept]
        least = np.full((end - begin) * bins, 0xFFFFFFFF, np.uint32)
        np.minimum.at(least, row + (values >> shift), values)
        least[least == 0xFFFFFFFF] = 0
        found[begin:end] = least.reshape(-1, bins)
    return found


def candidates(sketches: Sketches, agreeing: int = 1) -> tuple[Ints, Ints, Ints]:
    """Pairs of texts that agree in at least so many bins: first and second, in order, and in how many they agree."""
    texts, bins = sketches.shape
    bands = np.ascontiguousarray(sketches.T)
    gathered: list[npt.NDArray[np.uint64]] = []
    keys = np.zeros(0, np.uint64)
    counts = np.zeros(0, np.int64)
    waiting = 0
    for band in range(bins):
        for first, second in _neighbours(bands[band], bands[(band + 1) % bins]):
            gathered.append(np.minimum(first, second) * np.uint64(texts) + np.maximum(first, second))
            waiting += len(first)
        if waiting > max(_SOME, len(keys)):
            keys, counts = _counted(keys, counts, gathered)
            gathered, waiting = [], 0
    keys, counts = _counted(keys, counts, gathered)
    keys, counts = keys[counts >= agreeing], counts[counts >= agreeing]
    return (keys // np.uint64(max(texts, 1))).astype(np.int64), (keys % np.uint64(max(texts, 1))).astype(np.int64), counts


def _neighbours(column: Codes, following: Codes) -> list[tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]]:
    """Pairs of texts with the same value, not further apart than `WINDOW` in the order of what follows."""
    filled = np.flatnonzero(column)
    bits = max(1, len(column).bit_length())  # value, what can be seen of the next one, number: in one key that sorts quickly
    seen = (following[filled] * _ODD >> np.uint32(bits)).astype(np.uint64)
    keys = np.sort(column[filled].astype(np.uint64) << np.uint64(32) | seen << np.uint64(bits) | filled.astype(np.uint64))
    values, numbers = (keys >> np.uint64(32)).astype(np.uint32), keys & np.uint64((1 << bits) - 1)
    at = np.flatnonzero(values[1:] == values[:-1])
    pairs = []
    for distance in range(1, WINDOW + 1):
        if not len(at):
            break
        pairs.append((numbers[at], numbers[at + distance]))
        at = at[at + distance + 1 < len(values)]
        at = at[values[at + distance + 1] == values[at]]
    return pairs


def _counted(keys: npt.NDArray[np.uint64], counts: Ints, more: list[npt.NDArray[np.uint64]]) -> tuple[npt.NDArray[np.uint64], Ints]:
    """Different keys in order, with how often each was met."""
    fresh = np.sort(np.concatenate([np.zeros(0, np.uint64), *more]))
    if not len(fresh):
        return keys, counts
    new = np.flatnonzero(np.append(True, fresh[1:] != fresh[:-1]))
    fresh, fresh_counts = fresh[new], np.diff(np.append(new, len(fresh)))
    if not len(keys):
        return fresh, fresh_counts
    both, inverse = np.unique(np.concatenate((keys, fresh)), return_inverse=True)
    return both, np.bincount(inverse, weights=np.concatenate((counts, fresh_counts))).astype(np.int64)
