"""How words are spread, over texts and over time: `dispersion`, `trends`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    MinSpreadOption,
    TopOption,
    WhereOption,
)
from essaykit.cli.output import print_json, print_table, print_text, say
from essaykit.cli.plots import PlotOption, check_plot, write_plot
from essaykit.cli.tables import check_table, say_counted, say_if_none, write_table

if TYPE_CHECKING:
    from essaykit.analyse.trends import TrendResult


def dispersion(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]…", help="Words as they are written; without them the most frequent ones.")
    ] = None,
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="FIELD", help="Parts are the groups of this field; without it each source (or essay) is one."),
    ] = None,
    count: CountOption = "sources",
    stop_words: Annotated[bool, typer.Option("--stop-words", help="Take function words and numbers too.")] = False,
    min_spread: MinSpreadOption = 2,
    top: TopOption = 20,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    plot: PlotOption = None,
    json: JsonOption = False,
) -> None:
    """Measure how evenly words are spread over the essays.

    Gries' DP: 0 is as even as can be, near 1 the word stands in a small part of the corpus alone.

    Examples:
      $ essaykit dispersion
      $ essaykit dispersion --plot dispersion.svg
      $ essaykit dispersion 师傅 客户 --by trade
      $ essaykit dispersion --top 200 --csv dispersion.csv
    """
    from essaykit.analyse.dispersion import Dispersed, find_dispersion
    from essaykit.cli.texts import given_segmenter, given_texts

    check_table(csv)
    check_plot(plot, csv)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = find_dispersion(
        texts, words or (), by=by, unit=count, stop_words=stop_words, min_spread=min_spread, top=top, segmenter=segmenter
    )
    write_table(csv, Dispersed, found.words)
    if plot is not None:
        from essaykit.plot.bars import dispersion_bars

        write_plot(plot, dispersion_bars(found))
    if json:
        print_json(found)
        return
    print_table(
        [(w.word, w.dp, w.dp_norm, w.frequency, w.essays, w.sources, w.parts) for w in found.words],
        ("word", "DP", "DPnorm", "places", "essays", "sources", "parts"),
    )
    if not words:
        say_if_none(found.words, min_spread=min_spread)
    say(f"{found.parts} parts: " + ("groups of " + found.by if found.by else found.unit))
    say_counted(found.counted)


def trends(
    words: Annotated[list[str], typer.Argument(metavar="WORD…", help="Words as they are written.")],
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    over: Annotated[
        str, typer.Option("--over", metavar="WHAT", help="year, position (in the essay), section, or a field such as trade.")
    ] = "year",
    parts: Annotated[
        int, typer.Option("--parts", metavar="N", min=1, max=1000, help="With --over position: how many parts an essay has.")
    ] = 10,
    regex: Annotated[bool, typer.Option("--regex", help="WORD is a regular expression, as Python has it; no time limit.")] = False,
    count: CountOption = "sources",
    min_spread: MinSpreadOption = 2,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    plot: PlotOption = None,
    json: JsonOption = False,
) -> None:
    """Follow words over years, parts of the essay, sections, or groups.

    The share of sources with a word has its 95 % interval; where the periods are numbers, the Cochran-Armitage test says whether it
    rises or falls. Section headings of fewer than --min-spread sources are put together.

    Examples:
      $ essaykit trends 客户
      $ essaykit trends 客户 师傅 --plot trends.html
      $ essaykit trends 师傅 紧张 --over position --parts 5
      $ essaykit trends 收获 --over section --csv sections.csv
    """
    from essaykit.analyse.trends import Period, find_trends
    from essaykit.cli.texts import given_texts

    check_table(csv)
    check_plot(plot, csv)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = find_trends(texts, words, over=over, regex=regex, parts=parts, unit=count, min_spread=min_spread)
    write_table(csv, Period, found.periods)
    if plot is not None:
        from essaykit.plot.lines import trend_lines

        write_plot(plot, trend_lines(found))
    if json:
        print_json(found)
    else:
        _print_trends(found)


def _print_trends(found: TrendResult) -> None:
    tests = {test.word: test for test in found.tests}
    for word in found.words:
        print_text(f"── {word}")
        print_table(
            [
                (
                    p.period,
                    p.hits,
                    p.rate,
                    p.essays_with,
                    p.essays,
                    p.sources_with,
                    p.sources,
                    f"{p.share:.0%}",
                    f"{p.low:.0%} to {p.high:.0%}",
                )
                for p in found.periods
                if p.word == word
            ],
            (found.over, "places", "per 10,000", "essays", "of", "sources", "of", "share", "95 %"),
        )
        if word in tests:
            test = tests[word]
            print_text(f"   trend of the share: z {test.z:+.2f}, p {test.p:.3g}")
    say(f"{found.essays} essays of {found.sources} independent sources, {found.characters} characters")
