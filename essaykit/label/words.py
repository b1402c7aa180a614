"""Words that speak of the page, by class; found in one pass over a document."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from essaykit.cards import package_text
from essaykit.lexicon import document_words

FOREIGN = frozenset(("file", "site", "editor", "robot", "form", "verdict", "sale", "format"))
"""Classes that an author's running text has little of."""


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """The words of each class."""
    data: dict[str, list[str]] = tomllib.loads(package_text("essaykit.label", "vocabulary.toml"))
    return {name: tuple(words) for name, words in data.items()}


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """The classes of each word."""
    classes: dict[str, list[str]] = {}
    for name, words in vocabulary().items():
        for word in words:
            classes.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in classes.items()}


_FINDER = document_words.add(lambda: list(_classes()))


def count_words(simplified: str, starts: Sequence[int]) -> list[dict[str, int] | None]:
    """For each stretch that begins at one of `starts` (in order): how many words of each class stand in it; None for none.

    The words are in simplified characters, so the text has to be.
    """
    counts: list[dict[str, int] | None] = [None] * len(starts)
    classes = list(_classes().values())
    for index, at in _FINDER.places(simplified):
        unit = bisect_right(starts, at) - 1
        if unit >= 0:
            found = counts[unit]
            if found is None:
                found = counts[unit] = {}
            for name in classes[index]:
                found[name] = found.get(name, 0) + 1
    return counts
