"""What speaks for a candidate as a keyword, one number each: some for the phrase, others for how it stands in its text."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Floats, Ints
from essaykit.analyse.phrases import Candidates, Phrases
from essaykit.analyse.spots import MAX_WORDS
from essaykit.analyse.tokens import BOUNDARY, KINDS
from essaykit.cards import package_text


@dataclass(frozen=True, slots=True)
class Ground:
    """The phrases, and what is known of words and texts."""

    phrases: Phrases
    kinds: npt.NDArray[np.int8]
    """Part of speech of each word (`kinds_of`)."""
    rarity: Floats
    """Inverse text frequency of each word."""
    greatest: float
    """The greatest there can be."""
    titles: Ints
    """For each text, how many characters at its beginning are its title."""

    def words(self) -> Iterator[tuple[Ints, Ints]]:
        """The first word of the phrases that have one, then the second …: which phrases, and the word of each."""
        for step in range(MAX_WORDS):
            some = np.flatnonzero(self.phrases.words > step)
            yield some, self.phrases.tokens.ids[self.phrases.place[some] + step].astype(np.int64)


def _rarity(g: Ground) -> Floats:
    """Inverse text frequency of the phrase."""
    return np.asarray(g.greatest - np.log(g.phrases.texts + 0.5), dtype=np.float64)


def _word_rarity(g: Ground) -> Floats:
    """Mean rarity of its words."""
    total = np.zeros(len(g.phrases.words))
    for some, word in g.words():
        total[some] += g.rarity[word]
    return total / g.phrases.words


def _least_word_rarity(g: Ground) -> Floats:
    """Rarity of its most common word."""
    least = np.full(len(g.phrases.words), np.inf)
    for some, word in g.words():
        least[some] = np.minimum(least[some], g.rarity[word])
    return least


def _ends_in(kind: str) -> Callable[[Ground], Bools]:
    number = KINDS.index(kind)
    return lambda g: g.kinds[g.phrases.tokens.ids[g.phrases.place + g.phrases.words - 1]] == number


def _starts_with(kind: str) -> Callable[[Ground], Bools]:
    number = KINDS.index(kind)
    return lambda g: (g.kinds[g.phrases.tokens.ids[g.phrases.place]] == number) & (g.phrases.words > 1)


def _has_words(number: int) -> Callable[[Ground], Bools]:
    return lambda g: g.phrases.words == number


def _has_characters(number: int) -> Callable[[Ground], Bools]:
    return lambda g: g.phrases.characters == number


def _frequency(g: Ground, c: Candidates) -> Floats:
    """Logarithm of the places per 100 words of the text."""
    return np.log(100 * c.frequency / np.diff(g.phrases.tokens.starts)[c.text])


def _title(g: Ground, c: Candidates) -> Bools:
    """Stands in the title."""
    return c.before + g.phrases.characters[c.phrase] <= g.titles[c.text]


OF_PHRASES: dict[str, Callable[[Ground], Floats | Bools]] = {
    "rarity": _rarity,
    "word_rarity": _word_rarity,
    "least_word_rarity": _least_word_rarity,
    "left_variety": lambda g: g.phrases.left_variety,
    "right_variety": lambda g: g.phrases.right_variety,
    "least_variety": lambda g: np.minimum(g.phrases.left_variety, g.phrases.right_variety),
    "spread": lambda g: np.log(g.phrases.everywhere),
    **{f"end_{kind}": _ends_in(kind) for kind in ("noun", "verb", "name", "unknown")},
    **{f"start_{kind}": _starts_with(kind) for kind in ("verb", "unknown")},
    **{f"words_{n}": _has_words(n) for n in range(1, MAX_WORDS + 1)},
    **{f"characters_{n}": _has_characters(n) for n in range(2, 9)},
    "characters_9": lambda g: g.phrases.characters >= 9,
}
"""Of a phrase wherever it stands."""

OF_CANDIDATES: dict[str, Callable[[Ground, Candidates], Floats | Bools]] = {
    "frequency": _frequency,
    "once": lambda _, c: c.frequency == 1,
    "title": _title,
    "early": lambda _, c: -np.log1p(c.before),
    "nested": lambda _, c: c.nested,
    "left_free": lambda _, c: c.left_free,
    "right_free": lambda _, c: c.right_free,
    "both_free": lambda _, c: c.both_free,
}
"""Of a phrase in a text."""

FEATURES = (*OF_PHRASES, *OF_CANDIDATES)


@cache
def _neighbours() -> dict[str, dict[str, frozenset[str]]]:
    lists: dict[str, dict[str, str]] = tomllib.loads(package_text("essaykit.analyse", "data/keyword-neighbours.toml"))
    return {side: {name: frozenset(words.split()) for name, words in classes.items()} for side, classes in lists.items()}


Neighbours = dict[str, dict[str, Bools]]
"""``before`` and ``after`` a phrase: for each class of words, which of the vocabulary are of it."""


def neighbours_among(words: tuple[str, ...]) -> Neighbours:
    """The classes of the words of a vocabulary; the edge of a text is one, too."""
    return {
        side: {
            "edge": np.arange(len(words)) == BOUNDARY,
            **{name: np.fromiter((word in members for word in words), bool, len(words)) for name, members in classes.items()},
        }
        for side, classes in _neighbours().items()
    }


def places_of(c: Candidates) -> tuple[Ints, Ints]:
    """The places of all candidates, one after another: whose each is, and its token."""
    begin = np.cumsum(c.frequency) - c.frequency
    which = np.repeat(np.arange(len(begin)), c.frequency)
    return which, c.places[np.repeat(c.begin - begin, c.frequency) + np.arange(len(which))]


def second_features(g: Ground, c: Candidates, most: Ints, neighbours: Neighbours) -> dict[str, Floats]:
    """What a second look at a few candidates asks, besides the first's features: how often they stand, and what beside them.

    Args:
        g: the phrases and texts.
        c: the candidates.
        most: for each, the most places that any candidate of its text has.
        neighbours: classes of the vocabulary.
    """
    found: dict[str, Floats] = {
        "places": np.log(c.frequency),
        "share_of_most": c.frequency / most,
        "most_frequent": (c.frequency == most).astype(np.float64),
    }
    which, place = places_of(c)
    beside = {"before": place - 1, "after": place + g.phrases.words[c.phrase][which]}
    for side, classes in neighbours.items():
        word = g.phrases.tokens.ids[beside[side]]
        for name, members in classes.items():
            found[f"{side}_{name}"] = np.bincount(which, weights=members[word], minlength=len(most)) / c.frequency
    return found


def holders(g: Ground, c: Candidates) -> tuple[Ints, Ints]:
    """Which candidates hold others: pairs of the longer one and what stands inside it, in the same text.

    >>> from essaykit.analyse.tokens import tokens_of, traits_of
    >>> from essaykit.analyse.phrases import candidates_of, find_phrases
    >>> tokens = tokens_of([["银行", "柜面", "的", "柜面"]])
    >>> phrases = find_phrases(tokens, traits_of(tokens.words))
    >>> ground = Ground(phrases, np.zeros(4, np.int8), np.zeros(4), 0.0, np.zeros(1, np.int64))
    >>> [candidates] = candidates_of(phrases)
    >>> [ids.tolist() for ids in holders(ground, candidates)]  # 银行, 柜面, 银行柜面
    [[2, 2], [0, 1]]
    """
    words = g.phrases.words[c.phrase]
    which, place = places_of(c)
    start = int(place.min()) if len(place) else 0
    whose = np.full((int(place.max(initial=start)) - start + MAX_WORDS, MAX_WORDS), -1, dtype=np.int32)
    whose[place - start, words[which] - 1] = which
    pairs = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for size in range(1, MAX_WORDS):
        for step in range(MAX_WORDS - size + 1):
            holder = np.flatnonzero((words > size) & (words >= step + size))
            held = whose[c.place[holder] - start + step, size - 1]
            there = held >= 0
            pairs.append((holder[there], held[there].astype(np.int64)))
    holder, held = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return holder, held


def kin_features(holder: Ints, held: Ints, chance: Floats) -> dict[str, Floats]:
    """What the chances of the candidates that hold one, and of those that it holds, say about it: all together, and the greatest.

    Args:
        holder: pairs, as `holders` finds them.
        held: what they hold.
        chance: of each candidate, at the first look.
    """
    found: dict[str, Floats] = {}
    for name, own, other in (("inside", held, holder), ("holds", holder, held)):
        greatest: Floats = np.zeros(len(chance))
        np.maximum.at(greatest, own, chance[other])
        found[f"{name}_all"] = np.asarray(np.bincount(own, weights=chance[other], minlength=len(chance)), dtype=np.float64)
        found[f"{name}_greatest"] = greatest
    return found


KIN = ("inside_all", "inside_greatest", "holds_all", "holds_greatest")
SECOND = (
    "places",
    "share_of_most",
    "most_frequent",
    *(f"{side}_{name}" for side, classes in neighbours_among(()).items() for name in classes),
)
PAIRED = (
    "frequency", "title", "early", "nested", "rarity", "least_variety", "word_rarity", "left_free", "right_free", "once", "end_noun",
    "words_1", "words_2", "words_3",
)  # fmt: skip
"""Features of which each two are multiplied in a second look: what they say together and neither says alone."""
