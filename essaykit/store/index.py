"""The index of a run: one line for each document, each failure and each file passed over, in the order of paths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from essaykit.errors import CorpusError
from essaykit.model import Document, FlagName, Record
from essaykit.store.documents import decode

_RECORD = re.compile(r"(.*)#(\d+)", re.DOTALL)


class IndexedDocument(Record, frozen=True, kw_only=True, tag_field="kind", tag="document"):
    """A document that was built, with the numbers that reports are made of."""

    path: str
    other_paths: tuple[str, ...] = ()
    id: str
    title: str | None
    site: str
    media_type: str
    encoding: str | None
    promised: int | None
    essays: int
    flags: tuple[FlagName, ...] = ()
    """Flags of the document."""
    essay_flags: dict[str, int] = msgspec.field(default_factory=dict)
    """Flag of an essay → number of essays that have it."""
    characters: int
    """Code points of the source text."""
    kept: int
    """Of these, the ones that no applied operation touches."""
    removed: dict[str, int] = msgspec.field(default_factory=dict)
    """Rule → code points that its applied operations take out or replace; with ``kept`` they add up to ``characters``."""
    operations: dict[str, int] = msgspec.field(default_factory=dict)
    """Rule → number of applied operations."""
    proposed: int = 0
    """Operations that wait for a person's word."""
    unplaced: int = 0
    """Decisions that found no place any more."""
    rules_version: str
    context_digest: str
    decisions_digest: str
    sha256: str
    """Hash of the raw bytes."""
    file_sha256: str
    """Hash of the document's file."""
    key: str
    """Digest of everything that the document was made from; another key, and it is made anew."""


class IndexedFailure(Record, frozen=True, kw_only=True, tag_field="kind", tag="failed"):
    """An input that could not be read or built, and why."""

    path: str
    cause: str
    place: str | None = None
    hint: str | None = None


class IndexedSkip(Record, frozen=True, kw_only=True, tag_field="kind", tag="skipped"):
    """A file of a folder that was passed over, and why."""

    path: str
    cause: str


IndexLine: TypeAlias = IndexedDocument | IndexedFailure | IndexedSkip

_ENCODER = msgspec.json.Encoder()
index_decoder: msgspec.json.Decoder[IndexLine] = msgspec.json.Decoder(IndexLine)


class Totals(Record, frozen=True, kw_only=True):
    """Sums over documents; values that add up, so that one process, many and a resumed run agree."""

    documents: int = 0
    essays: int = 0
    promised: int = 0
    """Sum over the documents that promise a number."""
    promising: int = 0
    """Documents that promise a number."""
    promises_kept: int = 0
    """Of these, the ones in which as many essays were found."""
    characters: int = 0
    kept: int = 0
    removed: dict[str, int] = msgspec.field(default_factory=dict)
    operations: dict[str, int] = msgspec.field(default_factory=dict)
    flags: dict[str, int] = msgspec.field(default_factory=dict)
    """Flag → documents that have it."""
    essay_flags: dict[str, int] = msgspec.field(default_factory=dict)
    """Flag → essays that have it."""
    proposed: int = 0
    unplaced: int = 0

    def merge(self, other: Totals) -> Totals:
        """The sums over both."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in _COUNTS}
        tables = {name: _added(getattr(self, name), getattr(other, name)) for name in _TABLES}
        return msgspec.convert({**sums, **tables}, Totals)


_TABLES = ("removed", "operations", "flags", "essay_flags")
_COUNTS = tuple(name for name in Totals.__struct_fields__ if name not in _TABLES)


def _added(a: dict[str, int], b: dict[str, int]) -> dict[str, int]:
    return {key: a.get(key, 0) + b.get(key, 0) for key in sorted(a.keys() | b.keys())}


def totals(lines: Iterable[IndexLine]) -> Totals:
    """Sums over the documents of an index."""
    sums: Counter[str] = Counter()
    tables: dict[str, Counter[str]] = {name: Counter() for name in _TABLES}
    for line in lines:
        if isinstance(line, IndexedDocument):
            sums.update(
                documents=1, essays=line.essays, promised=line.promised or 0, promising=int(line.promised is not None),
                promises_kept=int(line.promised == line.essays), characters=line.characters, kept=line.kept,
                proposed=line.proposed, unplaced=line.unplaced,
            )  # fmt: skip
            tables["removed"].update(line.removed)
            tables["operations"].update(line.operations)
            tables["flags"].update(line.flags)
            tables["essay_flags"].update(line.essay_flags)
    return msgspec.convert({**sums, **{name: dict(sorted(table.items())) for name, table in tables.items()}}, Totals)


def index_document(document: Document, *, file_sha256: str, key: str) -> IndexedDocument:
    """The line of a document."""
    removed: dict[str, int] = {}
    operations: dict[str, int] = {}
    proposed = 0
    for operation in document.operations:
        if operation.state == "applied":
            removed[operation.rule] = removed.get(operation.rule, 0) + len(operation.before)
            operations[operation.rule] = operations.get(operation.rule, 0) + 1
        elif operation.state == "proposed":
            proposed += 1
    essay_flags: dict[str, int] = {}
    for essay in document.essays:
        for flag in essay.flags:
            essay_flags[flag] = essay_flags.get(flag, 0) + 1
    return IndexedDocument(
        path=document.source.path, other_paths=tuple(s.path for s in document.other_sources), id=document.id, title=document.title,
        site=document.source.site, media_type=document.source.media_type, encoding=document.source.encoding,
        promised=document.promised_count, essays=len(document.essays), flags=document.flags, essay_flags=dict(sorted(essay_flags.items())),
        characters=document.characters, kept=document.characters - sum(removed.values()), removed=dict(sorted(removed.items())),
        operations=dict(sorted(operations.items())),
        proposed=proposed, unplaced=len(document.unplaced),
        rules_version=document.rules_version, context_digest=document.context_digest, decisions_digest=document.decisions_digest,
        sha256=document.source.sha256, file_sha256=file_sha256, key=key,
    )  # fmt: skip


def path_order(path: str) -> tuple[str, int]:
    """Sort key of paths: the records of one file in the order of their numbers.

    >>> sorted(["b.jsonl#10", "b.jsonl#9", "a.txt"], key=path_order)
    ['a.txt', 'b.jsonl#9', 'b.jsonl#10']
    """
    match = _RECORD.fullmatch(path)
    return (match[1], int(match[2])) if match else (path, 0)


def encode_line(line: IndexLine) -> bytes:
    """One line of the index, with its end."""
    return _ENCODER.encode(line) + b"\n"


def encode_index(lines: Iterable[IndexLine]) -> bytes:
    """The bytes of an index."""
    return b"".join(encode_line(line) for line in sorted(lines, key=lambda line: path_order(line.path)))


def decode_line(data: bytes, file: str, number: int) -> IndexLine:
    """One line of an index.

    Raises:
        CorpusError: naming the file and the line.
    """
    return decode(index_decoder, data, file, f"line {number}")


def decode_index(data: bytes, file: str) -> tuple[IndexLine, ...]:
    """The lines of an index.

    Raises:
        CorpusError: naming the file and the line.
    """
    if data and not data.endswith(b"\n"):
        raise CorpusError("its last line is cut off", file=file, hint="run essaykit build again to write it anew")
    return tuple(decode_line(line, file, number) for number, line in enumerate(data.split(b"\n")[:-1], 1))
