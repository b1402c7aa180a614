"""What a new text is compared with: the fingerprints of many texts, looked through from end to end.

No candidates are guessed, so nothing that is short beside a long draft is
missed; a hundred thousand essays take some tenths of a second.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaykit.copies.find import find_copies
from essaykit.copies.grams import BLOCK, Bools, Codes, Grams, Ints, find_grams, joined, ranked

_MOST_CELLS = 27


@dataclass(frozen=True, slots=True)
class Index:
    """Texts to compare with, and which of their 5-grams are stock."""

    grams: Grams
    stock: Codes
    """In order."""
    stock_counts: Ints
    """On how many independent sources each stands."""

    @classmethod
    def of(cls, grams: Grams) -> Index:
        """An index of texts, their stock worked out."""
        found = find_copies(grams)
        return cls(grams, found.stock, found.stock_counts)

    def with_texts(self, texts: list[str]) -> Index:
        """The index with more texts; nothing of the others is read again, and stock stays what it was."""
        return Index(joined((self.grams, find_grams(texts))), self.stock, self.stock_counts)


@dataclass(frozen=True, slots=True)
class Met:
    """Where the 5-grams of a text stand in others: for each place, a text and a 5-gram by its rank."""

    values: Codes
    """The different 5-grams of the text, in order."""
    places: Ints
    """Of each 5-gram of the text its rank among these."""
    texts: Ints
    ranks: Ints


def meet(index: Index, values: Codes, without: Bools | None = None) -> Met:
    """All places where one of these 5-grams stands in a text of the index.

    Args:
        index: what is looked through.
        values: 5-grams, in any order.
        without: texts of the index that are passed over.
    """
    own, ranks_of = ranked(values)
    bits = min(_MOST_CELLS, max(16, len(own).bit_length() + 8))
    shift = np.uint32(32 - bits)
    cells = np.zeros(1 << bits, dtype=bool)
    cells[own >> shift] = True
    at, ranks = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    grams = index.grams
    for begin in range(0, len(grams.values) if len(own) else 0, BLOCK):
        part = grams.values[begin : begin + BLOCK]
        near = np.flatnonzero(cells.take((part >> shift).astype(np.intp)))
        rank = np.minimum(np.searchsorted(own, part[near]), len(own) - 1)
        sure = own[rank] == part[near]
        at.append(near[sure] + begin)
        ranks.append(rank[sure])
    places, found = np.concatenate(at), np.concatenate(ranks)
    texts = np.searchsorted(grams.starts, places, side="right") - 1
    if without is not None:
        kept = ~without[texts]
        texts, found = texts[kept], found[kept]
    return Met(own, ranks_of, texts, found)
