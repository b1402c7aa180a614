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
    """In code points of the source text."""
    line: int | None = None
    """Line of the raw file, or block where the format has no lines."""


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


def find_contexts(
    texts: Texts | Sequence[Text], query: str, *, regex: bool = False, width: int = 20, sort: Sort = "position", top: int | None = None
) -> Concordance:
    """Find a word, phrase or pattern; hits don't overlap, and empty ones don't count.

    Args:
        texts: what to search.
        query: taken literally, or as a regular expression.
        regex: whether it is one.
        width: characters of context on each side.
        sort: by place, or by the context to the right, or to the left read backwards.
        top: keep only so many hits, after sorting.

    Raises:
        UsageError: if the query is empty, or no regular expression.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    pattern = _pattern(query, regex=regex)
    found = [(text, *match.span()) for text in given.texts for match in pattern.finditer(text.text)]
    if regex:
        found = [(text, start, end) for text, start, end in found if end > start]
    if sort == "left":
        found.sort(key=lambda hit: hit[0].text[max(0, hit[1] - width) : hit[1]][::-1])
    elif sort == "right":
        found.sort(key=lambda hit: hit[0].text[hit[2] : hit[2] + width])
    return Concordance(
        query=query, regex=regex, width=width, sort=sort, found=len(found), in_texts=len({text.id for text, _, _ in found}),
        hits=tuple(_hit(text, start, end, width) for text, start, end in found[:top]),
        texts=len(given.texts), characters=sum(len(text.text) for text in given.texts), left_out=given.left_out, versions=versions(),
    )  # fmt: skip


def _hit(text: Text, start: int, end: int, width: int) -> Hit:
    body = text.text
    return Hit(
        id=text.id, title=text.title, document=text.fields.get("document"), start=start, end=end,
        left=body[max(0, start - width) : start], match=body[start:end], right=body[end : end + width],
    )  # fmt: skip


def _pattern(query: str, *, regex: bool) -> re.Pattern[str]:
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
