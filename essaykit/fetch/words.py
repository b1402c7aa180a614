"""The words by which pages are followed, from ``words.toml``."""

from __future__ import annotations

from functools import cache

from essaykit.cards import package_text, parse_card
from essaykit.model import Record


class Words(Record, frozen=True, kw_only=True):
    """See the file for what each list is."""

    next: frozenset[str]
    other_article: tuple[str, ...]
    missing: tuple[str, ...]
    session: frozenset[str]
    not_text: frozenset[str]


@cache
def words() -> Words:
    """The shipped words."""
    return parse_card(package_text("essaykit.fetch", "words.toml"), "words.toml", Words)
