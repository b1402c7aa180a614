"""Flags on whole documents: a promise that is not kept, no essays at all, a preview of something longer."""

from __future__ import annotations

import re
from bisect import bisect_right

from essaykit.align import simplify
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import DocumentEvidence, quotes
from essaykit.model import Flag

_PREVIEW = flag_card("preview")
_SIGNS = [re.compile(pattern) for pattern in _PREVIEW.patterns.values()]
_HINTS = tuple(_PREVIEW.words["hints"])
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
    if not any(hint in source for hint in _HINTS):
        return None
    starts = [start for start, _ in document.essays]
    found = []
    for line in re.finditer(r"[^\n]+", source):
        if len(line.group()) > _LONGEST or _inside(document, starts, line.start()):
            continue
        text = simplify(line.group())
        if any(sign.search(text) for sign in _SIGNS):
            found.append(line)
    return Flag(name="preview", spans=tuple(m.span() for m in found), evidence=quotes(m.group() for m in found)) if found else None


def _inside(document: DocumentEvidence, starts: list[int], offset: int) -> bool:
    at = bisect_right(starts, offset) - 1
    return at >= 0 and offset < document.essays[at][1]
