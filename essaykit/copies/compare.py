"""How much of one text stands in another: exact, from the fingerprints of both.

Texts are compared in groups. For each gram it is looked up once which texts of the
group hold it, a bit for each; from then on runs of grams that the same texts hold
stand for their grams.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import SIZE, Bools, Codes, Grams, Ints
from essaykit.copies.groups import Groups, grouped

GAP = 16
"""Characters between two runs that agree which still are taken for an edit of what was copied; a sentence left out is longer."""
SHORTEST = 15
"""Characters of the shortest passage that counts."""
_BLOCK = 1 << 16
"""Grams that are compared at a time: of so many texts' groups the table of slots stays in the processor's cache."""
_BITS = 16
"""Of a slot, at least."""
_ODD = 0x9E3779B1
_Scalar = TypeVar("_Scalar", bound=np.generic)
Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.unsignedinteger]
"""For each gram the texts of its group that hold it: a bit for each, by its rank."""


def compare(grams: Grams, left: Ints, right: Ints, left_out: Bools | None = None) -> tuple[Ints, Floats]:
    """For each pair, how many grams of the left text stand in the right one, and which share of its characters is in common passages.

    A common passage may have gaps of up to `GAP` characters and has at least `SHORTEST`.

    Args:
        grams: the texts.
        left: numbers of texts.
        right: what each is compared with.
        left_out: fingerprints that count on neither side, as stock does not; a share is still one of all characters.
    """
    counts, shares = np.zeros(len(left), np.int64), np.zeros(len(left))
    groups = grouped(len(grams), left, right)
    ordered = np.argsort(groups.left, kind="stable")
    pairs = np.searchsorted(groups.left[ordered], np.arange(len(groups.texts) + 1))
    for begin, end in _blocks(groups, grams.sizes[groups.texts]):
        order = begin + np.argsort(groups.ranks[begin:end], kind="stable")  # the first of each group, the second of each …
        place = np.empty_like(order)
        place[order - begin] = np.arange(len(order))
        texts, ranks = groups.texts[order], groups.ranks[order]
        bounds = np.append(0, np.cumsum(grams.sizes[texts]))
        masks = _masks(_gathered(grams.values, grams, texts), bounds, groups.numbers[order], ranks)
        if left_out is not None:
            np.copyto(masks, 0, where=_gathered(left_out, grams, texts))
        some = ordered[pairs[begin] : pairs[end]]
        counts[some], shares[some] = _measured(masks, bounds, place[groups.left[some] - begin], groups.ranks[groups.right[some]])
    return counts, shares


def _blocks(groups: Groups, sizes: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of texts that are whole groups, and together not much larger than `_BLOCK`."""
    ends = np.append(np.flatnonzero(np.diff(groups.numbers)) + 1, len(sizes)) if len(sizes) else np.zeros(0, np.int64)
    upto = np.cumsum(sizes)[ends - 1]
    begin = done = 0
    while begin < len(sizes):
        last = int(np.searchsorted(upto, done + _BLOCK, side="right"))
        last = min(max(last, int(np.searchsorted(ends, begin, side="right")) + 1), len(ends)) - 1
        yield begin, int(ends[last])
        begin, done = int(ends[last]), int(upto[last])


def _gathered(values: npt.NDArray[_Scalar], grams: Grams, texts: Ints) -> npt.NDArray[_Scalar]:
    """What is said of the grams of texts, one after another."""
    return np.concatenate(
        [values[low:high] for low, high in zip(grams.starts[texts].tolist(), grams.starts[texts + 1].tolist(), strict=True)]
    )


def _masks(values: Codes, bounds: Ints, groups: Ints, ranks: Ints) -> Masks:
    """Which texts of its group hold each gram.

    Args:
        values: fingerprints of texts, in order of their ranks.
        bounds: where each text begins, and the end of the last.
        groups: of each text; numbers that follow one another, so that the same fingerprint of two groups never has the same slot.
        ranks: the place of each text in its group.
    """
    slots, rounds = _slots(values, np.repeat(groups.astype(np.uint32), np.diff(bounds)))
    last = int(ranks[-1])
    held: Masks = np.zeros(rounds, np.min_scalar_type((1 << last + 1) - 1))
    spans = bounds[np.searchsorted(ranks, np.arange(last + 2))].tolist()
    for rank, (low, high) in enumerate(pairwise(spans)):
        some = slots[low:high]
        held[some] = held.take(some) | held.dtype.type(1 << rank)
    return held.take(slots)


def _slots(values: Codes, salts: Codes) -> tuple[npt.NDArray[np.intp], int]:
    """A slot for each fingerprint and salt, the same for the same and none for two; and how many slots there are."""
    bits = max(_BITS, len(values).bit_length())
    shift, size = np.uint32(32 - bits), 1 << bits
    salts &= np.uint32(size - 1)
    table = np.empty(size, np.uint32)
    slots = ((values >> shift) ^ salts).astype(np.intp)
    table[slots] = values
    lost = np.flatnonzero(table.take(slots) != values)  # another one has the slot
    odd, rounds = _ODD, 1
    while len(lost):
        some = values.take(lost)
        places = ((some * np.uint32(odd) >> shift) ^ salts.take(lost)).astype(np.intp)
        table[places] = some
        slots[lost] = places + rounds * size
        lost = lost.compress(table.take(places) != some)
        odd, rounds = odd * _ODD & 0xFFFFFFFF, rounds + 1
    return slots, rounds * size


def _measured(masks: Masks, bounds: Ints, this: Ints, rank: Ints) -> tuple[Ints, Floats]:
    """Of pairs, how many grams of the one are held by the other, and the share of its characters in passages.

    Args:
        masks: of the grams of all texts.
        bounds: where each text begins, and the end of the last.
        this: of each pair the text that is measured.
        rank: the bit of the other.
    """
    new = np.ones(len(masks), dtype=bool)
    new[1:] = masks[1:] != masks[:-1]
    new[bounds[:-1][bounds[:-1] < len(masks)]] = True
    first = np.flatnonzero(new)  # of each run of grams that the same texts hold
    some = np.flatnonzero(masks.take(first))
    last, first = np.append(first[1:], len(masks)).take(some) - 1, first.take(some)
    held, runs = masks.take(first), np.searchsorted(first, bounds)
    times = runs[this + 1] - runs[this]
    ends = np.cumsum(times)
    rows = np.arange(ends[-1] if len(ends) else 0) + np.repeat(runs[this] - (ends - times), times)
    hits = np.flatnonzero(held.take(rows) & np.repeat(masks.dtype.type(1) << rank.astype(masks.dtype), times))
    rows = rows.take(hits)
    first, last, runs = first.take(rows), last.take(rows), np.searchsorted(hits, np.append(0, ends))
    if not len(first):
        return np.zeros(len(this), np.int64), np.zeros(len(this))
    counts = np.diff(np.append(0, np.cumsum(last - first + 1))[runs])
    new = np.append(True, first[1:] - last[:-1] > SIZE + GAP)
    new[runs[:-1][counts > 0]] = True
    new = np.flatnonzero(new)  # of each passage
    length = last[np.append(new[1:], len(last)) - 1] - first[new] + SIZE
    length[length < SHORTEST] = 0
    covered = np.diff(np.append(0, np.cumsum(length))[np.searchsorted(new, runs)])
    return counts, np.minimum(1.0, covered / np.maximum(np.diff(bounds)[this] + SIZE - 1, 1))
