"""Pairs of texts that may be copies, as their sketches tell it, and the sources that these make."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from essaykit.arrays import begins
from essaykit.copies.candidates import Met, met_in_turn, pairs
from essaykit.copies.compare import Floats
from essaykit.copies.grams import Bools, Ints
from essaykit.copies.sketch import ALL, Postings
from essaykit.copies.sources import linked_groups, tight_groups, voices

LIKELY = 0.05
"""Texts are compared for their sources if their sketches have so much in common (Jaccard index) …"""
AGREEING = 2
"""… and so many fingerprints; for what is listed they need one …"""
SPREAD = 4
"""… and this part of those that two texts have on average which are just listed."""
Worth = Callable[[Ints, Ints, Floats], Bools]
"""Which pairs are worth keeping: first text, second text, likeness."""


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
    def of(cls, postings: Postings, kept: Bools, found: Iterable[Met], agreeing: int, window: int, worth: Worth | None = None) -> Likely:
        """The pairs that are met at least so often, from those postings that count; if not all, those that are worth it."""
        lost = np.bincount(postings.texts.compress(~kept), minlength=len(postings.sizes))
        counting = replace(
            postings, values=postings.values.compress(kept), texts=postings.texts.compress(kept), sizes=postings.sizes - lost
        )
        return cls(counting, *_measured(counting, found, agreeing, worth), window)

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
        likely = np.flatnonzero((self.likeness >= LIKELY) & (self.agreeing >= AGREEING))
        left, right, likeness = self.left.take(likely), self.right.take(likely), self.likeness.take(likely)
        groups = tight_groups(len(self.postings.sizes), (left, right, likeness))
        speaking = voices(groups)
        speaks = np.zeros(len(groups), dtype=bool)
        speaks[speaking] = True
        likely = np.flatnonzero(speaks[left] & speaks[right])
        left, right, likeness = left.take(likely), right.take(likely), likeness.take(likely)
        near = self._hidden(speaks)
        if near.any():
            found = met_in_turn(self.postings, near[self.postings.texts], farthest=self.window)
            more_left, more_right, _, more = _measured(self.postings, found, AGREEING, lambda _left, _right, likeness: likeness >= LIKELY)
            known = ~(near[left] & near[right])
            left, right = np.append(left[known], more_left), np.append(right[known], more_right)
            likeness = np.append(likeness[known], more)
        return linked_groups(groups, speaking, (left, right, likeness))

    def _hidden(self, speaks: Bools) -> Bools:
        """Which of the texts that have a say may not have been paired as others, that have none, stood between them."""
        near = np.zeros(len(speaks), dtype=bool)
        new = np.flatnonzero(begins(self.postings.values))
        times = np.diff(np.append(new, len(self.postings.values)))
        long = times > self.window + 1
        if long.any():
            texts, times = self.postings.texts.compress(np.repeat(long, times)), times[long]
            mute = ~speaks.take(texts)
            hidden = np.add.reduceat(mute, np.cumsum(times) - times, dtype=np.int64) > 0
            near[texts[np.repeat(hidden, times) & ~mute]] = True
        return near


def _measured(postings: Postings, found: Iterable[Met], least: int, worth: Worth | None) -> tuple[Ints, Ints, Ints, Floats]:
    """Pairs that share so many fingerprints: first, second, how many, and the Jaccard index of all below the lower of their limits."""
    parts = []
    for some in found:
        left, right, agreeing, likeness = _compared(postings, some, least)
        if worth is not None:
            kept = np.flatnonzero(worth(left, right, likeness))
            left, right, agreeing, likeness = left.take(kept), right.take(kept), agreeing.take(kept), likeness.take(kept)
        parts.append((left, right, agreeing, likeness))
    left, right, agreeing, likeness = (np.concatenate(column) for column in zip(*parts, strict=True))
    return left, right, agreeing, likeness


def _compared(postings: Postings, found: Met, least: int) -> tuple[Ints, Ints, Ints, Floats]:
    left, right, agreeing = pairs(found, least)
    limits, sizes = postings.limits, postings.sizes
    lower = np.minimum(limits[left], limits[right])
    both = sizes[left] * (lower / limits[left]) + sizes[right] * (lower / limits[right]) - agreeing
    return left, right, agreeing, np.minimum(1.0, agreeing / np.maximum(both, 1))
