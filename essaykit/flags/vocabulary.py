"""The words that flags look for in running text, found in one pass for all of them."""

from __future__ import annotations

from functools import lru_cache

from essaykit.cards import package_text
from essaykit.flags.card import flag_card
from essaykit.lexicon import WordFinder


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

_WORDS = (*TRADES, *(word for word in SPUN if word not in TRADES))
_FINDER = WordFinder(_WORDS)


@lru_cache(maxsize=2)  # several flags ask for the text in hand
def words_in(text: str) -> tuple[tuple[str, int], ...]:
    """The known words of a text with their places, from left to right.

    >>> words_in("师傅教我用车床。")
    (('车床', 5),)
    """
    return tuple([(_WORDS[number], start) for number, start in _FINDER.places(text)])
