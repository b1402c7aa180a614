"""Pairs of texts by how many fingerprints of their sketches they share.

They are counted once. What is learnt later about single fingerprints is added or taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from essaykit.arrays import begins
from essaykit.copies.grams import Bools, Codes, Ints
from essaykit.copies.sketch import WINDOW, Postings
from essaykit.shelf import Shelf

_TEXT = np.uint64(24)
"""Bits of a text's number."""
_COUNT = np.uint64(16)
"""Bits that tell how often."""
_TIMES = np.uint64(0xFFFF)
_SOME = 1 << 16
"""Postings that are looked through at a time."""
_PAIRS = 1 << 22
"""Pairs that are put in order at a time."""
_HELD = 1 << 25
"""Bytes of pairs that wait in memory, when they are taken in turn."""
Met = npt.NDArray[np.uint64]
"""Pairs in order, each once: the lower number of a text, the higher, how many fingerprints they share, in one key that sorts quickly."""
_NONE: Met = np.zeros(0, np.uint64)


def met(postings: Postings, kept: Bools, nearest: int = 1, farthest: int = WINDOW) -> Met:
    """The pairs that share some of the postings; in order.

    Texts that share one are paired with so many neighbours; copies stand together, as more is compared than the one.

    Args:
        postings: of all sketches.
        kept: those that count.
        nearest: how far from a text those stand that it is paired with, at least.
        farthest: at most.
    """
    return np.concatenate([*met_in_turn(postings, kept, _NONE, nearest, farthest)])


def met_in_turn(postings: Postings, kept: Bools, known: Met = _NONE, nearest: int = 1, farthest: int = WINDOW) -> Iterator[Met]:
    """The pairs that share some of the postings, and those that are known, some at a time in order; together they may not fit the memory.

    Args:
        postings: of all sketches.
        kept: those that count.
        known: pairs that other postings share.
        nearest: how far from a text those stand that it is paired with, at least.
        farthest: at most.
    """
    shelf, parts = Shelf(_HELD), np.count_nonzero(kept) * (farthest - nearest + 1) // _PAIRS + 1
    bounds: Met | None = None
    waiting: list[list[Callable[[], Met]]] = [[] for _ in range(parts)]
    for run in _met_in_runs(postings, kept, nearest, farthest):
        if bounds is None:  # one run tells how texts are spread among pairs
            bounds = run[np.arange(1, parts) * len(run) // parts] & ~_TIMES
        for some, piece in zip(waiting, np.split(run, np.searchsorted(run, bounds)), strict=True):
            some.append(shelf.put(piece))
    if bounds is None:
        yield known
        return
    for some, piece in zip(waiting, np.split(known, np.searchsorted(known, bounds)), strict=True):
        yield together(piece, *(back() for back in some))


def _met_in_runs(postings: Postings, kept: Bools, nearest: int, farthest: int) -> Iterator[Met]:
    """The pairs that share some fingerprints, then those that share some others …; none is empty."""
    values, texts = postings.values.compress(kept), postings.texts.compress(kept)
    for begin, end in _runs(values):
        value, text = values[begin:end], texts[begin:end].astype(np.uint64)
        pairs = [np.zeros(0, np.uint64)]
        at = np.flatnonzero(value[nearest:] == value[:-nearest])
        for distance in range(nearest, farthest + 1):
            if not len(at):
                break
            first, second = text.take(at), text.take(at + distance)
            pairs.append(np.minimum(first, second) << _TEXT | np.maximum(first, second))
            at = at[: np.searchsorted(at, len(value) - distance - 1)]
            at = at.compress(value.take(at + (distance + 1)) == value.take(at))
        keys = np.concatenate(pairs)
        if not len(keys):
            continue
        keys.sort()
        new = np.flatnonzero(begins(keys))
        yield keys[new] << _COUNT | np.diff(np.append(new, len(keys))).astype(np.uint64)


def together(*parts: Met) -> Met:
    """The pairs of all parts, with the sums of how often they are met in each."""
    some = [part for part in parts if len(part)]
    if len(some) < 2:
        return some[0] if some else parts[0]
    keys = np.concatenate(some)
    keys.sort()
    times = (keys & _TIMES).astype(np.uint16)
    keys &= ~_TIMES
    new = np.flatnonzero(begins(keys))
    return keys[new] | np.add.reduceat(times, new, dtype=np.uint64)


def met_without(postings: Postings, kept: Bools, found: Met, taken: Bools) -> Met:
    """The pairs that are found to share some of the kept postings, once some are taken away: all of a value, or none of them."""
    if 2 * np.count_nonzero(kept & taken) > np.count_nonzero(kept):
        return met(postings, kept & ~taken)
    return _apart(found, met(postings, kept & taken))


def _apart(whole: Met, part: Met) -> Met:
    """The pairs of a whole, less often by what is said of one part of it."""
    left: Met = whole.copy()
    left[np.searchsorted(whole >> _COUNT, part >> _COUNT)] -= part & _TIMES
    return left.compress(left & _TIMES > 0)


def pairs(found: Met, least: int = 1) -> tuple[Ints, Ints, Ints]:
    """Pairs that are met at least so often: first and second, in order, and how often."""
    times = (found & _TIMES).astype(np.int64)
    some = np.flatnonzero(times >= least)
    keys = found.take(some) >> _COUNT
    return (keys >> _TEXT).astype(np.int64), (keys & np.uint64((1 << int(_TEXT)) - 1)).astype(np.int64), times.take(some)


def _runs(values: Codes) -> Iterator[tuple[int, int]]:
    """Ranges of a sorted row that are not much longer than `_SOME`, none of which parts equal values."""
    begin = 0
    while begin < len(values):
        end = min(begin + _SOME, len(values))
        end = int(np.searchsorted(values, values[end - 1], side="right"))
        yield begin, end
        begin = end
