"""Proof that a corpus is sound: every code point accounted for, index and documents of one mind, raw files as recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from essaykit.build.containers import documents_in
from essaykit.build.fetched import Loaded, load_path, loaded_bytes, read_parts
from essaykit.build.sources import named_on_disk, read_raw
from essaykit.errors import EssaykitError
from essaykit.ledger import account, restore_source
from essaykit.model import Document, Record
from essaykit.store.corpus import Corpus
from essaykit.store.documents import decode_document, read_bytes
from essaykit.store.index import IndexedDocument, index_document
from essaykit.store.layout import existing_corpus


class Problem(Record, frozen=True, kw_only=True):
    """Something in a corpus that is not as it has to be."""

    file: str
    """File of the corpus, or raw file, relative to its folder."""
    path: str | None = None
    """Source path of the document."""
    place: str | None = None
    cause: str


class CheckReport(Record, frozen=True, kw_only=True):
    """What was checked and what was found."""

    documents: int
    characters: int
    """Code points of source text that were accounted for."""
    raw_files: int
    """Raw files that were read again and compared."""
    problems: tuple[Problem, ...]


def check_corpus(corpus: Corpus, raw_root: str | Path | None = None, *, progress: Callable[[int, int], None] | None = None) -> CheckReport:
    """Check a whole corpus; problems are returned, not raised.

    For every document: its file is there and of the recorded hash; its pieces fill the source text exactly and give the
    recorded hash; essays, spans and ids follow from them; the index says what it says. With ``raw_root`` also: the raw
    file is unchanged, and reading it again gives the restored text, code point by code point.

    Args:
        corpus: the corpus.
        raw_root: the folder that was built from.
        progress: called with documents done and documents in all.

    Raises:
        CorpusError: if the index itself is missing or broken.
    """
    layout = existing_corpus(corpus.folder)
    problems: list[Problem] = []
    characters = raw_files = 0
    for number, line in enumerate(corpus.indexed, 1):
        file = f"documents/{line.id}.json"
        try:
            data = read_bytes(layout.document(line.id))
            document = decode_document(data, file)
        except EssaykitError as error:
            problems.append(Problem(file=file, path=line.path, place=error.place, cause=error.cause))
        else:
            problems += [Problem(file=file, path=line.path, cause=cause) for cause in _check_document(line, document, data)]
            characters += document.characters
            if raw_root is not None:
                raw_files += 1
                problems += [Problem(file=line.path, path=line.path, cause=cause) for cause in _check_raw(document, Path(raw_root))]
        if progress is not None:
            progress(number, len(corpus.indexed))
    known = {line.id for line in corpus.indexed}
    problems += [
        Problem(file=f"documents/{file.name}", cause="is not in the index") for file in layout.document_files() if file.stem not in known
    ]
    return CheckReport(documents=len(corpus.indexed), characters=characters, raw_files=raw_files, problems=tuple(problems))


def _check_document(line: IndexedDocument, document: Document, data: bytes) -> Iterator[str]:
    file_sha256 = hashlib.sha256(data).hexdigest()
    if file_sha256 != line.file_sha256:
        yield "the file is not the one that the build wrote"
    if document.id != line.id:
        yield f"holds the document {document.id}"
    if not document.source.sha256.startswith(document.id):
        yield "its id does not follow from the hash of its raw bytes"
    yield from account(document)
    made = index_document(document, file_sha256=line.file_sha256, key=line.key)
    for name in line.__struct_fields__:
        if getattr(made, name) != getattr(line, name):
            yield f"the index says {name} is {getattr(line, name)!r}, the document {getattr(made, name)!r}"


def _check_raw(document: Document, root: Path) -> Iterator[str]:
    """What differs between the raw file and the document."""
    try:
        loaded = _loaded(document.source.path, root)
        if hashlib.sha256(loaded.data).hexdigest() != document.source.sha256:
            yield "the raw bytes are not those that the document was made from"
        elif restore_source(document) not in _readings(document, loaded):
            yield "the restored source text is not what reading the raw file gives"
    except EssaykitError as error:
        yield f"the raw file can't be compared: {error.cause}"


def _loaded(path: str, root: Path) -> Loaded:
    """The raw bytes of a document: of a file with its parts, or of a record in one."""
    from essaykit.read import is_record_file, read_records

    def on_disk(name: str) -> str:
        return str(root / (name if (root / name).exists() else named_on_disk(name)))

    container, mark, _ = path.rpartition("#")
    if not mark or Path(on_disk(path)).exists():
        return load_path(on_disk(path))
    inside = documents_in(read_raw(on_disk(container)), container, is_record_file, read_records) or ()
    return next((record for name, record in inside if name == path and isinstance(record, Loaded)), loaded_bytes(b""))


def _readings(document: Document, loaded: Loaded) -> Iterator[str]:
    """What the raw bytes read as: with the encoding found out, and with the one recorded, which may have been asked for."""
    from essaykit.read import NeedsOffice, convert_office, read_source

    path = document.source.path
    try:
        yield read_parts(lambda data: read_source(data, path), loaded).text
    except NeedsOffice:
        yield read_source(convert_office(loaded.data, path), f"{path}.docx").text
    encoding = document.source.encoding
    if encoding:
        yield read_parts(lambda data: read_source(data, path, encoding=encoding), loaded).text
