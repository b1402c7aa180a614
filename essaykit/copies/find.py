"""Copies among many texts: which pairs, how much in both directions, how many independent sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from essaykit.copies.candidates import met, met_in_turn, met_without, together
from essaykit.copies.compare import Floats, compare
from essaykit.copies.grams import Bools, Codes, Grams, Ints
from essaykit.copies.likely import AGREEING, LIKELY, Likely
from essaykit.copies.lookup import are_among
from essaykit.copies.sketch import WINDOW, find_postings
from essaykit.copies.sources import renumbered
from essaykit.copies.stock import everywhere, stock_grams

CONTAINED = 0.08
"""A pair is listed when so many of the grams of one text, stock left out, stand in the other."""
FAMILY_WINDOW = 4 * WINDOW
"""Once stock is known, those that share a fingerprint are copies, and more of them are compared."""
ALIKE = 0.1
"""Without stock taken out, pairs are of interest from here: only stock in common is said of these."""
FAMILY = 256
"""All pairs inside a source of up to so many texts are compared, and of so many equal texts; of larger ones, near neighbours."""


@dataclass(frozen=True, slots=True)
class Found:
    """Copies among texts that are known by their numbers."""

    left: Ints
    right: Ints
    left_share: Floats
    """Share of the left text that stands in the right one, stock left out."""
    right_share: Floats
    stock_left: Ints
    """Pairs that have nothing but stock in common."""
    stock_right: Ints
    stock_share: Floats
    """Of the grams of the shorter text, as the sketches tell it."""
    sources: Ints
    """Number of the source of each text."""
    stock: Codes
    """Fingerprints that are stock, in order."""
    stock_counts: Ints
    """On how many sources each stands."""


def find_copies(grams: Grams) -> Found:
    """Find copies in two passes: the sources, then what is stock among them, then the pairs and the sources without it.

    Texts that are letter for letter alike in normal form are worked on once.
    """
    first, group = _alike(grams)
    if len(first) == len(grams):
        return _find(grams)
    found = _find(grams.some(first))
    a, b, rows = _spread(group, found.left, found.right)
    twin_a, twin_b = _twins(group, grams.sizes)
    left, right = np.append(a, twin_a), np.append(b, twin_b)
    ones = np.ones(len(left) - len(a))
    stock_a, stock_b, stock_rows = _spread(group, found.stock_left, found.stock_right)
    left_share, right_share = np.append(found.left_share[rows], ones), np.append(found.right_share[rows], ones)
    turned = left > right
    left_share, right_share = np.where(turned, right_share, left_share), np.where(turned, left_share, right_share)
    left, right = np.minimum(left, right), np.maximum(left, right)
    ordered = np.lexsort((right, left))
    sources = _spread_sources(found.sources, group, grams.sizes)
    return Found(
        left[ordered], right[ordered], left_share[ordered], right_share[ordered],
        np.minimum(stock_a, stock_b), np.maximum(stock_a, stock_b), found.stock_share[stock_rows], sources, found.stock, found.stock_counts,
    )  # fmt: skip


def _alike(grams: Grams) -> tuple[Ints, Ints]:
    """The first text of each group of equal ones, and the group of each text."""
    first = np.arange(len(grams))
    keys = grams.sums()
    order = np.argsort(keys, kind="stable")
    alike = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
    suspects = np.union1d(order[alike], order[alike + 1])
    seen: dict[bytes, int] = {}
    for text in suspects.tolist():
        first[text] = seen.setdefault(grams.of(text).tobytes(), text)
    own = first == np.arange(len(grams))
    return np.flatnonzero(own), (np.cumsum(own) - 1)[first]


def _spread(group: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs of groups as pairs of all their texts, of large groups of their first, and the row that each comes from."""
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group, minlength=1)
    begin = np.cumsum(sizes) - sizes
    shown = np.where(sizes <= FAMILY, sizes, 1)
    times = shown[left] * shown[right]
    rows = np.repeat(np.arange(len(left)), times)
    place = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    a, b = left[rows], right[rows]
    return order[begin[a] + place // shown[b]], order[begin[b] + place % shown[b]], rows


def _twins(group: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """All pairs of equal texts that have a gram; of more than `FAMILY` each with the first."""
    order = np.argsort(group, kind="stable")
    pairs = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
    counts = np.bincount(group, minlength=1)
    begins = np.cumsum(counts) - counts
    for begin, count in zip(begins[counts > 1].tolist(), counts[counts > 1].tolist(), strict=True):
        members = order[begin : begin + count]
        if not sizes[members[0]]:
            continue
        if count > FAMILY:
            pairs.append((np.repeat(members[:1], count - 1), members[1:]))
        else:
            first, second = np.triu_indices(count, 1)
            pairs.append((members[first], members[second]))
    return np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])


def _spread_sources(sources: Ints, group: Ints, sizes: Ints) -> Ints:
    """The source of each text by that of its group; texts without a gram are not each other's copies."""
    each = sources[group]
    empty = np.flatnonzero(sizes == 0)
    each[empty] = sources.max() + 1 + np.arange(len(empty))
    return renumbered(each)


