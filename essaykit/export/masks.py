"""Hiding what tells who somebody is: phones, numbers of cards, mail, QQ, 微信, names after 姓名."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from essaykit.cards import package_text, parse_card
from essaykit.model import Record

_DIGIT = "[0-9０-９]"


class Mask(Record, frozen=True, kw_only=True):
    """A kind of thing to hide."""

    id: str
    shown: str
    """What stands in its place."""
    pattern: str
    hits: tuple[str, ...]
    """Texts in which something is hidden."""
    misses: tuple[str, ...]
    """Texts that look like it and stay."""


class _Card(Record, frozen=True, kw_only=True):
    mask: tuple[Mask, ...]


@cache
def all_masks() -> tuple[Mask, ...]:
    """The masks in the order in which they are put on."""
    return parse_card(package_text("essaykit.export", "masks.toml"), "masks.toml", _Card).mask


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple((mask.id, re.compile(_digits(mask.pattern)), mask.shown) for mask in all_masks())


def _digits(pattern: str) -> str:
    """The pattern with ``D`` spelt out, outside of names and classes of letters."""
    return re.sub(r"\[D", "[0-9０-９", re.sub(r"(?<![A-Za-z\[\\])D(?![a-z])", _DIGIT, pattern))


def masked(text: str) -> tuple[str, Counter[str]]:
    """A text with everything hidden, and how much of each kind.

    Patterns are guesses: what is written in another way stays, and is for a person to find.

    >>> masked("姓名：张三，电话13812345678")[0]
    '姓名：【姓名】，电话【电话】'
    """
    found = Counter[str]()
    for name, pattern, shown in _compiled():
        text, times = pattern.subn(lambda m, shown=shown: _hidden(m, shown), text)  # type: ignore[misc]
        if times:
            found[name] += times
    return text, found


def _hidden(match: re.Match[str], shown: str) -> str:
    if "hidden" not in match.re.groupindex:
        return shown
    start, end = match.span("hidden")
    whole, at = match.group(), match.start()
    return whole[: start - at] + shown + whole[end - at :]
