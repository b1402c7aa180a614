"""Rows of candidates with scores, and the best of them for each text or group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Floats, Ints, counted
from essaykit.analyse.sources import SourceSpread, Unit, text_weights
from essaykit.shelf import Shelf

Index = npt.NDArray[np.integer]

GROUPED = 1 << 20
"""Rows of texts that are grouped at a time."""
HELD = 1 << 25
"""Bytes of rows that wait in memory."""
_KINDS = {"owner": "i4", "phrase": "i4", "place": "i8", "words": "i4", "frequency": "i4", "texts": "i4", "score": "f8"}
"""Columns of rows that are put aside."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Candidates of texts (or groups) with scores: one row for each candidate in each owner."""

    owner: Index
    """Text or group."""
    phrase: Index
    """Number of the candidate, the same for all owners."""
    place: Index
    """Token where it first stands; with ``words`` it tells what the candidate is."""
    words: Index
    frequency: Index
    texts: Index
    score: Floats
    sources: Index | None = None
    """Independent sources of the texts; None where they are not counted, or not yet."""

    def take(self, rows: Ints) -> Rows:
        """Some of the rows."""
        some = Rows(*(getattr(self, name)[rows] for name in self.__slots__ if name != "sources"))
        return some if self.sources is None else replace(some, sources=self.sources[rows])


def no_rows() -> Rows:
    """A table without rows."""
    none = np.empty(0, dtype=np.int64)
    return Rows(none, none, none, none, none, none, np.empty(0))


def joined(parts: Iterable[Rows]) -> Rows:
    """Rows of several parts in one table, with their sources if all have them counted."""
    tables = list(parts) or [no_rows()]
    whole = Rows(*(np.concatenate([getattr(table, name) for table in tables]) for name in _KINDS))
    sources = [table.sources for table in tables if table.sources is not None]
    return replace(whole, sources=np.concatenate(sources)) if len(sources) == len(tables) else whole


def best_rows(table: Rows, top: int) -> Rows:
    """The rows of the highest score of each owner, best first; of equal ones the one that stands first.

    >>> table = Rows(*(np.array(x) for x in ([0, 0, 1], [0, 1, 0], [5, 3, 9], [1, 1, 1], [1, 1, 1], [1, 1, 1], [0.5, 0.5, 0.1])))
    >>> best_rows(table, 1).place.tolist()
    [3, 9]
    """
    return table.take(best_of(table, top))


def best_of(table: Rows, top: int) -> Ints:
    """Where these rows stand in the table."""
    if not len(table.owner):
        return np.empty(0, dtype=np.int64)
    # one integer for owner and score sorts much faster than two keys; what is equal in it is settled below
    score = np.maximum(table.score, 0).astype(np.float32)
    key = table.owner.astype(np.int64) << 32 | (0x7FFFFFFF - score.view(np.int32)).astype(np.int64)
    in_order = np.sort(key)
    owner = in_order >> 32
    begin, size = counted(owner)
    last = begin + np.minimum(top, size) - 1
    worst = np.zeros(int(owner[-1]) + 1, dtype=np.int64)
    worst[owner[begin]] = in_order[last]
    few = np.flatnonzero(key <= worst[table.owner])
    ordered = few[np.lexsort((table.words[few], table.place[few], -table.score[few], table.owner[few]))]
    owners = table.owner[ordered]
    rank = np.arange(len(ordered)) - np.searchsorted(owners, owners)
    return ordered[rank < top]


def best_of_groups(parts: Iterable[Rows], spread: Ints, group: Ints, sources: Ints, unit: Unit, top: int) -> Rows:
    """The best rows of each group of texts (`group_rows`): those of texts are put aside by phrases, and some phrases grouped at a time.

    Args:
        parts: rows of texts, some whole texts at a time, in order.
        spread: for each phrase, how many rows it has.
        group: for each text, its group.
        sources: for each text, its independent source.
        unit: what counts as one.
        top: how many rows a group.
    """
    shelf, ends = Shelf(HELD), np.cumsum(spread)
    bounds = np.searchsorted(ends, np.arange(GROUPED, int(ends[-1]) if len(ends) else 0, GROUPED))
    waiting: list[list[Callable[[], npt.NDArray[np.void]]]] = [[] for _ in range(len(bounds) + 1)]
    for part in parts:
        packed = np.empty(len(part.owner), dtype=list(_KINDS.items()))
        order = np.argsort(part.phrase, kind="stable")
        for name in _KINDS:
            packed[name] = getattr(part, name)[order]
        for some, piece in zip(waiting, np.split(packed, np.searchsorted(packed["phrase"], bounds)), strict=True):
            if len(piece):
                some.append(shelf.put(piece))
    tables = (_unpacked([back() for back in some]) for some in waiting if some)
    return best_rows(joined(best_rows(group_rows(table, group, sources, unit), top) for table in tables), top)


def _unpacked(pieces: Sequence[npt.NDArray[np.void]]) -> Rows:
    columns: list[Any] = [np.concatenate([piece[name] for piece in pieces]) for name in _KINDS]
    return Rows(*(column if column.dtype == np.float64 else column.astype(np.int64, copy=False) for column in columns))


def group_rows(table: Rows, group: Ints, sources: Ints, unit: Unit) -> Rows:
    """Scores of groups of texts from those of the texts; the table holds all rows of its phrases.

    A phrase scores in a group what it scores in its texts together, set against
    what would be expected if all texts were alike (observed × log(observed /
    expected), as in a log-likelihood ratio; for one group alone, observed), times
    the logarithm of the number of its sources (or texts): what one alone insists on
    is not what the group is about.

    Args:
        table: of texts.
        group: for each text, its group.
        sources: for each text, its independent source.
        unit: what counts as one; copies in a group share one voice where it is the source.
    """
    if not len(table.owner):
        return table
    weights = text_weights(sources, unit, group)
    sizes = np.bincount(group, weights=weights)
    voice = table.score * weights[table.owner]
    owner = group[table.owner]
    size = int(table.phrase.max()) + 1
    key = owner * size + table.phrase
    order = np.argsort(key, kind="stable")
    begin, texts = counted(key[order])
    first = order[begin]
    observed = np.add.reduceat(voice[order], begin)
    spread = SourceSpread(sources)
    spread.add(np.repeat(np.arange(len(begin)), texts), table.owner[order])
    of_sources = spread.counts(len(begin))
    if len(sizes) > 1:
        everywhere = np.bincount(table.phrase, weights=voice, minlength=size)
        expected = everywhere[table.phrase[first]] * sizes[owner[first]] / sizes.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = np.where(observed > expected, observed * np.log(observed / expected), 0.0)
    score = observed * np.log2(1 + (of_sources if unit == "sources" else texts))
    frequency = np.add.reduceat(table.frequency[order], begin)
    grouped = Rows(owner[first], table.phrase[first], table.place[first], table.words[first], frequency, texts, score, of_sources)
    return grouped.take(np.flatnonzero(score > 0))
