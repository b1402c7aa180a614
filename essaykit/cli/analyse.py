"""Counting what the texts say: `keywords`, `topics`, `kwic`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from essaykit.cli.options import (
    DEFAULT_CORPUS,
    AllOption,
    CorpusOption,
    DictionaryOption,
    FromOption,
    JsonOption,
    SeedOption,
    TopOption,
)
from essaykit.cli.output import cut, one_line, pad, print_json, print_json_lines, print_table, print_text, say
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.analyse.concordance import Concordance, Hit
    from essaykit.analyse.keywords import KeywordResult
    from essaykit.analyse.topics import TopicResult
    from essaykit.model import Document


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
    top: TopOption = 10,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    json: JsonOption = False,
) -> None:
    """Find what the corpus, each group, or each essay is about.

    Keywords of a group are those that its essays have more often than the others do.

    Examples:
      $ essaykit keywords
      $ essaykit keywords --by trade --top 5
      $ essaykit keywords --each --top 5 --json
      $ essaykit keywords --from essays.jsonl --each --json
    """
    if each and by is not None:
        raise UsageError("--each and --by exclude each other", file="essaykit keywords", hint="give one of them")
    from essaykit.analyse.keywords import corpus_keywords, text_keywords
    from essaykit.cli.texts import given_segmenter, given_texts

    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything)
    if each:
        found = text_keywords(texts, method=method, top=top, segmenter=segmenter)
        _print_each(found, json=json)
        return
    found = corpus_keywords(texts, by=by, method=method, top=top, segmenter=segmenter)
    if json:
        print_json(found)
    elif by is None:
        print_table([(k.keyword, k.score, k.texts, k.frequency) for k in found.lists[0].keywords], ("keyword", "score", "essays", "places"))
        say(_about(found))
    else:
        print_table(
            [(g.id or "(none)", g.texts, "、".join(k.keyword for k in g.keywords)) for g in found.lists], (by, "essays", "keywords")
        )
        say(_about(found))


def topics(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    k: Annotated[
        int | None, typer.Option("--k", metavar="K", min=1, help="How many topics; without it the number that is most stable.")
    ] = None,
    seed: SeedOption = 0,
    top: TopOption = 10,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    json: JsonOption = False,
) -> None:
    """Put the essays into topics, with words, essays and sentences.

    The stability of a topic tells how often its essays fall together when the essays are drawn anew: trust what is near 1.

    Examples:
      $ essaykit topics
      $ essaykit topics --k 5 --seed 1 --json
      $ essaykit topics --from essays.jsonl --k 12
    """
    from essaykit.analyse.topics import find_topics
    from essaykit.cli.texts import given_segmenter, given_texts

    segmenter = given_segmenter(user_dict, None if given else corpus)
    found = find_topics(given_texts(corpus, given, everything=everything), k=k, seed=seed, top=top, segmenter=segmenter)
    if found.note:
        say(found.note)
    if json:
        print_json(found)
    else:
        _print_topics(found)


def kwic(
    query: Annotated[str, typer.Argument(metavar="WORD", help="What to look for, taken literally.")],
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    regex: Annotated[bool, typer.Option("--regex", help="WORD is a regular expression, as Python has it; no time limit.")] = False,
    width: Annotated[int, typer.Option("--width", metavar="N", min=0, max=1000, help="Characters of context on each side.")] = 20,
    sort: Annotated[
        Literal["position", "left", "right"],
        typer.Option("--sort", metavar="ORDER", help="position, or context: left (read backwards) or right."),
    ] = "position",
    top: Annotated[int | None, typer.Option("--top", metavar="N", min=1, help="How many to print; without it all.")] = None,
    everything: AllOption = False,
    json: JsonOption = False,
) -> None:
    """Show every place where a word stands, with what stands around it.

    Complete for words of any length, one character included; hits don't overlap. Each names its essay and the line of the raw document.

    Examples:
      $ essaykit kwic 实习
      $ essaykit kwic 柜 --sort right --top 20
      $ essaykit kwic '第[一二三]天' --regex --json
    """
    from msgspec.structs import replace

    from essaykit.analyse.concordance import find_contexts
    from essaykit.cli.texts import given_texts

    found = find_contexts(given_texts(corpus, given, everything=everything), query, regex=regex, width=width, sort=sort, top=top)
    if not given:
        found = replace(found, hits=_located(found.hits, corpus))
    if json:
        print_json(found)
    else:
        _print_hits(found)


def _located(hits: tuple[Hit, ...], corpus: Path) -> tuple[Hit, ...]:
    from functools import lru_cache

    from essaykit.analyse.concordance import locate
    from essaykit.cli.places import line_of
    from essaykit.ledger import restore_source
    from essaykit.store import open_corpus

    @lru_cache(maxsize=1)
    def source(document: Document) -> str:
        return restore_source(document)

    return locate(hits, open_corpus(corpus), lambda document, offset: line_of(document, source(document), offset))


def _about(found: KeywordResult) -> str:
    return f"{found.counted.texts} essays, {found.counted.words} words; method: {found.method}"


def _print_each(found: KeywordResult, *, json: bool) -> None:
    from essaykit.cli.records import KeywordLine

    if json:
        print_json_lines(KeywordLine(id=text.id, keywords=tuple(k.keyword for k in text.keywords)) for text in found.lists)
        return
    print_table(
        [(text.id, cut(text.title, 30), "、".join(k.keyword for k in text.keywords)) for text in found.lists], ("id", "title", "keywords")
    )


def _print_topics(found: TopicResult) -> None:
    print_table([(t.topic, t.size, t.stability, " ".join(t.words)) for t in found.topics], ("topic", "essays", "stability", "words"))
    for topic in found.topics:
        print_text(f"\n── topic {topic.topic}: {' '.join(topic.words[:3])}")
        for text in topic.texts:
            print_text(f"   {text.id}  {one_line(text.title)}")
        for sentence in topic.sentences:
            print_text(f"   “{one_line(sentence.text)}”  {sentence.id}")
    how = "chosen as the most stable number" if found.chosen and found.tried else "as given"
    say(
        f"{found.counted.texts} essays in {found.k} topics ({how}), stability {found.stability:.2f}; {found.stable_texts} essays are stable"
    )
    say(f"{found.stock_sentences} stock sentences left out; seed {found.seed}")


def _print_hits(found: Concordance) -> None:
    from essaykit.text import display_width

    rows = [(_flat(h.left), _flat(h.match), _flat(h.right), h.id, f"{h.place.path}:{h.place.line}" if h.place else "") for h in found.hits]
    widths = [max((display_width(row[i]) for row in rows), default=0) for i in range(4)]
    for left, match, right, name, place in rows:
        columns = (pad(left, widths[0], right=True), pad(match, widths[1]), pad(right, widths[2]), pad(name, widths[3]), one_line(place))
        print_text("  ".join(columns).rstrip())
    shown = "" if len(found.hits) == found.found else f"; {len(found.hits)} shown"
    say(f"{found.found} places in {found.in_texts} of {found.texts} essays{shown}")


def _flat(text: str) -> str:
    return one_line(text.replace("\n", " "))
