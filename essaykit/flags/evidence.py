"""What a flag may look at, and how places in a clean text become places in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from essaykit.flags.vocabulary import Words, words_of
from essaykit.model import Flag, FlagName, Operation, Record, Span


class EssayEvidence(Record, frozen=True, kw_only=True, dict=True):
    """One essay with what stands around it.

    Damage stays in ``text``, but what could be repaired (旳, „„, letter spacing)
    or was removed (a chat line, a mark of elided text) is only seen in the source.
    """

    source: str
    """The whole source text."""
    start: int
    end: int
    """Extent of the essay's body in the source text."""
    text: str
    """The clean text, one paragraph a line."""
    heading: str | None = None
    zone: Span
    """From the end of the heading, or of what lies before, to the next heading or the end of the document:
    takes in the notices that were removed around the body."""
    operations: tuple[Operation, ...] = ()
    """Applied operations inside the zone, in the order in which they stand."""
    is_first: bool = True
    is_last: bool = True
    document_title: str | None = None

    @cached_property
    def words(self) -> Words:
        """The words and signs of the clean text that flags know."""
        return words_of(self.source, self.start, self.end, self.text)

    @cached_property
    def again(self) -> Again:
        """How much of the clean text stands a second time."""
        return said_again(self.text)


class DocumentEvidence(Record, frozen=True, kw_only=True):
    """One document with what was found in it."""

    source: str
    title: str | None = None
    promised_count: int | None = None
    essay_count: int
    essays: tuple[Span, ...] = ()
    """Extents of the essays in the source text."""


def paragraphs(text: str) -> list[str]:
    """The lines of a text that are not blank, without white space at their ends.

    >>> paragraphs("一、目的\\n\\n  我去了。")
    ['一、目的', '我去了。']
    """
    return [stripped for line in text.split("\n") if (stripped := line.strip())]


def places(essay: EssayEvidence, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans of the clean text as spans of the source text.

    What an operation put in stands for what it replaced.
    """
    pieces = list(_pieces(essay))
    starts = [clean for clean, _, _ in pieces]

    def place(offset: int) -> int:
        clean, source, put_in = pieces[bisect_right(starts, offset) - 1]
        return source if put_in else source + offset - clean

    return tuple([(place(start), place(max(start, end - 1)) + 1) for start, end in spans])


def _pieces(essay: EssayEvidence) -> Iterator[tuple[int, int, bool]]:
    """Start in the clean text, start in the source, and whether the piece was put in; in order."""
    at, cursor = essay.start, 0
    for operation in essay.operations:
        if operation.start < essay.start or operation.end > essay.end:
            continue
        yield cursor, at, False
        cursor += operation.start - at
        if operation.after:
            yield cursor, operation.start, True
            cursor += len(operation.after)
        at = operation.end
    yield cursor, at, False


class Again(NamedTuple):
    """What stands a second time in a text, letter for letter."""

    clause: int
    """Characters of the longest clause that does."""
    run: int
    """Characters of the longest run of clauses that does, clause after clause."""


def said_again(text: str) -> Again:
    """How much of a text stands a second time, by its clauses: pieces between commas or line ends.

    >>> said_again("我先看图纸，再量尺寸，最后下料。\\n中间。\\n他先看图纸，再量尺寸，最后下料。")
    Again(clause=5, run=9)
    """
    comma = "," if "," in text and text.count(",") > text.count("，") else "，"
    clauses = text.replace("\n", comma).split(comma)
    first: dict[str, int] = {}
    places = list(map(first.setdefault, clauses, range(len(clauses))))
    if len(first) == len(clauses):
        return Again(0, 0)
    longest = best = run = 0
    before = following = -1
    for number, place in enumerate(places):
        if place != number:
            length = len(clauses[number])
            run = run + length if number == before + 1 and place == following else length
            before, following = number, place + 1
            longest, best = max(longest, length), max(best, run)
    return Again(longest, best)


def matches_in_text(name: FlagName, essay: EssayEvidence, found: Sequence[re.Match[str]], confidence: float = 1.0) -> Flag:
    """A flag for matches in the clean text; the first five places are kept as evidence."""
    spans = places(essay, [m.span() for m in found])
    return Flag(name=name, spans=spans, evidence=quotes(m.group() for m in found), confidence=confidence)


def matches_in_source(name: FlagName, found: Sequence[re.Match[str]], confidence: float = 1.0) -> Flag:
    """A flag for matches in the source text."""
    return Flag(name=name, spans=tuple(m.span() for m in found), evidence=quotes(m.group() for m in found), confidence=confidence)


def quotes(found: Iterator[str] | Sequence[str], most: int = 5, length: int = 40) -> tuple[str, ...]:
    """The first few different quotes, each shortened to one line.

    >>> quotes(["旳", "旳", "臵"])
    ('旳', '臵')
    """
    kept: dict[str, None] = {}
    for quote in found:
        line = " ".join(quote.split())
        kept.setdefault(line if len(line) <= length else line[: length - 1] + "…")
        if len(kept) == most:
            break
    return tuple(kept)
