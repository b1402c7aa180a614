"""What the texts are about, in words: `keywords`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from essaykit.cli.options import (
    DEFAULT_CORPUS,
    AllOption,
    CorpusOption,
    CountOption,
    CsvOption,
    DictionaryOption,
    FromOption,
    JsonOption,
    MetadataOption,
    TopOption,
    WhereOption,
)
from essaykit.cli.output import cut, print_json, print_json_lines, print_table, say
from essaykit.cli.plots import PlotOption, check_plot, write_plot
from essaykit.cli.tables import check_table, told_counted, write_table
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.analyse.keywords import KeywordResult


def keywords(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    each: Annotated[bool, typer.Option("--each", help="Keywords of each essay; with --json one line of JSON for each.")] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="FIELD", help="Keywords of each group: site, trade, year, path, or a field of the records."),
    ] = None,
    method: Annotated[
        Literal["phrases", "words", "textrank"],
        typer.Option("--method", metavar="METHOD", help="phrases (one to four words, the default), words, or textrank."),
    ] = "phrases",
    count: CountOption = "sources",
    top: TopOption = 10,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    plot: PlotOption = None,
    json: JsonOption = False,
) -> None:
    """Find what the corpus, each group, or each essay is about.

    Keywords of a group are those that its essays have more often than the others do. Of the corpus and of groups, copies of one text
    count as one (--count); an essay's own keywords are no matter of copies. Titles are counted with the texts. --plot draws a cloud of
    the corpus's keywords, or bars for each group.

    Examples:
      $ essaykit keywords
      $ essaykit keywords --by trade --top 5
      $ essaykit keywords --top 80 --plot cloud.svg
      $ essaykit keywords --metadata schools.csv --by school
      $ essaykit keywords --by trade --csv keywords.csv
      $ essaykit keywords --each --top 5 --json
      $ essaykit keywords --from essays.jsonl --each --json
    """
    if each and by is not None:
        raise UsageError("--each and --by exclude each other", file="essaykit keywords", hint="give one of them")
    if each and plot is not None:
        raise UsageError("--each draws nothing", file="essaykit keywords", hint="--plot goes with groups (--by) or the whole corpus")
    check_table(csv)
    check_plot(plot, csv)
    from essaykit.analyse.keywords import corpus_keywords, text_keywords
    from essaykit.cli.texts import given_segmenter, given_texts

    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="kept" if each else "found")
    if each:
        found = text_keywords(texts, method=method, top=top, segmenter=segmenter)
    else:
        found = corpus_keywords(texts, by=by, method=method, unit=count, top=top, segmenter=segmenter)
    _write_rows(csv, found)
    if plot is not None:
        from essaykit.plot.bars import keyword_bars
        from essaykit.plot.cloud import keyword_cloud

        write_plot(plot, keyword_cloud(found) if by is None else keyword_bars(found))
    if each:
        _print_each(found, json=json)
    elif json:
        print_json(found)
    else:
        _print_lists(found)


def _write_rows(path: Path | None, found: KeywordResult) -> None:
    from essaykit.cli.records import KeywordRow

    rows = [
        KeywordRow(
            id=one.id, title=one.title, keyword=k.keyword, score=k.score, frequency=k.frequency, essays=k.texts, sources=k.sources
        )
        for one in found.lists
        for k in one.keywords
    ]  # fmt: skip
    write_table(path, KeywordRow, rows)


def _print_lists(found: KeywordResult) -> None:
    if found.by is None:
        print_table(
            [(k.keyword, k.score, k.frequency, k.texts, k.sources) for k in found.lists[0].keywords],
            ("keyword", "score", "places", "essays", "sources"),
        )
    else:
        print_table(
            [(g.id or "(none)", g.texts, g.sources, "、".join(k.keyword for k in g.keywords)) for g in found.lists],
            (found.by, "essays", "sources", "keywords"),
        )
    say(f"{told_counted(found.counted)}; method: {found.method}")


def _print_each(found: KeywordResult, *, json: bool) -> None:
    from essaykit.cli.records import KeywordLine

    if json:
        print_json_lines(KeywordLine(id=text.id, keywords=tuple(k.keyword for k in text.keywords)) for text in found.lists)
        return
    print_table(
        [(text.id, cut(text.title, 30), "、".join(k.keyword for k in text.keywords)) for text in found.lists], ("id", "title", "keywords")
    )
