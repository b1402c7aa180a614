"""Search: the essays in which words stand, with how often and where first.

The texts themselves are searched, as in `essaykit.analyse.concordance`: words of one or two characters find all there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from essaykit.analyse.concordance import Hit, make_hits, sources_among
from essaykit.analyse.queries import make_query
from essaykit.analyse.texts import Text, Texts, versions
from essaykit.errors import UsageError
from essaykit.model import Record

Order = Literal["hits", "density", "position"]


class FoundText(Record, frozen=True, kw_only=True):
    """An essay that was found."""

    id: str
    title: str
    hits: int
    """Places of all the words together."""
    each: tuple[int, ...]
    """Places of each word, in the order in which they were asked for."""
    density: float
    """Hits in a thousand characters."""
    source: int | None
    """Number of its independent source; None where nobody has looked for copies."""
    first: Hit
    """The first place of the first word that stands in it."""


class SearchResult(Record, frozen=True, kw_only=True):
    """The essays that were found, with what was searched."""

    words: tuple[str, ...]
    without: tuple[str, ...]
    """Essays with one of these were passed over."""
    regex: bool
    any: bool
    """Whether one of the words is enough; else all have to stand in the essay."""
    order: Order
    found: int
    """Essays found; ``texts`` may hold fewer."""
    in_sources: int | None
    """Independent sources of these; None where nobody has looked for copies."""
    hits: int
    texts: tuple[FoundText, ...]
    searched: int
    """Texts searched."""
    sources: int | None
    characters: int
    sections: tuple[str, ...]
    left_out: dict[str, int]
    selected: tuple[str, ...]
    versions: dict[str, str]


def search_texts(
    texts: Texts | Sequence[Text],
    words: Sequence[str],
    *,
    without: Sequence[str] = (),
    regex: bool = False,
    any_word: bool = False,
    order: Order = "hits",
    sections: Sequence[str] = (),
    width: int = 20,
    top: int | None = None,
) -> SearchResult:
    """Find the essays in which words stand.

    Args:
        texts: what to search.
        words: taken literally, or as regular expressions.
        without: pass over essays with one of these.
        regex: whether words are regular expressions.
        any_word: one of the words is enough.
        order: most hits first, most hits for its length first, or as the texts come.
        sections: look only into sections whose headings hold one of these.
        width: characters of context around the first hit.
        top: keep only so many essays.

    Raises:
        UsageError: if there is no word, or one is empty or no regular expression.
    """
    if not words:
        raise UsageError("names no word to search for", hint="name one, such as 实习")
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    wanted = [make_query(word, regex=regex, sections=sections) for word in words]
    unwanted = [make_query(word, regex=regex, sections=sections) for word in without]
    found: list[tuple[int, FoundText]] = []
    for number, text in enumerate(given.texts):
        each = tuple(query.count(text) for query in wanted)
        if not (any if any_word else all)(each) or any(query.count(text) for query in unwanted):
            continue
        first = next(query for query, times in zip(wanted, each, strict=True) if times).spans(text)[:1]
        one = FoundText(
            id=text.id, title=text.title, hits=sum(each), each=each, density=round(1000 * sum(each) / len(text.text), 3),
            source=None if given.sources is None else given.sources[number], first=make_hits(text, first, width)[0],
        )  # fmt: skip
        found.append((number, one))
    ordered = [one for _, one in found]
    if order != "position":
        ordered.sort(key=lambda one: -one.hits if order == "hits" else -one.density)
    return SearchResult(
        words=tuple(words), without=tuple(without), regex=regex, any=any_word, order=order, found=len(found),
        in_sources=sources_among(given, [number for number, _ in found]), hits=sum(one.hits for one in ordered), texts=tuple(ordered[:top]),
        searched=len(given.texts), sources=sources_among(given, range(len(given.texts))),
        characters=sum(len(text.text) for text in given.texts), sections=tuple(sections), left_out=given.left_out, selected=given.selected,
        versions=versions(),
    )  # fmt: skip


def with_places(found: SearchResult, hits: Sequence[Hit]) -> SearchResult:
    """The same with the first hits located in the raw documents (`essaykit.analyse.concordance.locate`)."""
    return replace(found, texts=tuple(replace(one, first=hit) for one, hit in zip(found.texts, hits, strict=True)))
