"""Reading a corpus: documents and essays, typed, one file at a time."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from essaykit.errors import CorpusError, EssaykitError, UsageError
from essaykit.model import Decision, Document, FlagName, Metadata, Section, Source
from essaykit.store import decisions as rulings
from essaykit.store.documents import decode, decode_document, read_bytes
from essaykit.store.index import IndexedDocument, IndexedFailure, IndexLine, Totals, decode_index, totals
from essaykit.store.layout import Layout, existing_corpus

if TYPE_CHECKING:
    import pandas as pd

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


class CorpusEssay(msgspec.Struct, frozen=True, kw_only=True):
    """An essay as analysis sees it: its text, and what it can be grouped by."""

    id: str
    """Document id, ``-``, start offset."""
    document: str
    """Document id."""
    title: str
    """The essay's heading, else the document's title, else an empty string."""
    heading: str | None
    number: int | None
    text: str
    """One paragraph a line."""
    flags: tuple[FlagName, ...]
    trade: str | None
    document_title: str | None
    path: str
    url: str | None
    site: str
    year: int | None
    """Of the document's own date, else of the day on which it was fetched."""
    start: int
    """Extent in the source text, in code points."""
    end: int
    sections: tuple[Section, ...] = ()
    """The author's own sections, in code points of the text."""


class _Essay(msgspec.Struct):
    """The fields of `Essay` that reading needs; the decoder passes over the others."""

    id: str
    heading: str | None
    number: int | None
    text: str
    start: int
    end: int
    trade: str | None
    flags: tuple[FlagName, ...]
    sections: tuple[Section, ...] = ()


class _Document(msgspec.Struct):
    id: str
    source: Source
    title: str | None
    metadata: tuple[Metadata, ...]
    essays: tuple[_Essay, ...]


_ESSAYS = msgspec.json.Decoder(_Document)


