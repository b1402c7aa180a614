"""Which fingerprints are among others: tables with open room, looked up as whole arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaykit.copies.grams import Bools, Codes

_ROOM = 2
"""A table has 2 ** this to 2 ** (this + 1) times as many slots as fingerprints, so that two rarely want the same one."""
_ODD = 0x9E3779B1
_MOST_BITS = 31
_CELLS = 6
"""Most that are not known are told by their first bits: so many more than are needed to number the known …"""
_MOST_CELLS = 18
"""… but not so many that the cells fill the processor's cache."""
_SOME = 1 << 17
"""Fingerprints that are looked up at a time."""


@dataclass(frozen=True, slots=True)
class Known:
    """Fingerprints that are known, to look others up among them."""

    first: np.uint32
    """Bits by which a fingerprint is moved to have the number of its cell."""
    cells: Bools
    """Which cells have a known fingerprint."""
    shift: np.uint32
    tables: tuple[tuple[np.uint32, Codes], ...]
    """Factor and slots: the first of all fingerprints, each of the others of those that found their slot taken before."""

    @classmethod
    def of(cls, known: Codes) -> Known:
        """Tables of fingerprints, each of which is told once."""
        first = np.uint32(32 - min(len(known).bit_length() + _CELLS, _MOST_CELLS))
        cells = np.zeros(1 << (32 - int(first)), dtype=bool)
        cells[known >> first] = True
        bits = min(len(known).bit_length() + _ROOM, _MOST_BITS)
        shift, tables = np.uint32(32 - bits), []
        rest, odd = known[known != 0], 1
        while len(rest):
            factor = np.uint32(odd)
            places = rest * factor >> shift
            table = np.zeros(1 << bits, np.uint32)
            table[places] = rest
            tables.append((factor, table))
            rest = rest[table.take(places) != rest]
            odd = odd * _ODD & 0xFFFFFFFF
        return cls(first, cells, shift, tuple(tables))

    def among(self, values: Codes) -> Bools:
        """Which fingerprints are known."""
        found = np.zeros(len(values), dtype=bool)
        if not self.tables:
            return found
        for begin in range(0, len(values), _SOME):
            part = values[begin : begin + _SOME]
            near = np.flatnonzero(self.cells.take((part >> self.first).astype(np.intp)))
            asked = part.take(near)
            for factor, table in self.tables:
                there = table.take((asked * factor >> self.shift).astype(np.intp))
                sure = (there == asked) & (there != 0)
                found[near[sure] + begin] = True
                unsure = np.flatnonzero((there != asked) & (there != 0))
                near, asked = near.take(unsure), asked.take(unsure)
        return found


def are_among(values: Codes, known: Codes) -> Bools:
    """Which fingerprints are among the known ones, each of which is told once."""
    return Known.of(known).among(values)
