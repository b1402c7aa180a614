"""Nearest neighbours among texts: what draws them together, and how well clusters keep them together.

A short text says little of its topic; those around it say more. Moving each text
half way to its neighbours before clustering is one step of graph convolution
without its network (Zhang et al. 2019, adaptive graph convolution; Wu et al. 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaykit.analyse.arrays import Floats, Ints, Rows

RESOLUTION = 1.5
"""Of the modularity: 1 joins topics that are near to one another. Swept over 1 and 1.5 on the samples (bench/topics.py, own k)."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each text some others, and how near they are (cosine, never negative)."""

    ids: Ints
    nearness: Rows


def find_neighbours(rows: Rows, number: int) -> Neighbours:
    """The nearest texts of each.

    Args:
        rows: the texts, at unit length. All pairs are compared: some thousands at most.
        number: of neighbours; fewer if there are no more texts.
    """
    number = min(number, len(rows) - 1)
    near = rows @ rows.T
    np.fill_diagonal(near, -np.inf)
    ids = np.sort(np.argpartition(-near, number - 1, axis=1)[:, :number], axis=1)
    return Neighbours(ids, np.maximum(np.take_along_axis(near, ids, axis=1), 0))


def drawn_together(rows: Rows, neighbours: Neighbours) -> Rows:
    """Each text half way to the weighted mean of its neighbours, in the same dimensions turned so that the strongest come first."""
    weight = neighbours.nearness[:, :, None]
    mean = (weight * rows[neighbours.ids]).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
    moved = rows + mean
    moved /= np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
    _, vectors = np.linalg.eigh(moved.T @ moved)
    turned: Rows = moved @ vectors[:, ::-1]
    return turned


def cohesion(neighbours: Neighbours, labels: Ints) -> float:
    """How well clusters keep neighbours together, beyond what clusters of their sizes would do by chance.

    Modularity of the neighbourhood graph (Newman 2006; resolution: Reichardt and Bornholdt 2006): 0 as by chance,
    1 at most.

    >>> two = Neighbours(np.array([[1], [0], [3], [2]]), np.ones((4, 1)))
    >>> cohesion(two, np.array([0, 0, 1, 1])), cohesion(two, np.array([0, 1, 0, 1]))
    (0.25, -0.75)
    """
    total = float(neighbours.nearness.sum())
    if total <= 0:
        return 0.0
    together = float(neighbours.nearness[labels[neighbours.ids] == labels[:, None]].sum())
    degree: Floats = neighbours.nearness.sum(axis=1) + np.bincount(
        neighbours.ids.ravel(), weights=neighbours.nearness.ravel(), minlength=len(labels)
    )
    share = np.bincount(labels, weights=degree) / (2 * total)
    return together / total - RESOLUTION * float((share**2).sum())
