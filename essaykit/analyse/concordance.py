"""Concordance: every place where a word or pattern stands, with its context (key word in context).

The texts themselves are searched, not an index of words or trigrams, so a query
of one or two characters finds all there is, across word borders too. At 10,000
essays a search takes some hundredths of a second, and less than a loop over
`str.find` that slices the contexts (bench/concordance.py): contexts are made for
the hits that are shown, the others are counted.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import nsmallest
from typing import Literal

from msgspec.structs import replace

from essaykit.analyse.queries import make_query
from essaykit.analyse.texts import Text, Texts, versions
from essaykit.ledger import essay_operations, source_offsets
from essaykit.model import Document, Record, Section, Span
from essaykit.store import Corpus

Sort = Literal["position", "left", "right"]

SPARE = 10_000
"""Hits that may wait before they are sorted, where only the first are asked for."""


class Place(Record, frozen=True, kw_only=True):
    """Where a hit stands in the raw document."""

    path: str
    start: int
    """In code points of the source text; of the text itself where it was not read from a corpus."""
    line: int | None = None
    """Line of the raw file, or block where the format has no lines; of the text of a record."""


class Hit(Record, frozen=True, kw_only=True, gc=False):
    """One place, and what stands around it."""

    id: str
    """Id of the essay or text."""
    title: str
    document: str | None
    start: int
    """In code points of the essay's text."""
    end: int
    left: str
    match: str
    right: str
    section: str | None = None
    """Heading of the essay's own section that it stands in."""
    place: Place | None = None


class Concordance(Record, frozen=True, kw_only=True):
    """All hits of a query, with what was searched."""

    query: str
    regex: bool
    width: int
    sort: Sort
    found: int
    """Hits in all; ``hits`` may hold fewer, if only some were asked for."""
    in_texts: int
    """Texts with a hit."""
    hits: tuple[Hit, ...]
    texts: int
    """Texts searched."""
    characters: int
    left_out: dict[str, int]
    """Flag → essays that were not searched because of it."""
    versions: dict[str, str]
    sources: int | None = None
    """Independent sources of the texts searched; None where nobody has looked for copies."""
    in_sources: int | None = None
    """Of these, the ones with a hit."""
    sections: tuple[str, ...] = ()
    """Only sections were searched whose headings hold one of these."""
    selected: tuple[str, ...] = ()
    """Texts were chosen by these, each ``field=value``."""


def find_contexts(
    texts: Texts | Sequence[Text],
    query: str,
    *,
    regex: bool = False,
    width: int = 20,
    sort: Sort = "position",
    sections: Sequence[str] = (),
    top: int | None = None,
) -> Concordance:
    """Find a word, phrase or pattern; hits don't overlap, and empty ones don't count.

    Args:
        texts: what to search.
        query: taken literally, or as a regular expression.
        regex: whether it is one.
        width: characters of context on each side.
        sort: by place, or by the context to the right, or to the left read backwards.
        sections: keep only hits in sections whose headings hold one of these.
        top: keep only so many hits, after sorting.

    Raises:
        UsageError: if the query is empty, or no regular expression.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    looked_for = make_query(query, regex=regex, sections=sections)
    hits: list[Hit] = []
    numbers, found, characters = [], 0, 0
    for number, text in enumerate(given.texts):
        body = text.text
        characters += len(body)
        if not regex and query not in body:
            continue  # most texts are passed over so, faster than any pattern could
        before = len(hits)
        if sort == "position" and top is not None and before >= top:
            here = looked_for.count(text)  # what nobody sees needs no context
        else:
            hits += make_hits(text, looked_for.spans(text), width, None if regex else query)
            here = len(hits) - before
        if here:
            numbers.append(number)
            found += here
        if top is not None and len(hits) >= 2 * top + SPARE:
            hits = _first(hits, sort, top)
    return Concordance(
        query=query, regex=regex, width=width, sort=sort, found=found, in_texts=len(numbers), hits=tuple(_first(hits, sort, top)),
        texts=len(given.texts), characters=characters, left_out=given.left_out, versions=versions(),
        sources=sources_among(given, range(len(given.texts))), in_sources=sources_among(given, numbers),
        sections=tuple(sections), selected=given.selected,
    )  # fmt: skip


def _first(hits: list[Hit], sort: Sort, top: int | None) -> list[Hit]:
    """The first hits in an order; of equal ones the one that was found first."""
    if sort == "position":
        return hits[:top]
    key: Callable[[Hit], str] = (lambda hit: hit.left[::-1]) if sort == "left" else (lambda hit: hit.right)
    return sorted(hits, key=key) if top is None else nsmallest(top, hits, key=key)


def sources_among(texts: Texts, numbers: Iterable[int]) -> int | None:
    """How many independent sources some of the texts have; None where nobody has looked for copies."""
    return None if texts.sources is None else len({texts.sources[number] for number in numbers})


def make_hits(text: Text, spans: Sequence[Span], width: int, word: str | None = None) -> list[Hit]:
    """Places of a text, rising, each with so many characters around it; ``word`` is what stands there, if it is the same in all."""
    body, name, title, document = text.text, text.id, text.title, text.fields.get("document")
    hits = [
        Hit(
            id=name, title=title, document=document, start=start, end=end, left=body[start - width if start > width else 0 : start],
            match=word or body[start:end], right=body[end : end + width], section=heading,
        )
        for heading, some in (_by_heading(text.sections, spans) if text.sections else ((None, spans),))
        for start, end in some
    ]  # fmt: skip
    if text.origin is None:
        return hits
    lines = _lines(body, spans)
    return [replace(hit, place=Place(path=text.origin, start=hit.start, line=line)) for hit, line in zip(hits, lines, strict=True)]


def _by_heading(sections: Sequence[Section], spans: Sequence[Span]) -> Iterator[tuple[str | None, Sequence[Span]]]:
    """The places before, in and after each section, with its heading."""
    done = 0
    for section in sections:
        begin = bisect_left(spans, (section.start, 0), done)
        end = bisect_left(spans, (section.end, 0), begin)
        yield None, spans[done:begin]
        yield section.heading, spans[begin:end]
        done = end
    yield None, spans[done:]


def _lines(body: str, spans: Sequence[Span]) -> Iterator[int]:
    """Line of a text in which each place begins."""
    line, counted = 1, 0
    for start, _ in spans:
        line, counted = line + body.count("\n", counted, start), start
        yield line


def locate(hits: Sequence[Hit], corpus: Corpus, starts_of: Callable[[Document], Sequence[int]] | None = None) -> tuple[Hit, ...]:
    """Hits in the essays of a corpus with their places in the raw documents; each document is read once.

    Args:
        hits: of `find_contexts` over this corpus.
        corpus: where the essays come from.
        starts_of: offset of each line in the source text of a document.
    """
    located = list(hits)
    by_document: dict[str, dict[str, list[int]]] = {}
    for position, hit in enumerate(located):
        if hit.document is not None:
            by_document.setdefault(hit.document, {}).setdefault(hit.id, []).append(position)
    for document in corpus.documents_in(by_document):
        wanted = by_document[document.id]
        starts = starts_of(document) if starts_of else None
        for essay in document.essays:
            positions = wanted.get(essay.id, ())
            offsets = source_offsets(essay, essay_operations(document, essay), [located[p].start for p in positions]) if positions else ()
            for position, offset in zip(positions, offsets, strict=True):
                line = None if starts is None else max(1, bisect_right(starts, offset))
                located[position] = replace(located[position], place=Place(path=document.source.path, start=offset, line=line))
    return tuple(located)
