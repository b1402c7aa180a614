"""What stands near what: `collocations`, `cooccur`."""

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
    MinSpreadOption,
    TopOption,
    WhereOption,
)
from essaykit.cli.output import print_json, print_table, say
from essaykit.cli.plots import PlotOption, check_plot, write_plot
from essaykit.cli.tables import check_table, say_counted, say_if_none, write_table

if TYPE_CHECKING:
    from essaykit.analyse.collocations import CollocationResult
    from essaykit.analyse.cooccurrence import Network


def collocations(
    word: Annotated[str, typer.Argument(metavar="WORD", help="The word or phrase, taken literally.")],
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    window: Annotated[int, typer.Option("--window", metavar="N", min=1, max=100, help="Words on each side, inside the sentence.")] = 5,
    measure: Annotated[
        Literal["g2", "pmi", "t", "logdice"],
        typer.Option("--measure", metavar="NAME", help="What to order by: g2 (log-likelihood), pmi, t, or logdice; all are printed."),
    ] = "g2",
    count: CountOption = "sources",
    stop_words: Annotated[bool, typer.Option("--stop-words", help="List function words and numbers too.")] = False,
    min_frequency: Annotated[int, typer.Option("--min", metavar="N", min=1, help="Only what stands near it at least so often.")] = 2,
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
    """Find the words that stand near a word more often than by chance.

    G² tells how sure it is, PMI and logDice how close the two words are, t favours what is frequent. Where the word is a part of a
    longer word it is left out, and the result says how often. --plot draws the word in the middle and its collocates around it: the
    nearer the stronger, on the side on which they stand.

    Examples:
      $ essaykit collocations 客户
      $ essaykit collocations 师傅 --window 3 --measure logdice
      $ essaykit collocations 客户 --plot near.svg
      $ essaykit collocations 实习单位 --where trade=bank --csv near.csv
    """
    from essaykit.analyse.collocations import Collocate, find_collocations
    from essaykit.cli.texts import given_segmenter, given_texts

    check_table(csv)
    check_plot(plot, csv)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = find_collocations(
        texts, word, window=window, measure=measure, unit=count, stop_words=stop_words, min_frequency=min_frequency,
        min_spread=min_spread, top=top, segmenter=segmenter,
    )  # fmt: skip
    write_table(csv, Collocate, found.collocates)
    if plot is not None:
        from essaykit.plot.collocations import collocation_graph

        write_plot(plot, collocation_graph(found))
    if json:
        print_json(found)
    else:
        _print_collocates(found)


def cooccur(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    within: Annotated[
        Literal["sentence", "paragraph", "essay"], typer.Option("--within", metavar="UNIT", help="sentence, paragraph or essay.")
    ] = "sentence",
    count: CountOption = "sources",
    words: Annotated[
        int, typer.Option("--words", metavar="N", min=2, max=1000, help="How many words to take: those of most sources.")
    ] = 100,
    min_spread: MinSpreadOption = 3,
    min_npmi: Annotated[
        float, typer.Option("--min-npmi", metavar="X", help="Only links that are so close: 1 is never apart, 0 is by chance.")
    ] = 0.1,
    top: TopOption = 100,
    graph: Annotated[
        Path | None, typer.Option("--graph", metavar="FILE", help="Write the network to this file: .graphml, or .gexf for Gephi.")
    ] = None,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    plot: PlotOption = None,
    json: JsonOption = False,
) -> None:
    """Find words that stand together, as a network.

    A link tells in how many essays and independent sources its two words stand together, and how close they are (NPMI, Dice).

    Examples:
      $ essaykit cooccur
      $ essaykit cooccur --plot words.svg
      $ essaykit cooccur --within paragraph --words 60 --graph words.graphml
      $ essaykit cooccur --where trade=nursing --csv links.csv
    """
    from essaykit.analyse.cooccurrence import Link, find_network
    from essaykit.analyse.graphs import graph_text
    from essaykit.cli.texts import given_segmenter, given_texts
    from essaykit.store.files import write_whole

    check_table(csv)
    check_plot(plot, csv, graph)
    if graph is not None:
        check_graph(graph)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = find_network(
        texts, within=within, unit=count, words=words, min_spread=min_spread, min_npmi=min_npmi, top=top, segmenter=segmenter
    )
    write_table(csv, Link, found.links)
    if plot is not None:
        from essaykit.plot.network import network_picture

        write_plot(plot, network_picture(found))
    if graph is not None:
        write_whole(graph, graph_text(found, graph.name).encode("utf-8"))
    if json:
        print_json(found)
    else:
        _print_network(found)
        say_if_none(found.links, min_spread=min_spread, min_npmi=min_npmi)


def check_graph(path: Path) -> None:
    """Say before the work begins that a network can't be written in this format.

    Raises:
        UsageError: if the name has another ending.
    """
    from essaykit.analyse.graphs import FORMATS
    from essaykit.errors import UsageError

    if path.suffix.lower() not in FORMATS:
        raise UsageError("is no format for networks", file=str(path), hint="a name that ends in .graphml or .gexf")


def _print_collocates(found: CollocationResult) -> None:
    print_table(
        [
            (c.collocate, c.together, c.left, c.right, c.frequency, c.essays, c.sources, c.g2, c.pmi, c.t, c.logdice)
            for c in found.collocates
        ],
        ("word", "near", "left", "right", "places", "essays", "sources", "G²", "PMI", "t", "logDice"),
    )
    inside = f", {found.inside} more as a part of a longer word" if found.inside else ""
    shown = "" if len(found.collocates) == found.found else f"; {len(found.collocates)} of {found.found} shown"
    say(f"{found.node}: {found.places} places in {found.essays} essays of {found.sources} sources{inside}{shown}")
    say_counted(found.counted)


def _print_network(found: Network) -> None:
    print_table(
        [(link.a, link.b, link.npmi, link.dice, link.essays, link.sources) for link in found.links],
        ("word", "with", "NPMI", "Dice", "essays", "sources"),
    )
    say(f"{len(found.nodes)} words, {len(found.links)} links")
    say_counted(found.counted)
