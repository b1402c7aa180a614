"""The chance that a person would choose a phrase of a text as a keyword: logistic regressions over what speaks for it.

Each candidate gets a first chance; the best few of each text get a second look,
in which features that tell more together than each alone are multiplied. The
weights are in ``data/keyword-weights.toml`` and say how they came about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import combinations

import msgspec
import numpy as np

from essaykit.analyse.arrays import Floats, Ints
from essaykit.analyse.features import (
    FEATURES,
    KIN,
    OF_CANDIDATES,
    OF_PHRASES,
    PAIRED,
    SECOND,
    Ground,
    holders,
    kin_features,
    neighbours_among,
    second_features,
)
from essaykit.analyse.phrases import Candidates
from essaykit.cards import package_text, parse_card
from essaykit.errors import CardError

SECOND_LOOK = 20
"""Candidates of each text that are looked at a second time."""

FIRST = "first"
"""Name of the first chance (its log odds) among the features of the second look."""

SECOND_FEATURES = (*FEATURES, *SECOND, *KIN, FIRST, *(f"{one} × {other}" for one, other in combinations(PAIRED, 2)))


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one regression."""

    bias: float
    weights: dict[str, float]


class _Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: Weights
    second: Weights


@cache
def _card() -> _Card:
    file = "data/keyword-weights.toml"
    card = parse_card(package_text("essaykit.analyse", file), file, _Card)
    if set(card.first.weights) != set(FEATURES) or set(card.second.weights) != set(SECOND_FEATURES):
        raise CardError("its weights are not those of the features", file=file, hint="see analyse/features.py")
    return card


def first_chance(ground: Ground) -> Callable[[Candidates], Floats]:
    """What tells the chance of each candidate."""
    weights = _card().first
    of_phrases: Floats = np.full(len(ground.phrases.words), weights.bias)
    for name, feature in OF_PHRASES.items():
        of_phrases += np.float64(weights.weights[name]) * feature(ground)

    def chance(candidates: Candidates) -> Floats:
        found: Floats = of_phrases[candidates.phrase]
        for name, feature in OF_CANDIDATES.items():
            found += np.float64(weights.weights[name]) * feature(ground, candidates)
        return _chance(found)

    return chance


def second_chance(ground: Ground) -> Callable[[Candidates, Ints, Floats], Floats]:
    """What tells the chances of a few candidates that are looked at again: all of some whole texts, which, and their first chances."""
    weights = _card().second
    columns = second_columns(ground)

    def chance(candidates: Candidates, rows: Ints, first: Floats) -> Floats:
        found: Floats = np.full(len(rows), weights.bias)
        for name, values in columns(candidates, rows, np.log(first / (1 - first))):
            found += np.float64(weights.weights[name]) * values
        return _chance(found)

    return chance


Columns = Iterator[tuple[str, Floats]]


def second_columns(ground: Ground) -> Callable[[Candidates, Ints, Floats], Columns]:
    """What works out `SECOND_FEATURES`, from the same and the log odds of the first chances."""
    neighbours = neighbours_among(ground.phrases.tokens.words)

    def columns(candidates: Candidates, rows: Ints, first: Floats) -> Columns:
        most = np.zeros(ground.phrases.tokens.texts, dtype=np.int64)
        np.maximum.at(most, candidates.text, candidates.frequency)
        few = candidates.take(rows)
        own = replace(ground, phrases=ground.phrases.take(few.phrase))
        few = replace(few, phrase=np.arange(len(rows)))
        found: dict[str, Floats] = {name: np.asarray(feature(own), np.float64) for name, feature in OF_PHRASES.items()}
        found |= {name: np.asarray(feature(own, few), np.float64) for name, feature in OF_CANDIDATES.items()}
        yield from found.items()
        yield from second_features(own, few, most[few.text], neighbours).items()
        yield from kin_features(*holders(own, few), _chance(first)).items()
        yield FIRST, first
        yield from products(found)

    return columns


def products(columns: Mapping[str, Floats]) -> Iterator[tuple[str, Floats]]:
    """Each two of the paired features, multiplied."""
    for one, other in combinations(PAIRED, 2):
        yield f"{one} × {other}", columns[one] * columns[other]


def _chance(log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-log_odds)), dtype=np.float64)
