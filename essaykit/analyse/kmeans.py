"""K-means over rows of unit length, written out in numpy: importing scikit-learn costs more than all of it does for ten thousand texts."""

from __future__ import annotations

import numpy as np

from essaykit.analyse.arrays import Floats, Ints, Rows

MAX_ROUNDS = 100
"""Rounds of k-means; it mostly stands still after 10 to 30."""
FIRST_ROWS = 2000
"""Of more rows, so many are clustered first."""
ROUNDING = 1e-6
"""Distances so near to one another are worked out again."""


def k_means(rows: Rows, weights: Floats, k: int, random: np.random.Generator, starts: int) -> Rows:
    """Centres of k clusters: Lloyd's rounds after careful seeding (Arthur and Vassilvitskii 2007), best of some starts."""
    if starts == 1:
        return _started(rows, weights, k, random)
    found = [_started(rows, weights, k, random) for _ in range(starts)]
    return min(found, key=lambda centres: float(nearest(rows, centres)[1] @ weights))


def _started(rows: Rows, weights: Floats, k: int, random: np.random.Generator) -> Rows:
    """Centres from one start; of many rows some settle first, so that few are left to move when all are looked at."""
    if len(rows) <= FIRST_ROWS:
        return _settled(rows, weights, _seeded(rows, weights, k, random))
    some = np.sort(random.choice(len(rows), FIRST_ROWS, replace=False, shuffle=False))
    first = _settled(rows[some], weights[some], _seeded(rows[some], weights[some], k, random))
    return _settled(rows, weights, first)


def _settled(rows: Rows, weights: Floats, centres: Rows) -> Rows:
    """Centres after Lloyd's rounds; a row is looked at again only where another centre may have come nearer (Hamerly 2010)."""
    labels, near, second = _two_nearest(rows, centres)
    sums, sizes = _totals(rows, weights, labels, len(centres))
    for _ in range(MAX_ROUNDS):
        found_means = sums / np.where(sizes > 0, sizes, 1)
        empty = sizes <= 0
        if empty.any():
            # an empty cluster moves to the row that is farthest from its own centre
            found_means = np.where(empty, rows[np.argmax(nearest(rows, centres)[1] * weights)], found_means)
        moved = np.linalg.norm(found_means - centres, axis=1)
        centres = found_means
        near += moved[labels]
        second -= moved.max()
        again = np.flatnonzero(near + ROUNDING >= second)
        found, near[again], second[again] = _two_nearest(rows[again], centres)
        changed = np.flatnonzero(found != labels[again])
        if not len(changed):
            break
        others = again[changed]
        for sign, clusters in ((-1, labels[others]), (1, found[changed])):
            more, bigger = _totals(rows[others], sign * weights[others], clusters, len(centres))
            sums += more
            sizes += bigger
        labels[others] = found[changed]
    return centres


def _seeded(rows: Rows, weights: Floats, k: int, random: np.random.Generator) -> Rows:
    """First centres: each drawn with a chance in proportion to its squared distance from those before it; best of some draws."""
    draws = 2 + int(np.log(k))
    lengths = (rows**2).sum(axis=1)
    centres = np.empty((k, rows.shape[1]))
    centres[0] = rows[np.searchsorted(np.cumsum(weights), random.random() * weights.sum())]
    distance = np.maximum(lengths - 2 * rows @ centres[0] + centres[0] @ centres[0], 0)
    for number in range(1, k):
        chance = np.cumsum(distance * weights)
        drawn = np.minimum(np.searchsorted(chance, random.random(draws) * chance[-1]), len(rows) - 1)
        nearer = rows[drawn] @ rows.T
        nearer *= -2
        nearer += lengths
        nearer += lengths[drawn][:, None]
        np.minimum(np.maximum(nearer, 0, out=nearer), distance, out=nearer)
        chosen = int(np.argmin(nearer @ weights))
        centres[number], distance = rows[drawn[chosen]], nearer[chosen]
    return centres


def means(rows: Rows, weights: Floats, labels: Ints, k: int) -> Rows:
    """Weighted mean of the rows of each cluster; not a number for an empty one."""
    sums, sizes = _totals(rows, weights, labels, k)
    found: Rows = sums / np.where(sizes > 0, sizes, np.nan)
    return found


def _totals(rows: Rows, weights: Floats, labels: Ints, k: int) -> tuple[Rows, Floats]:
    """Weighted sum of the rows of each cluster, and the sum of their weights (as a column)."""
    member = np.where(labels == np.arange(k)[:, None], weights, 0.0)
    return member @ rows, member.sum(axis=1, keepdims=True)


def nearest(rows: Rows, centres: Rows) -> tuple[Ints, Floats]:
    """For each row the nearest centre, and the square of its distance."""
    square = _squares(rows, centres)
    labels = square.argmin(axis=1)
    return labels, np.maximum(square[np.arange(len(rows)), labels] + 1, 0)


def _two_nearest(rows: Rows, centres: Rows) -> tuple[Ints, Floats, Floats]:
    """For each row the nearest centre, its distance, and that of the second nearest."""
    square = _squares(rows, centres)
    labels = square.argmin(axis=1)
    every = np.arange(len(rows))
    near = square[every, labels]
    others = square.T.copy()  # numpy finds least values several times faster down than across
    others[labels, every] = np.inf
    second = others.min(axis=0)
    return labels, np.sqrt(np.maximum(near + 1, 0)), np.sqrt(np.maximum(second + 1, 0))


def _squares(rows: Rows, centres: Rows) -> Rows:
    """Squared distance of each row from each centre, less 1: rows have length 1, and the few of length 0 are nobody's."""
    square: Rows = rows @ (-2 * centres.T)
    square += (centres**2).sum(axis=1)
    return square
