"""Writing pages and their records into the raw folder."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

from msgspec.structs import replace

from essaykit.errors import EssaykitError
from essaykit.fetch.addresses import address_key, origin
from essaykit.store.files import told, write_whole
from essaykit.store.pages import ENDING, PageRecord, encode_record, page_stem, read_record

ENDINGS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "multipart/related": "mht",
}
"""Media types that are kept, and the endings of their files."""

KEPT_HEADERS = ("etag", "last-modified", "content-type", "content-language", "cache-control", "date")
LONGEST_HEADER = 1000


class Pages:
    """The raw folder of a crawl."""

    def __init__(self, out: str) -> None:
        self._out = Path(out)
        self._folders: set[Path] = set()

    def stem(self, url: str) -> Path:
        """Where the page at an address lies, without the ending."""
        return self._out / page_stem(origin(url), address_key(url))

    def record_at(self, url: str) -> PageRecord | None:
        """The record of the page at an address; None if there is none that can be read."""
        with suppress(EssaykitError):
            return read_record(f"{self.stem(url)}{ENDING}")
        return None

    def bytes_of(self, record: PageRecord) -> bytes | None:
        """The page of a record; None if it is gone."""
        try:
            return (self.stem(record.final_url).parent / record.file).read_bytes()
        except OSError:
            return None

    def save(self, record: PageRecord, body: bytes) -> PageRecord:
        """Write a page, then its record; a page whose bytes are there already keeps the time at which they came.

        Returns the record as it is written: with its file, size and hash.

        Raises:
            CorpusError: if the disk is full or the folder can't be written to.
        """
        stem = self.stem(record.final_url)
        file = stem.with_name(f"{stem.name}.{ENDINGS[record.media_type]}")
        made = replace(record, file=file.name, size=len(body), sha256=hashlib.sha256(body).hexdigest())
        before = self.record_at(record.final_url)
        if before is not None and before.next == made.next and before.parts and before.kind == made.kind:
            made = replace(made, parts=(made.file, *before.parts[1:]))  # until its parts have been looked at again
        if file.parent not in self._folders:
            with told(file.parent):
                file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(file.parent)
        if before is not None and before.sha256 == made.sha256 and before.file == made.file and self.bytes_of(before) is not None:
            made = replace(made, fetched_at=before.fetched_at)
        else:
            write_whole(file, body, durable=False)
        if before is not None and before.file != made.file:
            (file.parent / before.file).unlink(missing_ok=True)
        self.write(made)
        return made

    def write(self, record: PageRecord) -> None:
        """Write a record anew."""
        write_whole(f"{self.stem(record.final_url)}{ENDING}", encode_record(record), durable=False)

    def add_part(self, article: str, record: PageRecord, number: int) -> None:
        """Let an article's first page name a part of it; behind the last part it names none."""
        first = self.record_at(article)
        if first is None:
            return
        parts = first.parts or (first.file,)
        behind = parts[number:] if record.next else ()
        now = replace(first, parts=(*parts[: number - 1], record.file, *behind))
        if now != first:
            self.write(now)

    def miss_part(self, article: str, url: str) -> None:
        """Let an article's first page name a part that could not be fetched."""
        first = self.record_at(article)
        if first is not None and url not in first.missing:
            self.write(replace(first, missing=(*first.missing, url)))
