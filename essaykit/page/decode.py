"""From the probability of each block to the main text: one stretch of the page, without the boxes in it that are not text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from essaykit.model import Block
from essaykit.page.boxes import Boxes
from essaykit.page.names import numbered_steps

Array = NDArray[np.float64]

START, START_SHARE = 0.4, 0.7  # first guess of the threshold, below the likeliest block; where it ends seldom depends on it
CLOSE = 1e-3
ROUNDS = 6
DOUBTFUL = 0.5  # a box inside the stretch that is on the whole less likely than this is left out
DROPPED = 0.15  # a block less likely than this does not belong to the text it stands in
POST = 0.1  # nor does a post of a forum
MOST_POSTS = 0.5  # share of the text that stands in numbered elements where they are what the page is made of


def best_stretch(share: Array, size: Array) -> tuple[int, int, float]:
    """The stretch of blocks with the highest expected F1 and half that F1, the threshold at which it is best.

    A set is best in expectation where it takes all above half of its own F1 (Lewis 1995, Ye et al. 2012); of
    contiguous stretches the one with the largest surplus over it is found by Kadane's algorithm, and both are iterated.
    """
    total = float((share * size).sum())
    sums, sizes = np.concatenate(([0.0], np.cumsum(share * size))), np.concatenate(([0.0], np.cumsum(size)))
    threshold = min(START, START_SHARE * float(share.max()))
    for _ in range(ROUNDS):
        low, high = _largest(((share - threshold) * size).tolist())
        better = float((sums[high] - sums[low]) / (sizes[high] - sizes[low] + total))  # below its mean, so something is above it
        if abs(better - threshold) < CLOSE:
            break
        threshold = better
    return low, high, threshold


def _largest(gains: Sequence[float]) -> tuple[int, int]:
    best, low, high = 0.0, 0, 0
    current, start = 0.0, 0
    for index, gain in enumerate(gains):
        if current <= 0:
            current, start = 0.0, index
        current += gain
        if current > best:
            best, low, high = current, start, index + 1
    return low, high


class Choice(NamedTuple):
    """Blocks chosen one by one."""

    blocks: list[int]
    posts: bool
    """They are the posts of a forum, or the like."""


def choose(share: Array, size: Array, boxes: Boxes, blocks: Sequence[Block]) -> Choice:
    """The blocks that are the main text, judged one by one; at least one."""
    low, high, threshold = best_stretch(share, size)
    kept = share >= DROPPED
    kept[:low] = False
    kept[high:] = False
    gains = np.concatenate(([0.0], np.cumsum((share - max(threshold, DOUBTFUL)) * size)))
    inside = (boxes.first >= low) & (boxes.last <= high) & ((boxes.first > low) | (boxes.last < high))
    for box in np.flatnonzero(inside & (gains[boxes.last] < gains[boxes.first])).tolist():
        kept[boxes.first[box] : boxes.last[box]] = False
    if not kept.any():
        kept[low:high] = True
    posts = _posts(kept, share, size, blocks)
    return Choice(np.flatnonzero(kept | posts).tolist(), bool(posts.any()))


def _posts(kept: NDArray[np.bool_], share: Array, size: Array, blocks: Sequence[Block]) -> NDArray[np.bool_]:
    """Where the text stands in an element whose id counts, as posts of a forum do, those of its siblings belong to it."""
    masses: dict[str, float] = {}
    for index in np.flatnonzero(kept).tolist():
        for step in numbered_steps(blocks[index].path):
            masses[step] = masses.get(step, 0.0) + float(size[index])
    steps = [step for step, mass in masses.items() if mass > MOST_POSTS * float(size[kept].sum())]
    if not steps:
        return np.zeros(len(blocks), bool)
    post = steps[-1]  # the innermost one: those around it hold also who wrote it, and when
    return np.array([p >= POST and post in numbered_steps(b.path) for p, b in zip(share.tolist(), blocks, strict=True)])
