r"""Places in a document as people name them: ``DOC:LINE``, or a passage of its text.

Lines count as text editors count them (``\n``, ``\r\n``, lone ``\r``). Formats
without lines of their own (Word, PDF) count their blocks instead, see
`Document.lines`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from essaykit.errors import UsageError
from essaykit.ledger import essay_operations, to_source
from essaykit.model import Document, Span

_LINE_END = re.compile("\r\n|\r|\n")
_PLACE = re.compile(r"(.+):(\d{1,18})", re.DOTALL)


def parse_place(text: str) -> tuple[str, int | None]:
    r"""Document and line of a place; the line is None where none is given.

    >>> parse_place("a.txt:12"), parse_place("C:\\raw\\a.txt:3"), parse_place("C:\\raw\\a.txt")
    (('a.txt', 12), ('C:\\raw\\a.txt', 3), ('C:\\raw\\a.txt', None))
    """
    match = _PLACE.fullmatch(text)
    return (match[1], int(match[2])) if match else (text, None)


def line_starts(document: Document, source: str) -> Sequence[int]:
    """Offset of each line or block of a document in its source text."""
    return document.lines or (0, *(m.end() for m in _LINE_END.finditer(source)))


def line_span(document: Document, source: str, line: int) -> Span:
    """Where a line or block stands, without the white space at its ends.

    Raises:
        UsageError: if the document has no such line, or nothing stands on it.
    """
    starts = line_starts(document, source)
    unit = "block" if document.lines else "line"
    if not 1 <= line <= len(starts):
        raise UsageError("there is no such " + unit, file=document.source.path, place=f"{unit} {line}", hint=f"it has {len(starts)}")
    start = starts[line - 1]
    end = starts[line] if line < len(starts) else len(source)
    text = source[start:end]
    if not text.strip():
        raise UsageError("nothing stands there", file=document.source.path, place=f"{unit} {line}", hint="name a line that holds text")
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def line_of(document: Document, source: str, offset: int) -> int:
    """Number of the line or block that an offset lies in."""
    return max(1, bisect_right(line_starts(document, source), offset))


def passage_spans(document: Document, source: str, passage: str) -> list[Span]:
    """Where a passage stands: in the source text, else in the clean text of the essays.

    Raises:
        UsageError: if it stands in neither.
    """
    if not passage.strip():
        raise UsageError("an empty passage stands nowhere", file=document.source.path, hint="quote some words of the document")
    found = [(m.start(), m.end()) for m in re.finditer(re.escape(passage), source)]
    if not found:
        for essay in document.essays:
            operations = essay_operations(document, essay)
            clean = (m.span() for m in re.finditer(re.escape(passage), essay.text))
            found += [(to_source(essay, operations, a), to_source(essay, operations, b - 1) + 1) for a, b in clean]
    if not found:
        raise UsageError(
            f"no such passage: {passage[:40]}", file=document.source.path, hint="quote it as it stands in the raw or clean text"
        )
    return found
