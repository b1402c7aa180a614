"""The space in which texts are points: words alone, or words beside sentence embeddings; how texts that come later get there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Floats, Rows
from essaykit.analyse.clusters import loadings, reduce_rows, unit_rows
from essaykit.analyse.sparse import sparse

EMBEDDED = 0.6
"""Weight of the embedding beside the words; swept with the next three (bench/topics.py --features embedding)."""
MEANINGS, FLATTENED = 300, 0.3
"""Dimensions of the embedding that are kept, and the power of their singular values: the strongest tell genre and length."""
DIMENSIONS = 200
"""Of the words, and of both together."""

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Meanings:
    """How an embedding is put beside the words."""

    mean: Floats
    turn: Rows
    """Embedding → the dimensions kept."""
    joint: Rows
    """Both together → their strongest dimensions."""


@dataclass(frozen=True, slots=True)
class Space:
    """How a text becomes a point."""

    loadings: Rows
    """Features → dimensions."""
    meanings: Meanings | None

    def place(self, matrix: sparse.csr_array, vectors: Vectors | None) -> Rows:
        """Texts as points.

        Args:
            matrix: their TF-IDF.
            vectors: their embeddings, where the space has them.
        """
        rows: Rows = matrix @ self.loadings
        if self.meanings is None or vectors is None:
            return rows
        return _beside(_turned(vectors - self.meanings.mean, self.meanings.turn), rows) @ self.meanings.joint


def word_space(matrix: sparse.csr_array, rows: Rows) -> Space:
    """The space of rows that `reduce_rows` made of a matrix."""
    return Space(loadings(matrix, rows), None)


def joint_rows(matrix: sparse.csr_array, vectors: Vectors, seed: int) -> tuple[Rows, Space]:
    """Texts by their words and their embeddings, and the space that they are in."""
    mean = vectors.mean(axis=0, dtype=np.float64)
    turn = _flat(_unit(vectors - mean))
    words = reduce_rows(matrix, DIMENSIONS, seed)
    both = _beside(_turned(vectors - mean, turn), words)
    joint = _strongest(both)[1][:, :DIMENSIONS]
    return both @ joint, Space(loadings(matrix, words), Meanings(mean, turn, joint))


def _flat(vectors: Rows) -> Rows:
    """What turns vectors into their strongest dimensions, made nearly as strong as one another."""
    squares, turn = _strongest(vectors)
    squares, turn = squares[:MEANINGS], turn[:, :MEANINGS]
    kept = squares > squares[:1] * 1e-9
    return np.asarray(turn[:, kept] * squares[kept] ** ((FLATTENED - 1) / 2), dtype=np.float64)


def _strongest(rows: Rows) -> tuple[Floats, Rows]:
    """Squared singular values and right singular vectors, strongest first."""
    squares, vectors = np.linalg.eigh(rows.T @ rows)
    return np.maximum(squares[::-1], 0), vectors[:, ::-1]


def _turned(vectors: Rows, turn: Rows) -> Rows:
    return _unit(_unit(vectors) @ turn)


def _beside(meanings: Rows, words: Rows) -> Rows:
    return np.hstack((meanings * EMBEDDED**0.5, _unit(words) * (1 - EMBEDDED) ** 0.5))


def _unit(rows: Rows) -> Rows:
    return unit_rows(np.asarray(rows, dtype=np.float64), rows.shape[1])
