"""Clusters of texts: latent semantic analysis, k-means, consensus, and how far the clusters can be trusted.

One run of k-means depends on the number of dimensions and on luck. So several
are made in spaces of different size, and the final clusters are those of texts
that fell together in most of them (evidence accumulation: Fred and Jain 2005; spectral as in Strehl and
Ghosh 2002). On the samples this is steadier over seeds than a single run and
on the whole better (bench/topics.py).

Everything is dense and small (texts × a few dozen dimensions), follows from the
seed, and runs on one BLAS thread, so that the same rows and seed give the same
clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np

from essaykit.analyse.arrays import Floats, Ints, Rows
from essaykit.analyse.kmeans import k_means, means, nearest
from essaykit.analyse.neighbours import cohesion, drawn_together, find_neighbours
from essaykit.analyse.sparse import sparse

MIN_TOPICS, MAX_TOPICS = 4, 30
"""Numbers of topics that are tried; fewer than 4 are nearly always stable and say little."""
TEXTS_A_TOPIC = 6
"""Texts that there must be for each topic tried: clusters of a few texts each are stable by being small."""
RUNS, MANY_RUNS = 20, 40
"""Bootstrap runs behind the stability of each text; many where there are at most `FEW_TEXTS` texts."""
STARTS = 10
"""Starts of k-means over the consensus, of which the best is taken."""
SPACES = (20, 30)
"""Dimensions of the spaces in which texts are clustered for the consensus, beside k + 2."""
VOTES, MANY_VOTES = 4, 12
"""Runs in each space for the consensus; many where there are at most `FEW_TEXTS` texts."""
FEW_TEXTS = 2000
"""So many texts are compared with one another; of more, so many are drawn to choose a number of topics, and for each bootstrap run."""
NEIGHBOURHOOD = 60
"""Dimensions in which neighbours are looked for that draw a text to them."""
NEIGHBOURS, TEXTS_A_NEIGHBOUR = 10, 24
"""Neighbours that draw a text; of few texts, one for so many."""
TRIAL_RUNS = 8
"""Runs for each number of topics tried."""
MANY_ROWS = 4000
"""Of more rows, so many are drawn to find the directions in which they differ: of 3,000 abstracts, 2,000 tell a little too little."""
OVERSAMPLING, POWERS = 10, 4
"""Of the randomised singular value decomposition: columns more than asked for, and power iterations."""


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
    """Rows in the space of the strongest singular vectors, strongest first (Halko, Martinsson and Tropp 2011).

    Of many rows, the power iterations are over `MANY_ROWS` drawn ones, and only what they lead to is looked at over all.
    """
    size = min(dimensions, min(matrix.shape) - 1)
    if size < 1:
        return np.ones((matrix.shape[0], 1))
    random = np.random.default_rng(seed)
    columns = min(size + OVERSAMPLING, *matrix.shape)
    basis = random.standard_normal((matrix.shape[1], columns), dtype=np.float32)
    many = matrix.shape[0] > MANY_ROWS
    some = matrix[np.sort(random.choice(matrix.shape[0], MANY_ROWS, replace=False))] if many else matrix
    transposed = some.T.tocsr()
    for _ in range(POWERS):
        basis, _ = np.linalg.qr(some @ basis)
        basis = transposed @ basis
    basis, _ = np.linalg.qr(matrix @ basis)
    small = (matrix.T @ basis).astype(np.float64)
    # its singular vectors are the eigenvectors of a matrix of a few dozen columns
    squares, vectors = np.linalg.eigh(small.T @ small)
    strongest = np.argsort(-squares, kind="stable")[:size]
    rows: Rows = (basis.astype(np.float64) @ vectors[:, strongest]) * np.sqrt(np.maximum(squares[strongest], 0))
    return rows


def loadings(matrix: sparse.csr_array, rows: Rows) -> Rows:
    """How much each feature gives to each dimension: a text's TF-IDF times these is its row, for texts that `rows` don't hold too."""
    found: Rows = (matrix.T @ rows) / np.maximum((rows**2).sum(axis=0), 1e-12)
    return found


def unit_rows(rows: Rows, dimensions: int) -> Rows:
    """The strongest dimensions of rows, at unit length."""
    some = rows[:, :dimensions]
    length = np.linalg.norm(some, axis=1, keepdims=True)
    unit: Rows = some / np.where(length > 0, length, 1)
    return unit


class Trial(NamedTuple):
    """What became of a number of topics that was tried."""

    stability: float
    """Mean adjusted Rand index between bootstrap runs."""
    cohesion: float
    """Mean over the runs of how well they keep neighbours together (`essaykit.analyse.neighbours`)."""
    error: float
    """Standard error of the cohesion."""


def dimensions_for(texts: int, k: int | None) -> int:
    """How many dimensions the texts need for what is done with them here."""
    most = max(*SPACES, (k or MAX_TOPICS) + 2)
    return max(most, NEIGHBOURHOOD) if texts <= FEW_TEXTS else most


def try_numbers(rows: Rows, seed: int) -> dict[int, Trial]:
    """Cluster texts drawn with replacement into each number of topics, and see how stable the clusters are and what they hold together."""
    random = np.random.default_rng(seed)
    if len(rows) > FEW_TEXTS:
        rows = rows[np.sort(random.choice(len(rows), FEW_TEXTS, replace=False))]
    near = find_neighbours(unit_rows(rows, SPACES[1]), max(2, 2 * _neighbours(len(rows))))
    space = unit_rows(_drawn(rows), SPACES[0])
    fewest = min(MIN_TOPICS, len(rows) // 2)
    tried = {}
    for k in range(fewest, max(fewest, min(MAX_TOPICS, len(rows) // TEXTS_A_TOPIC)) + 1):
        runs = [_resampled(space, k, random, starts=2) for _ in range(TRIAL_RUNS)]
        agreement = [adjusted_rand(a, b) for i, a in enumerate(runs) for b in runs[:i]]
        held = [cohesion(near, labels) for labels in runs]
        tried[k] = Trial(*(round(float(x), 4) for x in (np.mean(agreement), np.mean(held), np.std(held) / TRIAL_RUNS**0.5)))
    return tried


def best_number(tried: dict[int, Trial]) -> int:
    """The smallest number whose cohesion is within one standard error of the best (Breiman's rule: the simplest of equals).

    Agreement between runs alone tells too little: it rises with the number on some corpora and falls on others. On the
    samples the number so chosen was within 30 % of the true one in 35 of 36 trials, by agreement in 15.

    >>> best_number({4: Trial(0.9, 0.50, 0.02), 5: Trial(0.7, 0.79, 0.02), 6: Trial(0.8, 0.80, 0.02)})
    5
    """
    best = max(tried.values(), key=lambda trial: trial.cohesion)
    return min(k for k, trial in tried.items() if trial.cohesion >= best.cohesion - best.error)


def cluster_rows(rows: Rows, k: int, seed: int) -> Clusters:
    """Put rows (of `reduce_rows`) into k clusters, and find out how stable these are."""
    if k <= 1:
        return one_cluster(rows)
    random = np.random.default_rng(seed)
    drawn = _drawn(rows) if len(rows) <= FEW_TEXTS else rows
    labels = _consensus(drawn, k, random, seed)
    return judged(rows, labels, k, _bootstrap(rows, drawn, k, random))


def judged_by_bootstrap(rows: Rows, labels: Ints, k: int, random: np.random.Generator) -> Clusters:
    """A partition of rows that another method made, and how stable it is: a text is that both methods put into one topic, however drawn."""
    return judged(rows, labels, k, _bootstrap(rows, _drawn(rows) if len(rows) <= FEW_TEXTS else rows, k, random))


def _bootstrap(rows: Rows, drawn: Rows, k: int, random: np.random.Generator) -> list[Ints]:
    """Labels of the rows by runs with rows drawn with replacement, which take turns between spaces of different size.

    In these texts are drawn to their neighbours or as they are: a text is stable that stays in its cluster in all of them.
    """
    spaces = [unit_rows(drawn, k + 2), unit_rows(rows, k + 2), unit_rows(drawn, SPACES[1])]
    runs = MANY_RUNS if len(rows) <= FEW_TEXTS else RUNS
    return [_resampled(spaces[run % 3], k, random, starts=1) for run in range(runs)]


def judged(rows: Rows, labels: Ints, k: int, runs: list[Ints]) -> Clusters:
    """A partition with what other runs say of it.

    Args:
        rows: of `reduce_rows`.
        labels: of the rows.
        k: how many clusters.
        runs: labels of the rows that other runs gave.
    """
    same = np.zeros(len(rows))
    for other in runs:
        same += _matched(labels, other, k) == labels
    centres = means(unit_rows(rows, k + 2), np.ones(len(rows)), labels, k)
    return _by_size(Clusters(labels, centres, same / len(runs), float(np.mean([adjusted_rand(labels, other) for other in runs]))))


def one_cluster(rows: Rows) -> Clusters:
    """All rows in one cluster."""
    middle = unit_rows(rows, 3).mean(axis=0, keepdims=True) if len(rows) else unit_rows(rows, 3)[:0]
    return Clusters(np.zeros(len(rows), dtype=np.int64), middle, np.ones(len(rows)), 1.0)


def _neighbours(texts: int) -> int:
    return max(1, min(NEIGHBOURS, texts // TEXTS_A_NEIGHBOUR))


def _drawn(rows: Rows) -> Rows:
    """Rows drawn to their neighbours."""
    if len(rows) < 3:
        return rows
    space = unit_rows(rows, rows.shape[1])
    return drawn_together(space, find_neighbours(space, _neighbours(len(rows))))


def _consensus(rows: Rows, k: int, random: np.random.Generator, seed: int) -> Ints:
    """Clusters of what falls together in many runs of k-means."""
    columns: list[Ints] = []
    for dimensions in (k + 2, *SPACES):
        space = unit_rows(rows, dimensions)
        for _ in range(VOTES if len(rows) > FEW_TEXTS else MANY_VOTES):
            centres = k_means(space, np.ones(len(rows)), k, random, starts=1)
            columns.append(len(columns) * k + nearest(space, centres)[0])
    table = np.column_stack(columns)
    pointers = np.arange(0, table.size + 1, table.shape[1])
    together = sparse.csr_array((np.ones(table.size, dtype=np.float32), table.ravel(), pointers), shape=(len(rows), len(columns) * k))
    space = unit_rows(reduce_rows(together, k, seed), k)
    return nearest(space, k_means(space, np.ones(len(rows)), k, random, starts=STARTS))[0]


def _resampled(rows: Rows, k: int, random: np.random.Generator, starts: int) -> Ints:
    """Labels of all rows by the clusters of rows drawn with replacement."""
    drawn, times = np.unique(random.integers(0, len(rows), min(len(rows), FEW_TEXTS)), return_counts=True)
    centres = k_means(rows[drawn], times.astype(np.float64), min(k, len(drawn)), random, starts)
    return nearest(rows, centres)[0]


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
