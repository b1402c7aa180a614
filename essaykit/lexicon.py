"""Finding many words in a text in one pass (Aho-Corasick, Communications of the ACM 18, 1975)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def _automaton(words: Sequence[str]) -> Any | None:
    try:
        from ahocorasick_rs import AhoCorasick, Implementation
    except ImportError:  # no wheel for this machine: `str.find` finds the same words, slower
        return None
    return AhoCorasick(words, implementation=Implementation.DFA)


class WordFinder:
    """A list of words made ready to be looked for all at once.

    >>> list(WordFinder(["银行", "行长"]).places("银行行长"))
    [(0, 0), (1, 2)]
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._found_by = _automaton(self.words) if self.words else None

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Index of the word and where it begins, for every word that stands in a text, overlapping ones too, from left to right."""
        for index, start, _ in self.matches(text):
            yield index, start

    def matches(self, text: str) -> Sequence[tuple[int, int, int]]:
        """The same all at once, with the ends: quicker where all of them are needed."""
        if self._found_by is None:
            return sorted(self._by_searching(text), key=lambda match: (match[2], match[1]))
        matches: Sequence[tuple[int, int, int]]
        try:
            matches = self._found_by.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:  # a lone surrogate
            matches = self._found_by.find_matches_as_indexes(_SURROGATE.sub("\ufffd", text), overlapping=True)
        return matches

    def _by_searching(self, text: str) -> Iterator[tuple[int, int, int]]:
        for index, word in enumerate(self.words):
            at = text.find(word)
            while at >= 0:
                yield index, at, at + len(word)
                at = text.find(word, at + 1)
