"""Headless: the essay begins in mid sentence, or its beginning and heading are missing."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.elided import elided
from essaykit.flags.evidence import EssayEvidence, places
from essaykit.model import Flag

_CARD = flag_card("headless")
_NEVER_FIRST = "".join(_CARD.words["never_first"])
_NUMBER = re.compile(_CARD.patterns["number"])
_FIRST_NUMBERS = frozenset(_CARD.words["first_numbers"])
_SECOND_NUMBERS = frozenset(_CARD.words["second_numbers"])
_HEADING = int(_CARD.numbers["heading"])


def headless(essay: EssayEvidence) -> Flag | None:
    """The beginning is missing: read off what stands there, and off the numbering of the headings.

    The essay begins with a mark that no sentence begins with; or it has no heading
    and a mark of elided text stands right before it; or it is the first of several,
    has no heading, and the next heading's number says that one came before (a file
    that starts on a later page of a paginated article). Where the next number is
    2, a printed title takes the place of the first heading. Misses a single essay
    without its beginning that starts with a whole word.
    """
    evidence = _begins_with_a_mark(essay) or (None if essay.heading else _follows_a_cut(essay) or _lost_its_heading(essay))
    if not evidence:
        return None
    return Flag(name="headless", spans=places(essay, [(0, min(12, len(essay.text)))]), evidence=(evidence,))


def _begins_with_a_mark(essay: EssayEvidence) -> str:
    first = essay.text.lstrip()[:1]
    return f"begins with {first}" if first and first in _NEVER_FIRST and (first not in ":：" or not essay.heading) else ""


def _follows_a_cut(essay: EssayEvidence) -> str:
    cut = elided(essay)
    return "follows a mark of elided text" if cut and any(end <= essay.start + 3 for _, end in cut.spans) else ""


def _lost_its_heading(essay: EssayEvidence) -> str:
    if not essay.is_first or essay.is_last:
        return ""
    at = essay.zone[1]
    following = essay.source[at : at + _HEADING].strip().split("\n", 1)[0]
    numbers = _NUMBER.findall(following)
    if not numbers or numbers[-1] in _FIRST_NUMBERS or (numbers[-1] in _SECOND_NUMBERS and essay.document_title):
        return ""
    return f"no heading before it, the next one is {following}"
