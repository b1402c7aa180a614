"""Pages saved as one file (mhtml): the page itself out of the message that holds it."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from msgspec.structs import replace

from essaykit.errors import ReadError
from essaykit.model import SourceText
from essaykit.read.html import read_html
from essaykit.read.media import MHTML

PARTS = 10_000
"""Most parts that are looked at."""


def read_mhtml(data: bytes, *, encoding: str | None = None) -> SourceText:
    """Read a saved page.

    Raises:
        ReadError: if the message holds no page, or is broken.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        part, others = _page(message)
        payload = part.get_payload(decode=True) if part is not None else None
    except (RecursionError, ValueError, LookupError, AssertionError, TypeError):
        raise ReadError("is a broken mhtml file", hint="save the page again") from None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise ReadError("is an mhtml file without a page", hint="save the page again, as one file")
    charset = part.get_content_charset()
    source = read_html(payload, encoding=encoding, declared=charset)
    url = source.url or _address(part) or _address(message)
    counts = dict(source.not_text)
    if others:
        counts["attached file"] = others
    return replace(source, media_type=MHTML, url=url, not_text=tuple(sorted(counts.items())))


def _page(message: Message) -> tuple[Message | None, int]:
    """The part that is the page, and how many other parts there are."""
    wanted = message.get("Snapshot-Content-Location") or message.get("Content-Location")
    start = message.get_param("start")
    pages: list[Message] = []
    leaves = 0
    for part in message.walk():
        if part.is_multipart():
            continue
        leaves += 1
        if leaves > PARTS:
            break
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            pages.append(part)
    for part in pages:
        if (start and part.get("Content-ID") == start) or (wanted and part.get("Content-Location") == wanted):
            return part, leaves - 1
    return (pages[0] if pages else None), max(0, leaves - 1)


def _address(part: Message) -> str | None:
    for header in ("Snapshot-Content-Location", "Content-Location"):
        value = str(part.get(header, "")).strip()
        if value.startswith(("http://", "https://")):
            return value
    return None
