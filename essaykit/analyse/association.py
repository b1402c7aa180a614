"""Measures of association over tables of counts: log-likelihood, log ratio, PMI, t, logDice; and what many tests ask for.

A word is counted in two bodies of text (keyness), or beside another word and
elsewhere (collocation). Either way there are two frequencies and two sizes:
``a`` of ``n`` running words here, ``b`` of ``m`` there.

Sources: log-likelihood G²: T. Dunning, Accurate Methods for the Statistics of
Surprise and Coincidence, Computational Linguistics 19 (1993), over all four cells
of the table. Log ratio: A. Hardie, Log Ratio – an informal introduction (2014),
the binary logarithm of the ratio of relative frequencies; its interval is that of
a relative risk (D. Katz et al., Biometrics 34, 1978). False discovery rate: Y.
Benjamini and Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995).
PMI: K. Church and P. Hanks, Computational Linguistics 16 (1990); t: K. Church et
al. (1991); logDice: P. Rychlý, RASLAN 2008.
"""

from __future__ import annotations

import numpy as np

from essaykit.analyse.arrays import Floats

LEVEL = 0.05
"""Intervals hold 95 % of what could be; tests are told at this level."""

ABSENT = 0.5
"""Stands in the log ratio for a frequency of 0, as Hardie has it."""

_QUANTILE = 1.959963984540054
"""Of the normal distribution, for `LEVEL` on both sides."""


def log_likelihood(a: Floats, n: Floats | float, b: Floats, m: Floats | float) -> Floats:
    """Dunning's G² of a two by two table; 0 where the relative frequencies are equal, never negative.

    >>> log_likelihood(np.array([110.0]), 2000, np.array([200.0]), 8000).round(2).tolist()
    [41.59]
    """
    total = n + m
    both = a + b
    cells = ((a, n * both), (b, m * both), (n - a, n * (total - both)), (m - b, m * (total - both)))
    found = np.zeros(np.broadcast(a, n, b, m).shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for observed, margins in cells:
            found = found + np.where(observed > 0, observed * np.log(observed * total / margins), 0.0)
    return np.asarray(np.maximum(2 * found, 0.0), dtype=np.float64)


def log_ratio(a: Floats, n: Floats | float, b: Floats, m: Floats | float) -> tuple[Floats, Floats, Floats]:
    """Hardie's log ratio with the ends of its interval: 1 is twice as frequent here as there, -1 half as frequent.

    >>> [x.round(2).tolist() for x in log_ratio(np.array([110.0]), 2000, np.array([200.0]), 8000)]
    [[1.14], [0.81], [1.47]]
    """
    a, b = np.where(a > 0, a, ABSENT), np.where(b > 0, b, ABSENT)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2((a / n) / (b / m))
        half = _QUANTILE * np.sqrt(np.maximum(1 / a - 1 / n + 1 / b - 1 / m, 0.0)) / np.log(2)
    return ratio, ratio - half, ratio + half


def chance(g2: Floats) -> Floats:
    """How likely so large a G² is where there is no difference (χ² with one degree of freedom)."""
    from scipy.special import chdtrc

    return np.asarray(chdtrc(1, g2), dtype=np.float64)


def critical_value(tests: int) -> float:
    """The least G² that is significant at `LEVEL` when so many are looked at (Bonferroni).

    >>> round(critical_value(1), 2), round(critical_value(1000), 2)
    (3.84, 16.45)
    """
    from scipy.special import chdtri

    return float(chdtri(1, LEVEL / max(tests, 1)))


def false_discovery(chances: Floats) -> Floats:
    """For each test the least false discovery rate at which it is found (Benjamini and Hochberg's step-up).

    >>> false_discovery(np.array([0.01, 0.04, 0.03])).round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(chances, kind="stable")
    tests = len(order)
    raised = chances[order] * tests / np.arange(1, tests + 1)
    found = np.empty(tests)
    found[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return found


def pointwise_information(observed: Floats, expected: Floats) -> Floats:
    """PMI in bits: how many times more often than by chance, as a binary logarithm."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(observed / expected), dtype=np.float64)


def t_score(observed: Floats, expected: Floats) -> Floats:
    """Church's t: the difference from chance in standard deviations of the observed count."""
    return np.asarray((observed - expected) / np.sqrt(np.maximum(observed, 1e-12)), dtype=np.float64)


def log_dice(together: Floats, one: Floats | float, other: Floats) -> Floats:
    """Rychlý's logDice: 14 where two words never stand without each other; 1 less is half as close, whatever the corpus."""
    with np.errstate(divide="ignore"):
        return np.asarray(14 + np.log2(2 * together / (one + other)), dtype=np.float64)
