"""Pages that were fetched: what lies beside a page is its record, and an article in several pages is one document."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace as replaced
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from essaykit.build.sources import Listing, RawFile, read_raw
from essaykit.errors import ReadError
from essaykit.model import Box, SourceText
from essaykit.store.index import IndexedFailure, IndexedSkip
from essaykit.store.pages import ENDING, PageRecord, read_record, record_of

PART_BREAK = "\n\f\n"
"""Between the texts of two parts; a form feed is white space and ends a page."""


class Loaded(NamedTuple):
    """A raw document in memory."""

    data: bytes
    """All its bytes; its id is their hash."""
    parts: tuple[bytes, ...]
    """The bytes of each page of it."""
    record: PageRecord | None = None


def loaded_bytes(data: bytes) -> Loaded:
    """A document that is no page of its own, such as a record of a file."""
    return Loaded(data, (data,))


def load(raw: RawFile) -> Loaded:
    """Read a raw file, and with it the other parts of the article that it begins.

    Raises:
        ReadError: if it, its record or one of its parts can't be read.
    """
    data = read_raw(raw.file)
    if raw.record is None:
        return loaded_bytes(data)
    record = read_record(raw.record)
    folder = os.path.dirname(raw.file)  # noqa: PTH120 - plain strings, as in all of this room
    parts = [data]
    for number, name in enumerate(record.parts[1:], 2):
        try:
            parts.append(read_raw(f"{folder}/{name}"))
        except ReadError as error:
            raise ReadError(f"part {number} can't be read: {error.cause}", hint="fetch the article again") from None
    return Loaded(b"".join(parts), tuple(parts), record)


def load_path(file: str) -> Loaded:
    """Read a raw file by its path, with its record where there is one.

    Raises:
        ReadError: as `load`.
    """
    record = str(record_of(file))
    return load(RawFile(file, file, 0, record if os.path.isfile(record) else None))  # noqa: PTH113


def read_parts(read: Callable[[bytes], SourceText], loaded: Loaded) -> SourceText:
    """The source text of a document: that of its pages, one behind the other.

    Args:
        read: reads the bytes of one page.
        loaded: the document.

    Raises:
        ReadError: if one of them can't be read.
    """
    if len(loaded.parts) == 1:
        return read(loaded.data)
    texts = []
    for number, part in enumerate(loaded.parts, 1):
        try:
            texts.append(read(part))
        except ReadError as error:
            raise ReadError(f"part {number} can't be read: {error.cause}", hint=error.hint) from None
    return join_sources(texts)


def join_sources(texts: Sequence[SourceText]) -> SourceText:
    """One source text from those of several pages; what is said of the whole comes from the first.

    >>> from essaykit.model import Block
    >>> page = SourceText(text="实习", blocks=(Block(start=0, end=2),), media_type="text/html")
    >>> joined = join_sources([page, page])
    >>> joined.text, [(b.start, b.end) for b in joined.blocks]
    ('实习\\n\\x0c\\n实习', [(0, 2), (5, 7)])
    """
    at, number = 0, 0
    blocks = []
    boxes: list[Box] = []
    counts: dict[str, int] = {}
    for text in texts:
        blocks += [replace(block, start=block.start + at, end=block.end + at, line=0) for block in text.blocks]
        boxes += [replace(box, first=box.first + number, last=box.last + number) for box in text.boxes]
        at += len(text.text) + len(PART_BREAK)
        number += len(text.blocks)
        for what, count in text.not_text:
            counts[what] = counts.get(what, 0) + count
    return replace(
        texts[0],
        text=PART_BREAK.join(text.text for text in texts),
        blocks=tuple(blocks),
        boxes=tuple(boxes),
        not_text=tuple(sorted(counts.items())),
    )


def with_record(text: SourceText, record: PageRecord | None) -> SourceText:
    """A source text with what is known from fetching it: its address, and the title where the profile selects one."""
    if record is None:
        return text
    return replace(text, url=record.final_url, name=record.title or text.name)


def record_digest(record: PageRecord | None) -> str:
    """Digest of what a document takes from its record; empty without one. When a page was looked at again is not in it."""
    if record is None:
        return ""
    taken = (record.final_url, record.fetched_at, record.title, record.parts, record.chrome, record.preview)
    return hashlib.blake2b(msgspec.json.encode(taken), digest_size=8).hexdigest()


def with_records(listing: Listing) -> Listing:
    """A listing in which records are no files of their own, and the later parts of an article stand behind its first.

    Lists of links, as their records call them, are passed over. A part that no article names is a document of its own.
    """
    found = {raw.file: raw for raw in listing.files}
    records = {file: found.pop(file) for file in list(found) if file.endswith(ENDING)}
    failures, skipped = list(listing.failures), list(listing.skipped)
    pages: dict[str, tuple[PageRecord, str]] = {}
    for file, raw in records.items():
        try:
            record = read_record(file)
        except ReadError as error:
            failures.append(IndexedFailure(path=raw.path, cause=error.cause, hint=error.hint))
            continue
        page = f"{os.path.dirname(file)}/{record.file}"  # noqa: PTH120
        if page in found:
            pages[page] = (record, file)
        else:
            failures.append(IndexedFailure(path=raw.path, cause="the page of this record is missing", hint="fetch it again"))
    named = {f"{os.path.dirname(page)}/{part}" for page, (record, _) in pages.items() for part in record.parts[1:]}  # noqa: PTH120
    files = []
    for file, raw in found.items():
        if file not in pages:
            files.append(raw)
            continue
        record, record_file = pages[file]
        if record.kind == "list":
            skipped.append(IndexedSkip(path=raw.path, cause="is a list of links, as its record says"))
        elif record.kind != "part" or file not in named:
            files.append(replaced(raw, record=record_file))
    return Listing(files, failures, skipped)