def _find(grams: Grams) -> Found:
    grams.let_go()
    postings = find_postings(grams)
    often, counting = everywhere(postings)
    found = met(postings, ~often)
    sizes = grams.sizes

    def worth(left: Ints, right: Ints, likeness: Floats) -> Bools:
        told: Bools = (likeness >= LIKELY) | (_shorter_share(sizes, left, right, likeness) >= ALIKE)
        return told

    raw = Likely.of(postings, ~often | counting, met_in_turn(postings, counting, found), AGREEING, WINDOW, worth)
    stock, counts, inside = stock_grams(grams, raw.sources())
    own = own_sizes(grams, inside)
    stocked = are_among(postings.values, stock)
    found = together(
        met_without(postings, ~often, found, stocked),
        met(postings, ~stocked & ~often, WINDOW + 1, FAMILY_WINDOW),
        met(postings, ~stocked & often, 1, FAMILY_WINDOW),
    )
    likely = Likely.of(postings, ~stocked, [found], 1, FAMILY_WINDOW)
    rows = likely.contained(CONTAINED, own)
    pairs = Pairs.of(grams, likely.left[rows], likely.right[rows], inside)
    sources = likely.told(rows, pairs.likeness(own)).sources()
    pairs = pairs.joined(Pairs.of(grams, *family_pairs(sources, likely.left[rows], likely.right[rows]), inside))
    left, right = pairs.left, pairs.right
    listed = pairs.contained(own) >= CONTAINED
    a, b = raw.left, raw.right
    share = _shorter_share(sizes, a, b, raw.likeness)
    only = (share >= ALIKE) & ~_are_in(left[listed] * len(grams) + right[listed], a * len(grams) + b)
    return Found(
        left[listed], right[listed], pairs.left_share[listed], pairs.right_share[listed],
        a[only], b[only], share[only], sources, stock, counts,
    )  # fmt: skip


def _shorter_share(sizes: Ints, left: Ints, right: Ints, likeness: Floats) -> Floats:
    """The share of the shorter text of each pair that stands in the other, as their likeness tells it."""
    shared = likeness * (sizes[left] + sizes[right]) / (1 + likeness)
    return np.minimum(1.0, shared / np.maximum(np.minimum(sizes[left], sizes[right]), 1))


class Pairs(NamedTuple):
    """Pairs compared: how many grams of each text stand in the other, and which share of its characters."""

    left: Ints
    right: Ints
    here: Ints
    there: Ints
    left_share: Floats
    right_share: Floats

    @classmethod
    def of(cls, grams: Grams, left: Ints, right: Ints, left_out: Bools) -> Pairs:
        """Pairs compared, without what is left out."""
        counts, shares = compare(grams, np.append(left, right), np.append(right, left), left_out)
        count = len(left)
        return cls(left, right, counts[:count], counts[count:], shares[:count], shares[count:])

    def likeness(self, sizes: Ints) -> Floats:
        """Jaccard index of each pair, by the number of grams of each text that count."""
        both = (self.here + self.there) / 2
        return both / np.maximum(sizes[self.left] + sizes[self.right] - both, 1)

    def contained(self, sizes: Ints) -> Floats:
        """The larger of the shares of each text's grams, of those that count, that stand in the other."""
        return np.maximum(self.here / np.maximum(sizes[self.left], 1), self.there / np.maximum(sizes[self.right], 1))

    def some(self, rows: Bools) -> Pairs:
        """Some of the pairs."""
        left, right, here, there, left_share, right_share = self
        return Pairs(left[rows], right[rows], here[rows], there[rows], left_share[rows], right_share[rows])

    def joined(self, other: Pairs) -> Pairs:
        """With more, in order."""
        both = [np.concatenate(columns) for columns in zip(self, other, strict=True)]
        order = np.lexsort((both[1], both[0]))
        return Pairs(*(column[order] for column in both))


def own_sizes(grams: Grams, inside: Bools) -> Ints:
    """How many grams each text has that are no stock."""
    own = grams.sizes
    for begin, end in grams.blocks():
        starts = grams.starts[begin : end + 1] - grams.starts[begin]
        at = np.flatnonzero(inside[grams.starts[begin] : grams.starts[end]])
        own[begin:end] -= np.diff(np.searchsorted(at, starts))
    return own


def family_pairs(sources: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints]:
    """All pairs inside sources that are not too large, without those given; in order, each once."""
    texts = len(sources)
    order = np.argsort(sources, kind="stable")
    inside = sources[order]
    keys = [np.zeros(0, np.int64)]
    at = np.arange(texts)
    small = np.bincount(sources, minlength=1)[inside] <= FAMILY
    at = at[small]
    for distance in range(1, FAMILY):
        at = at[at + distance < texts]
        at = at[inside[at + distance] == inside[at]]
        if not len(at):
            break
        first, second = order[at], order[at + distance]
        keys.append(np.minimum(first, second) * texts + np.maximum(first, second))
    both = np.sort(np.concatenate(keys))
    both = both[~_are_in(left * texts + right, both)]
    return both // max(texts, 1), both % max(texts, 1)


def _are_in(known: Ints, keys: Ints) -> Bools:
    """Which keys, none below 0, are among the known ones."""
    known = np.append(np.sort(known), -1)
    found: Bools = known[np.searchsorted(known[:-1], keys)] == keys
    return found
