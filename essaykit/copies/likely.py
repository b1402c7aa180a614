"""Pairs of texts that may be copies, as their sketches tell it, and the sources that these make."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from essaykit.copies.compare import Floats
from essaykit.copies.grams import Bools, Ints
from essaykit.copies.sketch import ALL, Postings, candidates
from essaykit.copies.sources import linked_groups, tight_groups, voices

LIKELY = 0.05
"""Texts are compared for their sources if their sketches have so much in common (Jaccard index) …"""
AGREEING = 2
"""… and so many fingerprints; for what is listed they need one …"""
SPREAD = 4
"""… and this part of those that two texts have on average which are just listed."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Pairs of texts as their sketches tell them."""

    postings: Postings
    """Those that count."""
    left: Ints
    right: Ints
    agreeing: Ints
    likeness: Floats
    """Jaccard index of their grams, about."""
    window: int
    """Neighbours of a text that were looked at for each fingerprint."""

    @classmethod
    def of(cls, postings: Postings, kept: Bools, agreeing: int, window: int) -> Likely:
        """The pairs, from those postings that count."""
        lost = np.bincount(postings.texts[~kept], minlength=len(postings.sizes))
        counting = replace(postings, values=postings.values[kept], texts=postings.texts[kept], sizes=postings.sizes - lost)
        return cls(counting, *_measured(counting, agreeing, window), window)

    def contained(self, share: float, sizes: Ints) -> Ints:
        """Rows of the pairs of which one text may be contained in the other by such a share; sizes are of the texts."""
        limits = self.postings.limits
        rate = np.minimum(limits[self.left], limits[self.right]) / ALL
        expected = share * rate * np.minimum(sizes[self.left], sizes[self.right])
        return np.flatnonzero(self.agreeing >= expected / SPREAD)

    def told(self, rows: Ints, likeness: Floats) -> Likely:
        """With a likeness that is known better for some pairs."""
        better = self.likeness.copy()
        better[rows] = likeness
        return replace(self, likeness=better)

    def sources(self) -> Ints:
        """The source of each text. Of what is very much alike only some texts have a say."""
        likely = (self.likeness >= LIKELY) & (self.agreeing >= AGREEING)
        left, right, likeness = self.left[likely], self.right[likely], self.likeness[likely]
        groups = tight_groups(len(self.postings.sizes), (left, right, likeness))
        speaking = voices(groups)
        speaks = np.zeros(len(groups), dtype=bool)
        speaks[speaking] = True
        if len(groups) and np.bincount(groups).max() > self.window // 2:  # so many may have hidden others from one another
            heard = speaks[self.postings.texts]
            own = replace(self.postings, values=self.postings.values[heard], texts=self.postings.texts[heard])
            left, right, _, likeness = _measured(own, AGREEING, self.window)
            likely = likeness >= LIKELY
        else:
            likely = speaks[left] & speaks[right]
        return linked_groups(groups, speaking, (left[likely], right[likely], likeness[likely]))


def _measured(postings: Postings, least: int, window: int) -> tuple[Ints, Ints, Ints, Floats]:
    """Pairs that share so many fingerprints: first, second, how many, and the Jaccard index of all below the lower of their limits."""
    left, right, agreeing = candidates(postings, least, window)
    limits, sizes = postings.limits, postings.sizes
    lower = np.minimum(limits[left], limits[right])
    both = sizes[left] * (lower / limits[left]) + sizes[right] * (lower / limits[right]) - agreeing
    return left, right, agreeing, np.minimum(1.0, agreeing / np.maximum(both, 1))
