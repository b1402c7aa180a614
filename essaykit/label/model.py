"""The linear model over unit features: weights as data, contributions as reasons."""

from __future__ import annotations

from functools import cache
from math import exp

import msgspec

from essaykit.cards import package_text
from essaykit.model import Record


class Weights(Record, frozen=True, kw_only=True):
    """Weights of a multinomial logistic regression: for each feature one number per class."""

    classes: tuple[str, ...]
    weights: dict[str, tuple[float, ...]]
    trained: str
    """How they came about: data, regularisation, scores."""


@cache
def weights() -> Weights:
    """The shipped weights."""
    return msgspec.json.decode(package_text("essaykit.label", "weights.json"), type=Weights)


def probabilities(found: dict[str, float], model: Weights) -> tuple[float, ...]:
    """Probability of each class for one unit's features."""
    scores = [0.0] * len(model.classes)
    for name, value in found.items():
        row = model.weights.get(name)
        if row is not None:
            for i, w in enumerate(row):
                scores[i] += w * value
    top = max(scores)
    shares = [exp(s - top) for s in scores]
    total = sum(shares)
    return tuple(s / total for s in shares)


def contributions(found: dict[str, float], model: Weights, role: str, most: int = 4) -> tuple[str, ...]:
    """The features that speak most for a class against the author's text, strongest first."""
    chosen = model.classes.index(role)
    against = model.classes.index("body") if role != "body" else None
    marks = []
    for name, value in found.items():
        row = model.weights.get(name)
        if row is None or name == "bias":
            continue
        gain = value * (row[chosen] - (row[against] if against is not None else sum(row) / len(row)))
        if gain > 0.15:
            marks.append((-gain, name))
    return tuple(f"{name} {-gain:+.1f}" for gain, name in sorted(marks)[:most])
