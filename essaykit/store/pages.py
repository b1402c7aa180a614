"""Pages that were fetched, as they lie in a raw folder: the page as served, and beside it a small record of it.

::

    raw/
      www.example.org/
        0f3a6c2d9b17e845.html         a page, byte for byte
        0f3a6c2d9b17e845.fetch.json   what is known of it
      .fetch/                         unfinished crawls; can be thrown away

`essaykit fetch` writes them, `essaykit build` reads them. An article in several pages is one document: the record
of its first page lists the files of all its parts in order. Names come from a hash of the address, never from what
a page says.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Literal

import msgspec

from essaykit.errors import ReadError
from essaykit.model import Record

ENDING = ".fetch.json"
"""Of a record's file name; the page has the same name with the ending of its format."""

STATE = ".fetch"
"""Folder for unfinished crawls, inside the raw folder; hidden, so that no build searches it."""

MAX_RECORD_BYTES = 1 << 20

_HOST = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?")

PageKind = Literal["page", "part", "list"]


class PageRecord(Record, frozen=True, kw_only=True):
    """What is known of a page that was fetched."""

    schema_version: int = 1
    url: str
    """The address that was asked for."""
    final_url: str
    """The address that answered, behind all redirects."""
    redirects: tuple[str, ...] = ()
    """The addresses in between, the one asked for first."""
    fetched_at: str
    """When these bytes came, UTC, as in ``2026-05-01T08:30:00Z``."""
    checked_at: str
    """When the site last said that they are still the same."""
    status: int
    media_type: str
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    """Headers of the answer that say what it is and whether it is still valid."""
    file: str
    """Name of the page's file, in the same folder."""
    size: int
    sha256: str
    robots: str
    """What robots.txt says of the page: ``allowed``, or why there is no rule."""
    profile: str
    kind: PageKind = "page"
    """``part``: a later page of an article; ``list``: a page that only leads to others."""
    parts: tuple[str, ...] = ()
    """Of an article in several pages: the files of all of them in order, its own first."""
    missing: tuple[str, ...] = ()
    """Addresses of parts that could not be fetched."""
    next: str | None = None
    """Address of the page that follows in the article, where there is one."""
    title: str | None = None
    author: str | None = None
    date: str | None = None
    column: str | None = None
    chrome: tuple[str, ...] = ()
    """Element paths of what the site's profile calls chrome, such as ``html/body/div.side``."""
    preview: bool = False
    """The site shows a part of the text only."""


_DECODER = msgspec.json.Decoder(PageRecord)


def page_stem(host: str, key: str) -> str:
    """Folder and name, without ending, of the page at an address.

    Args:
        host: name and port of the site.
        key: the address, as `essaykit.fetch.addresses.address_key` spells it.

    >>> page_stem("www.example.org:8080", "http://www.example.org:8080/a.htm")
    'www.example.org_8080/244ba287cc9da435'
    """
    name = host.lower().replace(":", "_").strip("[]")
    if not _HOST.fullmatch(name) or len(name) > 120:
        name = "host-" + hashlib.sha256(host.encode()).hexdigest()[:16]
    return f"{name}/{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def encode_record(record: PageRecord) -> bytes:
    """The bytes of a record's file."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def record_of(file: str | Path) -> Path:
    """Where the record of a page lies.

    >>> record_of("raw/a/b.html").name
    'b.fetch.json'
    """
    path = Path(file)
    return path.with_name(path.name.partition(".")[0] + ENDING)


def read_record(file: str | Path) -> PageRecord:
    """Read a record.

    Raises:
        ReadError: if it is none, names a file outside its folder, or can't be read.
    """
    try:
        with Path(file).open("rb") as handle:
            data = handle.read(MAX_RECORD_BYTES + 1)
        if len(data) > MAX_RECORD_BYTES:
            raise ReadError("the page's record is too large", hint="fetch the page again")
        record = _DECODER.decode(data)
    except OSError as error:
        raise ReadError(f"the page's record can't be read: {error.strerror or error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ReadError("the page's record is broken", hint="fetch the page again") from None
    if any("/" in name or "\\" in name or name in {"", ".", ".."} for name in (record.file, *record.parts)):
        raise ReadError("the page's record names a file outside its folder", hint="fetch the page again")
    return record
