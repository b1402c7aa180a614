"""Flags on whole documents: a promise that is not kept, no essays at all, a preview of something longer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from essaykit.align import simplify
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import DocumentEvidence, quotes
from essaykit.model import Flag, Span

_PREVIEW = flag_card("preview")
_SIGNS = [re.compile(pattern) for pattern in _PREVIEW.patterns.values()]
_HINT = re.compile("|".join(map(re.escape, _PREVIEW.words["hints"])))
_LONGEST = int(_PREVIEW.numbers["longest"])


def promised_not_kept(document: DocumentEvidence) -> Flag | None:
    """The title or intro promises more essays than the document holds.

    Misses a promise that was cut from the title, and essays that are there but were not found as such.
    """
    promised, found = document.promised_count, document.essay_count
    if promised is None or found >= promised:
        return None
    return Flag(name="promised_not_kept", evidence=(f"promised {promised}, found {found}",))


def no_essays(document: DocumentEvidence) -> Flag | None:
    """Nothing in the document was taken for an essay: a listing, a log-in page, an error page, a regulation."""
    return Flag(name="no_essays") if not document.essay_count else None


def preview(document: DocumentEvidence) -> Flag | None:
    """A line outside the essays says that more follows for those who pay, log in or download.

    Measured by what such lines have in common: they name the rest of the document
    (pages left, the full text, the end of the preview) and what to do about it.
    Misses previews that say nothing.
    """
    source = document.source
    if not _HINT.search(source):
        return None
    found = [(start, end) for start, end in _lines_outside(document) if _is_preview(source[start:end])]
    return Flag(name="preview", spans=tuple(found), evidence=quotes(source[start:end] for start, end in found)) if found else None


def _is_preview(line: str) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    text = simplify(line)
    return any(sign.search(text) for sign in _SIGNS)


def _lines_outside(document: DocumentEvidence) -> Iterator[Span]:
    """Lines that begin outside the essays."""
    source = document.source
    starts = [start for start, _ in document.essays]
    at = 0
    while at < len(source):
        essay = bisect_right(starts, at) - 1
        if essay >= 0 and at < document.essays[essay][1]:
            end = source.find("\n", document.essays[essay][1] - 1)
        else:
            end = source.find("\n", at)
            yield at, end if end >= 0 else len(source)
        at = end + 1 if end >= 0 else len(source)
