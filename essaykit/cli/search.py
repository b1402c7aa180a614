"""Where words stand: `kwic`, `search`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from essaykit.cli.options import DEFAULT_CORPUS, AllOption, CorpusOption, CsvOption, FromOption, JsonOption, MetadataOption, WhereOption
from essaykit.cli.output import aligned, cut, one_line, print_json, print_table, say
from essaykit.cli.tables import check_table, write_table

if TYPE_CHECKING:
    from essaykit.analyse.concordance import Concordance, Hit
    from essaykit.analyse.search import SearchResult

RegexOption = Annotated[bool, typer.Option("--regex", help="WORD is a regular expression, as Python has it; no time limit.")]
WidthOption = Annotated[int, typer.Option("--width", metavar="N", min=0, max=1000, help="Characters of context on each side.")]
AtMostOption = Annotated[int | None, typer.Option("--top", metavar="N", min=1, help="How many to print; without it all.")]
TradeOption = Annotated[list[str] | None, typer.Option("--trade", metavar="TRADE", help="Only essays of this trade. May be repeated.")]
SiteOption = Annotated[list[str] | None, typer.Option("--site", metavar="SITE", help="Only essays of this site. May be repeated.")]
YearOption = Annotated[list[str] | None, typer.Option("--year", metavar="YEAR", help="Only essays of this year. May be repeated.")]
FlagOption = Annotated[list[str] | None, typer.Option("--flag", metavar="FLAG", help="Only essays with this flag. May be repeated.")]
SectionOption = Annotated[
    list[str] | None,
    typer.Option("--section", metavar="WORD", help="Only in sections whose headings hold this word. May be repeated."),
]


def kwic(
    query: Annotated[str, typer.Argument(metavar="WORD", help="What to look for, taken literally.")],
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    regex: RegexOption = False,
    width: WidthOption = 20,
    sort: Annotated[
        Literal["position", "left", "right"],
        typer.Option("--sort", metavar="ORDER", help="position, or context: left (read backwards) or right."),
    ] = "position",
    top: AtMostOption = None,
    trade: TradeOption = None,
    site: SiteOption = None,
    year: YearOption = None,
    section: SectionOption = None,
    flag: FlagOption = None,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    json: JsonOption = False,
) -> None:
    """Show every place where a word stands, with what stands around it.

    Complete for words of any length, one character included; hits don't overlap. Each names its essay and the line of the raw document.

    Examples:
      $ essaykit kwic 实习
      $ essaykit kwic 柜 --sort right --top 20
      $ essaykit kwic 客户 --trade bank --section 体会
      $ essaykit kwic '第[一二三]天' --regex --json
    """
    from msgspec.structs import replace

    from essaykit.analyse.concordance import find_contexts
    from essaykit.cli.texts import given_texts

    check_table(csv)
    conditions, sections = _conditions(where, section, trade=trade, site=site, year=year, flag=flag)
    texts = given_texts(corpus, given, everything=everything, where=conditions, metadata=metadata, sources="kept", sections=False)
    found = find_contexts(texts, query, regex=regex, width=width, sort=sort, sections=sections, top=top)
    if not given:
        found = replace(found, hits=_located(found.hits, corpus))
    if csv is not None:
        _write_hits(csv, found)
    if json:
        print_json(found)
    else:
        _print_hits(found)


def search(
    words: Annotated[list[str], typer.Argument(metavar="WORD…", help="What to look for, taken literally; all have to stand in an essay.")],
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    any_word: Annotated[bool, typer.Option("--any", help="One of the words is enough.")] = False,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="WORD", help="Pass over essays with this word. May be repeated.")
    ] = None,
    regex: RegexOption = False,
    order: Annotated[
        Literal["hits", "density", "position"],
        typer.Option("--order", metavar="ORDER", help="hits: most places first; density: most for its length; position."),
    ] = "hits",
    width: WidthOption = 20,
    top: AtMostOption = None,
    trade: TradeOption = None,
    site: SiteOption = None,
    year: YearOption = None,
    section: SectionOption = None,
    flag: FlagOption = None,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    json: JsonOption = False,
) -> None:
    """List the essays in which words stand, with the first place.

    Complete for words of any length, one character included. 'essaykit kwic' shows all places of one word.

    Examples:
      $ essaykit search 客户 窗口
      $ essaykit search 柜 --trade bank --order density --top 5
      $ essaykit search 护士 医生 --any --without 实习医院 --json
    """
    from essaykit.analyse.search import search_texts, with_places
    from essaykit.cli.texts import given_texts

    check_table(csv)
    conditions, sections = _conditions(where, section, trade=trade, site=site, year=year, flag=flag)
    texts = given_texts(corpus, given, everything=everything, where=conditions, metadata=metadata, sources="kept", sections=False)
    found = search_texts(
        texts, words, without=without or (), regex=regex, any_word=any_word, order=order, sections=sections, width=width, top=top
    )
    if not given:
        found = with_places(found, _located(tuple(one.first for one in found.texts), corpus))
    if csv is not None:
        _write_found(csv, found)
    if json:
        print_json(found)
    else:
        _print_found(found)


def _conditions(where: Sequence[str] | None, section: Sequence[str] | None, **fields: Sequence[str] | None) -> tuple[list[str], list[str]]:
    """All conditions in one form; and the words of section headings, for hits are looked for in whole essays."""
    from essaykit.analyse.select import SECTION, parse_conditions

    given = {SECTION: section, **fields}
    conditions = [*(where or ()), *(f"{field}={value}" for field, values in given.items() for value in values or ())]
    return conditions, list(parse_conditions(conditions).get(SECTION, ()))


def _located(hits: tuple[Hit, ...], corpus: Path) -> tuple[Hit, ...]:
    from essaykit.analyse.concordance import locate
    from essaykit.cli.places import line_starts
    from essaykit.ledger import restore_source
    from essaykit.store import open_corpus

    return locate(hits, open_corpus(corpus), lambda document: line_starts(document, restore_source(document)))


def _write_hits(path: Path, found: Concordance) -> None:
    from essaykit.cli.records import HitRow

    rows = [
        HitRow(
            left=h.left, match=h.match, right=h.right, id=h.id, title=h.title, section=h.section, start=h.start, end=h.end,
            **_where(h),
        )
        for h in found.hits
    ]  # fmt: skip
    write_table(path, HitRow, rows)


def _where(hit: Hit) -> dict[str, Any]:
    return {"path": hit.place.path if hit.place else None, "line": hit.place.line if hit.place else None}


def _write_found(path: Path, found: SearchResult) -> None:
    from essaykit.cli.records import FoundRow

    rows = [
        FoundRow(
            id=one.id, title=one.title, hits=one.hits, density=one.density, source=one.source, left=one.first.left,
            match=one.first.match, right=one.first.right, **_where(one.first),
        )
        for one in found.texts
    ]  # fmt: skip
    write_table(path, FoundRow, rows)


def _print_hits(found: Concordance) -> None:
    columns = (
        aligned([_flat(h.left) for h in found.hits], right=True), aligned([_flat(h.match) for h in found.hits]),
        aligned([_flat(h.right) for h in found.hits]), aligned([_flat(h.id) for h in found.hits]),
    )  # fmt: skip
    places = (one_line(_place(h)) for h in found.hits)
    for cells in zip(*columns, places, strict=True):
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    shown = "" if len(found.hits) == found.found else f"; {len(found.hits)} shown"
    say(f"{found.found} places in {found.in_texts} of {found.texts} essays{_sources(found.in_sources, found.sources)}{shown}")


def _print_found(found: SearchResult) -> None:
    print_table(
        [
            (
                one.hits,
                one.id,
                cut(one.title, 24),
                f"{_flat(one.first.left)}【{_flat(one.first.match)}】{_flat(one.first.right)}",
                _place(one.first),
            )
            for one in found.texts
        ],
        ("places", "essay", "title", "first place", "raw document"),
    )
    shown = "" if len(found.texts) == found.found else f"; {len(found.texts)} shown"
    say(f"{found.found} of {found.searched} essays{_sources(found.in_sources, found.sources)}, {found.hits} places{shown}")


def _sources(some: int | None, every: int | None) -> str:
    return "" if every is None else f" ({some} of {every} sources)"


def _place(hit: Hit) -> str:
    return f"{hit.place.path}:{hit.place.line}" if hit.place else ""


def _flat(text: str) -> str:
    return one_line(text.replace("\n", " "))
