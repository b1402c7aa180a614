"""Fingerprints of texts: the 5-grams of the normal form, in the order in which they stand, each as 32 bits.

Two different 5-grams share a number once in four thousand million times: less
than a ten-thousandth of a gram in a pair of essays.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile, gettempdir

import numpy as np
import numpy.typing as npt

from essaykit.align import normal_codes
from essaykit.arrays import begins
from essaykit.errors import CorpusError

SIZE = 5
"""Characters of a gram: the shortest run that is rarely met by chance in Chinese."""
BLOCK = 1 << 18
"""Characters that are worked on at a time, so that they stay in the processor's cache."""

MOST_HELD = 1 << 26
"""Fingerprints of texts that are held in memory: 256 MB."""
Codes = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_FACTORS = [np.uint32(n) for n in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)]
_MIX = np.uint32(0x7FEB352D)


@dataclass(frozen=True, slots=True)
class Grams:
    """Fingerprints of many texts, one text after another; text ``i`` has ``values[starts[i]:starts[i + 1]]``."""

    values: Codes
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, text: int) -> Codes:
        """The fingerprints of one text."""
        return self.values[self.starts[text] : self.starts[text + 1]]

    def some(self, texts: Ints) -> Grams:
        """The fingerprints of some of the texts, in the order given."""
        return Grams(_stored(self.spans(texts)), np.concatenate((np.zeros(1, np.int64), np.cumsum(self.sizes[texts]))))

    def spans(self, texts: Ints) -> Iterator[Codes]:
        """The fingerprints of some of the texts, in the order given, those of neighbours together."""
        first = np.flatnonzero(np.append(True, texts[1:] != texts[:-1] + 1))[: len(texts)]
        last = np.append(first[1:], len(texts))[: len(first)] - 1
        for low, high in zip(self.starts[texts[first]].tolist(), self.starts[texts[last] + 1].tolist(), strict=True):
            yield self.values[low:high]

    @property
    def sizes(self) -> Ints:
        """How many each text has."""
        return np.diff(self.starts)

    def sums(self) -> Codes:
        """For each text a number that is the same for equal texts, and hardly ever for others."""
        found = np.zeros(len(self), np.uint32)
        some = np.flatnonzero(self.sizes)
        if len(some):
            found[some] = np.add.reduceat(self.values, self.starts[some], dtype=np.uint32)
        return found

    def let_go(self) -> None:
        """Tell the system that what it holds of the file, if they lie in one, is not needed for now."""
        base = self.values.base
        while isinstance(base, np.ndarray):
            base = base.base
        if isinstance(base, mmap.mmap) and hasattr(base, "madvise"):
            base.madvise(mmap.MADV_DONTNEED)

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Ranges of texts that together are not much larger than `BLOCK`."""
        begin = 0
        while begin < len(self):
            end = int(np.searchsorted(self.starts, self.starts[begin] + BLOCK, side="right")) - 1
            end = min(max(end, begin + 1), len(self))
            yield begin, end
            self.let_go()
            begin = end


def find_grams(texts: Iterable[str]) -> Grams:
    """The fingerprints of texts; a text that is shorter than a gram has none.

    >>> find_grams(["实习报告一份", "實習報告，一份。", "短"]).sizes.tolist()
    [2, 2, 0]
    """
    return joined(_block_grams(block) for block in _text_blocks(texts))


def joined(parts: Iterable[Grams]) -> Grams:
    """The fingerprints of shards, one after another."""
    sizes = [np.zeros(0, np.int64)]

    def values() -> Iterator[Codes]:
        for part in parts:
            sizes.append(part.sizes)
            yield part.values

    return Grams(_stored(values()), np.concatenate((np.zeros(1, np.int64), np.cumsum(np.concatenate(sizes)))))


def _stored(parts: Iterable[Codes]) -> Codes:
    """One array of all parts; what is more than `MOST_HELD` lies in a file without a name, of which the system holds what is in use.

    Raises:
        CorpusError: if there is no room for the file.
    """
    held: list[Codes] = [np.zeros(0, np.uint32)]
    size, file = 0, None
    for part in parts:
        size += len(part)
        held.append(part)
        if size > MOST_HELD:
            try:
                file = file or TemporaryFile()  # noqa: SIM115 - closed below
                for one in held:
                    file.write(one.data)
                file.flush()
            except OSError as error:
                raise CorpusError("can't be written", file=gettempdir(), hint=f"{error.strerror}; TMPDIR names another folder") from error
            held = []
    if file is None:
        return np.concatenate(held)
    with file:
        return np.asarray(np.memmap(file, np.uint32, "r", shape=(size,)))


def _text_blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    block, size = [], 0
    for text in texts:
        block.append(text)
        size += len(text)
        if size >= BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block


def _block_grams(texts: Sequence[str]) -> Grams:
    codes, starts = normal_codes(texts)
    sizes = np.maximum(np.diff(starts) - (SIZE - 1), 0)
    begins = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
    if len(codes) < SIZE:
        return Grams(np.zeros(0, np.uint32), begins)
    whole = np.ones(len(codes), dtype=bool)
    for back in range(1, SIZE):
        ends = starts[1:] - back
        whole[ends[ends >= starts[:-1]]] = False
    return Grams(hashed(codes)[whole[: len(codes) - SIZE + 1]], begins)


def ranked(values: Codes) -> tuple[Codes, Ints]:
    """The different values in order, and for each value given its place among them.

    >>> [row.tolist() for row in ranked(np.array([7, 3, 7], np.uint32))]
    [[3, 7], [1, 0, 1]]
    """
    keys = np.sort(values.astype(np.uint64) << np.uint64(32) | np.arange(len(values), dtype=np.uint64))
    ordered = (keys >> np.uint64(32)).astype(np.uint32)
    new = begins(ordered)
    places = np.empty(len(values), np.int64)
    places[(keys & np.uint64(0xFFFFFFFF)).astype(np.int64)] = np.cumsum(new) - 1
    return ordered[new], places


def hashed(codes: Codes) -> Codes:
    """Fingerprints of all grams of a row of code points; none is 0."""
    last = len(codes) - SIZE + 1
    if last < 1:
        return np.zeros(0, np.uint32)
    value: Codes = codes[:last] * _FACTORS[0]
    some = np.empty_like(value)
    for place in range(1, SIZE):
        value += np.multiply(codes[place : last + place], _FACTORS[place], out=some)
    value ^= np.right_shift(value, np.uint32(15), out=some)
    value *= _MIX
    value ^= np.right_shift(value, np.uint32(14), out=some)
    np.maximum(value, 1, out=value)
    return value
