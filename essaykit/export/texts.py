"""Running text: plain, Markdown, Word."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from essaykit.analyse.texts import Text
from essaykit.errors import UsageError
from essaykit.export.tables import legal
from essaykit.export.zips import dateless

_SIGNS = re.compile(r"[\\`*_{}\[\]<>|~$^&]")
_LINE_START = re.compile(r"^(\s*)(?:([#>+=\-])|(\d{1,9})([.)]))")


def plain_bytes(texts: Sequence[Text]) -> bytes:
    """One text: its paragraphs, a line each. More: each under its title, with an empty line between them."""
    if len(texts) == 1:
        return _utf8(f"{texts[0].text}\n")
    return _utf8("\n".join((f"{text.title}\n" if text.title else "") + f"{text.text}\n" for text in texts))


def markdown_bytes(texts: Sequence[Text]) -> bytes:
    """Each text under a heading; nothing in it is taken for markup."""
    parts = []
    for text in texts:
        parts += [f"# {_literal(text.title or text.id)}", *(_literal(line) for line in text.text.split("\n") if line.strip())]
    return _utf8("\n\n".join(parts) + "\n")


def word_bytes(texts: Sequence[Text], name: str) -> bytes:
    """Each text under a heading, on a page of its own.

    Raises:
        UsageError: if python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise UsageError("python-docx is not installed", file=name, hint="pip install 'essaykit[docx]', or write .md files") from None
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    for number, text in enumerate(texts):
        if number:
            document.add_page_break()  # type: ignore[no-untyped-call]
        document.add_heading(legal(text.title or text.id), level=1)
        for line in text.text.split("\n"):
            document.add_paragraph(legal(line))
    made = io.BytesIO()
    document.save(made)
    return dateless(made.getvalue())


def _literal(line: str) -> str:
    r"""A line that Markdown prints as it is.

    >>> print(_literal("# 一"), _literal("1. 开机"), _literal("<b>"))
    \# 一 1\. 开机 \<b\>
    """
    quoted = _SIGNS.sub(lambda m: "\\" + m.group(), line.replace("\n", " "))
    return _LINE_START.sub(lambda m: m.group(1) + ("\\" + m.group(2) if m.group(2) else f"{m.group(3)}\\{m.group(4)}"), quoted)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
