"""Second pass: a document from its raw bytes, what it reads from the context, and what people ruled."""

# Plain strings for paths: `pathlib` takes a tenth of this room's time.
# ruff: noqa: PTH123

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec.structs import replace

from essaykit.build.chrome import chrome_rulings, with_preview
from essaykit.build.containers import documents_in
from essaykit.build.fetched import Loaded, load, loaded_bytes, with_record
from essaykit.build.observe import Reading, fault, read_text
from essaykit.build.parts import PartWriter
from essaykit.build.sources import RawFile, read_raw
from essaykit.errors import ReadError
from essaykit.model import ContextView, Decision, Document, Record, Source, SourceText
from essaykit.store.documents import encode_document
from essaykit.store.files import write_whole
from essaykit.store.index import IndexedDocument, IndexedFailure, index_document
from essaykit.store.pages import read_record


@dataclass(frozen=True, slots=True)
class Task:
    """A document to make, unless its file already is what it would become."""

    id: str
    sha256: str
    """Of the raw bytes."""
    raw: RawFile
    """The file that holds it."""
    path: str
    """Its first path; for a record not the path of the file."""
    other_paths: tuple[str, ...]
    other_records: tuple[str | None, ...]
    view: ContextView
    decisions: tuple[Decision, ...]
    key: str
    known: IndexedDocument | None
    """Index line of the last run or of an interrupted one, if it has this key."""


@dataclass(frozen=True, slots=True)
class MakeShard:
    """Documents to make, and the part to write their index lines to."""

    part: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Making:
    """What holds for all documents of a run."""

    reading: Reading
    documents: str
    """Folder to write to."""
    records: dict[str, tuple[str, Loaded]] = field(default_factory=dict)
    """The records of the raw file that was cut up last, with their hashes: done once in each process, not once a record."""


class Outcome(Record, frozen=True, kw_only=True):
    """What became of a task."""

    path: str
    made: bool
    """The document was made in this run."""
    line: IndexedDocument | IndexedFailure


OUTCOMES = msgspec.json.Decoder(Outcome)


def make_shard(making: Making, shard: MakeShard) -> int:
    """Make the documents of a shard and write an `Outcome` for each; returns how many these were."""
    with PartWriter(Path(shard.part), making.reading.version) as part:
        for task in shard.tasks:
            file = f"{making.documents}/{task.id}.json"
            if task.known is not None and file_hash(file) == task.known.file_sha256:
                part.add(Outcome(path=task.path, made=False, line=task.known))
            else:
                line = make_document(making, task, file)
                part.add(Outcome(path=task.path, made=isinstance(line, IndexedDocument), line=line))
    return len(shard.tasks)


def file_hash(file: str) -> str | None:
    """Hash of a file's bytes; None if there is none that can be read."""
    try:
        with open(file, "rb", buffering=0) as document:
            return hashlib.sha256(document.read()).hexdigest()
    except OSError:
        return None


def make_document(making: Making, task: Task, file: str) -> IndexedDocument | IndexedFailure:
    """Make one document and write its file.

    Raises:
        CorpusError: if the disk is full.
    """
    try:
        document = _decide(making.reading, task, _loaded(making, task))
        encoded = encode_document(document)
    except Exception as error:  # noqa: BLE001 - one document must not end the run
        return fault(task.path, error)
    write_whole(file, encoded, durable=False)
    return index_document(document, file_sha256=hashlib.sha256(encoded).hexdigest(), key=task.key)


def _decide(reading: Reading, task: Task, loaded: Loaded) -> Document:
    text = reading.remembered.take(task.sha256, task.path) or read_text(reading, loaded, task.sha256, task.path)
    source = _source(reading, loaded, task.path, text)
    document = with_preview(
        reading.core.decide_document(text, source, task.view, (*chrome_rulings(text, loaded.record), *task.decisions)), loaded.record
    )
    if not task.other_paths:
        return document
    others = []
    for path, record in zip(task.other_paths, task.other_records, strict=True):
        other = loaded._replace(record=read_record(record) if record is not None else None)
        others.append(_source(reading, other, path, with_record(text, other.record)))
    return replace(document, other_sources=tuple(others))


def _source(reading: Reading, loaded: Loaded, path: str, text: SourceText) -> Source:
    source = reading.core.make_source(loaded.data, path, text)
    return source if loaded.record is None else replace(source, fetched_at=loaded.record.fetched_at)


_CHANGED = "was changed while it was read"
_AGAIN = "run the same command again"


def _loaded(making: Making, task: Task) -> Loaded:
    """The raw bytes of a document: of a file with its parts, or of a record in it.

    Raises:
        ReadError: if they are no longer what the first pass saw.
    """
    if task.path == task.raw.path:
        loaded = load(task.raw)
        if hashlib.sha256(loaded.data).hexdigest() != task.sha256:
            raise ReadError(_CHANGED, hint=_AGAIN)
        return loaded
    if making.records.get(task.path, _NO_RECORD)[0] != task.sha256:
        making.records.clear()
        core = making.reading.core
        for path, record in documents_in(read_raw(task.raw.file), task.raw.path, core.is_record_file, core.read_records) or ():
            if isinstance(record, Loaded):
                making.records[path] = (hashlib.sha256(record.data).hexdigest(), record)
    sha256, loaded = making.records.get(task.path, _NO_RECORD)
    if sha256 != task.sha256:
        raise ReadError(_CHANGED, hint=_AGAIN)
    return loaded


_NO_RECORD = ("", loaded_bytes(b""))
