"""Heading styles as cards: what the shape around a number says of the line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Literal

from essaykit.cards import package_cards
from essaykit.errors import CardError
from essaykit.model import Reason, Record

Family = Literal["piece", "entry", "section"]


class StyleCard(Record, frozen=True, kw_only=True):
    """One heading style: a pattern over *skeletons*, lines whose number is written ``#`` (``⊙`` if it is enclosed)."""

    id: str
    since: str
    family: Family
    """Piece: opens an essay; entry: opens a diary's or log's entry; section: the author's own numbering, a decoy."""
    weight: float
    """Prior log-odds that a series of this style opens essays."""
    skeleton: str
    needs_title: bool = False
    """Counts only where the wording around the number is like the document's title."""
    reason: Reason
    hits: tuple[str, ...]
    misses: tuple[str, ...]

    def matches(self, skeleton: str) -> bool:
        """Whether the pattern is found in a folded skeleton."""
        return _compiled(self.skeleton).search(skeleton) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def style_cards() -> dict[str, StyleCard]:
    """All heading styles by id.

    Raises:
        CardError: if a card has no examples, or its id is not its file name.
    """
    cards = package_cards("essaykit.split", "styles", StyleCard)
    for name, card in cards.items():
        if card.id != name or not card.hits or not card.misses:
            raise CardError("needs an id that is its file name, hits and misses", file=f"{name}.toml")
    return cards


@cache
def _searches() -> tuple[tuple[Callable[[str], object], StyleCard], ...]:
    cards = sorted(style_cards().values(), key=lambda c: (-c.weight, c.id))
    return tuple((_compiled(card.skeleton).search, card) for card in cards)


def heaviest() -> float:
    """The weight of the style that says most."""
    return _searches()[0][1].weight


@cache
def styles_of(skeleton: str) -> tuple[StyleCard, ...]:
    """The cards that a skeleton fits, heaviest first."""
    return tuple(card for search, card in _searches() if search(skeleton))
