"""The linear model over unit features: weights as data, contributions as reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, repeat
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from essaykit.cards import package_text
from essaykit.model import Record


class Weights(Record, frozen=True, kw_only=True):
    """Weights of a multinomial logistic regression: for each feature one number per class."""

    trained: str
    """How they came about: data, regularisation."""
    classes: tuple[str, ...]
    """Roles; ``body``, the author's text, is the first."""
    weights: dict[str, tuple[float, ...]]


class Model(NamedTuple):
    """Weights made ready to run."""

    classes: tuple[str, ...]
    row_of: Mapping[str, int]
    """Row of each feature; the last row, all zero, stands for unknown ones."""
    rows: NDArray[np.float64]
    weights: Mapping[str, tuple[float, ...]]
    """The same numbers by feature."""


@cache
def model() -> Model:
    """The shipped model."""
    weights = msgspec.json.decode(package_text("essaykit.label", "weights.json"), type=Weights)
    names = list(weights.weights)
    rows = np.array([*weights.weights.values(), (0.0,) * len(weights.classes)])
    return Model(weights.classes, {name: i for i, name in enumerate(names)}, rows, weights.weights)


def class_shares(found: Sequence[dict[str, float]], ready: Model) -> list[list[float]]:
    """Probability of each class, for each of several units' features."""
    if not found:
        return []
    places = np.fromiter(map(ready.row_of.get, chain.from_iterable(found), repeat(len(ready.row_of))), np.intp)
    values = np.fromiter(chain.from_iterable(map(dict.values, found)), np.float64, len(places))
    starts = np.cumsum([0, *map(len, found[:-1])])
    shares = np.add.reduceat(ready.rows.take(places, axis=0) * values[:, None], starts, axis=0)
    shares -= shares.max(axis=1, keepdims=True)
    np.exp(shares, out=shares)
    shares /= shares.sum(axis=1, keepdims=True)
    out: list[list[float]] = shares.tolist()
    return out


def contributions(found: Mapping[str, float], ready: Model, role: str, most: int = 4) -> tuple[str, ...]:
    """The features that speak most for a role against the author's text, strongest first."""
    chosen = ready.classes.index(role)
    marks = []
    for name, value in found.items():
        weights = ready.weights.get(name)
        if weights is None or name == "bias":
            continue
        gain = value * (weights[chosen] - weights[0])
        if gain > 0.15:
            marks.append((-round(gain, 1), name))
    return tuple(f"{name} {-gain:+.1f}" for gain, name in sorted(marks)[:most])
