"""Which fingerprints are among others: tables with open room, one for all or one for each text, looked up as whole arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaykit.copies.grams import BLOCK, Bools, Codes, Ints

_ROOM = 2
"""A table has 2 ** this to 2 ** (this + 1) times as many slots as fingerprints, so that two rarely want the same one."""
_ODD = 0x9E3779B1
_MOST_BITS = 31
_CELLS = 20
Place = tuple[Ints, Codes]
"""For each fingerprint, or for all: where its table begins, and by how many bits a fingerprint is moved to be a slot there."""


@dataclass(frozen=True, slots=True)
class Room:
    """Tables side by side."""

    begins: Ints
    shifts: Codes
    slots: int

    @classmethod
    def of(cls, sizes: Ints) -> Room:
        """Room for tables of so many fingerprints each."""
        bits = np.minimum(np.ceil(np.log2(np.maximum(sizes, 1))).astype(np.int64) + _ROOM, _MOST_BITS)
        ends = np.cumsum(1 << bits)
        return cls(ends - (1 << bits), (32 - bits).astype(np.uint32), int(ends[-1]) if len(ends) else 0)

    def spread(self, tables: Ints, sizes: Ints) -> Place:
        """The places of the fingerprints of texts that have so many each, by the numbers of their tables."""
        begins = np.repeat(self.begins[tables], sizes)
        if len(self.shifts) and (self.shifts == self.shifts[0]).all():  # as good as always: nothing has to be written out
            return begins, np.broadcast_to(self.shifts[0], begins.shape)
        return begins, np.repeat(self.shifts[tables], sizes)


def are_met(asked: Codes, asked_place: Place, known: Codes, known_place: Place, slots: Codes) -> Bools:
    """Which fingerprints stand in the table that they are asked about; 0 stands in none.

    Of known ones that want the same slot one gets it; the others are looked for in a second round, in another order, and so on.

    Args:
        asked: fingerprints.
        asked_place: of each its table.
        known: what stands in the tables.
        known_place: of each its table.
        slots: room to work in, of zeros before and after.
    """
    hits = np.zeros(len(asked), dtype=bool)
    (base, shift), (known_base, known_shift) = asked_place, known_place
    if not known.all():
        filled = np.flatnonzero(known)
        known, known_base, known_shift = known[filled], known_base[filled], known_shift[filled]
    at, values, odd = np.zeros(0, np.int64), asked, 1
    while len(known) and len(values):
        mixed = known if odd == 1 else known * np.uint32(odd)
        places = known_base + (mixed >> known_shift)
        slots[places] = known
        mixed = values if odd == 1 else values * np.uint32(odd)
        there = slots.take(base + (mixed >> shift))
        crowded = np.flatnonzero(slots.take(places) != known)
        slots[places] = 0
        hit = there == values
        undecided = np.flatnonzero((there != 0) & ~hit)
        if odd == 1:
            hits, at = hit, undecided
        else:
            hits[at[hit]] = True
            at = at[undecided]
        known, known_base, known_shift = known[crowded], known_base[crowded], known_shift[crowded]
        values, base, shift = values[undecided], base[undecided], shift[undecided]
        odd = odd * _ODD & 0xFFFFFFFF
    hits &= asked != 0
    return hits


def are_among(values: Codes, known: Codes) -> Bools:
    """Which fingerprints are among the known ones, each of which is told once."""
    found = np.zeros(len(values), dtype=bool)
    if not len(known):
        return found
    cells = np.zeros(1 << _CELLS, dtype=bool)  # most are told apart by their first bits alone
    cells[known >> np.uint32(32 - _CELLS)] = True
    bits = min(len(known).bit_length() + _ROOM, _MOST_BITS)
    shift, factors, tables = np.uint32(32 - bits), [], []
    rest, odd = known[known != 0], 1
    while len(rest):
        places = rest * np.uint32(odd) >> shift
        table = np.zeros(1 << bits, np.uint32)
        table[places] = rest
        tables.append(table)
        factors.append(np.uint32(odd))
        rest = rest[table.take(places) != rest]
        odd = odd * _ODD & 0xFFFFFFFF
    for begin in range(0, len(values), BLOCK):
        part = values[begin : begin + BLOCK]
        near = np.flatnonzero(cells.take((part >> np.uint32(32 - _CELLS)).astype(np.intp)))
        for factor, table in zip(factors, tables, strict=True):
            asked = part[near]
            there = table.take(asked * factor >> shift)
            sure = (there == asked) & (there != 0)
            found[begin + near[sure]] = True
            near = near[(there != 0) & ~sure]
    return found
