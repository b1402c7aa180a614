"""Spun: synonyms put in by a program, where the wording does not bear them."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, occurrences, places, quotes
from essaykit.model import Flag, Span

_CARD = flag_card("spun")
_FIRST = [(word, re.compile(_CARD.patterns[word])) for word in _CARD.words["first"]]
_OTHERS = [(word, re.compile(pattern)) for word, pattern in _CARD.patterns.items() if word not in _CARD.words["first"]]
_NEEDS = _CARD.numbers["needs"]
_WEIGHTS = {word: _CARD.numbers[kind] for kind in ("sure", "weak") for word in _CARD.words[kind]}


def spun(essay: EssayEvidence) -> Flag | None:
    """Words that spinning programs put in, in places where people don't use them (我自我, 这段时刻, 沟通本事, 咨询题).

    Each word has a pattern of its company that only a replacement explains; one such
    place may be clumsy writing, so the weights of all of them have to reach a bound.
    Misses exchanges that read well, and words that the card does not have.
    """
    weight, spans = _replaced(essay.text, _FIRST)
    if not spans:
        return None
    more, others = _replaced(essay.text, _OTHERS)
    weight += more
    spans += others
    if weight < _NEEDS:
        return None
    spans.sort()
    wider = ((max(0, start - 3), end + 3) for start, end in spans)
    return Flag(
        name="spun",
        spans=places(essay, spans),
        evidence=quotes(essay.text[a:b] for a, b in wider),
        confidence=min(1.0, weight / (2 * _NEEDS)),
    )


def _replaced(text: str, words: list[tuple[str, re.Pattern[str]]]) -> tuple[float, list[Span]]:
    """Summed weights and places of the words that stand in company that only a replacement explains."""
    weight = 0.0
    spans: list[Span] = []
    for word, pattern in words:
        if word in text:
            found = [(at, at + len(word)) for at in occurrences(text, word) if pattern.match(text, at)]
            weight += _WEIGHTS.get(word, 1.0) * len(found)
            spans += found
    return weight, spans
