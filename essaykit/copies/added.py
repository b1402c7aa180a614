"""Texts added to others among which copies are known: only they are compared.

Stock stays what it was, and so do the sources, apart from those that take in a
new text. Pairs of a new text that have only stock in common are not looked for.
"""

from __future__ import annotations

import numpy as np

from essaykit.copies.candidates import met_in_turn
from essaykit.copies.compare import Floats
from essaykit.copies.find import CONTAINED, FAMILY_WINDOW, Found, Pairs, family_pairs, own_sizes
from essaykit.copies.grams import Bools, Codes, Grams, Ints
from essaykit.copies.likely import AGREEING, LIKELY, Likely
from essaykit.copies.lookup import are_among
from essaykit.copies.sketch import find_postings, sketch_limits, sketches
from essaykit.copies.sources import linked_groups


def with_added(found: Found, places: Ints, grams: Grams) -> Found:
    """What was found, with the copies of texts added.

    Args:
        found: the copies among the texts before.
        places: the number that each of these has now.
        grams: all texts.
    """
    new = np.ones(len(grams), dtype=bool)
    new[places] = False
    if not new.any():
        return found
    near = _near(grams, new, found.stock)
    some = grams.some(near)
    pairs, likeness = _likely_pairs(some, new[near], found.stock)
    sources = _sources(found.sources, places, new, (near[pairs.left], near[pairs.right], likeness))
    members = np.flatnonzero(np.isin(sources, sources[new]))
    both = np.union1d(members, near)
    some = grams.some(both)
    inside = are_among(some.values, found.stock)
    left, right = np.searchsorted(both, near[pairs.left]), np.searchsorted(both, near[pairs.right])
    groups = np.where(np.isin(both, members), sources[both], sources.max() + 1 + np.arange(len(both)))
    more = family_pairs(groups, left, right)
    fresh = new[both[more[0]]] | new[both[more[1]]]
    pairs = Pairs.of(some, np.append(left, more[0][fresh]), np.append(right, more[1][fresh]), inside)
    pairs = pairs.some(pairs.contained(own_sizes(some, inside)) >= CONTAINED)
    return _together(found, places, pairs._replace(left=both[pairs.left], right=both[pairs.right]), sources)


def _near(grams: Grams, new: Bools, stock: Codes) -> Ints:
    """The new texts, and those that share something of their sketches that is no stock."""
    fresh = grams.some(np.flatnonzero(new))
    asked = np.unique(sketches(fresh)[0])
    asked = asked[~are_among(asked, stock)]
    at = np.flatnonzero(are_among(grams.values, asked))
    texts = np.searchsorted(grams.starts, at, side="right") - 1
    shared = grams.values[at] <= sketch_limits(grams.sizes)[texts]
    return np.union1d(texts[shared], np.flatnonzero(new))


def _likely_pairs(some: Grams, new: Bools, stock: Codes) -> tuple[Pairs, Floats]:
    """Pairs with a new text that may be copies, compared, and their likeness."""
    inside = are_among(some.values, stock)
    sizes = own_sizes(some, inside)
    postings = find_postings(some)
    kept = ~are_among(postings.values, stock)
    likely = Likely.of(postings, kept, met_in_turn(postings, kept, farthest=FAMILY_WINDOW), 1, FAMILY_WINDOW)
    rows = likely.contained(CONTAINED, sizes)
    rows = rows[new[likely.left[rows]] | new[likely.right[rows]]]
    pairs = Pairs.of(some, likely.left[rows], likely.right[rows], inside)
    return pairs, np.where(likely.agreeing[rows] >= AGREEING, pairs.likeness(sizes), 0.0)


def _sources(known: Ints, places: Ints, new: Bools, pairs: tuple[Ints, Ints, Floats]) -> Ints:
    """The source of each text: a new one joins that of its copies."""
    groups = np.empty(len(new), np.int64)
    groups[places] = known
    groups[new] = (int(known.max()) + 1 if len(known) else 0) + np.arange(int(new.sum()))
    left, right, likeness = pairs
    likely = likeness >= LIKELY
    return linked_groups(groups, np.arange(len(new)), (left[likely], right[likely], likeness[likely]))


def _together(found: Found, places: Ints, pairs: Pairs, sources: Ints) -> Found:
    """All pairs in order, the lower number first."""
    left, right = np.append(places[found.left], pairs.left), np.append(places[found.right], pairs.right)
    here, there = np.append(found.left_share, pairs.left_share), np.append(found.right_share, pairs.right_share)
    turned = left > right
    left, right = np.minimum(left, right), np.maximum(left, right)
    here, there = np.where(turned, there, here), np.where(turned, here, there)
    order = np.lexsort((right, left))
    a, b = places[found.stock_left], places[found.stock_right]
    return Found(
        left[order], right[order], here[order], there[order], np.minimum(a, b), np.maximum(a, b), found.stock_share,
        sources, found.stock, found.stock_counts,
    )  # fmt: skip
