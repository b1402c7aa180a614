"""Words that say nothing, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from essaykit.cards import package_cards, package_text, parse_card
from essaykit.model import Record


class VagueGroup(Record, frozen=True, kw_only=True):
    """Words that say nothing, and what to write instead."""

    id: str
    pattern: str
    advice: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]


class VagueCard(Record, frozen=True, kw_only=True):
    """A file of such groups."""

    groups: tuple[VagueGroup, ...]


@cache
def vague_groups() -> tuple[VagueGroup, ...]:
    """All groups of vague words."""
    return tuple(group for card in package_cards("essaykit.draft", "vague", VagueCard).values() for group in card.groups)


def vague_words(text: str) -> Iterator[tuple[str, str]]:
    """Vague words of a text, each with the advice of its group.

    >>> list(vague_words("在某公司做相关工作"))[0]
    ('某公司', '写出全称，或写清行业、规模和所在地')
    """
    for group in vague_groups():
        for match in re.finditer(group.pattern, text):
            yield match.group(), group.advice


class ClaimCard(Record, frozen=True, kw_only=True):
    """How a claim is known, and what shows that something happened."""

    claim: str
    event: str
    hits: tuple[str, ...]
    """Claims without an event."""
    misses: tuple[str, ...]


@cache
def claim_card() -> ClaimCard:
    """The card of claims."""
    return parse_card(package_text("essaykit.draft", "claims.toml"), "claims.toml", ClaimCard)


def is_bare_claim(text: str) -> bool:
    """Whether a text says that something was learnt or improved, but tells nothing that happened.

    >>> is_bare_claim("这次实习提高了我的沟通能力。"), is_bare_claim("那天她说“慢慢来”，我才明白了什么叫耐心。")
    (True, False)
    """
    card = claim_card()
    return re.search(card.claim, text) is not None and re.search(card.event, text) is None
