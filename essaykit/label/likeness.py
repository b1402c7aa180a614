"""How much of each of many short texts stands in a longer one, by neighbouring characters: all texts in one pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from essaykit.arrays import begins
from essaykit.text import code_units

Pairs = npt.NDArray[np.uint32]
"""Neighbouring characters as numbers, each once, in order. A rare character, of two UTF-16 units, counts as two."""

_BREAK = ord("\n")


def pairs_of(text: str) -> Pairs:
    """The character pairs of a text.

    >>> len(pairs_of("实习实习实"))
    2
    """
    pairs = _neighbours(code_units(text).astype(np.uint32))
    pairs.sort()
    return pairs[begins(pairs)]


def shares(texts: Sequence[str], wholes: Sequence[Pairs]) -> list[list[float]]:
    """For each text, which has no line ends: the share of its distinct pairs that stand in each of several texts.

    >>> shares(["实习报告", "报告会"], [pairs_of("实习报"), pairs_of("报告")])
    [[0.6666666666666666, 0.3333333333333333], [0.0, 0.5]]
    """
    units = code_units("\n".join(texts)).astype(np.uint32)
    ends = units == _BREAK
    inner = np.flatnonzero(~(ends[:-1] | ends[1:]))
    owners = np.cumsum(ends)[inner].astype(np.uint64)
    found = owners << np.uint64(32) | _neighbours(units)[inner]
    found.sort()
    found = found[begins(found)]
    pairs, owners = found.astype(np.uint32), (found >> np.uint64(32)).astype(np.intp)
    sizes = np.maximum(1, np.bincount(owners, minlength=len(texts)))
    out = [
        np.bincount(owners[whole.take(np.searchsorted(whole, pairs), mode="clip") == pairs], minlength=len(texts)) / sizes
        if len(whole)
        else np.zeros(len(texts))
        for whole in wholes
    ]
    return list(map(list, zip(*(column.tolist() for column in out), strict=True)))


def _neighbours(units: npt.NDArray[np.uint32]) -> Pairs:
    return units[:-1] << np.uint32(16) | units[1:]
