"""Concordance: every place where a word or pattern stands, with its context (key word in context).

The texts themselves are searched, not an index of words or trigrams, so a query
of one or two characters finds all there is, across word borders too. At 10,000
essays a search takes some hundredths of a second.

Patterns are Python's (`re`), searched without a time limit: one with nested
repetition, such as ``(a+)+b``, can take longer than anyone waits. Ctrl-C ends it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from essaykit.analyse.texts import Text, Texts, versions
from essaykit.errors import UsageError
from essaykit.ledger import essay_operations, to_source
from essaykit.model import Document, Record
from essaykit.store import Corpus

Sort = Literal["position", "left", "right"]


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
    pattern = compile_query(query, regex=regex)
    found: list[tuple[Text, int, int]] = []
    numbers = []
    for number, text in enumerate(given.texts):
        if not regex and query not in text.text:
            continue  # most texts are passed over so, faster than any pattern could
        spans = find_spans(text, pattern, sections)
        if spans:
            numbers.append(number)
            found += [(text, start, end) for start, end in spans]
    if sort == "left":
        found.sort(key=lambda hit: hit[0].text[max(0, hit[1] - width) : hit[1]][::-1])
    elif sort == "right":
        found.sort(key=lambda hit: hit[0].text[hit[2] : hit[2] + width])
    return Concordance(
        query=query, regex=regex, width=width, sort=sort, found=len(found), in_texts=len(numbers),
        hits=tuple(make_hit(text, start, end, width) for text, start, end in found[:top]),
        texts=len(given.texts), characters=sum(len(text.text) for text in given.texts), left_out=given.left_out, versions=versions(),
        sources=sources_among(given, range(len(given.texts))), in_sources=sources_among(given, numbers),
        sections=tuple(sections), selected=given.selected,
    )  # fmt: skip


def find_spans(text: Text, pattern: re.Pattern[str], sections: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Begin and end of all places of a pattern, in some of the sections if these are named; empty ones are none."""
    spans = [match.span() for match in pattern.finditer(text.text)]
    if sections and text.sections:
        inside = [(s.start, s.end) for s in text.sections if any(word in s.heading for word in sections)]
        spans = [(start, end) for start, end in spans if any(a <= start < b for a, b in inside)]
    return [span for span in spans if span[1] > span[0]]


def sources_among(texts: Texts, numbers: Iterable[int]) -> int | None:
    """How many independent sources some of the texts have; None where nobody has looked for copies."""
    return None if texts.sources is None else len({texts.sources[number] for number in numbers})


def make_hit(text: Text, start: int, end: int, width: int) -> Hit:
    """A place of a text, with so many characters around it."""
    body = text.text
    return Hit(
        id=text.id, title=text.title, document=text.fields.get("document"), start=start, end=end,
        left=body[max(0, start - width) : start], match=body[start:end], right=body[end : end + width],
        section=next((s.heading for s in text.sections if s.start <= start < s.end), None),
        place=None if text.origin is None else Place(path=text.origin, start=start, line=body.count("\n", 0, start) + 1),
    )  # fmt: skip


def compile_query(query: str, *, regex: bool) -> re.Pattern[str]:
    """What is looked for, as a pattern.

    Raises:
        UsageError: if it is empty, or no regular expression.
    """
    if not query:
        raise UsageError("the query is empty", hint="name a word, such as 实习")
    if not regex:
        return re.compile(re.escape(query))
    try:
        return re.compile(query)
    except re.error as error:
        raise UsageError(f"{query} is no regular expression: {error}", hint="leave out --regex to search it as it stands") from None
    except (OverflowError, RecursionError):
        raise UsageError(f"{query[:40]} is too large a regular expression", hint="simplify it") from None


def locate(hits: Iterable[Hit], corpus: Corpus, line_of: Callable[[Document, int], int] | None = None) -> tuple[Hit, ...]:
    """Hits in the essays of a corpus with their places in the raw documents; each document is read once.

    Args:
        hits: of `find_contexts` over this corpus.
        corpus: where the essays come from.
        line_of: line of an offset in the source text of a document.
    """
    located = list(hits)
    by_document: dict[str, list[int]] = {}
    for position, hit in enumerate(located):
        if hit.document is not None:
            by_document.setdefault(hit.document, []).append(position)
    for name, positions in by_document.items():
        document = corpus.document(name)
        essays = {essay.id: (essay, essay_operations(document, essay)) for essay in document.essays}
        for position in positions:
            hit = located[position]
            start = to_source(*essays[hit.id], hit.start)
            line = line_of(document, start) if line_of else None
            located[position] = replace(hit, place=Place(path=document.source.path, start=start, line=line))
    return tuple(located)
