"""How much of one text stands elsewhere: aligned passages, three rates, and what was left out and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from essaykit.align import normal_codes, normalise
from essaykit.arrays import begins
from essaykit.copies.folding import Folded, fold
from essaykit.copies.grams import SIZE, Bools, Ints, hashed
from essaykit.copies.index import Index, Met, meet
from essaykit.copies.lookup import are_among
from essaykit.copies.passages import Passage, passages, stock_characters, stock_mask
from essaykit.model import Record

MOST_SOURCES = 50
"""Texts that passages are aligned with: those that add most come first."""
LEAST_NEW = 8
"""5-grams that a text has to add to those before it …"""
LEAST_CLOSE = 4
"""… if so many of them stand close by, in two pieces or more: a passage of which every third character was changed has no more."""
_CLOSE, _PIECES = 100, 10
"""5-grams of the text over which they spread at most, and at least."""
_AROUND = 200
"""Characters around a place that agrees which are looked at too."""
_LEAST = 4
"""5-grams that have to agree there, in a long text."""
_WHOLE = 20_000
"""Characters of a text that is looked at as a whole."""
_QUOTED = re.compile("“[^“”]{8,}”|「[^「」]{8,}」|『[^『』]{8,}』|《[^《》]{2,}》")
_SPACE = re.compile(r"\s+")
_HAN = "一二三四五六七八九十"
_HEADING = re.compile(
    rf"^[ \t\u3000]*(?:第[{_HAN}百\d]+[章节部篇]|[{_HAN}]+[、.．]|[（(][{_HAN}\d]+[)）]|\d+(?:\.\d+)*[、.．])[^\n。！？]{{,24}}$",
    re.MULTILINE,
)


class OverlapPassage(Record, frozen=True, kw_only=True):
    """A passage that stands in another text; offsets in code points of each text."""

    source: str
    this_offset: int
    this_length: int
    source_offset: int
    source_length: int
    agreeing: int
    """Characters that agree once script, width, marks, particles and synonyms are set aside."""


class OverlapSource(Record, frozen=True, kw_only=True):
    """A text that passages stand in."""

    id: str
    title: str
    share: float
    """Of this text, stock and quotations left out, how much stands in it."""
    passages: int


class LeftOut(Record, frozen=True, kw_only=True):
    """A span that counts for nothing, and why."""

    offset: int
    length: int
    reason: str
    """``stock``, ``quotation`` or ``heading``."""
    sources: int | None = None
    """Of stock: on how many independent sources its rarest 5-gram stands."""


class Overlap(Record, frozen=True, kw_only=True):
    """What of a text stands in others. Rates are shares of its characters, white space apart."""

    id: str
    characters: int
    """Without white space."""
    compared: int
    """Texts it was compared with."""
    raw: float | None
    """Of all passages and all stock; None where nothing could be compared."""
    own: float | None
    """Without stock, quotations and headings."""
    largest: float | None
    """Of the single text that has most of it."""
    largest_source: str | None
    longest: int
    """Characters of the longest run that agrees without a gap, script, width, marks, particles and synonyms set aside."""
    note: str
    """Why nothing could be compared; empty otherwise."""
    sources: tuple[OverlapSource, ...]
    passages: tuple[OverlapPassage, ...]
    left_out: tuple[LeftOut, ...]


class OverlapResult(Record, frozen=True, kw_only=True):
    """Overlaps of some texts with the same others."""

    against: str
    version: str
    overlaps: tuple[Overlap, ...]


def overlapping(index: Index, text: str, without: Bools | None = None) -> tuple[Met, Ints]:
    """Where the 5-grams of a text stand in the index, and the texts that between them explain most of what is no stock."""
    codes, _ = normal_codes([text])
    met = meet(index, hashed(codes), without)
    free = ~are_among(met.values, index.stock)[met.ranks]
    places = np.zeros(len(met.values), dtype=np.int64)
    places[met.places[::-1]] = np.arange(len(met.places))[::-1]
    return met, _explaining(met.texts[free], met.ranks[free], places)


def overlap(
    name: str,
    text: str,
    index: Index,
    source: Callable[[int], tuple[str, str, str]],
    without: Bools | None = None,
    quoted: Sequence[tuple[int, int]] = (),
) -> Overlap:
    """What of a text stands in the texts of an index.

    Args:
        name: how the text is called.
        text: the text.
        index: what it is compared with.
        source: id, title and text of a text of the index by its number.
        without: texts that are passed over, as the text itself.
        quoted: spans that are quotations, however they are marked; half open.
    """
    inked = np.ones(len(text), dtype=bool)
    for match in _SPACE.finditer(text):
        inked[match.start() : match.end()] = False
    size = int(inked.sum())
    compared = len(index.grams) - (0 if without is None else int(without.sum()))
    normal = normalise(text)
    note = "" if len(normal.text) >= SIZE else "it has fewer than five characters that can be compared"
    note = note or ("" if (index.grams.sizes > 0).any() and compared else "there is no text to compare it with")
    if note:
        return Overlap(
            id=name, characters=size, compared=compared if len(normal.text) >= SIZE else 0, raw=None, own=None, largest=None,
            largest_source=None, longest=0, note=note, sources=(), passages=(), left_out=(),
        )  # fmt: skip
    met, chosen = overlapping(index, text, without)
    values = met.values[met.places]
    offsets = np.array(normal.offsets, dtype=np.int64)
    stock, counts = _stock(index, met, values)
    left_out = [*_stock_spans(offsets, stock, counts), *_quotations(text)]
    left_out += [LeftOut(offset=start, length=end - start, reason="quotation") for start, end in quoted]
    ignored = np.zeros(len(text), dtype=bool)
    stocked = np.zeros(len(text), dtype=bool)
    for span in left_out:
        ignored[span.offset : span.offset + span.length] = True
        if span.reason == "stock":
            stocked[span.offset : span.offset + span.length] = True
    covered = stocked.copy()
    counted = inked & ~ignored
    rows, sources, longest = [], [], 0
    for number in chosen.tolist():
        source_id, title, source_text = source(number)
        shared = np.zeros(len(met.values), dtype=bool)
        shared[met.ranks[met.texts == number]] = True
        found = _aligned(text, source_text, offsets, shared[met.places] & ~stock, index)
        mask = np.zeros(len(text), dtype=bool)
        for p in found:
            mask[slice(*p.this)] = True
            rows.append(_row(source_id, p))
        longest = max([longest, *(p.longest for p in found)])
        covered |= mask
        if found:
            share = float((mask & counted).sum()) / max(size, 1)
            sources.append(OverlapSource(id=source_id, title=title, share=round(share, 4), passages=len(found)))
    sources.sort(key=lambda s: -s.share)
    return Overlap(
        id=name, characters=size, compared=compared, raw=_rate(covered & inked, size), own=_rate(covered & counted, size),
        largest=sources[0].share if sources else 0.0, largest_source=sources[0].id if sources else None, longest=longest, note="",
        sources=tuple(sources), passages=tuple(sorted(rows, key=lambda r: (r.this_offset, r.source))),
        left_out=tuple(sorted(left_out, key=lambda span: (span.offset, span.reason))),
    )  # fmt: skip


def text_passages(this: str, source: str | Folded, index: Index) -> list[Passage]:
    """Passages that two texts have in common, stock left out."""
    folded = fold(this)
    return passages(folded, fold(source) if isinstance(source, str) else source, stock_mask(folded, index.stock))


def _row(source: str, p: Passage) -> OverlapPassage:
    return OverlapPassage(
        source=source, this_offset=p.this[0], this_length=p.this[1] - p.this[0], source_offset=p.source[0],
        source_length=p.source[1] - p.source[0], agreeing=p.agreeing,
    )  # fmt: skip


def _rate(mask: Bools, size: int) -> float:
    return round(float(mask.sum()) / max(size, 1), 4)


def _explaining(texts: Ints, ranks: Ints, places: Ints) -> Ints:
    """Texts one by one that add most 5-grams to those before them; ``places`` are those of each 5-gram where it stands first."""
    grams = len(places)
    new = np.ones(grams, dtype=bool)
    chosen: list[int] = []
    keys = np.sort(texts * np.int64(max(grams, 1)) + ranks)
    keys = keys[begins(keys)]
    texts, ranks = keys // max(grams, 1), keys % max(grams, 1)
    close = _close(texts, places[ranks])
    while len(texts) and len(chosen) < MOST_SOURCES:
        present, counts = np.unique(texts, return_counts=True)
        enough = counts >= np.where(np.isin(present, close), LEAST_CLOSE, LEAST_NEW)
        if not enough.any():
            break
        best = int(np.argmax(counts * enough))
        chosen.append(int(present[best]))
        new[ranks[texts == present[best]]] = False
        kept = new[ranks] & np.isin(texts, present[enough])
        texts, ranks = texts[kept], ranks[kept]
    return np.array(chosen, dtype=np.int64)


def _close(texts: Ints, places: Ints) -> Ints:
    """Texts of which some 5-grams stand close by, and not side by side."""
    order = np.lexsort((places, texts))
    texts, places = texts[order], places[order]
    spread = places[LEAST_CLOSE - 1 :] - places[: 1 - LEAST_CLOSE]
    found = (texts[LEAST_CLOSE - 1 :] == texts[: 1 - LEAST_CLOSE]) & (spread >= _PIECES) & (spread <= _CLOSE)
    return np.unique(texts[LEAST_CLOSE - 1 :][found])


def _stock(index: Index, met: Met, values: np.typing.NDArray[np.uint32]) -> tuple[Bools, Ints]:
    """Which 5-grams of a text are stock that stands in the index, and on how many sources."""
    there = np.zeros(len(met.values), dtype=bool)
    there[met.ranks] = True
    inside = are_among(values, index.stock) & there[met.places]
    counts = np.zeros(len(values), np.int64)
    counts[inside] = index.stock_counts[np.searchsorted(index.stock, values[inside])]
    return inside, counts


def _stock_spans(offsets: Ints, stock: Bools, counts: Ints) -> Iterator[LeftOut]:
    if not stock.any():
        return
    inside = stock_characters(stock)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        rarest = counts[begin : end - SIZE + 1]
        start, stop = int(offsets[begin]), int(offsets[end - 1]) + 1
        yield LeftOut(offset=start, length=stop - start, reason="stock", sources=int(rarest[rarest > 0].min()))


def _quotations(text: str) -> Iterator[LeftOut]:
    for reason, pattern in (("quotation", _QUOTED), ("heading", _HEADING)):
        for match in pattern.finditer(text):
            yield LeftOut(offset=match.start(), length=match.end() - match.start(), reason=reason)


def _aligned(text: str, source: str, offsets: Ints, hits: Bools, index: Index) -> list[Passage]:
    """Passages; of a long text only the parts around what agrees are looked at."""
    if len(text) <= _WHOLE:
        return text_passages(text, source, index)
    found: list[Passage] = []
    known: dict[str, list[Passage]] = {}  # a draft that says one thing over and over is long, but quickly looked at
    folded = fold(source)
    at = offsets[np.flatnonzero(hits)]
    first = np.flatnonzero(np.append(True, np.diff(at) > 2 * _AROUND)) if len(at) else at
    last = np.append(first[1:], len(at)) - 1
    for begin, end in zip(at[first[last - first >= _LEAST]].tolist(), at[last[last - first >= _LEAST]].tolist(), strict=True):
        start = max(0, begin - _AROUND)
        part = text[start : end + _AROUND]
        if part not in known:
            known[part] = text_passages(part, folded, index)
        found.extend(p._replace(this=(p.this[0] + start, p.this[1] + start)) for p in known[part])
    return found
