"""Records: one line of a JSON Lines file, a page or a text with what is known about it."""

from __future__ import annotations

import json
import re
from typing import Any

from msgspec.structs import replace

from essaykit.errors import ReadError
from essaykit.model import SourceText
from essaykit.read.encoding import decode
from essaykit.read.html import html_source
from essaykit.read.lines import text_source
from essaykit.read.media import RECORD

_HTML_KEYS = ("html", "raw_html")
_TEXT_KEYS = ("text", "content", "body")
_LOOKS_HTML = re.compile(r"<(?:!doctype|html|body|div|p|br|td|span|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)


def read_record(data: bytes, name: str, *, encoding: str | None = None) -> SourceText:
    """Read one record: an object with ``html``, or with ``text`` or ``content``; ``url`` and ``title`` are kept.

    Raises:
        ReadError: if the line is no such object.
    """
    line = name.rpartition("#")[2]
    text, codec, evidence, replaced = decode(data, override=encoding)
    try:
        record = json.loads(text)
    except RecursionError:
        raise ReadError("is nested too deeply", place=f"line {line}", hint=_HINT) from None
    except json.JSONDecodeError as error:
        raise ReadError("is broken JSON", place=f"line {line}", hint=f"{error.msg} at character {error.pos + 1}") from None
    except ValueError:  # a number with more digits than Python converts
        raise ReadError("is broken JSON", place=f"line {line}", hint="it holds a number too long to read") from None
    if not isinstance(record, dict):
        raise ReadError("is no JSON object", place=f"line {line}", hint=_HINT)
    source = _content(record, line)
    url = _string(record, "url")
    return replace(
        source,
        media_type=RECORD,
        encoding=codec,
        encoding_evidence=evidence,
        name=" ".join(_string(record, "title").split()) or source.name,
        url=url.strip() if url.strip().startswith(("http://", "https://")) else source.url,
        not_text=tuple(sorted({**dict(source.not_text), **({"broken bytes": replaced} if replaced else {})}.items())),
    )


_HINT = "each line is one object with 'html' or 'text'"


def _content(record: dict[str, Any], line: str) -> SourceText:
    """Text of a record: the first filled field."""
    for key in _HTML_KEYS:
        if html := _string(record, key):
            return html_source(html)
    for key in _TEXT_KEYS:
        if text := _string(record, key):
            return html_source(text) if _LOOKS_HTML.search(text) else text_source(text)
    known = any(key in record for key in (*_HTML_KEYS, *_TEXT_KEYS))
    raise ReadError("holds no text" if known else "has neither 'html' nor 'text'", place=f"line {line}", hint=_HINT)


def _string(record: dict[str, Any], key: str) -> str:
    """A field as a text without lone surrogates; they stay in the text itself, where they are counted."""
    found = record.get(key)
    if not isinstance(found, str):
        return ""
    return found if key in (*_HTML_KEYS, *_TEXT_KEYS) else found.encode("utf-8", "replace").decode()
