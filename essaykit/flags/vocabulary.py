"""The words and signs that flags look for in a clean text, found with all others in one pass over its document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from essaykit.cards import package_text
from essaykit.flags.card import flag_card
from essaykit.lexicon import WordFinder, document_words


def _trades() -> dict[str, str]:
    found: dict[str, str] = {}
    shared: set[str] = set()
    for line in package_text("essaykit.flags", "data/trades.txt").splitlines():
        trade, _, words = line.partition(":")
        if not line.startswith("#"):
            shared.update(word for word in words.split() if word in found)
            found.update((word, trade) for word in words.split())
    return {word: trade for word, trade in found.items() if word not in shared}


TRADES = _trades()
"""The trade of each word that speaks for one trade only."""

SPUN = flag_card("spun").patterns
"""Words that spinning programs put in, with the pattern of the company that gives them away."""

TRADITIONAL = frozenset(flag_card("traditional").words["common"][0])
MASKS = frozenset(flag_card("masked").words["signs"])
SOMEBODY = "某某"
# the finder reads a lone surrogate as U+FFFD, so it can't tell whether one stands in the text
MOJIBAKE = frozenset(flag_card("mojibake").words["telltale"][0]) - {"\ufffd"}
GENRES = {name: frozenset(flag_card("not_essay").words[name]) for name in flag_card("not_essay").patterns}
"""Signs of other genres, one of which has to stand in a text of theirs."""

_SIGNS = TRADITIONAL.union(MASKS, MOJIBAKE, {SOMEBODY}, *GENRES.values())
_WORDS = (*TRADES, *SPUN, *sorted(_SIGNS))
_IN_DOCUMENT = document_words.add(lambda: _WORDS)
_LENGTHS = (*map(len, _WORDS),)
_TRADE = (*TRADES.values(),)
"""The trade of each word by its number; other words and signs have higher numbers."""
_OTHERS = len(_TRADE)

Found = Sequence[tuple[int, int]]
"""Number and beginning of each word that was found, in the order of their ends."""


@cache
def _finder() -> WordFinder:
    """For a text that is no stretch of a document."""
    return WordFinder(_WORDS)


class Words(NamedTuple):
    """The words and signs of a text that flags know."""

    found: Found
    told: dict[str, int]
    """How many different words speak for each trade."""
    signs: frozenset[str]
    """The different signs, and words that speak for no trade."""

    def told_before(self, offset: int) -> dict[str, int]:
        """How many different words that begin before a place speak for each trade."""
        return _told({number for number, start in self.found if start < offset})

    def trades_before(self, offset: int) -> list[str]:
        """The trade of each word that begins before a place."""
        return [_TRADE[number] for number, start in self.found if number < _OTHERS and start < offset]

    def trade_words(self) -> list[tuple[str, str, int]]:
        """Each word that speaks for a trade: the trade, the word, where it begins."""
        return [(_TRADE[number], _WORDS[number], start) for number, start in self.found if number < _OTHERS]

    def others(self) -> list[tuple[str, int]]:
        """Each sign, or word that speaks for no trade, with the place where it begins, in the order of their ends."""
        return [(_WORDS[number], start) for number, start in self.found if number >= _OTHERS]


def _end(found: tuple[int, int]) -> int:
    return found[1] + _LENGTHS[found[0]]


@lru_cache(maxsize=128)  # the essays of a document are asked for their trades first, and for their flags when all have one
def words_of(source: str, start: int, end: int, text: str) -> Words:
    """The known words and signs of an essay's clean text, which was made from a stretch of the source text.

    Where nothing was changed in it, as mostly, they are those that were found in the document.
    """
    if source[start:end] != text:
        return words_in(text)
    found = _IN_DOCUMENT.places(source)
    inside = found[bisect_right(found, start, key=_end) : bisect_right(found, end, key=_end)]
    return _words([(number, at - start) for number, at in inside if at >= start])


def words_in(text: str) -> Words:
    """The known words and signs of a text.

    >>> words = words_in("师傅在××厂教我用车床。")
    >>> words.told, words.signs, words.others()
    ({'machining': 1}, frozenset({'×'}), [('×', 3), ('×', 4)])
    """
    return _words(list(_finder().places(text)))


def _words(found: Found) -> Words:
    numbers = set(map(itemgetter(0), found))
    return Words(found, _told(numbers), frozenset([_WORDS[number] for number in numbers if number >= _OTHERS]))


def trades_named(text: str) -> set[str]:
    """The trades for which a short text has a word.

    >>> trades_named("钳工实习报告")
    {'machining'}
    """
    return {_TRADE[number] for number, _ in _finder().places(text) if number < _OTHERS}


def _told(numbers: set[int]) -> dict[str, int]:
    trades = [_TRADE[number] for number in numbers if number < _OTHERS]
    return {trade: trades.count(trade) for trade in dict.fromkeys(trades)}
