"""Stock: sentences that stand letter for letter in several texts. In this genre they hide what a text is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from essaykit.text import sentences

MIN_TEXTS = 3
"""A sentence in so many texts is stock."""
MIN_CHARACTERS = 8
"""Shorter sentences say too little to be anybody's."""
MAX_SHARE = 0.5
"""A text that would lose a greater share is a copy rather than full of stock, and keeps all."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What of each text is stock."""

    spans: tuple[tuple[tuple[int, int], ...], ...]
    """For each text, the spans of its stock sentences."""
    sentences: int
    """Different stock sentences."""
    characters: int
    copies: int
    """Texts that keep their stock, for there is too much of it."""


def find_stock(texts: Sequence[str]) -> Stock:
    """Find the sentences that stand in several texts."""
    spans = [[(a, b) for a, b in sentences(text) if b - a >= MIN_CHARACTERS] for text in texts]
    spread: Counter[str] = Counter()
    for text, places in zip(texts, spans, strict=True):
        spread.update({text[a:b] for a, b in places})
    found = []
    characters = copies = 0
    for text, places in zip(texts, spans, strict=True):
        stock = tuple((a, b) for a, b in places if spread[text[a:b]] >= MIN_TEXTS)
        size = sum(b - a for a, b in stock)
        if size > MAX_SHARE * len(text):
            copies += 1
            stock = ()
        else:
            characters += size
        found.append(stock)
    return Stock(tuple(found), sum(n >= MIN_TEXTS for n in spread.values()), characters, copies)
