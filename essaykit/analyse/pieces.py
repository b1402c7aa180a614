"""Cutting many texts: a piece that stands in several of them is cut once, and all new pieces are cut together.

In this genre most pieces have been there before. A piece gets a number as a word
does (`essaykit.analyse.tokens`), a text is a row of pieces, and some texts at a
time words take the place of pieces.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Ints
from essaykit.analyse.tokens import BOUNDARY, Numbers, Tokens
from essaykit.analyse.words import Segmenter

MOST_PIECES = 1 << 18
"""Pieces that are remembered: some 50 MB. When there are more, or more than eight times `MOST_CHARACTERS` in them, all are forgotten."""
TRIAL_PIECES, NEW_PIECES = 4_000, 0.6
"""When after so many pieces more than this share of them were new, a text is one piece: that costs less."""
MOST_CHARACTERS = 1 << 19
"""Characters of new pieces that are cut together."""

STRETCH = 1 << 20
"""Words that are numbered at a time."""

_SEPARATOR = "\x00"  # a word of its own wherever it stands
_TEXT_END = 0  # the piece behind each text; its one word is the boundary

Ids = npt.NDArray[np.uint32]


class _Pieces(dict[str, int]):
    """Numbers of pieces; the words of those that are cut, and which are not yet."""

    def __init__(self, segmenter: Segmenter, numbers: Numbers) -> None:
        super().__init__()
        self._segmenter, self._numbers = segmenter, numbers
        self._seen = self._fresh = 0
        self.forget()

    def forget(self) -> None:
        """Begin anew, with no piece but the end of a text."""
        self.clear()
        self.waiting = self._held = 0
        self._new: list[str] = []
        self._ids: Ids = np.array([BOUNDARY], dtype=np.uint32)
        self._begins: Ints = np.array([0])
        self._ends: Ints = np.array([1])

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self) + 1
        self._new.append(piece)
        self.waiting += len(piece)
        self._held += len(piece)
        return number

    @property
    def many(self) -> bool:
        """There are so many that they should be forgotten."""
        return len(self) > MOST_PIECES or self._held > MOST_CHARACTERS * 8

    def of(self, text: str) -> list[int]:
        """The pieces of a text and its end."""
        if self._seen > TRIAL_PIECES and self._fresh > NEW_PIECES * self._seen:
            return [self[text], _TEXT_END]
        pieces, known = self._segmenter.pieces(text), len(self)
        row = [*map(self.__getitem__, pieces), _TEXT_END]
        self._seen += len(pieces)
        self._fresh += len(self) - known
        return row

    def words(self, row: Ints) -> Ids:
        """The words of a row of pieces."""
        self._cut()
        sizes = (self._ends - self._begins)[row]
        ends = np.cumsum(sizes)
        found: Ids = self._ids[np.repeat(self._begins[row] - ends + sizes, sizes) + np.arange(ends[-1])]
        return found

    def _cut(self) -> None:
        if self._new:
            words = self._segmenter.words(_SEPARATOR.join([*self._new, ""]))
            ids = np.frombuffer(self._numbers.ids(words), dtype=np.uint32)
            separators = np.flatnonzero(ids == self._numbers[_SEPARATOR])
            # a piece may hold the separator as well
            ends = separators[np.cumsum([piece.count(_SEPARATOR) + 1 for piece in self._new]) - 1]
            self._begins = np.concatenate((self._begins, [len(self._ids)], len(self._ids) + ends[:-1] + 1))
            self._ends = np.concatenate((self._ends, len(self._ids) + ends))
            self._ids = np.concatenate((self._ids, ids))
            self._new, self.waiting = [], 0


def cut_together(texts: Sequence[str], segmenter: Segmenter, numbers: Numbers) -> tuple[Ids, Ints]:
    """Words of texts one after another, each text with a boundary behind it, and where each begins (see `Tokens`).

    Args:
        texts: what is cut.
        segmenter: what cuts.
        numbers: of words; those that it lacks are put in.
    """
    pieces = _Pieces(segmenter, numbers)
    parts: list[Ids] = [np.empty(0, dtype=np.uint32)]
    row = array("q")
    for text in texts:
        row.extend(pieces.of(text))
        if pieces.waiting > MOST_CHARACTERS or len(row) > MOST_PIECES:
            parts.append(pieces.words(np.frombuffer(row, dtype=np.int64)))
            row = array("q")
            if pieces.many:
                pieces.forget()
    if row:
        parts.append(pieces.words(np.frombuffer(row, dtype=np.int64)))
    ids = np.concatenate(parts)
    return ids, np.concatenate(([0], np.flatnonzero(ids == BOUNDARY) + 1))


def in_order(numbers: Numbers, ids: Ids, starts: Ints) -> Tokens:
    """Texts as tokens: words that stand in none left out, the others by their first appearance, the boundary before all.

    ``ids`` are renumbered where they lie: of a large corpus they are a good part of the memory.
    """
    first = np.full(len(numbers), len(ids), dtype=np.int64)
    begins = range(0, len(ids), STRETCH)
    for begin in reversed(begins):
        some = ids[begin : begin + STRETCH]
        first[some[::-1]] = np.arange(begin + len(some) - 1, begin - 1, -1)  # of places that are given twice, the last one counts
    first[BOUNDARY] = -1
    order = np.argsort(first)[: 1 + np.count_nonzero(first[1:] < len(ids))]
    new = np.empty(len(numbers), dtype=np.uint32)
    new[order] = np.arange(len(order), dtype=np.uint32)
    for begin in begins:
        ids[begin : begin + STRETCH] = new[ids[begin : begin + STRETCH]]
    words = tuple(numbers)
    return Tokens(tuple(words[number] for number in order.tolist()), ids, starts)
