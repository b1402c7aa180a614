"""Which fingerprints are among others: tables with open room, looked up as whole arrays."""

from __future__ import annotations

import numpy as np

from essaykit.copies.grams import BLOCK, Bools, Codes

_ROOM = 2
"""A table has 2 ** this to 2 ** (this + 1) times as many slots as fingerprints, so that two rarely want the same one."""
_ODD = 0x9E3779B1
_MOST_BITS = 31
_CELLS = 20


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
