r"""Plain text: the file as it is, its non-blank lines as blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from essaykit.model import Block, SourceText
from essaykit.read.encoding import decode
from essaykit.read.media import TEXT

_NO_LINE_END = str.maketrans(dict.fromkeys("\x1c\x1d\x1e", " "))
"""Separators at which `str.splitlines` parts lines and no editor does."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    r"""Start, end, line and page of each non-blank line, without white space at its ends.

    A line also ends at form feed, NEL and the Unicode separators. Line numbers count as text editors do (``\n``, ``\r\n``,
    lone ``\r``); pages are counted where form feeds are.

    >>> list(spans("实习\r\n\r\n　第二天 \f三"))
    [(0, 2, 1, 1), (7, 10, 3, 1), (12, 13, 3, 2)]
    """
    if "\x1c" in text or "\x1d" in text or "\x1e" in text:
        text = text.translate(_NO_LINE_END)
    line, page, at = 1, int("\f" in text), 0
    for piece in text.splitlines(keepends=True):
        shown = piece.strip()
        if shown:
            start = at + piece.find(shown)
            yield start, start + len(shown), line, page
        at += len(piece)
        last = piece[-1]
        if last in "\r\n":
            line += 1
        elif last == "\f":
            page += 1


def text_blocks(text: str) -> tuple[Block, ...]:
    r"""The lines of a plain text.

    >>> [text[b.start:b.end] for text in ["一\n\n 二 \n"] for b in text_blocks(text)]
    ['一', '二']
    """
    return tuple([Block(start=start, end=end, line=line, page=page) for start, end, line, page in spans(text)])


def read_text(data: bytes, *, encoding: str | None = None) -> SourceText:
    """Read a plain text.

    Raises:
        ReadError: if the bytes are no text.
    """
    return text_source(*decode(data, override=encoding))


def text_source(text: str, encoding: str | None = None, evidence: str = "", replaced: int = 0) -> SourceText:
    """Blocks of a text that is decoded already."""
    text, not_text = well_formed(text, replaced)
    return SourceText(
        text=text, blocks=text_blocks(text), media_type=TEXT, encoding=encoding, encoding_evidence=evidence, not_text=not_text
    )


def well_formed(text: str, replaced: int = 0) -> tuple[str, tuple[tuple[str, int], ...]]:
    r"""A text without lone surrogates, and the counts of what was replaced.

    >>> well_formed("a\ud800")
    ('a\ufffd', (('replaced surrogate', 1),))
    """
    counts = [("broken bytes", replaced)] if replaced else []
    try:
        text.encode()  # finds them ten times as fast as an expression does
    except UnicodeEncodeError:
        text, lone = _SURROGATE.subn("\ufffd", text)
        counts.append(("replaced surrogate", lone))
    return text, tuple(counts)
