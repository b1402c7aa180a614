"""The boxes of a page as a tree: for each what its text is like, and for each block the boxes around it that matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from essaykit.model import Box
from essaykit.page.measures import Measures
from essaykit.page.names import groups_of, unpacked

WHOLE = 0.98  # share of a page's prose from which a box is the page itself: its names say nothing of its parts
HALF = 0.5  # a box with half of the prose may be called a column ("left") and hold the text all the same
CLOSE = 5  # blocks of the smallest box that is looked at
ROOMY = 300  # characters of the smallest box whose density is looked at
DENSE = 0.6

Array = NDArray[np.float64]
_WIDE_NAMES = 0b111
"""The groups of names that count up to `WHOLE`: content, comment and foot."""


class Boxes(NamedTuple):
    """Boxes with sums over their blocks; numbers are indexes of boxes."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    parent: list[int]
    around: NDArray[np.int64]
    """The same, the outermost around itself."""
    inner: NDArray[np.int64]
    """For each block the innermost box around it."""
    characters: Array
    density: Array
    """Share of running prose."""
    linked: Array
    """Share of characters in links."""
    links: Array
    """Share of blocks that are nothing but a link."""
    covered: Array
    """Share of the page's prose."""
    named: Array
    """For each box and group of names whether it, or one around it, is named so."""


def arrange(boxes: Sequence[Box], by: Measures) -> Boxes:
    """The boxes of a page; one around all of it stands in where the outermost does not hold everything."""
    count = len(by.characters)
    if not boxes or boxes[0].first or boxes[0].last < count:
        boxes = (Box(first=0, last=count, path=""), *boxes)
    first, last = np.array([b.first for b in boxes]), np.array([b.last for b in boxes])
    parent, inner, open_ = [], np.zeros(count, np.int64), [0]
    for index, box in enumerate(boxes):
        while open_[-1] and boxes[open_[-1]].last <= box.first:
            open_.pop()
        parent.append(open_[-1] if index else -1)
        open_.append(index)
        inner[box.first : box.last] = index

    def total(values: Array) -> Array:
        sums = np.concatenate(([0.0], np.cumsum(values)))
        held: Array = sums[last] - sums[first]
        return held

    characters, prose = total(by.characters), total(by.prose)
    covered = prose / max(by.prose.sum(), 1e-9)
    said: list[int] = []
    for box, share, above in zip(boxes, covered.tolist(), parent, strict=True):
        own = 0 if share >= WHOLE else groups_of(box.path) if share < HALF else groups_of(box.path) & _WIDE_NAMES
        said.append(own if above < 0 else own | said[above])
    return Boxes(
        first, last, parent, np.maximum(parent, 0), inner, characters, prose / characters, total(by.characters * by.linked) / characters,
        total(by.only_link) / (last - first), covered, unpacked(said),
    )  # fmt: skip


def nearest(boxes: Boxes, fits: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each box the innermost one that fits, itself or around it; the outermost where none does."""
    found = np.where(fits, np.arange(len(fits)), boxes.around)
    while (found != (further := found[found])).any():  # each round looks twice as far
        found = further
    return found


def running(boxes: Boxes, values: Array) -> Array:
    """For each box the highest of the values of it and of those around it."""
    around = boxes.around
    while True:
        values = np.maximum(values, values[around])
        if not around.any():
            return values
        around = around[around]


def heart(boxes: Boxes, by: Measures) -> int:
    """The box that holds most prose close by: paragraphs count fully for the box right around them, less for those further out.

    The idea is that of Arc90's Readability.
    """
    sizes = (boxes.last - boxes.first).tolist()
    parent = boxes.parent
    prose = np.concatenate(([0.0], np.cumsum(by.prose)))
    whole: list[float] = (prose[boxes.last] - prose[boxes.first]).tolist()
    own = list(whole)
    for index, above in enumerate(parent):
        if above >= 0:
            own[above] -= whole[index]
    direct = [0.0] * len(own)
    for index, (size, above) in enumerate(zip(sizes, parent, strict=True)):
        direct[above if size == 1 and above >= 0 else index] += own[index]
    score = list(direct)
    for index, value in enumerate(direct):
        above = parent[index]
        if above >= 0 and value:
            score[above] += value / 2
            if parent[above] >= 0:
                score[parent[above]] += value / 4
    return int(np.argmax(np.array(score) * (1 - boxes.linked)))
