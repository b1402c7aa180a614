"""What is said about copies: pairs with shares in both directions, sources, spliced texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from essaykit import __version__
from essaykit.copies.find import CONTAINED, FAMILY, Found
from essaykit.copies.grams import Grams
from essaykit.copies.stock import STOCK_SOURCES
from essaykit.model import Record

SAME = 0.7
"""Of a text so much is the other: both ways the same, one way contained."""
SPLICED = 0.15
"""A text holds so much of each of two sources …"""
WHOLE = 0.8
"""… and so much of none."""

MOST = 0.4
"""Share of a source's texts that have something in common with a text that was spliced from it."""

Relation = Literal["same", "contained", "partial"]


class CopyPair(Record, frozen=True, kw_only=True):
    """Two texts of which one holds passages of the other; shares are of characters, stock left out."""

    a: str
    b: str
    relation: Relation
    share: float
    """The larger of the two."""
    share_a: float
    """Of a, how much stands in b."""
    share_b: float


class StockPair(Record, frozen=True, kw_only=True):
    """Two texts that have only stock in common."""

    a: str
    b: str
    share: float
    """Of the 5-grams of the shorter text, to within some hundredths."""


class Source(Record, frozen=True, kw_only=True):
    """Texts that were made from one another: one independent source."""

    source: int
    size: int
    texts: tuple[str, ...]


class SplicedPart(Record, frozen=True, kw_only=True):
    """A source that a spliced text holds a part of."""

    source: int
    text: str
    """The text of it that has most in common."""
    share: float
    """Of the spliced text."""


class Spliced(Record, frozen=True, kw_only=True):
    """A text put together from several sources."""

    id: str
    parts: tuple[SplicedPart, ...]


class CopiesResult(Record, frozen=True, kw_only=True):
    """Copies among texts, and how many independent sources they come from."""

    texts: int
    sources: int
    """Independent sources, each text that is nobody's copy among them."""
    large: int
    """Sources with so many texts that not all pairs inside are listed."""
    short: int
    """Texts that are shorter than a 5-gram: each stands for itself, nothing could be compared."""
    stock: int
    """5-grams on at least `stock_sources` sources, left out of all shares."""
    stock_sources: int
    contained: float
    """Least share of the 5-grams of one text for a pair to be listed."""
    version: str
    pairs: tuple[CopyPair, ...]
    clusters: tuple[Source, ...]
    """Sources in the order of their first texts, single ones too."""
    spliced: tuple[Spliced, ...]
    stock_pairs: tuple[StockPair, ...]
    digest: str = ""
    """Of the corpus it was made from; empty for other texts."""


def told(found: Found, grams: Grams, ids: Sequence[str], digest: str = "") -> CopiesResult:
    """What was found, with the names of the texts."""
    rows = zip(found.left.tolist(), found.right.tolist(), found.left_share.tolist(), found.right_share.tolist(), strict=True)
    pairs = tuple(
        CopyPair(a=ids[a], b=ids[b], relation=relation(x, y), share=round(max(x, y), 4), share_a=round(x, 4), share_b=round(y, 4))
        for a, b, x, y in rows
    )
    stock_rows = zip(found.stock_left.tolist(), found.stock_right.tolist(), found.stock_share.tolist(), strict=True)
    members: dict[int, list[str]] = {}
    for name, source in zip(ids, found.sources.tolist(), strict=True):
        members.setdefault(source, []).append(name)
    return CopiesResult(
        texts=len(ids), sources=len(members), large=sum(len(texts) > FAMILY for texts in members.values()),
        short=int((grams.sizes == 0).sum()), stock=len(found.stock), stock_sources=STOCK_SOURCES,
        contained=CONTAINED, version=__version__, pairs=pairs,
        clusters=tuple(Source(source=n, size=len(texts), texts=tuple(texts)) for n, texts in sorted(members.items())),
        spliced=_spliced(found, ids), stock_pairs=tuple(StockPair(a=ids[a], b=ids[b], share=round(s, 4)) for a, b, s in stock_rows),
        digest=digest,
    )  # fmt: skip


def relation(share_a: float, share_b: float) -> Relation:
    """What two texts are to one another, by the shares of each.

    >>> relation(0.9, 0.8), relation(0.9, 0.3), relation(0.4, 0.3)
    ('same', 'contained', 'partial')
    """
    if min(share_a, share_b) >= SAME:
        return "same"
    return "contained" if max(share_a, share_b) >= SAME else "partial"


def _spliced(found: Found, ids: Sequence[str]) -> tuple[Spliced, ...]:
    this = np.concatenate((found.left, found.right))
    other = np.concatenate((found.right, found.left))
    share = np.concatenate((found.left_share, found.right_share))
    sizes = np.bincount(found.sources) if len(found.sources) else found.sources
    strong = share >= SPLICED
    parts_of = np.unique(this[strong] * len(ids) + found.sources[other[strong]]) // max(len(ids), 1)
    mixed = np.bincount(parts_of, minlength=len(ids)) > 1
    several = mixed[this]
    this, other, share = this[several], other[several], share[several]
    best: dict[int, dict[int, tuple[float, int]]] = {}
    met: dict[tuple[int, int], int] = {}
    for a, b, s in zip(this.tolist(), other.tolist(), share.tolist(), strict=True):
        source = int(found.sources[b])
        met[a, source] = met.get((a, source), 0) + 1
        parts = best.setdefault(a, {})
        if s >= SPLICED and (source not in parts or s > parts[source][0]):
            parts[source] = (s, b)
    spliced = []
    for text, parts in sorted(best.items()):
        own = int(found.sources[text])
        of = {
            source: part
            for source, part in parts.items()
            # a text that nobody copied is a source if it has nothing of another one; else it may be what was spliced
            if (source == own or sizes[source] > 1 or sizes[own] == 1 or not mixed[part[1]])
            # a source is known by most of its texts; one that is spliced itself would bring in both of its own
            and met[text, source] >= MOST * (sizes[source] - (source == own))
        }
        if len(of) > 1 and max(s for s, _ in of.values()) < WHOLE:
            named = sorted(of.items(), key=lambda item: (-item[1][0], item[0]))
            rows = tuple(SplicedPart(source=source, text=ids[b], share=round(s, 4)) for source, (s, b) in named)
            spliced.append(Spliced(id=ids[text], parts=rows))
    return tuple(spliced)
