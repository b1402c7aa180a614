"""`--from` of the analysing commands: texts taken as they are, from JSON Lines or from a folder of text files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from essaykit.cli.output import say
from essaykit.errors import CorpusError, EssaykitError, ReadError, UsageError

if TYPE_CHECKING:
    from essaykit.analyse.texts import Text, Texts
    from essaykit.analyse.words import Segmenter

Sources = Literal["none", "kept", "found"]

_SUFFIXES = (".txt", ".md")
_HINT = "each line is an object with 'text', and 'id' and 'title' if it has them"


def given_texts(
    corpus: Path,
    given: Sequence[Path] | None,
    *,
    everything: bool,
    where: Sequence[str] | None = None,
    metadata: Path | None = None,
    sources: Sources = "none",
    sections: bool = True,
) -> Texts:
    """What to analyse: the essays of a corpus, or the texts given with ``--from``.

    What was left out is said in one line.

    Args:
        corpus: folder of the corpus.
        given: files and folders to read in its place.
        everything: keep essays that are flagged as nobody's own.
        where: conditions of which a text has to fulfil all.
        metadata: a table whose columns become fields.
        sources: which independent source each text has: ``found`` looks for copies where that was not done, ``kept`` doesn't.
        sections: let a condition on sections make texts of these; else whole texts that have one are kept.

    Raises:
        CorpusError: if the corpus is missing or holds no essays.
        ReadError: if an input can't be read, or holds no texts.
        UsageError: if no text fulfils the conditions.
    """
    from essaykit.analyse.select import FLAG, choose_texts, parse_conditions

    conditions = parse_conditions(where or ())
    texts = _given(given) if given else _essays(corpus, everything=everything, asked=conditions.get(FLAG, ()), sources=sources)
    if metadata is not None:
        texts = _with_metadata(texts, metadata)
    return choose_texts(texts, conditions, cut_sections=sections)


def _given(given: Sequence[Path]) -> Texts:
    from essaykit.analyse.texts import Texts

    texts = tuple(text for path in given for text in _read(path))
    if not texts:
        raise ReadError("holds no texts", file=str(given[0]), hint="name a JSON Lines file, or a folder with .txt files")
    _check_ids(texts)
    return Texts(texts=texts)


def _essays(corpus: Path, *, everything: bool, asked: Sequence[str], sources: Sources) -> Texts:
    from msgspec.structs import replace

    from essaykit.analyse.texts import texts_of
    from essaykit.store import open_corpus
    from essaykit.store.layout import Layout

    opened = open_corpus(corpus)
    found = texts_of(opened, everything=everything, asked=asked)
    if found.left_out:
        say("left out: " + ", ".join(f"{n} {flag}" for flag, n in found.left_out.items()) + " (--all keeps them)")
    if not found.texts:
        raise CorpusError("holds no essays to analyse", file=str(corpus), hint="'essaykit list' shows what it holds")
    if sources == "none" or (sources == "kept" and not Layout(corpus).copies.is_file()):
        return found  # without the room that looks for copies: it takes longer to load than a search does
    from essaykit.analyse.sources import corpus_sources, kept_sources

    numbers = corpus_sources(opened) if sources == "found" else kept_sources(opened)
    return found if numbers is None else replace(found, sources=tuple(numbers[text.id] for text in found.texts))


def _with_metadata(texts: Texts, path: Path) -> Texts:
    from essaykit.analyse.metadata import join_metadata, parse_metadata

    joined = join_metadata(texts, parse_metadata(_decoded(path, _bytes(path)), str(path)))
    if joined.without_row:
        say(f"{joined.without_row} of {len(texts.texts)} texts have no row in {path}")
    if joined.without_text:
        say(f"{joined.without_text} rows of {path} are about no text here")
    return joined.texts


def given_text(path: Path) -> str:
    """The text of one file, or of standard input.

    Raises:
        ReadError: if it can't be read, is empty or no text.
    """
    data = _bytes(path)
    if not data.strip():
        raise ReadError("is empty", file=str(path), hint="name a file that holds a text")
    return _lines(_decoded(path, data))


def given_segmenter(user_dict: Path | None, corpus: Path | None = None) -> Segmenter:
    """The segmentation, with the user's dictionary if there is one; cuts are kept in the state folder of the corpus, if it has one.

    Raises:
        EssaykitError: if the dictionary can't be read.
    """
    from essaykit.analyse.words import make_segmenter, parse_dictionary

    state = None if corpus is None else corpus / "state"
    folder = state if state is not None and state.is_dir() else None
    if user_dict is None:
        return make_segmenter(folder=folder)
    return make_segmenter(parse_dictionary(_decoded(user_dict, _bytes(user_dict)), str(user_dict)), folder=folder)


def _read(path: Path) -> Iterator[Text]:
    from essaykit.analyse.texts import Text
    from essaykit.read.media import is_record_file

    if str(path) != "-" and path.is_dir():
        files = sorted(
            (f for f in path.rglob("*") if f.suffix.lower() in _SUFFIXES and f.is_file()), key=lambda f: f.relative_to(path).as_posix()
        )
        for file in files:
            name = file.relative_to(path).as_posix()
            data = _bytes(file)
            if not data.strip():
                say(str(EssaykitError("is empty", file=str(file), hint="the other texts are read")))
                continue
            fields = {"path": name, "folder": name.rpartition("/")[0]}
            yield Text(id=name, title="", text=_lines(_decoded(file, data)), fields=fields, origin=name)
        return
    data = _bytes(path)
    if str(path) == "-" or is_record_file(data, path.name):
        yield from _records(str(path), data)
    elif data.strip():
        yield Text(id=path.name, title="", text=_lines(_decoded(path, data)), fields={"path": path.name}, origin=path.name)


def _records(name: str, data: bytes) -> Iterator[Text]:
    import json

    from essaykit.analyse.texts import Text
    from essaykit.read.media import read_records

    file = Path(name).name
    for place, line in read_records(data, name):
        if isinstance(line, ReadError):
            raise ReadError(line.cause, file=line.file, place=line.place, hint=_HINT)
        number = place.rpartition("#")[2]
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise ReadError("is broken JSON", file=name, place=f"line {number}", hint=_HINT) from None
        if not isinstance(record.get("text"), str):
            raise ReadError("has no 'text'", file=name, place=f"line {number}", hint=_HINT)
        fields = {
            key: _field(value)
            for key, value in record.items()
            if key not in ("id", "title", "text") and not isinstance(value, (dict, list))
        }
        title = record.get("title")
        yield Text(
            id=_field(record.get("id", place)), title=title if isinstance(title, str) else "", text=record["text"], fields=fields,
            origin=f"{file}#{number}",
        )  # fmt: skip


def _field(value: Any) -> str:
    return "" if value is None else str(value)


def _check_ids(texts: Sequence[Text]) -> None:
    seen: set[str] = set()
    for text in texts:
        if text.id in seen:
            raise UsageError(f"two texts have the id {text.id}", hint="give each record an id of its own, or each folder once")
        seen.add(text.id)


def _bytes(path: Path) -> bytes:
    if str(path) == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed", file="-", hint="name a file, or send text through a pipe")
        return sys.stdin.buffer.read()
    if path.exists() and not path.is_file():
        what, hint = ("is a folder", "name the file itself") if path.is_dir() else ("is no regular file", "name a file or a folder")
        raise ReadError(what, file=str(path), hint=hint)
    return path.read_bytes()


def _decoded(path: Path, data: bytes) -> str:
    from essaykit.read.encoding import decode

    try:
        return decode(data).text if data else ""
    except ReadError as error:
        raise ReadError(error.cause, file=str(path), hint=error.hint) from None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
