"""From raw files to plain text files: the text of each document, a block a line, nothing of a corpus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from essaykit.build.containers import documents_in
from essaykit.build.fetched import Loaded, load, loaded_bytes, read_parts, with_record, with_records
from essaykit.build.sources import Listing, list_sources
from essaykit.errors import EssaykitError, ReadError, UsageError
from essaykit.model import Record
from essaykit.pipeline import plain_lines
from essaykit.read import NeedsOffice, convert_office, is_record_file, read_records, read_source
from essaykit.store.files import told, write_whole
from essaykit.store.index import IndexedFailure
from essaykit.store.layout import is_corpus
from essaykit.workers import few_searches

STDIN = "-"
NAME_BYTES = 200  # of a stem; file systems take 255 with the ending and a number
OFFICE_SECONDS = 60.0

Progress = Callable[[str, int, int], None]


class WrittenText(Record, frozen=True, kw_only=True):
    """One text that was written."""

    path: str
    """The document."""
    file: str
    """Name of the text file in the folder."""
    characters: int
    lines: int
    renamed: bool
    """Another document has the same stem, so the file is numbered."""


class TextReport(Record, frozen=True, kw_only=True):
    """What `write_texts` did."""

    out: str
    """The folder that was written to."""
    texts: tuple[WrittenText, ...]
    failures: tuple[IndexedFailure, ...]
    """Inputs without a text, in the order of their paths, and why."""
    skipped: int
    """Files passed over because of their ending."""


class _Names:
    """Names for the text files of one run: each once, whatever the file system thinks of capitals."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, stem: str) -> tuple[str, bool]:
        """A name for a stem, and whether it had to be numbered."""
        stem = stem.encode("utf-8", "replace")[:NAME_BYTES].decode("utf-8", "ignore")
        name, number = f"{stem}.txt", 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem}-{number}.txt"
        self._taken.add(name.casefold())
        return name, number > 1


def write_texts(
    paths: Iterable[str | Path],
    out: str | Path,
    *,
    force: bool = False,
    encoding: str | None = None,
    stdin: bytes | None = None,
    progress: Progress | None = None,
) -> TextReport:
    """Write the text of each document as ``out/<stem>.txt``, UTF-8, a block a line.

    Args:
        paths: files and folders.
        out: folder to write to; made if it isn't there, not searched.
        force: write over files that are there.
        encoding: what the user says the text formats are encoded in.
        stdin: a document from standard input.
        progress: told how many bytes are done.

    Raises:
        UsageError: if `out` is a corpus, or texts are there already.
        CorpusError: if it can't be written to.
    """
    folder = Path(out)
    if is_corpus(folder):
        raise UsageError("is a corpus folder", file=str(out), hint="name another folder with --out")
    listing = with_records(list_sources(paths, folder))
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    names = _Names()
    inputs = [(given, names.new(_stem(given.path))) for given in _inputs(listing, stdin)]
    there = [] if force else [name for _, (name, _) in inputs if (folder / name).exists()]
    if there:
        raise UsageError(
            f"{len(there)} of the texts {'is' if len(there) == 1 else 'are'} there already, such as {there[0]}",
            file=str(out),
            hint="--force writes over them, --out names another folder",
        )
    texts: list[WrittenText] = []
    failures = list(listing.failures)
    total = sum(given.size for given, _ in inputs)
    done = 0
    with few_searches():
        for given, name in inputs:
            try:
                for place, found in _documents(given.path, given.read()):
                    try:
                        own = name if place == given.path else names.new(_stem(place))
                        texts.append(_write(place, found, folder, own, force=force, encoding=encoding))
                    except ReadError as error:
                        failures.append(_failed(place, error))
            except ReadError as error:
                failures.append(_failed(given.path, error))
            done += given.size
            if progress is not None:
                progress("text", done, total)
    return TextReport(out=str(out), texts=tuple(texts), failures=tuple(failures), skipped=len(listing.skipped))


class _Input(NamedTuple):
    path: str
    size: int
    read: Callable[[], Loaded]


def _inputs(listing: Listing, stdin: bytes | None) -> Iterator[_Input]:
    if stdin is not None:
        yield _Input(STDIN, len(stdin), partial(loaded_bytes, stdin))
    for file in listing.files:
        yield _Input(file.path, file.size, partial(load, file))


def _documents(path: str, loaded: Loaded) -> Iterator[tuple[str, Loaded | ReadError]]:
    """The documents of a file: its records, or itself."""
    inside = None if loaded.record else documents_in(loaded.data, path, is_record_file, read_records)
    if inside is None:
        yield path, loaded
    else:
        yield from inside


def _write(
    place: str, loaded: Loaded | ReadError, folder: Path, name: tuple[str, bool], *, force: bool, encoding: str | None
) -> WrittenText:
    if isinstance(loaded, ReadError):
        raise loaded
    try:
        source = with_record(read_parts(lambda data: read_source(data, place, encoding=encoding), loaded), loaded.record)
    except NeedsOffice:
        source = read_source(convert_office(loaded.data, place, OFFICE_SECONDS), f"{place}.docx")
    lines = plain_lines(source)
    if not lines:
        raise ReadError("holds no text of an author", hint="links and notices only")
    file, renamed = name
    target = folder / file
    if target.exists() and not force:  # the text of a record: how many there are shows only on the way
        raise ReadError(f"{file} is there already", hint="--force writes over it, --out names another folder")
    text = "\n".join(lines) + "\n"
    write_whole(target, text.encode("utf-8", "replace"), durable=False)
    return WrittenText(path=place, file=file, characters=len(text) - len(lines), lines=len(lines), renamed=renamed)


def _stem(place: str) -> str:
    """What the text file of a document is called, without ending; records are numbered.

    >>> [_stem(p) for p in ("a/b.tar.html", "a/c.jsonl#3", "-", ".txt")]
    ['b.tar', 'c-3', 'stdin', '.txt']
    """
    if place == STDIN:
        return "stdin"
    file, _, record = place.partition("#") if re.search(r"\.(?:jsonl|ndjson|warc|warc\.gz)#", place) else (place, "", "")
    base = file.rpartition("/")[2]
    stem = base.rpartition(".")[0] or base
    return f"{stem}-{record}" if record else stem


def _failed(path: str, error: EssaykitError) -> IndexedFailure:
    return IndexedFailure(path=path, cause=error.cause, place=error.place, hint=error.hint)
