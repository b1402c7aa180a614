"""Counting runs of words: `phrases`, `ngrams`, `terms`."""

from __future__ import annotations

from pathlib import Path
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
    MinFrequencyOption,
    MinSpreadOption,
    TopOption,
    WhereOption,
)
from essaykit.cli.output import print_json, print_table, say
from essaykit.cli.tables import check_table, say_counted, say_if_none, write_table

if TYPE_CHECKING:
    from essaykit.analyse.phrasebook import PhraseResult


def phrases(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    count: CountOption = "sources",
    single: Annotated[bool, typer.Option("--single", help="List also single words that jieba's dictionary lacks.")] = False,
    known: Annotated[bool, typer.Option("--known", help="List also single words that it has.")] = False,
    min_frequency: MinFrequencyOption = 3,
    min_spread: MinSpreadOption = 1,
    top: TopOption = 20,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    json: JsonOption = False,
) -> None:
    """Find phrases that the essays use and the dictionary lacks.

    The score says how many sources would be expected to have the phrase among their keywords, and how freely it is used.

    Examples:
      $ essaykit phrases
      $ essaykit phrases --min-spread 3 --top 100 --csv phrases.csv
      $ essaykit phrases --from essays.jsonl --top 1000 --json
    """
    from essaykit.analyse.phrasebook import Phrase, rank_phrases
    from essaykit.cli.texts import given_segmenter, given_texts

    check_table(csv)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = rank_phrases(
        texts, unit=count, single=single, known=known, min_frequency=min_frequency, min_spread=min_spread, top=top, segmenter=segmenter
    )
    write_table(csv, Phrase, found.phrases)
    if json:
        print_json(found)
    else:
        _print_phrases(found)
        say_if_none(found.phrases, min=min_frequency, min_spread=min_spread)


def ngrams(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    shortest: Annotated[int, typer.Option("--n", metavar="N", min=1, max=8, help="Words of the shortest.")] = 2,
    longest: Annotated[
        int | None, typer.Option("--to", metavar="N", min=1, max=8, help="Words of the longest; without it as many as --n.")
    ] = None,
    count: CountOption = "sources",
    min_frequency: MinFrequencyOption = 3,
    min_spread: MinSpreadOption = 2,
    top: TopOption = 20,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    json: JsonOption = False,
) -> None:
    """Count runs of words, function words included.

    Runs hold no punctuation. What this genre says again and again is found here, what it is about by 'essaykit phrases'.

    Examples:
      $ essaykit ngrams
      $ essaykit ngrams --n 3 --to 5 --top 50
      $ essaykit ngrams --where trade=bank --csv ngrams.csv
    """
    from essaykit.analyse.ngrams import Ngram, count_ngrams
    from essaykit.cli.texts import given_segmenter, given_texts

    check_table(csv)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = count_ngrams(
        texts, shortest=shortest, longest=longest or shortest, unit=count, min_frequency=min_frequency, min_spread=min_spread, top=top,
        segmenter=segmenter,
    )  # fmt: skip
    write_table(csv, Ngram, found.ngrams)
    if json:
        print_json(found)
    else:
        print_table(
            [(n.ngram, n.words, n.frequency, n.essays, n.sources, n.pmi) for n in found.ngrams],
            ("n-gram", "words", "places", "essays", "sources", "PMI"),
        )
        say_if_none(found.ngrams, min=min_frequency, min_spread=min_spread)
        say(f"{found.found} n-grams" + ("" if len(found.ngrams) == found.found else f"; {len(found.ngrams)} shown"))
        say_counted(found.counted)


def terms(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    count: CountOption = "sources",
    min_frequency: MinFrequencyOption = 3,
    min_spread: MinSpreadOption = 2,
    min_pmi: Annotated[float, typer.Option("--min-pmi", metavar="BITS", help="How firmly its words have to hold together.")] = 3.0,
    min_entropy: Annotated[
        float, typer.Option("--min-entropy", metavar="NATS", help="How much has to vary what stands before it, and after it.")
    ] = 0.5,
    top: TopOption = 100,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a user dictionary to look through.")] = None,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    json: JsonOption = False,
) -> None:
    """Offer terms of the field as a user dictionary.

    Look through the file that --out writes, delete what is no term, and give it to other commands as --user-dict: its terms are
    words then.

    Examples:
      $ essaykit terms
      $ essaykit terms --out terms.txt
      $ essaykit terms --user-dict terms.txt --top 50
    """
    from essaykit.analyse.phrasebook import Phrase, find_terms, user_dictionary
    from essaykit.cli.texts import given_segmenter, given_texts

    check_table(csv)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = find_terms(
        texts, unit=count, min_frequency=min_frequency, min_spread=min_spread, min_pmi=min_pmi, min_entropy=min_entropy, top=top,
        segmenter=segmenter,
    )  # fmt: skip
    write_table(csv, Phrase, found.phrases)
    if out is not None:
        from essaykit.store.files import write_whole

        write_whole(out, user_dictionary(found).encode("utf-8", "replace"))
        say(f"{len(found.phrases)} terms written to {out}: delete what is none, then give it as --user-dict")
    if json:
        print_json(found)
    else:
        _print_phrases(found)
        say_if_none(found.phrases, min=min_frequency, min_spread=min_spread)


def _print_phrases(found: PhraseResult) -> None:
    print_table(
        [(p.phrase, p.score, p.frequency, p.essays, p.sources, p.pmi, p.left_entropy, p.right_entropy) for p in found.phrases],
        ("phrase", "score", "places", "essays", "sources", "PMI", "before", "after"),
    )
    shown = "" if len(found.phrases) == found.found else f"; {len(found.phrases)} shown"
    say(f"{found.found} phrases{shown}")
    say_counted(found.counted)
