"""Words that speak of the page, by class; found in one pass over a document."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from essaykit.align.normalise import simplify
from essaykit.cards import package_text

try:
    from ahocorasick_rs import AhoCorasick
except ImportError:  # no wheel for this machine: `str.find` finds the same words, slower
    AhoCorasick = None

FOREIGN = frozenset(("file", "site", "editor", "robot", "form", "verdict", "sale", "format"))
"""Classes that an author's running text has little of."""


class _Lexicon(NamedTuple):
    words: list[str]
    classes: list[tuple[str, ...]]
    automaton: object | None


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
    ordered = sorted(classes)
    automaton = AhoCorasick(ordered) if AhoCorasick is not None else None
    return _Lexicon(ordered, [tuple(classes[word]) for word in ordered], automaton)


def _places(text: str) -> Iterator[tuple[int, int]]:
    lexicon = _lexicon()
    if lexicon.automaton is not None:
        for index, start, _ in lexicon.automaton.find_matches_as_indexes(text, overlapping=True):  # type: ignore[attr-defined]  # no stubs
            yield index, start
        return
    for index, word in enumerate(lexicon.words):
        at = text.find(word)
        while at >= 0:
            yield index, at
            at = text.find(word, at + 1)


def count_words(text: str, starts: Sequence[int]) -> list[dict[str, int] | None]:
    """For each stretch that begins at one of `starts` (in order): how many words of each class stand in it; None for none.

    Traditional script counts as simplified.
    """
    counts: list[dict[str, int] | None] = [None] * len(starts)
    classes = _lexicon().classes
    for index, at in _places(simplify(text)):
        unit = bisect_right(starts, at) - 1
        if unit >= 0:
            found = counts[unit]
            if found is None:
                found = counts[unit] = {}
            for name in classes[index]:
                found[name] = found.get(name, 0) + 1
    return counts
