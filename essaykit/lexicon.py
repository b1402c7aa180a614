"""Finding many words in a text in one pass (Aho-Corasick, Communications of the ACM 18, 1975)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
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


class ListFinder:
    """One of several word lists that are looked for together."""

    def __init__(self, number: int, search: Callable[[str], list[list[tuple[int, int]]]]) -> None:
        self._number, self._search = number, search

    def places(self, text: str) -> Sequence[tuple[int, int]]:
        """Index of the word in its list and where it begins, as `WordFinder.places` tells them."""
        return self._search(text)[self._number]


class Together:
    """Word lists of several rooms, found in one pass over a text, for which the rooms ask one after the other.

    >>> both = Together()
    >>> banks, people = both.add(lambda: ["银行"]), both.add(lambda: ["行长", "银行"])
    >>> banks.places("银行行长"), people.places("银行行长")
    ([(0, 0)], [(1, 0), (0, 2)])
    """

    def __init__(self) -> None:
        self._lists: list[Callable[[], Sequence[str]]] = []
        self._ready: tuple[WordFinder, list[list[tuple[int, int]]]] | None = None
        self._search = lru_cache(maxsize=2)(self._found)  # a text, and the same in simplified characters

    def add(self, words: Callable[[], Sequence[str]]) -> ListFinder:
        """One more list; its words are asked for when the first text comes."""
        self._lists.append(words)
        self._ready = None
        self._search.cache_clear()
        return ListFinder(len(self._lists) - 1, self._search)

    def _found(self, text: str) -> list[list[tuple[int, int]]]:
        if self._ready is None:
            owners: dict[str, list[tuple[int, int]]] = {}
            for number, words in enumerate(self._lists):
                for index, word in enumerate(words()):
                    owners.setdefault(word, []).append((number, index))
            self._ready = WordFinder(list(owners)), list(owners.values())
        finder, owned = self._ready
        found: list[list[tuple[int, int]]] = [[] for _ in self._lists]
        for which, start, _ in finder.matches(text):
            for number, index in owned[which]:
                found[number].append((index, start))
        return found


document_words = Together()
"""The lists that are looked for in every document as it was read."""
