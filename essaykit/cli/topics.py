"""What the essays are about: `topics`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from essaykit.cli.options import (
    DEFAULT_CORPUS,
    AllOption,
    ByOption,
    CorpusOption,
    CsvOption,
    DictionaryOption,
    FromOption,
    JsonOption,
    MetadataOption,
    SeedOption,
    TopOption,
    WhereOption,
)
from essaykit.cli.output import counted, one_line, print_json, print_table, print_text, say
from essaykit.cli.plots import PlotOption, check_plot, write_plot
from essaykit.cli.tables import check_table, write_table
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.analyse.texts import Texts
    from essaykit.analyse.topicmodel import AssignedResult, TopicModel
    from essaykit.analyse.topics import GroupShare, TopicResult


def topics(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    k: Annotated[
        int | None, typer.Option("--k", metavar="K", min=1, help="How many topics; without it the number that holds best.")
    ] = None,
    method: Annotated[
        Literal["lsa", "nmf"],
        typer.Option("--method", metavar="METHOD", help="lsa (the default), or nmf: non-negative matrix factorisation."),
    ] = "lsa",
    features: Annotated[
        Literal["words", "embedding"],
        typer.Option("--features", metavar="KIND", help="words (the default), or embedding: sentence vectors beside them, an extra."),
    ] = "words",
    by: ByOption = None,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Write the topics to this file, to use with --model.")] = None,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="FILE", help="Find no topics: put the essays into those of this file.")
    ] = None,
    seed: SeedOption = 0,
    top: TopOption = 10,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    user_dict: DictionaryOption = None,
    everything: AllOption = False,
    csv: CsvOption = None,
    plot: PlotOption = None,
    json: JsonOption = False,
) -> None:
    """Put the essays into topics, with words, essays and sentences.

    The stability of a topic tells how often its essays fall together when the essays are drawn anew: trust what is near 1.
    Its coherence tells how much its words stand together in essays: 0 is as by chance.

    Examples:
      $ essaykit topics
      $ essaykit topics --k 5 --seed 1 --json
      $ essaykit topics --plot topics.html --csv essays.csv
      $ essaykit topics --by trade --save topics.bin
      $ essaykit topics --model topics.bin --from new.jsonl
      $ essaykit topics --from essays.jsonl --k 12 --method nmf
    """
    from essaykit.cli.texts import given_segmenter, given_texts

    if model is not None and (k is not None or any(path is not None for path in (save, csv, plot))):
        raise UsageError(
            "--model goes without --k, --save, --csv and --plot", file="essaykit topics", hint="the topics of the file stay as they are"
        )
    check_table(csv)
    check_plot(plot, save, csv)
    loaded = _model(model)
    segmenter = given_segmenter(user_dict, None if given else corpus)
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata, sources="kept")
    if loaded is not None:
        from essaykit.analyse.topicmodel import assign_texts

        assigned = assign_texts(loaded, texts, by=by, segmenter=segmenter)
        if json:
            print_json(assigned)
        else:
            _print_assigned(assigned, texts)
        return
    from essaykit.analyse.topics import fit_topics

    if features == "embedding":
        _say_patience(texts)
    fitted = fit_topics(texts, k=k, method=method, features=features, by=by, seed=seed, top=top, segmenter=segmenter)
    found = fitted.result
    if found.note:
        say(found.note)
    if save is not None:
        from essaykit.analyse.topicmodel import model_bytes, topic_model
        from essaykit.store.files import write_whole

        write_whole(save, model_bytes(topic_model(fitted)))
    _write_assignments(csv, found, texts)
    if plot is not None:
        from essaykit.plot.topics import topic_map

        write_plot(plot, topic_map(fitted, {text.id: text.title for text in texts.texts}))
    if json:
        print_json(found)
    else:
        _print_topics(found)


def _model(path: Path | None) -> TopicModel | None:
    if path is None:
        return None
    from essaykit.analyse.topicmodel import read_model

    return read_model(path)


def _say_patience(texts: Texts) -> None:
    """Reading sentences takes long: say how long about, and that it is done once."""
    from essaykit.analyse.embedding import SPEED

    seconds = sum(len(text.text) for text in texts.texts) / SPEED
    if seconds > 20:
        say(f"reading sentences takes about {seconds / 60:.1f} minutes; what is read of a corpus is kept for the next time")


def _write_assignments(path: Path | None, found: TopicResult, texts: Texts) -> None:
    from essaykit.cli.records import TopicRow

    words = {topic.topic: " ".join(topic.words[:5]) for topic in found.topics}
    rows = [
        TopicRow(id=text.id, title=text.title, topic=one.cluster, stability=one.stability, words=words.get(one.cluster, ""))
        for text, one in zip(texts.texts, found.assignments, strict=True)
    ]
    write_table(path, TopicRow, rows)


def _print_topics(found: TopicResult) -> None:
    sourced = any(t.sources is not None for t in found.topics)
    print_table(
        [(t.topic, t.size, *([t.sources] if sourced else []), t.stability, t.coherence, " ".join(t.words)) for t in found.topics],
        ("topic", "essays", *(["sources"] if sourced else []), "stability", "coherence", "words"),
    )
    for topic in found.topics:
        print_text(f"\n── topic {topic.topic}: {' '.join(topic.words[:3])}")
        for text in topic.texts:
            print_text(f"   {text.id}  {one_line(text.title)}")
        for sentence in topic.sentences:
            print_text(f"   “{one_line(sentence.text)}”  {sentence.id}")
    _print_groups(found.by, found.groups)
    how = " (chosen as the number that holds best)" if found.chosen and found.tried else "" if found.chosen else " (as given)"
    say(
        f"{counted(found.counted.texts, 'essay')} in {counted(found.k, 'topic')}{how}; "
        f"stability {found.stability:.2f}, coherence {found.coherence:.2f}; {found.stable_texts} essays are stable"
    )
    say(f"{found.stock_sentences} stock sentences left out; method {found.method}, features {found.features}, seed {found.seed}")


def _print_assigned(found: AssignedResult, texts: Texts) -> None:
    titles = {text.id: text.title for text in texts.texts}
    words = {t.topic: " ".join(t.words[:5]) for t in found.topics}
    print_table(
        [(a.id, a.cluster, a.closeness, a.margin, words.get(a.cluster, ""), one_line(titles[a.id])) for a in found.assignments],
        ("id", "topic", "closeness", "margin", "words", "title"),
    )
    _print_groups(found.by, found.groups)
    say(f"{found.texts} essays; {found.unknown} have no word that the topics know")


def _print_groups(by: str | None, groups: Sequence[GroupShare]) -> None:
    if by is None:
        return
    print_text()
    numbers = range(len(groups[0].shares)) if groups else ()
    print_table([(g.group or "(none)", g.texts, *g.shares) for g in groups], (by, "essays", *(f"topic {n}" for n in numbers)))
