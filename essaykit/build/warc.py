"""WARC files: each page that an archive or crawler wrote into one is a document, with its address and time."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from essaykit.build.fetched import Loaded
from essaykit.errors import ReadError
from essaykit.read import media_type
from essaykit.store.pages import PageRecord

MAX_BYTES = 64 << 20
"""Of one page, unpacked."""

MAX_RECORDS = 1_000_000

_TEXTS = (
    "text/",
    "application/xhtml",
    "application/pdf",
    "application/msword",
    "application/rtf",
    "application/vnd.openxmlformats-officedocument.word",
)
_ENDINGS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt", "text/markdown": "md"}
_HINT = "its end is missing, or it is damaged: fetch or copy it again"


def is_warc(data: bytes) -> bool:
    """Whether a file is a WARC file, packed or not.

    >>> is_warc(b"WARC/1.0\\r\\n"), is_warc(b"{")
    (True, False)
    """
    if data.startswith(b"\x1f\x8b\x08"):
        try:
            data = zlib.decompressobj(31).decompress(data[:4096], 16)
        except zlib.error:
            return False
    return data.startswith(b"WARC/")


def warc_pages(data: bytes, path: str) -> Iterator[tuple[str, Loaded | ReadError]]:
    """The pages of a WARC file that hold text: path and bytes of each, or what is wrong.

    Answers with another status than 200, pictures and the like, and the archive's own records are no documents.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        yield path, ReadError("is a WARC file, which needs warcio to be read", hint="pip install 'essaykit[fetch]'")
        return
    found = 0
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(BytesIO(data)), 1):
            if number > MAX_RECORDS:
                yield path, ReadError(f"has more than {MAX_RECORDS} records", hint="cut it into several files")
                return
            page = _page(record)
            if page is not None:
                found += 1
                yield f"{path}#{number}", page
    except Exception:  # noqa: BLE001 - its reader raises whatever a broken record makes it stumble over
        found += 1
        yield f"{path}#{number + 1}", ReadError("is a broken WARC record", hint=_HINT)
    if not found:
        yield path, ReadError("holds no pages", hint="a WARC file with responses of status 200")


def _page(record: Any) -> Loaded | ReadError | None:
    if record.rec_type not in {"response", "resource"}:
        return None
    http = record.http_headers
    status = http.get_statuscode() if http is not None else "200"
    kind = ((http or record.rec_headers).get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if status != "200" or (kind and not kind.startswith(_TEXTS)):
        return None
    body = record.content_stream().read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        return ReadError(f"is larger than {MAX_BYTES >> 20} MiB")
    if not body.strip():
        return ReadError("is empty")
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    when = record.rec_headers.get_header("WARC-Date") or ""
    sha256 = hashlib.sha256(body).hexdigest()
    ending = _ENDINGS.get(kind, "html")
    about = PageRecord(
        url=url, final_url=url, fetched_at=when, checked_at=when, status=200, media_type=media_type(body, f"x.{ending}"),
        file="", size=len(body), sha256=sha256, robots="", profile="",
    )  # fmt: skip
    return Loaded(body, (body,), about)
