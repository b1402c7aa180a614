"""Pairs of texts by how many fingerprints of their sketches they share.

They are counted once. What is learnt later about single fingerprints is added or taken away.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import Bools, Codes, Ints, begins
from essaykit.copies.sketch import WINDOW, Postings

_TEXT = np.uint64(24)
"""Bits of a text's number."""
_COUNT = np.uint64(16)
"""Bits that tell how often."""
_TIMES = np.uint64(0xFFFF)
_SOME = 1 << 20
"""Postings that are looked through at a time."""
Met = npt.NDArray[np.uint64]
"""Pairs in order, each once: the lower number of a text, the higher, how many fingerprints they share, in one key that sorts quickly."""


def met(postings: Postings, kept: Bools, nearest: int = 1, farthest: int = WINDOW) -> Met:
    """The pairs that share some of the postings.

    Texts that share one are paired with so many neighbours; copies stand together, as more is compared than the one.

    Args:
        postings: of all sketches.
        kept: those that count.
        nearest: how far from a text those stand that it is paired with, at least.
        farthest: at most.
    """
    some = np.flatnonzero(kept)
    values, texts = postings.values[some], postings.texts[some].astype(np.uint64)
    found = [np.zeros(0, np.uint64)]
    for begin, end in _runs(values):
        value, text = values[begin:end], texts[begin:end]
        pairs = [np.zeros(0, np.uint64)]
        at = np.flatnonzero(value[nearest:] == value[:-nearest])
        for distance in range(nearest, farthest + 1):
            if not len(at):
                break
            first, second = text.take(at), text.take(at + distance)
            pairs.append(np.minimum(first, second) << _TEXT | np.maximum(first, second))
            at = at[: np.searchsorted(at, len(value) - distance - 1)]
            at = at[value.take(at + (distance + 1)) == value.take(at)]
        keys = np.concatenate(pairs)
        keys.sort()
        new = np.flatnonzero(begins(keys))
        found.append(keys[new] << _COUNT | np.diff(np.append(new, len(keys))).astype(np.uint64))
    return together(*found)


def together(*parts: Met) -> Met:
    """The pairs of all parts, with the sums of how often they are met in each."""
    some = [part for part in parts if len(part)]
    if len(some) < 2:
        return some[0] if some else parts[0]
    keys = np.concatenate(some)
    keys.sort()
    new = np.flatnonzero(begins(keys >> _COUNT))
    return (keys[new] & ~_TIMES) | np.add.reduceat(keys & _TIMES, new)


def apart(whole: Met, part: Met) -> Met:
    """The pairs of a whole, less often by what is said of one part of it."""
    left: Met = whole.copy()
    left[np.searchsorted(whole >> _COUNT, part >> _COUNT)] -= part & _TIMES
    return left[left & _TIMES > 0]


def pairs(found: Met, least: int = 1) -> tuple[Ints, Ints, Ints]:
    """Pairs that are met at least so often: first and second, in order, and how often."""
    times = (found & _TIMES).astype(np.int64)
    some = times >= least
    keys = found[some] >> _COUNT
    return (keys >> _TEXT).astype(np.int64), (keys & np.uint64((1 << int(_TEXT)) - 1)).astype(np.int64), times[some]


def _runs(values: Codes) -> Iterator[tuple[int, int]]:
    """Ranges of a sorted row that are not much longer than `_SOME`, none of which parts equal values."""
    begin = 0
    while begin < len(values):
        end = min(begin + _SOME, len(values))
        end = int(np.searchsorted(values, values[end - 1], side="right"))
        yield begin, end
        begin = end
