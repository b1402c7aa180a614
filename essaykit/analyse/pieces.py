"""Cutting many texts: a piece that stands in several of them is cut once, and all new pieces are cut together.

No word crosses the border of what jieba calls a block, so that a text can be cut
piece by piece. In this genre most pieces have been there before: they are told
apart by a 64-bit hash of their characters, some texts at a time, and words take
the place of pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Hashes, Ints, T, hashed
from essaykit.analyse.tokens import BOUNDARY, Numbers, Tokens
from essaykit.analyse.words import BLOCK, Segmenter
from essaykit.text import code_points

MOST_PIECES, MOST_WORDS = 1 << 18, 1 << 22
"""Pieces that are remembered, and words in them: some 25 MB. When there are more of either, all are forgotten."""
TRIAL_PIECES, NEW_PIECES = 4_000, 0.6
"""When among so many pieces more than this share are new, texts are cut as they are: that costs less."""
MOST_CHARACTERS = 1 << 19
"""Characters of texts that are worked on at a time."""

STRETCH = 1 << 20
"""Words that are numbered at a time."""

_SEPARATOR = "\x00"  # a word of its own wherever it stands
_TEXT_END = 0  # hash of what is behind each text; its one word is the boundary

Ids = npt.NDArray[np.uint32]


class _Pieces:
    """What is known of pieces: the hash of each, rising, and where its words begin and end among the words of all."""

    def __init__(self, segmenter: Segmenter, numbers: Numbers) -> None:
        self._segmenter, self._numbers = segmenter, numbers
        self._forget()

    def _forget(self) -> None:
        self._hashes: Hashes = np.array([_TEXT_END], dtype=np.uint64)
        self._begin, self._size = np.array([[0], [1]], dtype=np.int32)
        self._ids: Ids = np.array([BOUNDARY], dtype=np.uint32)

    def words(self, texts: Sequence[str]) -> Ids:
        """The words of some texts, a boundary behind each of them."""
        joined = "\n".join([*texts, ""])  # a line end stands for what is behind a text
        behind = np.cumsum([len(text) + 1 for text in texts]) - 1
        codes = code_points(joined)
        starts = piece_starts(codes)
        starts[behind] = starts[behind[:-1] + 1] = True
        begin = np.flatnonzero(starts)
        hashes = np.add.reduceat(hashed(codes, begin), begin)
        hashes[np.searchsorted(begin, behind)] = _TEXT_END
        found, first, row = np.unique(hashes, return_index=True, return_inverse=True)
        place = np.searchsorted(self._hashes, found)
        new = self._hashes.take(place, mode="clip") != found
        if len(begin) > TRIAL_PIECES and np.count_nonzero(new) > NEW_PIECES * len(begin):
            ids, spans = self._cut(texts)
            ids[spans[:, 1]] = BOUNDARY
            return ids
        if new.any():
            bounds = np.append(begin, len(codes))
            borders = zip(bounds[first[new]].tolist(), bounds[first[new] + 1].tolist(), strict=True)
            ids, spans = self._cut([joined[start:end] for start, end in borders])
            self._learn(place[new], found[new], ids, spans)
            place += np.cumsum(new) - new
        words = self._words_at(place[row])
        if len(self._hashes) > MOST_PIECES or len(self._ids) > MOST_WORDS:
            self._forget()
        return words

    def _cut(self, texts: Sequence[str]) -> tuple[Ids, Ints]:
        """Words of some texts with a separator behind each text, and where those of each begin and end."""
        words = self._segmenter.words(_SEPARATOR.join([*texts, ""]))
        ids = np.frombuffer(bytearray(self._numbers.ids(words)), dtype=np.uint32)
        ends = np.flatnonzero(ids == self._numbers[_SEPARATOR])
        if len(ends) > len(texts):  # a text holds the separator as well
            ends = ends[np.cumsum([text.count(_SEPARATOR) + 1 for text in texts]) - 1]
        return ids, np.column_stack((np.concatenate(([0], ends[:-1] + 1)), ends))

    def _learn(self, place: Ints, hashes: Hashes, ids: Ids, spans: Ints) -> None:
        """Put new pieces among the others: where, their hashes, their words, and where those of each begin and end."""
        begin, end = (spans + len(self._ids)).T
        old = np.ones(len(self._hashes) + len(place), dtype=bool)
        old[place + np.arange(len(place))] = False
        self._hashes = _merged(old, self._hashes, hashes)
        self._begin, self._size = _merged(old, self._begin, begin), _merged(old, self._size, end - begin)
        self._ids = np.concatenate((self._ids, ids))

    def _words_at(self, pieces: Ints) -> Ids:
        """The words of some pieces, one after another."""
        sizes = self._size[pieces]
        ends = np.cumsum(sizes)
        words: Ids = self._ids[np.repeat(self._begin[pieces] - ends + sizes, sizes) + np.arange(ends[-1])]
        return words


def _merged(old: Bools, before: npt.NDArray[T], new: npt.NDArray[np.generic]) -> npt.NDArray[T]:
    """New values between those that were there before; where these come to stand, ``old`` is true."""
    merged = np.empty(len(old), dtype=before.dtype)
    merged[old], merged[~old] = before, new
    return merged


def piece_starts(codes: npt.NDArray[np.uint32]) -> Bools:
    r"""Where pieces of a text start, given as code points: the words of the pieces, one after another, are those of the text.

    >>> np.flatnonzero(piece_starts(code_points("我在银行，很忙。\n第2天"))).tolist()
    [0, 5, 9]
    """
    inside = _block_characters().take(codes, mode="clip")  # the last one is no character
    starts = np.ones(len(codes), dtype=bool)
    np.greater(inside[1:], inside[:-1], out=starts[1:])
    return starts


@cache
def _block_characters() -> Bools:
    """For each code point of the basic plane, whether it belongs into a block."""
    inside = np.zeros(1 << 16, dtype=bool)
    for run in re.finditer(f"[{BLOCK}]+", "".join(map(chr, range(1 << 16)))):
        inside[run.start() : run.end()] = True
    return inside


def cut_together(texts: Sequence[str], segmenter: Segmenter, numbers: Numbers) -> tuple[Ids, Ints]:
    """Words of texts one after another, each text with a boundary behind it, and where each begins (see `Tokens`).

    Args:
        texts: what is cut.
        segmenter: what cuts.
        numbers: of words; those that it lacks are put in.
    """
    pieces = _Pieces(segmenter, numbers)
    words = bytearray()  # grows where it lies: parts put together at the end would be there twice
    for some in _some_at_a_time(texts):
        words += pieces.words(some).data
    ids = np.frombuffer(words, dtype=np.uint32)
    return ids, np.concatenate(([0], np.flatnonzero(ids == BOUNDARY) + 1))


def _some_at_a_time(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    begin = size = 0
    for number, text in enumerate(texts, 1):
        size += len(text)
        if size > MOST_CHARACTERS or number == len(texts):
            yield texts[begin:number]
            begin, size = number, 0


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
