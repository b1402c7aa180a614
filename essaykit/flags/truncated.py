"""Truncated: the essay stops in mid sentence."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.elided import elided
from essaykit.flags.evidence import EssayEvidence, paragraphs, places
from essaykit.model import Flag
from essaykit.text import han_count

_CARD = flag_card("truncated")
_ENDS = "".join(_CARD.words["ends"])
_CLOSING = "".join(_CARD.words["closing"])
_NEVER_LAST = frozenset(_CARD.words["never_last"][0])
_GOES_ON = tuple(_CARD.words["goes_on"])
_READING = re.compile(_CARD.patterns["reading"])
_NO_PROSE = re.compile(_CARD.patterns["no_prose"])
_INNER = re.compile(_CARD.patterns["inner_mark"])
_STOP = re.compile(_CARD.patterns["stop"])
_SECTION = re.compile(_CARD.patterns["section"])
_FOR_OTHERS = re.compile(_CARD.patterns["for_others"])
_SHORTEST = int(_CARD.numbers["shortest"])
_PROSE = int(_CARD.numbers["prose"])
_SHARE = _CARD.numbers["share"]


def truncated(essay: EssayEvidence) -> Flag | None:
    """The last paragraph has no mark at its end although the author's other paragraphs have one.

    The author's habit is read off the other paragraphs (those long enough to be
    prose), in a single paragraph off the sentences in it. Sources cut documents, not
    the essays in them: unless the essay is the last one, or a mark of elided text
    follows, its last character has to be one that no sentence ends with. Signatures,
    dates, list items and set closings end without a mark in whole texts too and are
    left alone; the heading of a section with nothing under it is not. Misses a cut
    that falls on the end of a sentence.
    """
    text = _READING.sub("", essay.text.rstrip()) if essay.text.endswith((")", "）")) else essay.text.rstrip()
    if not text or text[-1] in _ENDS or (text[-1] in _CLOSING and text[-2:-1] in _ENDS):
        return None
    lines = paragraphs(text)
    last = lines[-1]
    breaks_off = _breaks_habit(lines[:-1], last) and (text[-1] in _NEVER_LAST or _is_cut_off(essay))
    if not (text.endswith(_GOES_ON) or breaks_off or _is_empty_section(lines[:-1], last)):
        return None
    end = len(essay.text.rstrip())
    return Flag(name="truncated", spans=places(essay, [(max(0, end - 12), end)]), evidence=("…" + last[-20:],))


def _is_cut_off(essay: EssayEvidence) -> bool:
    if essay.is_last:
        return True
    cut = elided(essay)
    return cut is not None and any(start >= essay.end - 3 for start, _ in cut.spans)


def _breaks_habit(before: list[str], last: str) -> bool:
    if last[-1] in _CLOSING or han_count(last) < _SHORTEST or (_NO_PROSE.search(last) and len(_STOP.findall(last)) < 2):
        return False
    if len(last) < _PROSE and not _INNER.search(last):
        # a short line without any mark may be a heading, a name, a line of thanks
        return False
    prose = [line for line in before if len(line) >= _PROSE]
    if prose:
        ended = sum(len(line) for line in prose if line[-1] in _ENDS or line[-1] in _CLOSING)
        return ended >= _SHARE * sum(map(len, prose))
    return len(_STOP.findall(last)) >= 2


def _is_empty_section(before: list[str], last: str) -> bool:
    """Whether the essay ends with the heading of a section, numbered as the ones before it, and nothing stands under it."""
    match = _SECTION.match(last)
    if not match or len(last) > _PROSE or _FOR_OTHERS.search(last):
        return False
    return any(other and other[2] == match[2] and len(line) <= 2 * _PROSE for line in before if (other := _SECTION.match(line)))
