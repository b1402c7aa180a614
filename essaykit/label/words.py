"""Words that speak of the page, by class; found in one pass over a document."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from essaykit.align.normalise import simplify
from essaykit.cards import package_text
from essaykit.lexicon import WordFinder

FOREIGN = frozenset(("file", "site", "editor", "robot", "form", "verdict", "sale", "format"))
"""Classes that an author's running text has little of."""


class _Lexicon(NamedTuple):
    finder: WordFinder
    classes: list[tuple[str, ...]]


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """The words of each class."""
    data: dict[str, list[str]] = tomllib.loads(package_text("essaykit.label", "vocabulary.toml"))
    return {name: tuple(words) for name, words in data.items()}


@cache
def _lexicon() -> _Lexicon:
    classes: dict[str, list[str]] = {}
    for name, words in vocabulary().items():
        for word in words:
            classes.setdefault(word, []).append(name)
    return _Lexicon(WordFinder(list(classes)), [tuple(names) for names in classes.values()])


def count_words(text: str, starts: Sequence[int]) -> list[dict[str, int] | None]:
    """For each stretch that begins at one of `starts` (in order): how many words of each class stand in it; None for none.

    Traditional script counts as simplified.
    """
    counts: list[dict[str, int] | None] = [None] * len(starts)
    lexicon = _lexicon()
    for index, at in lexicon.finder.places(simplify(text)):
        unit = bisect_right(starts, at) - 1
        if unit >= 0:
            found = counts[unit]
            if found is None:
                found = counts[unit] = {}
            for name in lexicon.classes[index]:
                found[name] = found.get(name, 0) + 1
    return counts
