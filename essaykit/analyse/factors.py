"""Topics by non-negative matrix factorisation (Lee and Seung 1999), as scikit-learn has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import sparse

from essaykit.analyse.arrays import Ints, Rows
from essaykit.analyse.clusters import FEW_TEXTS, Clusters, judged, one_cluster

RUNS = 10
"""Runs behind the stability of each text: each is a factorisation of its own."""
DRAWN = 0.8
"""Share of the texts that a run is made of, each once (Ben-Hur et al. 2002): factors are led astray by texts drawn twice."""
ROUNDS = 200
"""Rounds of coordinate descent at most; clusters no longer change long before the factors do."""


def factor_rows(matrix: sparse.csr_array, rows: Rows, k: int, seed: int) -> Clusters:
    """Put each text into the topic that gives most to it, and find out how stable that is.

    Args:
        matrix: TF-IDF of the texts.
        rows: the same texts as points (`essaykit.analyse.clusters.reduce_rows`), in which the middles of the topics are.
        k: how many topics.
        seed: of everything random.
    """
    if k <= 1:
        return one_cluster(rows)
    random = np.random.default_rng(seed)
    labels = _model(matrix, k, seed)(matrix)
    size = min(max(k, int(DRAWN * len(rows))), FEW_TEXTS)
    runs = []
    for _ in range(RUNS):
        drawn = np.sort(random.choice(len(rows), size, replace=False))
        runs.append(_model(matrix[drawn], k, int(random.integers(1 << 31)))(matrix))
    return judged(rows, labels, k, runs)


def _model(matrix: sparse.csr_array, k: int, seed: int) -> Callable[[Any], Ints]:
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    start = "nndsvda" if k <= min(matrix.shape) else "random"
    model = NMF(n_components=k, init=start, random_state=seed, max_iter=ROUNDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(matrix)
        strength = np.linalg.norm(model.components_, axis=1)

    def labels(texts: Any) -> Ints:
        return np.asarray((model.transform(texts) * strength).argmax(axis=1), dtype=np.int64)

    return labels
