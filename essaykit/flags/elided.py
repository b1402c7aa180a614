"""Elided: a piece of the text was cut out, and a mark says so."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, matches_in_source
from essaykit.model import Flag, Span
from essaykit.text import holds_any

_CARD = flag_card("elided")
_MARK = re.compile("|".join(f"(?:{pattern})" for pattern in _CARD.patterns.values()))
_SIGNS = _CARD.words["signs"]
_REACH = int(_CARD.numbers["reach"])
# quick to look for: a word of eliding with a count or the end of a bracket soon behind it, as in all patterns
_SOME = re.compile(f"(?:{'|'.join(_CARD.words['verbs'])})[^\\n]{{0,8}}[\\d）)\\]】]")


def elided(essay: EssayEvidence) -> Flag | None:
    """A mark of elided text inside the essay or right at one of its ends.

    Measured on the source text, since the mark itself may have been removed: a
    site's own mark counts characters (``此处隐藏21836个字``) or stands between
    brackets as an editor writes it. A mark between two essays tells of both.
    Misses cuts that leave no mark. An author's joke (``此处省略一万字``) counts
    in round numbers or Chinese numerals and is left alone.
    """
    low, high = max(0, essay.start - _REACH), min(len(essay.source), essay.end + _REACH)
    if not holds_any(essay.source[low:high], _SIGNS) or not _SOME.search(essay.source, low, high):
        return None
    found = [m for m in _MARK.finditer(essay.source, low, high) if m.end() > essay.start - 3 or not _gap(essay, m.end(), essay.start)]
    found = [m for m in found if m.start() < essay.end + 3 or not _gap(essay, essay.end, m.start())]
    return matches_in_source("elided", found) if found else None


def elision_marks(text: str) -> list[Span]:
    """Where marks of elided text stand."""
    if not holds_any(text, _SIGNS) or not _SOME.search(text):
        return []
    return [m.span() for m in _MARK.finditer(text)]


def _gap(essay: EssayEvidence, start: int, end: int) -> bool:
    """Whether anything but white space and dots stands between two places."""
    return bool(essay.source[start:end].strip(" \t\r\n\u3000….·。"))
