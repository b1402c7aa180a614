"""Rules as cards: what a stretch of text looks like, what becomes of it, and why."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from essaykit.cards import package_cards
from essaykit.errors import CardError
from essaykit.model import Reason, Record, RoleName


class RuleCard(Record, frozen=True, kw_only=True):
    """One cleaning rule.

    A *span* rule changes what its pattern matches, anywhere in the author's text.
    A *line* rule says what a whole line is; it speaks with the label model and
    wins over it.
    """

    id: str
    since: str
    scope: Literal["span", "line"]
    risk: Literal["safe", "ask"] = "safe"
    """safe: applied · ask: proposed, a person decides."""
    pattern: str
    literals: tuple[str, ...] = ()
    """Strings of which one stands in every match: the engine looks for these first."""
    replace: str = ""
    """What a span rule puts in; may refer to groups of the pattern."""
    drop: str = ""
    """What of a match goes, as a pattern; the rest of the match stays. In place of ``replace``."""
    role: RoleName | None = None
    """What a line rule says the line is."""
    confirm: Literal["", "joined"] = ""
    """joined: a rule that asks is sure where the characters on both sides of the match stand together elsewhere in the text."""
    series: bool = False
    """Counts only if its matches form a series: numbers that rise (to one total, where the pattern has a group ``total``)."""
    least: int = 1
    """Counts only where it matches at least so often in the text."""
    evidence: tuple[str, ...]
    reason: Reason
    hits: tuple[str, ...]
    misses: tuple[str, ...]

    def replacement(self, match: re.Match[str]) -> str:
        """What becomes of a match."""
        if self.drop:
            return _compiled(self.drop).sub("", match.group())
        return match.expand(self.replace) if self.replace else ""

    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.pattern)

    def matches(self, text: str) -> bool:
        """Whether a line is a hit: the pattern is found in it (for line rules, from its beginning)."""
        if self.literals and not any(literal in text for literal in self.literals):
            return False
        found = self.regex().match(text.strip()) if self.scope == "line" else self.regex().search(text)
        return found is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def rule_cards() -> dict[str, RuleCard]:
    """All shipped rules by id.

    Raises:
        CardError: if a card's id is not its file name, it has no examples, or its parts don't go together.
    """
    cards = package_cards("essaykit.clean", "rules", RuleCard)
    for name, card in cards.items():
        _check_parts(card, f"{name}.toml")  # the patterns are compiled when first needed: it takes a third of a short build
        if card.id != name:
            raise CardError(f"has the id {card.id!r}", file=f"{name}.toml", hint="the id is the file name")
    return cards


def check_card(card: RuleCard, file: str) -> None:
    """Raise CardError for a card without examples, whose parts don't go together, or whose patterns are none."""
    _check_parts(card, file)
    try:
        card.regex()
        _compiled(card.drop)
    except re.error as error:
        raise CardError(f"pattern: {error}", file=file) from None


def _check_parts(card: RuleCard, file: str) -> None:
    if not card.hits or not card.misses:
        raise CardError("needs hits and misses", file=file, hint="examples are the tests of a rule")
    if (card.scope == "line") != (card.role is not None):
        raise CardError("a line rule names a role, a span rule does not", file=file)
    if card.drop and (card.replace or card.role is not None):
        raise CardError("`drop` goes with a span rule that has no `replace`", file=file)
