"""Spun: synonyms put in by a program, where the wording does not bear them."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, places, quotes
from essaykit.flags.vocabulary import SPUN
from essaykit.model import Flag

_CARD = flag_card("spun")
_PATTERNS = {word: re.compile(pattern) for word, pattern in SPUN.items()}
_NEEDS = _CARD.numbers["needs"]
_WEIGHTS = {word: _CARD.numbers[kind] for kind in ("sure", "weak") for word in _CARD.words[kind]}


def spun(essay: EssayEvidence) -> Flag | None:
    """Words that spinning programs put in, in places where people don't use them (我自我, 这段时刻, 沟通本事, 咨询题).

    Each word has a pattern of its company that only a replacement explains; one such
    place may be clumsy writing, so the weights of all of them have to reach a bound.
    Misses exchanges that read well, and words that the card does not have.
    """
    text = essay.text
    words = essay.words
    if words.signs.isdisjoint(SPUN):
        return None
    spans = [(at, at + len(word)) for word, at in words.others() if word in _PATTERNS and _PATTERNS[word].match(text, at)]
    weight = sum(_WEIGHTS.get(text[start:end], 1.0) for start, end in spans)
    if weight < _NEEDS:
        return None
    wider = ((max(0, start - 3), end + 3) for start, end in spans)
    return Flag(
        name="spun",
        spans=places(essay, spans),
        evidence=quotes(text[a:b] for a, b in wider),
        confidence=min(1.0, weight / (2 * _NEEDS)),
    )
