"""The rule engine: all rules over a text at once, each hit with its place.

Literals of all rules are looked for in one pass (Aho-Corasick); a rule's exact
pattern runs only on lines where one of its literals stands. Rules without
literals are few and run over the whole text. The hits are those of the plain
loop over lines and rules.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from essaykit.clean.cards import RuleCard, rule_cards
from essaykit.lexicon import ListFinder, WordFinder, document_words
from essaykit.model import Block

_BOUNDS = re.compile(r"\(\?=\.\{(\d+),(\d+)\}\$\)")


class Hit(NamedTuple):
    """One match of one rule."""

    rule: str
    start: int
    end: int
    replacement: str


class _Rule(NamedTuple):
    number: int
    card: RuleCard
    least: int
    """Sizes of the lines on which its pattern can match."""
    most: int


def _bounds(card: RuleCard) -> tuple[int, int]:
    """The sizes that a line rule's pattern asks for where it begins ``(?=.{4,120}$)``; any, where it does not."""
    found = _BOUNDS.match(card.pattern) if card.scope == "line" else None
    return (int(found[1]), int(found[2]) + 1) if found else (0, sys.maxsize)  # `$` stands before a last line end too


class Engine:
    """A set of rules made ready to run."""

    def __init__(self, cards: Sequence[RuleCard], finder: ListFinder | None = None) -> None:
        self.cards = {card.id: card for card in cards}
        owners: dict[str, list[_Rule]] = {}
        for number, card in enumerate(cards):
            for literal in dict.fromkeys(card.literals):
                owners.setdefault(literal, []).append(_Rule(number, card, *_bounds(card)))
        self.literals = list(owners)
        self.owners = list(owners.values())
        self.finder = finder or WordFinder(self.literals)
        self.free = [card for card in cards if not card.literals]

    def run(self, text: str, blocks: Sequence[Block]) -> list[Hit]:
        """All hits in order of place, then rule. Blocks are the lines that line rules see."""
        hits: set[Hit] = set()
        starts = [block.start for block in blocks]
        tried: set[tuple[int, int]] = set()
        for index, at in self.finder.places(text):
            line = bisect_right(starts, at) - 1
            if line < 0:
                continue
            block = blocks[line]
            size = block.end - block.start
            for number, card, least, most in self.owners[index]:
                if not least <= size <= most or (line, number) in tried:
                    continue
                tried.add((line, number))
                if card.scope == "span":
                    hits.update(_spans(card, text, block.start, block.end))
                elif card.regex().match(text, block.start, block.end):
                    hits.add(Hit(card.id, block.start, block.end, ""))
        for card in self.free:
            if card.scope == "line":
                pattern = card.regex()
                hits.update(Hit(card.id, b.start, b.end, "") for b in blocks if pattern.match(text, b.start, b.end))
            else:
                hits.update(_spans(card, text, 0, len(text)))
        return sorted(only_counted(hits, self.cards, text), key=lambda h: (h.start, h.end, h.rule))


@cache
def engine() -> Engine:
    """The engine of the shipped rules."""
    return Engine(tuple(rule_cards().values()), _FINDER)


_FINDER = document_words.add(lambda: engine().literals)


def _spans(card: RuleCard, text: str, start: int, end: int) -> Iterator[Hit]:
    for match in card.regex().finditer(text, start, end):
        if match.end() > match.start():
            yield Hit(card.id, match.start(), match.end(), card.replacement(match))


def only_counted(hits: set[Hit], cards: dict[str, RuleCard], text: str) -> Iterator[Hit]:
    """Drop matches that stand alone where a rule wants more: a fraction is a page mark only among others of one total."""
    groups: dict[tuple[str, str], list[tuple[int, Hit]]] = {}
    counts = Counter(hit.rule for hit in hits)
    for hit in hits:
        card = cards[hit.rule]
        if counts[hit.rule] < card.least:
            continue
        if not card.series:
            yield hit
            continue
        match = card.regex().search(text, max(0, hit.start - 1), hit.end + 1) or card.regex().search(text[hit.start : hit.end])
        if match is None:
            continue
        parts = match.groupdict()
        groups.setdefault((hit.rule, re.sub(r"\D", "", parts.get("total") or "")), []).append(
            (int(re.sub(r"\D", "", parts["page"]) or 0), hit)
        )
    for (_, total), members in groups.items():
        members.sort(key=lambda m: (m[1].start, m[1].end))
        numbers = [n for n, _ in members]
        if len(members) > 1 and numbers == sorted(set(numbers)) and (not total or numbers[-1] <= int(total)):
            yield from (hit for _, hit in members)
