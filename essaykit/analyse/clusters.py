"""Clusters of texts: latent semantic analysis, k-means, consensus, and how far the clusters can be trusted.

One run of k-means depends on the number of dimensions and on luck. So several
are made in spaces of different size, and the final clusters are those of texts
that fell together in most of them (evidence accumulation: Fred and Jain 2005; spectral as in Strehl and
Ghosh 2002). On the samples this is steadier over seeds than a single run and
on the whole better (bench/topics.py).

Everything is dense and small (texts × a few dozen dimensions), follows from the
seed, and runs on one BLAS thread, so that the same rows and seed give the same
clusters. Written out in numpy: importing scikit-learn costs more than all of it
does for ten thousand texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy import sparse

from essaykit.analyse.arrays import Floats, Ints

MIN_TOPICS, MAX_TOPICS = 4, 30
"""Numbers of topics that are tried; fewer than 4 are nearly always stable and say little."""
TEXTS_A_TOPIC = 6
"""Texts that there must be for each topic tried: clusters of a few texts each are stable by being small."""
RUNS = 20
"""Bootstrap runs behind the stability of each text."""
STARTS = 10
"""Starts of k-means over the consensus, of which the best is taken."""
SPACES = (20, 30)
"""Dimensions of the spaces in which texts are clustered for the consensus, beside k + 2."""
VOTES, MANY_VOTES = 4, 12
"""Runs in each space for the consensus; many where there are at most `TRIAL_TEXTS` texts."""
TRIAL_RUNS, TRIAL_TEXTS = 8, 2000
"""Runs for each number of topics tried, and texts drawn for them."""
OVERSAMPLING, POWERS = 10, 4
"""Of the randomised singular value decomposition: columns more than asked for, and power iterations."""
MAX_ROUNDS = 100
"""Rounds of k-means; it mostly stands still after 10 to 30."""
ROUNDING = 1e-6
"""Distances so near to one another are worked out again."""

Rows = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Clusters:
    """A partition of rows, numbered by size."""

    labels: Ints
    centres: Rows
    stability: Floats
    """For each row the share of the bootstrap runs in which it fell into its cluster."""
    overall: float
    """Mean adjusted Rand index of the runs against the partition."""


def reduce_rows(matrix: sparse.csr_array, dimensions: int, seed: int) -> Rows:
    """Rows in the space of the strongest singular vectors, strongest first (Halko, Martinsson and Tropp 2011)."""
    size = min(dimensions, min(matrix.shape) - 1)
    if size < 1:
        return np.ones((matrix.shape[0], 1))
    random = np.random.default_rng(seed)
    columns = min(size + OVERSAMPLING, *matrix.shape)
    basis = random.standard_normal((matrix.shape[1], columns), dtype=np.float32)
    transposed = matrix.T.tocsr()
    for _ in range(POWERS):
        basis, _ = np.linalg.qr(matrix @ basis)
        basis = transposed @ basis
    basis, _ = np.linalg.qr(matrix @ basis)
    small = (transposed @ basis).astype(np.float64)
    # its singular vectors are the eigenvectors of a matrix of a few dozen columns
    squares, vectors = np.linalg.eigh(small.T @ small)
    strongest = np.argsort(-squares, kind="stable")[:size]
    rows: Rows = (basis.astype(np.float64) @ vectors[:, strongest]) * np.sqrt(np.maximum(squares[strongest], 0))
    return rows


def unit_rows(rows: Rows, dimensions: int) -> Rows:
    """The strongest dimensions of rows, at unit length."""
    some = rows[:, :dimensions]
    length = np.linalg.norm(some, axis=1, keepdims=True)
    unit: Rows = some / np.where(length > 0, length, 1)
    return unit


def try_numbers(rows: Rows, seed: int) -> dict[int, tuple[float, float]]:
    """How stable the clusters are for each number of them: mean adjusted Rand index between bootstrap runs, and its standard error."""
    random = np.random.default_rng(seed)
    rows = unit_rows(rows, SPACES[0])
    texts = len(rows)
    if texts > TRIAL_TEXTS:
        rows = rows[np.sort(random.choice(texts, TRIAL_TEXTS, replace=False))]
    fewest = min(MIN_TOPICS, texts // 2)
    tried = {}
    for k in range(fewest, max(fewest, min(MAX_TOPICS, texts // TEXTS_A_TOPIC)) + 1):
        runs = [_resampled(rows, k, random, starts=2) for _ in range(TRIAL_RUNS)]
        agreement = [adjusted_rand(a, b) for i, a in enumerate(runs) for b in runs[:i]]
        tried[k] = round(float(np.mean(agreement)), 4), round(float(np.std(agreement)) / TRIAL_RUNS**0.5, 4)
    return tried


def most_stable(tried: dict[int, tuple[float, float]]) -> int:
    """The smallest number whose stability is within one standard error of the best (Breiman's rule: the simplest of equals).

    >>> most_stable({4: (0.50, 0.02), 5: (0.79, 0.02), 6: (0.80, 0.02)})
    5
    """
    stability, error = max(tried.values())
    return min(k for k, (found, _) in tried.items() if found >= stability - error)


def cluster_rows(rows: Rows, k: int, seed: int) -> Clusters:
    """Put rows (of `reduce_rows`) into k clusters, and find out how stable these are."""
    if k <= 1:
        ones = np.ones(len(rows))
        return Clusters(np.zeros(len(rows), dtype=np.int64), rows.mean(axis=0, keepdims=True) if len(rows) else rows[:0], ones, 1.0)
    random = np.random.default_rng(seed)
    labels = _consensus(rows, k, random, seed)
    home = unit_rows(rows, k + 2)
    centres = _means(home, np.ones(len(rows)), labels, k)
    same = np.zeros(len(rows))
    agreement = []
    for _ in range(RUNS):
        other = _resampled(home, k, random, starts=1)
        same += _matched(labels, other, k) == labels
        agreement.append(adjusted_rand(labels, other))
    return _by_size(Clusters(labels, centres, same / RUNS, float(np.mean(agreement))))


def _consensus(rows: Rows, k: int, random: np.random.Generator, seed: int) -> Ints:
    """Clusters of what falls together in many runs of k-means."""
    columns: list[Ints] = []
    for dimensions in (k + 2, *SPACES):
        space = unit_rows(rows, dimensions)
        for _ in range(VOTES if len(rows) > TRIAL_TEXTS else MANY_VOTES):
            centres = k_means(space, np.ones(len(rows)), k, random, starts=1)
            columns.append(len(columns) * k + _nearest(space, centres)[0])
    table = np.column_stack(columns)
    pointers = np.arange(0, table.size + 1, table.shape[1])
    together = sparse.csr_array((np.ones(table.size, dtype=np.float32), table.ravel(), pointers), shape=(len(rows), len(columns) * k))
    space = unit_rows(reduce_rows(together, k, seed), k)
    return _nearest(space, k_means(space, np.ones(len(rows)), k, random, starts=STARTS))[0]


def k_means(rows: Rows, weights: Floats, k: int, random: np.random.Generator, starts: int) -> Rows:
    """Centres of k clusters: Lloyd's rounds after careful seeding (Arthur and Vassilvitskii 2007), best of some starts."""
    if starts == 1:
        return _settled(rows, weights, _seeded(rows, weights, k, random))
    found = [_settled(rows, weights, _seeded(rows, weights, k, random)) for _ in range(starts)]
    return min(found, key=lambda centres: float(_nearest(rows, centres)[1] @ weights))


def _settled(rows: Rows, weights: Floats, centres: Rows) -> Rows:
    """Centres after Lloyd's rounds; a row is looked at again only where another centre may have come nearer (Hamerly 2010)."""
    labels, nearest, second = _two_nearest(rows, centres)
    for _ in range(MAX_ROUNDS):
        means = _means(rows, weights, labels, len(centres))
        empty = np.isnan(means)
        if empty.any():
            # an empty cluster moves to the row that is farthest from its own centre
            means = np.where(empty, rows[np.argmax(_nearest(rows, centres)[1] * weights)], means)
        moved = np.linalg.norm(means - centres, axis=1)
        centres = means
        nearest += moved[labels]
        second -= moved.max()
        again = np.flatnonzero(nearest + ROUNDING >= second)
        found, nearest[again], second[again] = _two_nearest(rows[again], centres)
        if np.array_equal(found, labels[again]):
            break
        labels[again] = found
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


def _means(rows: Rows, weights: Floats, labels: Ints, k: int) -> Rows:
    """Weighted mean of the rows of each cluster; not a number for an empty one."""
    member = sparse.csc_array((weights, labels, np.arange(len(rows) + 1)), shape=(k, len(rows)))
    size = np.bincount(labels, weights=weights, minlength=k)[:, None]
    means: Rows = (member @ rows) / np.where(size > 0, size, np.nan)
    return means


def _nearest(rows: Rows, centres: Rows) -> tuple[Ints, Floats]:
    """For each row the nearest centre, and the square of its distance."""
    square = _squares(rows, centres)
    labels = square.argmin(axis=1)
    return labels, np.maximum(square[np.arange(len(rows)), labels] + 1, 0)


def _two_nearest(rows: Rows, centres: Rows) -> tuple[Ints, Floats, Floats]:
    """For each row the nearest centre, its distance, and that of the second nearest."""
    square = _squares(rows, centres)
    labels = square.argmin(axis=1)
    every = np.arange(len(rows))
    nearest = square[every, labels]
    others = square.T.copy()  # numpy finds least values several times faster down than across
    others[labels, every] = np.inf
    second = others.min(axis=0)
    return labels, np.sqrt(np.maximum(nearest + 1, 0)), np.sqrt(np.maximum(second + 1, 0))


def _squares(rows: Rows, centres: Rows) -> Rows:
    """Squared distance of each row from each centre, less 1: rows have length 1, and the few of length 0 are nobody's."""
    square: Rows = rows @ (-2 * centres.T)
    square += (centres**2).sum(axis=1)
    return square


def _resampled(rows: Rows, k: int, random: np.random.Generator, starts: int) -> Ints:
    """Labels of all rows by the clusters of rows drawn with replacement."""
    drawn, times = np.unique(random.integers(0, len(rows), len(rows)), return_counts=True)
    centres = k_means(rows[drawn], times.astype(np.float64), min(k, len(drawn)), random, starts)
    return _nearest(rows, centres)[0]


def _matched(labels: Ints, other: Ints, k: int) -> Ints:
    """Other labels under the names of those that they share most rows with, one to one, the largest share first."""
    table = _crossed(labels, other, k)
    name = np.full(k, -1)
    for cell in np.argsort(-table, axis=None, kind="stable").tolist():
        mine, theirs = divmod(cell, k)
        if name[theirs] < 0 and mine not in name:
            name[theirs] = mine
    named: Ints = name[other]
    return named


def adjusted_rand(first: Ints, second: Ints) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985) of two partitions: 1 alike, 0 as by chance.

    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0]))
    1.0
    """
    table = _crossed(first, second, int(max(first.max(), second.max())) + 1)
    together, rows, columns, total = (float((n * (n - 1) / 2).sum()) for n in (table, table.sum(1), table.sum(0), table.sum()))
    expected = rows * columns / total if total else 0.0
    most = (rows + columns) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _crossed(first: Ints, second: Ints, k: int) -> Ints:
    return cast("Ints", np.bincount(first * k + second, minlength=k * k).reshape(k, k))


def _by_size(clusters: Clusters) -> Clusters:
    """Number the clusters by size, the largest first; of equal ones the one whose first text comes first."""
    used, first, size = np.unique(clusters.labels, return_index=True, return_counts=True)
    order = used[np.lexsort((first, -size))]
    number = np.zeros(len(clusters.centres), dtype=np.int64)
    number[order] = np.arange(len(order))
    return Clusters(number[clusters.labels], clusters.centres[order], clusters.stability, clusters.overall)
