"""Clusters of texts: latent semantic analysis, k-means, and how far the clusters can be trusted.

Everything is dense and small (texts × a few dozen dimensions), follows from the
seed, and runs on one BLAS thread, so that the same rows and seed give the same
clusters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.extmath import randomized_svd

from essaykit.analyse.tokens import Floats, Ints

MIN_TOPICS, MAX_TOPICS = 4, 30
"""Numbers of topics that are tried; fewer than 4 are nearly always stable and say little."""
RUNS = 20
"""Bootstrap runs behind the stability of each text."""
TRIAL_RUNS, TRIAL_TEXTS = 6, 2000
"""Runs for each number of topics tried, and texts drawn for them."""

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
    """Rows of unit length in the space of the strongest singular vectors."""
    size = min(dimensions, min(matrix.shape) - 1)
    if size < 1:
        return np.ones((matrix.shape[0], 1))
    left, values, _ = randomized_svd(matrix, size, n_iter=4, random_state=seed)
    rows = (left * values).astype(np.float64)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Rows = rows / np.where(length > 0, length, 1)
    return unit


def try_numbers(rows: Rows, seed: int) -> dict[int, float]:
    """How stable the clusters are for each number of them: mean adjusted Rand index between bootstrap runs."""
    random = np.random.default_rng(seed)
    if len(rows) > TRIAL_TEXTS:
        rows = rows[np.sort(random.choice(len(rows), TRIAL_TEXTS, replace=False))]
    tried = {}
    for k in range(min(MIN_TOPICS, len(rows) // 2), min(MAX_TOPICS, len(rows) // 3) + 1):
        runs = [_resampled(rows, k, random, starts=2) for _ in range(TRIAL_RUNS)]
        pairs = [adjusted_rand_score(a, b) for i, a in enumerate(runs) for b in runs[:i]]
        tried[k] = round(float(np.mean(pairs)), 4)
    return tried


def _resampled(rows: Rows, k: int, random: np.random.Generator, starts: int) -> Ints:
    """Labels of all rows by the clusters of rows drawn with replacement."""
    drawn = np.unique(random.integers(0, len(rows), len(rows)), return_counts=True)
    k = min(k, len(drawn[0]))
    fitted = _fit(rows[drawn[0]], k, int(random.integers(2**31)), starts, weights=drawn[1])
    labels: Ints = fitted.predict(rows).astype(np.int64)
    return labels


def _fit(rows: Rows, k: int, seed: int, starts: int, weights: Ints | None = None) -> KMeans:
    return KMeans(k, n_init=starts, random_state=seed).fit(rows, sample_weight=weights)


def cluster_rows(rows: Rows, k: int, seed: int) -> Clusters:
    """Put rows into k clusters, and find out how stable these are."""
    if k <= 1:
        ones = np.ones(len(rows))
        return Clusters(np.zeros(len(rows), dtype=np.int64), rows.mean(axis=0, keepdims=True) if len(rows) else rows[:0], ones, 1.0)
    fitted = _fit(rows, k, seed, starts=10)
    labels = fitted.labels_.astype(np.int64)
    random = np.random.default_rng(seed)
    same = np.zeros(len(rows))
    agreement = []
    for _ in range(RUNS):
        other = _resampled(rows, k, random, starts=1)
        table = np.zeros((k, k), dtype=np.int64)
        np.add.at(table, (labels, other), 1)
        mine, theirs = linear_sum_assignment(-table)
        match = np.empty(k, dtype=np.int64)
        match[mine] = theirs
        same += match[labels] == other
        agreement.append(adjusted_rand_score(labels, other))
    return _by_size(Clusters(labels, fitted.cluster_centers_, same / RUNS, float(np.mean(agreement))))


def _by_size(clusters: Clusters) -> Clusters:
    """Number the clusters by size, the largest first; of equal ones the one whose first text comes first."""
    used, first, size = np.unique(clusters.labels, return_index=True, return_counts=True)
    order = used[np.lexsort((first, -size))]
    number = np.zeros(len(clusters.centres), dtype=np.int64)
    number[order] = np.arange(len(order))
    return Clusters(number[clusters.labels], clusters.centres[order], clusters.stability, clusters.overall)
