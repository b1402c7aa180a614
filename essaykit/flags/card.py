"""The data of a flag: what it means, its limits, its word lists, and examples that are its tests."""

from __future__ import annotations

from functools import cache

import msgspec

from essaykit.cards import package_text, parse_card
from essaykit.model import Reason, Record


class FlagCard(Record, frozen=True, kw_only=True):
    """One file of ``flags/data``."""

    since: str
    about: Reason
    """What the flag says of an essay, for a reader."""
    limits: Reason
    """What it misses, and what it may take for damage."""
    numbers: dict[str, float] = msgspec.field(default_factory=dict)
    """Thresholds, each explained by a comment in the file."""
    patterns: dict[str, str] = msgspec.field(default_factory=dict)
    """Regular expressions."""
    words: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Word lists."""
    hits: tuple[str, ...]
    """Texts that carry the flag."""
    misses: tuple[str, ...]
    """Texts that an author could have written and that do not carry it."""


@cache
def flag_card(name: str) -> FlagCard:
    """The card of a flag.

    Raises:
        CardError: if the file does not fit the record.
    """
    return parse_card(package_text("essaykit.flags", f"data/{name}.toml"), f"{name}.toml", FlagCard)
