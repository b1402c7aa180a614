"""The linear model over block features: weights as data, contributions as reasons."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from essaykit.cards import package_text
from essaykit.model import Record
from essaykit.page.features import Survey

Array = NDArray[np.float64]

LEAST = 0.15  # weaker contributions are not told


class Weights(Record, frozen=True, kw_only=True):
    """Weights of a logistic regression: how much each feature speaks for a block being main text."""

    trained: str
    """How they came about: data, regularisation."""
    bias: float
    usual: dict[str, float]
    """Mean of each feature over the training pages: what a contribution is measured from."""
    weights: dict[str, float]
    parts: dict[str, float] = msgspec.field(default_factory=dict)
    """How much each property of a part of the page speaks for it; without any the blocks alone decide."""


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """The shipped weights."""
    return msgspec.json.decode(package_text("essaykit.page", "weights.json"), type=Weights)


def shares(page: Survey, weights: Weights) -> Array:
    """Probability of each block to be main text."""
    column = np.array([weights.weights.get(name, 0.0) for name in page.names])
    found: Array = 1 / (1 + np.exp(-(page.rows @ column + weights.bias)))
    return found


def contributions(page: Survey, index: int, weights: Weights, most: int = 4) -> tuple[str, ...]:
    """What speaks most against a block, strongest first, each against what is usual."""
    marks = []
    for name, value in zip(page.names, page.rows[index].tolist(), strict=True):
        usual = weights.usual.get(name, 0.0)
        gain = weights.weights.get(name, 0.0) * (value - usual)
        if gain < -LEAST:
            marks.append((round(gain, 1), name if value > usual else f"less than usual: {name}"))
    return tuple(f"{name} {gain:+.1f}" for gain, name in sorted(marks)[:most])
