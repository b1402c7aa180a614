"""Topics by non-negative matrix factorisation (Lee and Seung 1999), as scikit-learn has it."""

from __future__ import annotations

import numpy as np

from essaykit.analyse.arrays import Ints, Rows
from essaykit.analyse.clusters import Clusters, judged_by_bootstrap, one_cluster
from essaykit.analyse.sparse import sparse

ROUNDS = 200
"""Rounds of coordinate descent at most; clusters no longer change long before the factors do."""


def factor_rows(matrix: sparse.csr_array, rows: Rows, k: int, seed: int) -> Clusters:
    """Put each text into the topic that gives most to it, and find out how stable that is.

    Factorisations of drawn texts agree where a topic is wrong as well: on the trades of the samples the texts that they agreed
    on were no purer than the rest. Those that k-means, however drawn, puts into the same topic are (bench/topics.py --method nmf).

    Args:
        matrix: TF-IDF of the texts.
        rows: the same texts as points (`essaykit.analyse.clusters.reduce_rows`), in which the middles of the topics are.
        k: how many topics.
        seed: of everything random.
    """
    if k <= 1:
        return one_cluster(rows)
    return judged_by_bootstrap(rows, _labels(matrix, k, seed), k, np.random.default_rng(seed))


def _labels(matrix: sparse.csr_array, k: int, seed: int) -> Ints:
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    start = "nndsvda" if k <= min(matrix.shape) else "random"
    model = NMF(n_components=k, init=start, random_state=seed, max_iter=ROUNDS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        shares = model.fit(matrix).transform(matrix)
    return np.asarray((shares * np.linalg.norm(model.components_, axis=1)).argmax(axis=1), dtype=np.int64)
