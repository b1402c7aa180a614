"""Arrays of numbers: their types, where sorted ones change, and where one stands among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T", bound=np.generic)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.float64]
"""Points: texts × dimensions."""
Hashes = npt.NDArray[np.uint64]

_IN_CACHE = 1 << 15
"""Numbers that are worked on at a time where many steps follow one another."""
_FACTOR, _MIX, _STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0xD6E8FEB86659FD93)


def steps(values: npt.NDArray[np.generic]) -> Bools:
    """True where a value differs from the one before it, and at the beginning."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def distinct(values: npt.NDArray[T]) -> npt.NDArray[T]:
    """The different values, rising, as `numpy.unique` has them, which since NumPy 2.3 is ten times slower where there are millions."""
    in_order = np.sort(values)
    return in_order[steps(in_order)] if len(in_order) else in_order


def counted(values: npt.NDArray[np.generic]) -> tuple[Ints, Ints]:
    """Of sorted values: where each different one begins, and how often it stands there."""
    begin = np.flatnonzero(steps(values))
    return begin, np.diff(begin, append=len(values))


def hashed(values: npt.NDArray[np.integer], begin: Ints) -> Hashes:
    """A hash of each value at its place in its run; the sum of those of a run tells runs apart.

    Args:
        values: any.
        begin: where each run begins; it goes on to the next.
    """
    mixed: Hashes = np.full(len(values), _STEP)  # once for each place from 1 on: no run of zeros hashes to 0
    mixed[begin[1:]] -= np.diff(begin).astype(np.uint64) * _STEP
    np.cumsum(mixed, out=mixed)
    for first in range(0, len(values), _IN_CACHE):
        some = mixed[first : first + _IN_CACHE]
        some += values[first : first + _IN_CACHE].astype(np.uint64) * _FACTOR
        some ^= some >> np.uint64(29)
        some *= _MIX
        some ^= some >> np.uint64(32)
    return mixed


def ranks(keys: Hashes, known: Hashes) -> npt.NDArray[np.int32]:
    """For each key how many of the known ones are less, as `numpy.searchsorted` has it, but faster.

    Args:
        keys: hashes in any order, spread evenly.
        known: different hashes, rising.

    >>> ranks(np.array([7, 1 << 63], dtype=np.uint64), np.array([5, 9, 1 << 63], dtype=np.uint64)).tolist()
    [1, 2]
    """
    return ranker(known)(keys)


def ranker(known: Hashes) -> Callable[[Hashes], npt.NDArray[np.int32]]:
    """`ranks` for keys that come some at a time: a table of the upper bits of the known hashes takes each key near its place."""
    bits = len(known).bit_length()
    shift = np.uint64(64 - bits)
    first = np.searchsorted(known, np.arange(1 << bits, dtype=np.uint64) << shift).astype(np.int32)
    bounded = np.append(known, np.uint64(0xFFFFFFFFFFFFFFFF))

    def ranks_of(keys: Hashes) -> npt.NDArray[np.int32]:
        found: npt.NDArray[np.int32] = first[(keys >> shift).view(np.int64)]
        behind = np.flatnonzero(bounded[found] < keys)
        while len(behind):
            found[behind] += 1
            behind = behind[bounded[found[behind]] < keys[behind]]
        return found

    return ranks_of
