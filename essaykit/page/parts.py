"""Which part of a page the text is: the stretch that its blocks make up by themselves, or one of its boxes; a second linear model.

Blocks judged one by one make long lists of comments or stories heavier than a short text. What a whole part is like, and
where it stands, tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from essaykit.page.features import Survey

Array = NDArray[np.float64]

NAMES = ("share of the likely text", "density", "links", "the stretch", "near the title", "likely text above")
"""What is looked at in a part."""

LEAST = 0.1  # share of a block from which it belongs to a box that is chosen
HEAVY = 0.08  # share of the likely text from which a box is a part
NEAR = 8  # blocks below the title where the text begins at the latest


class Parts(NamedTuple):
    """The parts of a page, the stretch first, then boxes."""

    rows: Array
    """One row a part, a column for each of `NAMES`."""
    blocks: tuple[NDArray[np.int64], ...]
    """Indexes of the blocks of each part."""


def find_parts(page: Survey, share: Array, stretch: Sequence[int]) -> Parts:
    """The stretch and the boxes that may be the text.

    Args:
        page: what was measured.
        share: probability of each block.
        stretch: blocks chosen one by one, at least one.
    """
    by, boxes = page.by, page.boxes
    size, mass = by.characters, share * by.characters
    likely = np.flatnonzero(share >= LEAST)
    above, sizes, linked = (np.concatenate(([0.0], np.cumsum(values))) for values in (mass, size, size * by.linked))
    total = max(above[-1], 1e-9)
    heavy = np.flatnonzero(above[boxes.last] - above[boxes.first] >= HEAVY * total)
    first, last = np.searchsorted(likely, boxes.first[heavy]), np.searchsorted(likely, boxes.last[heavy])
    first, last = first[first < last], last[first < last]
    blocks = (np.array(stretch, np.int64), *(likely[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)))

    def held(values: Array) -> Array:
        chosen = np.concatenate(([0.0], np.cumsum(values[likely])))
        return np.append(values[blocks[0]].sum(), chosen[last] - chosen[first])

    low, high = np.array([b[0] for b in blocks]), np.array([b[-1] + 1 for b in blocks])
    own = held(mass)
    near = (page.title >= 0) & (low <= page.title + NEAR) & (high > page.title)
    columns = (
        own / total, own / held(size), (linked[high] - linked[low]) / (sizes[high] - sizes[low]),
        np.arange(len(blocks)) == 0, near, above[low] / total,
    )  # fmt: skip
    return Parts(np.stack([np.asarray(column, np.float64) for column in columns], axis=1), blocks)


def best_part(parts: Parts, weights: Mapping[str, float]) -> tuple[list[int], tuple[str, ...]]:
    """Blocks of the likeliest part; if that is a box, also what it has over the stretch, strongest first."""
    column = np.array([weights[name] for name in NAMES])
    best = int(np.argmax(parts.rows @ column))
    gains = ((parts.rows[best] - parts.rows[0]) * column).tolist()
    told = sorted(((round(gain, 1), name) for gain, name in zip(gains, NAMES, strict=True) if gain > 0), reverse=True)
    return parts.blocks[best].tolist(), tuple(f"{name} {gain:+.1f}" for gain, name in told[:2] if gain)
