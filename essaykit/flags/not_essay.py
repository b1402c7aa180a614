"""Not an essay: text of another genre that was laid out like one."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence
from essaykit.flags.vocabulary import GENRES
from essaykit.model import Flag
from essaykit.text import han_count

_CARD = flag_card("not_essay")
_NUMBERS = _CARD.numbers
_MARKS = {name: re.compile(pattern) for name, pattern in _CARD.patterns.items()}
_FEWEST = {name: int(_NUMBERS[name]) for name in _MARKS}
_TOLD = _CARD.words["told"]
_NOT_I = _CARD.words["not_i"]
_TOPIC = _CARD.words["topic"]
_PLAINLY = _NUMBERS["plainly"]
_EXPOSITION = int(_NUMBERS["exposition"])


def not_essay(essay: EssayEvidence) -> Flag | None:
    """The marks of another genre, or prose that nobody tells.

    *Marks*: numbered articles of a regulation, abstract and keywords of a paper,
    the set phrases of certificates, notices and letters to the Party, the options of
    a questionnaire. *Prose*: long text with hardly any 我 and 了, which hardly speaks
    of internships: an article about a subject. Misses other genres told in the first
    person; impersonal reports that speak of the internship are left alone.
    """
    text = essay.text
    signs = essay.words.signs
    found = [name for name, hints in GENRES.items() if not hints.isdisjoint(signs) and _has_marks(name, text)]
    if not found and _tells_nothing(text):
        found.append("exposition")
    return Flag(name="not_essay", spans=((essay.start, essay.end),), evidence=tuple(found)) if found else None


def _has_marks(name: str, text: str) -> bool:
    return len({m.group().strip() for m in _MARKS[name].finditer("\n" + text)}) >= _FEWEST[name]


def _tells_nothing(text: str) -> bool:
    if text.count("我") >= _PLAINLY * len(text):
        return False
    told = sum(map(text.count, _TOLD)) - sum(map(text.count, _NOT_I))
    if told >= _NUMBERS["told"] * len(text):
        return False
    han = han_count(text)
    return han >= _EXPOSITION and told < _NUMBERS["told"] * han and sum(map(text.count, _TOPIC)) < _NUMBERS["topic"] * han
