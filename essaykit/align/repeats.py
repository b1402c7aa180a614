"""Passages that stand twice in one text."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from essaykit.align.normalise import normalise
from essaykit.text import code_points

_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], np.uint64)
"""Odd numbers without a pattern: products with them tell runs apart."""
SEED = 12
"""Characters of the normal form that have to agree before two places are compared; shorter runs are everyday phrases."""


class Repeat(NamedTuple):
    """A passage and its second copy, in code points of the text; ``length`` counts characters of the normal form that agree."""

    first: tuple[int, int]
    second: tuple[int, int]
    length: int


def repeats(text: str, *, shortest: int = 30, gap: int = 30) -> list[Repeat]:
    """Passages of at least `shortest` characters that stand twice, in the order of the second copies.

    Both copies are compared in normal form. Runs that follow one another in both
    places with at most `gap` characters between are one passage, so a copy with a
    changed word is still one. Linear in the length of the text: a copy is
    compared with the first place that shares its first `SEED` characters.

    >>> paragraph = "第三个月我遇到了第一次安乐死，主人抱着它坐了很久，最后点了头。"
    >>> [(text_one, text_two, n)] = repeats(paragraph + "\\n中间。\\n" + paragraph, shortest=20)
    >>> (text_one, text_two, n)
    ((0, 30), (36, 66), 28)
    """
    normal, offsets = normalise(text)
    runs: list[tuple[int, int, int]] = []
    after = 0
    for earlier, at in _seeds_again(normal):
        if at < after:
            continue
        length = SEED
        while at + length < len(normal) and earlier + length < at and normal[earlier + length] == normal[at + length]:
            length += 1
        runs.append((earlier, at, length))
        after = at + length
    return [
        Repeat((offsets[a], offsets[a_end - 1] + 1), (offsets[b], offsets[b_end - 1] + 1), length)
        for a, a_end, b, b_end, length in _chained(runs, gap)
        if length >= shortest
    ]


def _seeds_again(normal: str) -> list[tuple[int, int]]:
    """Runs of `SEED` characters that stood before without overlap: where they stood first, and where they stand; in order."""
    codes = code_points(normal).astype(np.uint64)
    if len(codes) < 2 * SEED:
        return []
    pairs = codes[:-1] * _MIXERS[0] + codes[1:]
    fours = pairs[:-2] * _MIXERS[1] + pairs[2:]
    hashed = fours[:-8] * _MIXERS[2] + fours[4:-4] * _MIXERS[3] + fours[8:]
    order = np.argsort(hashed)
    ordered = hashed[order]
    alike = np.flatnonzero(ordered[1:] == ordered[:-1])
    first: dict[str, int] = {}
    found = []
    for at in sorted({*order[alike].tolist(), *order[alike + 1].tolist()}):  # not surely alike: two may have one hash
        earlier = first.setdefault(normal[at : at + SEED], at)
        if earlier + SEED <= at:
            found.append((earlier, at))
    return found


def _chained(runs: list[tuple[int, int, int]], gap: int) -> list[tuple[int, int, int, int, int]]:
    """Join runs that go on, after at most `gap` characters, in both places: start and end there, start and end here, agreeing."""
    chains: list[tuple[int, int, int, int, int]] = []
    for earlier, at, length in runs:
        if chains:
            a, a_end, b, b_end, agreeing = chains[-1]
            if 0 <= earlier - a_end <= gap and 0 <= at - b_end <= gap and earlier + length <= b:
                chains[-1] = (a, earlier + length, b, at + length, agreeing + length)
                continue
        chains.append((earlier, earlier + length, at, at + length, length))
    return chains
