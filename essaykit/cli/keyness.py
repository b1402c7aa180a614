"""What sets groups apart: `keyness`."""

from __future__ import annotations

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
from essaykit.cli.output import print_json, print_table, print_text
from essaykit.cli.plots import PlotOption, check_plot, write_plot
from essaykit.cli.tables import check_table, say_counted, write_table

if TYPE_CHECKING:
    from essaykit.analyse.keyness import KeyGroup, KeynessResult


def keyness(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    by: Annotated[
        str, typer.Option("--by", metavar="FIELD", help="What makes the groups: trade, site, year, path, or a field of the records.")
    ] = "trade",
    group: Annotated[
        str | None, typer.Option("--group", metavar="VALUE", help="The group to describe; without it each group in turn.")
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", metavar="VALUE", help="The group to compare with; without it all other essays.")
    ] = None,
    items: Annotated[
        Literal["words", "phrases"], typer.Option("--items", metavar="KIND", help="words, or phrases of one to four words.")
    ] = "words",
    count: CountOption = "sources",
    order: Annotated[
        Literal["g2", "ratio"],
        typer.Option("--order", metavar="ORDER", help="g2: how sure the difference is; ratio: how large, among the significant ones."),
    ] = "g2",
    negative: Annotated[bool, typer.Option("--negative", help="List what the group has less often too.")] = False,
    stop_words: Annotated[bool, typer.Option("--stop-words", help="Compare function words and numbers too.")] = False,
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
    """Find the words that one group has more often than others.

    G² (Dunning 1993) tells how sure a difference is, the log ratio (Hardie 2014) how large: 1 is twice as often, 2 four times. The
    interval holds 95 % of what the ratio could be; q is the false discovery rate over all words that were compared.

    Examples:
      $ essaykit keyness
      $ essaykit keyness --plot keyness.svg
      $ essaykit keyness --by trade --group bank --against hotel --order ratio
      $ essaykit keyness --metadata schools.csv --by school --csv keyness.csv
    """
    from essaykit.analyse.keyness import KeyItem, find_keyness
    from essaykit.cli.texts import given_segmenter, given_texts

    check_table(csv)
    check_plot(plot, csv)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = find_keyness(
        texts, by=by, group=group, against=against, items=items, unit=count, order=order, negative=negative, stop_words=stop_words,
        min_spread=min_spread, top=top, segmenter=segmenter,
    )  # fmt: skip
    write_table(csv, KeyItem, [item for one in found.groups for item in one.items])
    if plot is not None:
        from essaykit.plot.bars import keyness_bars

        write_plot(plot, keyness_bars(found))
    if json:
        print_json(found)
    else:
        for one in found.groups:
            _print_key_group(one, found)
        say_counted(found.counted)


def _print_key_group(group: KeyGroup, found: KeynessResult) -> None:
    print_text(
        f"── {found.by} {group.group or '(none)'} ({group.essays} essays, {group.sources} sources) against "
        f"{group.against or '(none)'} ({group.other_essays} essays, {group.other_sources} sources)"
    )
    print_table(
        [
            (i.item, i.g2, i.log_ratio, f"{i.low:.2f} to {i.high:.2f}", _chance(i.q), i.frequency, i.essays, i.sources, i.other_frequency)
            for i in group.items
        ],
        ("item", "G²", "ratio", "95 %", "q", "places", "essays", "sources", "there"),
    )
    print_text(f"   {group.tests} compared; with Bonferroni's correction G² is significant from {group.critical:.1f} on")


def _chance(value: float) -> str:
    return f"{value:.3f}" if value >= 0.001 else "<0.001"
