"""Passages that two texts have in common, with offsets on both sides, through most of what is done to hide them.

Runs of the normal form that agree are seeds; seeds that follow one another in
both texts with small gaps are one passage, whatever was put into the gaps; its
ends reach on as long as short pieces go on agreeing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from essaykit.copies.folding import Folded
from essaykit.copies.grams import SIZE, Bools, Codes, hashed
from essaykit.copies.lookup import are_among
from essaykit.text import code_points

GAP = 30
"""Characters of a gap on either side that a passage may have."""
SHORTEST = 12
"""Characters of the shortest passage, a mean of both sides: some 15 with marks and particles, which are not counted."""
SEED = 4
"""Characters that agree where a passage is looked for."""
SURE = 8
"""Of a passage so many characters stand in seeds, one of them longer than `SEED`."""
_MOST_PLACES = 32
"""Places of one gram in the other text that are tried."""
_REACH = 12
"""Characters over which an end of a passage looks for the next piece that agrees."""


class Passage(NamedTuple):
    """One passage in two texts, in code points of each."""

    this: tuple[int, int]
    source: tuple[int, int]
    agreeing: int
    """Characters of the folded form that agree."""
    longest: int
    """Of these, the longest run without a gap."""


class _Run(NamedTuple):
    a: int
    b: int
    length: int


def passages(this: Folded, source: Folded, left_out: Bools | None = None) -> list[Passage]:
    """Passages that two texts have in common, in the order of the first.

    Args:
        this: a text.
        source: another.
        left_out: for each character of the first whether it is stock: no passage is made of that alone.
    """
    runs = _runs(this.text, source.text, left_out)
    found = []
    for chain in _chains(runs):
        agreeing = sum(run.length for run in chain)
        if agreeing < SURE or max(run.length for run in chain) <= SEED:
            continue
        a, b = chain[0].a, chain[0].b
        a_end, b_end = (max(run.a + run.length for run in chain), max(run.b + run.length for run in chain))
        a, b = _reached(this.text[::-1], source.text[::-1], len(this.text) - a, len(source.text) - b)
        a, b = len(this.text) - a, len(source.text) - b
        a_end, b_end = _reached(this.text, source.text, a_end, b_end)
        if a_end - a + b_end - b >= 2 * SHORTEST:
            found.append(Passage(this.span(a, a_end), source.span(b, b_end), agreeing, max(run.length for run in chain)))
    return _without_covered(found)


def _runs(a: str, b: str, left_out: Bools | None) -> list[_Run]:
    """The longest runs that agree, in the order of the first text; inside another run on one diagonal none is told again."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(b) - SEED + 1):
        places[b[at : at + SEED]].append(at)
    ends: dict[int, int] = {}
    found = []
    for at in range(len(a) - SEED + 1):
        for other in places.get(a[at : at + SEED], ())[:_MOST_PLACES]:
            if ends.get(at - other, -1) > at:
                continue
            length = SEED
            while at + length < len(a) and other + length < len(b) and a[at + length] == b[other + length]:
                length += 1
            ends[at - other] = at + length
            if left_out is not None and left_out[at : at + length].mean() > 0.5:
                continue
            found.append(_Run(at, other, length))
    return found


def _chains(runs: list[_Run]) -> list[list[_Run]]:
    """Runs put together that follow one another in both texts; each goes to the passage whose end is nearest."""
    chains: list[list[_Run]] = []
    open_: list[list[_Run]] = []
    for run in runs:
        open_ = [chain for chain in open_ if run.a - chain[-1].a - chain[-1].length <= GAP]
        best, least = None, 3 * GAP
        for chain in open_:
            last = chain[-1]
            gap_a, gap_b = run.a - last.a - last.length, run.b - last.b - last.length
            if run.a + run.length <= last.a + last.length or not (-SIZE < gap_b <= GAP) or run.b + run.length <= last.b + last.length:
                continue
            cost = abs(gap_a) + abs(gap_b) + abs(gap_a - gap_b)
            if cost < least:
                best, least = chain, cost
        if best is None:
            chains.append([run])
            open_.append(chains[-1])
        else:
            best.append(run)
    return chains


def _reached(a: str, b: str, a_end: int, b_end: int) -> tuple[int, int]:
    """The ends moved on over pieces of at least two characters that agree, next to one another on both sides."""
    while True:
        best = None
        for skip in range(_REACH):
            for skip_a in range(skip + 1):
                skip_b = skip - skip_a
                i, j = a_end + skip_a, b_end + skip_b
                if abs(skip_a - skip_b) <= 4 and a[i : i + 2] == b[j : j + 2] and i + 2 <= len(a) and j + 2 <= len(b):
                    best = (i + 2, j + 2)
                    break
            if best:
                break
        if best is None:
            return a_end, b_end
        a_end, b_end = best


def _without_covered(found: list[Passage]) -> list[Passage]:
    """Passages without those that lie, on both sides, in a larger one."""
    kept: list[Passage] = []
    for passage in sorted(found, key=lambda p: -p.agreeing):
        if not any(_is_covered(passage, other) for other in kept):
            kept.append(passage)
    return sorted(kept)


def _is_covered(passage: Passage, other: Passage) -> bool:
    here, there = _covered(passage.this, other.this), _covered(passage.source, other.source)
    chance = passage.agreeing < min(0.5 * other.agreeing, 2 * SHORTEST)  # a phrase that is met again where something larger was copied
    return min(here, there) > 0.5 or (chance and max(here, there) > 0.7)


def _covered(span: tuple[int, int], other: tuple[int, int]) -> float:
    return max(0, min(span[1], other[1]) - max(span[0], other[0])) / max(span[1] - span[0], 1)


def stock_characters(values: Bools) -> Bools:
    """For each character of a normal form whether it lies in a gram that is stock."""
    inside = np.zeros(len(values) + SIZE - 1, dtype=bool)
    for place in range(SIZE):
        inside[place : place + len(values)] |= values
    return inside


def stock_mask(folded: Folded, stock: Codes) -> Bools:
    """For each character of the folded form whether it stands in a 5-gram of the text that is stock."""
    offsets = np.array(folded.normal.offsets, dtype=np.int64)
    inside = np.zeros(len(folded.raw) + 1, dtype=bool)
    inside[offsets[stock_characters(are_among(hashed(code_points(folded.normal.text)), stock))[: len(offsets)]]] = True
    return inside[np.array(folded.starts, dtype=np.int64)] if folded.starts else np.zeros(0, dtype=bool)