class Corpus:
    """A corpus folder. Nothing but the index is read before it is asked for.

    ``len`` counts the essays, iterating yields them; `documents` yields the whole records.
    """

    def __init__(self, layout: Layout) -> None:
        self.folder = layout.folder
        self._layout = layout

    def __repr__(self) -> str:
        return f"<Corpus {self.folder}: {len(self.indexed)} documents, {len(self)} essays>"

    def __len__(self) -> int:
        return sum(line.essays for line in self.indexed)

    def __iter__(self) -> Iterator[CorpusEssay]:
        return self.essays()

    @cached_property
    def index(self) -> tuple[IndexLine, ...]:
        """All lines of the index in the order of paths: documents, failures, files passed over.

        Raises:
            CorpusError: if it is missing or broken.
        """
        path = self._layout.index
        if not path.exists():
            raise CorpusError("has no index yet: its build did not come to an end", file=str(self.folder), hint="run essaykit build again")
        return decode_index(read_bytes(path), str(path))

    @cached_property
    def indexed(self) -> tuple[IndexedDocument, ...]:
        """The index lines of the documents."""
        return tuple(line for line in self.index if isinstance(line, IndexedDocument))

    @cached_property
    def failures(self) -> tuple[IndexedFailure, ...]:
        """The index lines of the inputs that could not be read."""
        return tuple(line for line in self.index if isinstance(line, IndexedFailure))

    @cached_property
    def totals(self) -> Totals:
        """Sums over the documents."""
        return totals(self.indexed)

    @cached_property
    def digest(self) -> str:
        """Digest of all documents: what was computed from a corpus keeps it, and is stale when it changes."""
        return hashlib.sha256("".join(f"{line.id} {line.file_sha256}\n" for line in self.indexed).encode()).hexdigest()

    def documents(self) -> Iterator[Document]:
        """The documents in the order of their paths.

        Raises:
            CorpusError: naming the file and the place of what is broken.
        """
        for line in self.indexed:
            yield self._document(line)

    def documents_in(self, documents: Collection[str]) -> Iterator[Document]:
        """The documents with these ids, in the order of their paths; the others are not read."""
        wanted = frozenset(documents)
        for line in self.indexed:
            if line.id in wanted:
                yield self._document(line)

    def document(self, name: str) -> Document:
        """One document, by id or a beginning of it, source path, or base name if only one has it.

        Raises:
            UsageError: if there is none or more than one; near names are suggested.
            CorpusError: if its file is broken.
        """
        return self._document(self.find(name))

    def find(self, name: str) -> IndexedDocument:
        """The index line of one document, found as in `document`."""
        for test in (_has_path, _has_base_name, _has_id, _has_stem):
            found = [line for line in self.indexed if test(line, name)]
            if len(found) == 1:
                return found[0]
            if found:
                some = ", ".join(f"{line.id[:8]} {line.path}" for line in found[:3]) + (" …" if len(found) > 3 else "")
                raise UsageError(f"{name} names {len(found)} documents", file=str(self.folder), hint=f"which of these? {some}")
        raise UsageError(f"no document is called {name}", file=str(self.folder), hint=self._nearest(name))

    def essays(self) -> Iterator[CorpusEssay]:
        """The essays in the order of their documents' paths.

        Raises:
            CorpusError: naming the file and the place of what is broken.
        """
        for line in self.indexed:
            yield from self._essays(line)

    def essays_in(self, documents: Collection[str]) -> Iterator[CorpusEssay]:
        """The essays of the documents with these ids, in the order of their paths; the others are not read."""
        wanted = frozenset(documents)
        for line in self.indexed:
            if line.id in wanted:
                yield from self._essays(line)

    def essay(self, name: str) -> CorpusEssay:
        """One essay by its id, or by a document (as in `document`) that holds only one.

        Raises:
            UsageError: if there is none or more than one.
        """
        match = re.fullmatch(r"([0-9a-f]{4,16})-(\d+)", name)
        line = self.find(match[1] if match else name)
        essays = list(self._essays(line))
        found = [e for e in essays if match is None or e.start == int(match[2])]
        if len(found) == 1:
            return found[0]
        some = ", ".join(e.id for e in essays[:5]) + (" …" if len(essays) > 5 else "")
        cause = f"{name} names {len(found)} essays" if found else f"no essay is called {name}"
        raise UsageError(cause, file=line.path, hint=f"there are: {some}" if essays else "this document holds none")

    def decisions(self) -> tuple[Decision, ...]:
        """What people ruled, in the order in which they did.

        Raises:
            CorpusError: if a line is broken; `read_decisions` returns the others as well.
        """
        found, problems = rulings.read_decisions(self.folder)
        if problems:
            raise problems[0]
        return found

    def append_decision(self, *decisions: Decision) -> None:
        """Add decisions, all or none; the next build carries them out."""
        rulings.append_decision(self.folder, *decisions)

    def to_pandas(self) -> pd.DataFrame:
        """The essays as a data frame, one row an essay, columns as in `CorpusEssay`.

        Raises:
            EssaykitError: if pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise EssaykitError("pandas is not installed", hint="pip install 'essaykit[pandas]'") from None
        columns = list(CorpusEssay.__struct_fields__)
        return pd.DataFrame([[getattr(essay, name) for name in columns] for essay in self.essays()], columns=columns)

    def _document(self, line: IndexedDocument) -> Document:
        path = self._layout.document(line.id)
        return decode_document(read_bytes(path), str(path))

    def _essays(self, line: IndexedDocument) -> Iterator[CorpusEssay]:
        path = self._layout.document(line.id)
        document = decode(_ESSAYS, read_bytes(path), str(path))
        source = document.source
        year = _year(document)
        for e in document.essays:
            yield CorpusEssay(
                id=e.id, document=document.id, title=e.heading or document.title or "", heading=e.heading, number=e.number, text=e.text,
                flags=e.flags, trade=e.trade, document_title=document.title, path=source.path, url=source.url, site=source.site,
                year=year, start=e.start, end=e.end, sections=e.sections,
            )  # fmt: skip

    def _nearest(self, name: str) -> str:
        names = [n for line in self.indexed for path in (line.path, *line.other_paths) for n in (path, path.rpartition("/")[2])]
        near = difflib.get_close_matches(name, dict.fromkeys(names), 3)
        return "did you mean " + ", ".join(near) + "?" if near else "essaykit list shows their names"


def _has_path(line: IndexedDocument, name: str) -> bool:
    return name == line.path or name in line.other_paths


def _has_base_name(line: IndexedDocument, name: str) -> bool:
    return any(path.endswith("/" + name) for path in (line.path, *line.other_paths))


def _has_id(line: IndexedDocument, name: str) -> bool:
    return bool(name) and line.id.startswith(name)


def _has_stem(line: IndexedDocument, name: str) -> bool:
    return any(path.rpartition("/")[2].rpartition(".")[0] == name for path in (line.path, *line.other_paths))


def _year(document: _Document) -> int | None:
    for text in [m.value for m in document.metadata if m.name == "date"] + [document.source.fetched_at or ""]:
        if match := _YEAR.search(text):
            return int(match[1])
    return None


def open_corpus(folder: str | Path = "corpus") -> Corpus:
    """Open a corpus folder that ``essaykit build`` has written.

    Args:
        folder: the folder that was given as ``--out``.

    Raises:
        CorpusError: if it is missing or no corpus.
    """
    return Corpus(existing_corpus(Path(folder)))
