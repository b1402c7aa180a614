"""What essays are like: `growth`, `readability`, `reflection`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from essaykit.cli.options import (
    DEFAULT_CORPUS,
    AllOption,
    ByOption,
    CorpusOption,
    CountOption,
    CsvOption,
    DictionaryOption,
    FromOption,
    JsonOption,
    MetadataOption,
    SeedOption,
    WhereOption,
)
from essaykit.cli.output import cut, print_json, print_table, print_text, say
from essaykit.cli.tables import check_table, say_counted, write_table
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.analyse.reflection import ReflectionResult

EachOption = Annotated[bool, typer.Option("--each", help="A row for each essay.")]


def growth(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    by: ByOption = None,
    count: CountOption = "sources",
    content: Annotated[bool, typer.Option("--content", help="Leave out function words, numbers and dates.")] = False,
    points: Annotated[int, typer.Option("--points", metavar="N", min=1, max=10_000, help="Points of a curve.")] = 20,
    seed: SeedOption = 0,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    json: JsonOption = False,
) -> None:
    """Follow how the vocabulary grows with the text.

    The curve is the mean over ten random orders of the essays. Heaps' exponent tells how fast new words still come: 1 is ever new
    words, 0 none. Of copies only the longest is counted, unless essays are.

    Examples:
      $ essaykit growth
      $ essaykit growth --by trade --points 50 --csv growth.csv
    """
    from essaykit.analyse.growth import GrowthPoint, find_growth
    from essaykit.cli.texts import given_segmenter, given_texts

    check_table(csv)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = find_growth(texts, by=by, unit=count, stop_words=not content, points=points, seed=seed, segmenter=segmenter)
    write_table(csv, GrowthPoint, [point for group in found.groups for point in group.points])
    if json:
        print_json(found)
        return
    print_table(
        [(g.group or "(none)", g.essays, g.sources, g.tokens, g.types, g.hapaxes, g.beta, g.k) for g in found.groups],
        (by or "", "essays", "sources", "words", "different", "once", "beta", "k"),
    )
    if by is None:
        print_text()
        print_table([(p.tokens, p.types, p.new) for p in found.groups[0].points], ("words", "different", "new in 100"))
    say(f"seed {found.seed}")
    say_counted(found.counted)


def readability(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    each: EachOption = False,
    by: ByOption = None,
    count: CountOption = "sources",
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    json: JsonOption = False,
) -> None:
    """Count what makes a text easy or hard to read: counts, no grade.

    Length of sentences, clauses and words, share of content words, share of characters that are not among the thousand most frequent
    ones, and how varied the wording is. Groups are means over essays, copies sharing one voice.

    Examples:
      $ essaykit readability
      $ essaykit readability --by trade
      $ essaykit readability --each --csv readability.csv
    """
    from essaykit.analyse.readability import Readability, measure_readability
    from essaykit.cli.texts import given_segmenter, given_texts

    _check(each, by, "readability")
    check_table(csv)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = measure_readability(texts, each=each, by=by, unit=count, segmenter=segmenter)
    write_table(csv, Readability, found.rows)
    if json:
        print_json(found)
        return
    print_table(
        [
            (
                *_name(row, each=each), row.characters, row.sentences, row.sentence_characters, row.sentence_clauses, row.word_characters,
                row.content, row.rare_characters, row.variety,
            )
            for row in found.rows
        ],
        (*_names(each, by), "字数", "sentences", "characters", "clauses", "word", "content", "rare", "variety"),
    )  # fmt: skip
    say("characters and clauses are of a sentence, word is characters of a word; content, rare and variety are shares")
    say_counted(found.counted)


def reflection(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    each: EachOption = False,
    by: ByOption = None,
    count: CountOption = "sources",
    where: WhereOption = None,
    metadata: MetadataOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    json: JsonOption = False,
) -> None:
    """Show how much essays describe, feel, analyse and plan.

    Shares of sentences with cue words of a kind; a sentence can be of several kinds. These are no marks.

    Examples:
      $ essaykit reflection
      $ essaykit reflection --by trade
      $ essaykit reflection --each --csv reflection.csv
    """
    from essaykit.analyse.reflection import Mix, reflection_mix
    from essaykit.cli.texts import given_texts

    _check(each, by, "reflection")
    check_table(csv)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="found")
    found = reflection_mix(texts, each=each, by=by, unit=count)
    write_table(csv, Mix, found.rows)
    if json:
        print_json(found)
    else:
        _print_mix(found, each=each, by=by)


def _print_mix(found: ReflectionResult, *, each: bool, by: str | None) -> None:
    print_table(
        [(*_name(m, each=each), m.sentences, m.describe, m.feel, m.analyse, m.plan, m.none) for m in found.rows],
        (*_names(each, by), "sentences", "describe", "feel", "analyse", "plan", "none"),
    )
    if not each and by is None:
        for kind in found.words:
            print_text(f"{kind}: " + "、".join(f"{c.word} {c.frequency}" for c in found.cues if c.kind == kind))
    say(f"{found.essays} essays of {found.sources} independent sources")


def _check(each: bool, by: str | None, command: str) -> None:
    if each and by is not None:
        raise UsageError("--each and --by exclude each other", file=f"essaykit {command}", hint="give one of them")


def _name(row: Any, *, each: bool) -> tuple[str | int, ...]:
    return (row.id, cut(row.title, 24)) if each else (row.id or "(none)", row.essays, row.sources)


def _names(each: bool, by: str | None) -> tuple[str, ...]:
    return ("essay", "title") if each else (by or "", "essays", "sources")
