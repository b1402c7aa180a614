"""Candidate phrases of one to four adjacent words: where they stand, in each text and in all.

Most keywords that people give are longer than one of jieba's words, so single
words can't find them. A candidate holds no function word: with one inside, few
are keywords (bench/keywords.py).

The texts are gone through some at a time, so that what is looked up lies in the
processor's cache, and what was found in them is put aside (`essaykit.shelf`),
so that memory grows with the number of different phrases, not of their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from essaykit.analyse.arrays import Bools, Floats, Hashes, Ints, counted, steps
from essaykit.analyse.spots import MAX_WORDS, Int8s, Int32s, Spots, find_spots, number_spots
from essaykit.analyse.tokens import Tokens, Traits
from essaykit.shelf import Shelf

MOST_PAIRS = 1 << 22
"""Neighbours that are counted at a time."""

_HALF, _LOWER_HALF = np.uint64(32), np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was found in some whole texts, put aside."""

    spots: Callable[[], Spots]
    sides: tuple[Callable[[], Int32s], Callable[[], Int32s]]
    """Of the spots, the words before and after them."""
    order: Callable[[], Hashes]
    """A number for each spot, rising: in the upper half the number of its phrase, in the lower half its row."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of some texts, by number."""

    tokens: Tokens
    traits: Traits
    place: Ints
    """A token where the phrase stands; with ``words`` it tells what it is."""
    words: Int8s
    characters: Ints
    texts: Ints
    """In how many texts it stands."""
    everywhere: Ints
    """How often it stands in all texts."""
    left_variety: Floats
    """Entropy (nats) of the words before it, in all texts."""
    right_variety: Floats
    stretches: tuple[Stretch, ...]

    def take(self, numbers: Ints) -> Phrases:
        """Some of the phrases, numbered anew; their spots are left out."""
        own = {name: getattr(self, name)[numbers] for name in ("place", "words", "characters", "texts", "everywhere")}
        variety = {name: getattr(self, name)[numbers] for name in ("left_variety", "right_variety")}
        return Phrases(tokens=self.tokens, traits=self.traits, **own, **variety, stretches=())


@dataclass(frozen=True, slots=True)
class Candidates:
    """The phrases of some whole texts: a row for each phrase in each text where it stands."""

    text: Ints
    phrase: Ints
    place: Ints
    """Token where it first stands in the text."""
    frequency: Ints
    """How often it stands in the text."""
    before: Ints
    """Characters of the text before it."""
    left_free: Floats
    """Share of its places in the text with a stop word or no word before it."""
    right_free: Floats
    both_free: Floats
    nested: Floats
    """Share of its places in the text inside a longer candidate that the text repeats."""
    places: Ints
    """Tokens where the candidates stand, those of one together."""
    begin: Ints
    """For each candidate, where its places begin; there are ``frequency`` of them."""

    def take(self, rows: Ints) -> Candidates:
        """Some of the candidates."""
        own = {name: getattr(self, name)[rows] for name in self.__slots__ if name != "places"}
        return Candidates(**own, places=self.places)


def find_phrases(tokens: Tokens, traits: Traits, *, longest: int = MAX_WORDS) -> Phrases:
    """Find and number the phrases of texts.

    Args:
        tokens: the texts.
        traits: of the vocabulary.
        longest: how many words a phrase may have.
    """
    shelf = Shelf()
    spots, numbers, size = number_spots(find_spots(tokens, traits, longest), len(tokens.words), shelf)
    texts, everywhere, place = np.zeros((3, size), dtype=np.int64)
    words = np.zeros(size, dtype=np.int8)
    stretches = []
    for put_aside, sides in spots:
        some = put_aside()
        mine = numbers(some)
        place[mine], words[mine] = some.begin + some.place, some.words
        order = mine.astype(np.uint64) << _HALF | np.arange(len(mine), dtype=np.uint64)
        order.sort()
        phrase, _, rows = _by_text(order, some, tokens)
        begin, count = counted(phrase)
        everywhere[phrase[begin]] += count
        begin, count = counted(phrase[rows])
        texts[phrase[rows][begin]] += count
        stretches.append(Stretch(put_aside, sides, shelf.put(order)))
    left, right = _varieties(stretches, everywhere)
    characters = np.zeros(len(everywhere), dtype=np.int64)
    for step in range(longest):
        some_phrases = np.flatnonzero(words > step)
        characters[some_phrases] += traits.length[tokens.ids[place[some_phrases] + step]]
    return Phrases(tokens, traits, place, words, characters, texts, everywhere, left, right, tuple(stretches))


def candidates_of(phrases: Phrases) -> Iterator[Candidates]:
    """The candidates of all texts, some whole texts at a time."""
    tokens, traits = phrases.tokens, phrases.traits
    open_word = ~(traits.wordy & ~traits.stop)
    for stretch in phrases.stretches:
        some, order = stretch.spots(), stretch.order()
        phrase, text, rows = _by_text(order, some, tokens)
        spot = (order & _LOWER_HALF).astype(np.int64)
        frequency = np.diff(rows, append=len(spot))
        left, right = open_word[some.before][spot], open_word[some.after][spot]
        repeated = np.zeros(len(spot), dtype=bool)
        repeated[spot[np.repeat(frequency > 1, frequency)]] = True
        inside = _nested(some, repeated)[spot]
        first = spot[rows]
        offsets = np.zeros(some.end - some.begin + 1, dtype=np.int64)
        np.cumsum(traits.length[tokens.ids[some.begin : some.end]], out=offsets[1:])
        owner = text[rows]
        yield Candidates(
            text=owner,
            phrase=phrase[rows],
            place=some.begin + some.place[first].astype(np.int64),
            frequency=frequency,
            before=offsets[some.place[first]] - offsets[tokens.starts[owner] - some.begin],
            left_free=_share(left, rows, frequency),
            right_free=_share(right, rows, frequency),
            both_free=_share(left & right, rows, frequency),
            nested=_share(inside, rows, frequency),
            places=some.begin + some.place[spot].astype(np.int64),
            begin=rows,
        )


def _by_text(order: Hashes, some: Spots, tokens: Tokens) -> tuple[Ints, Ints, Ints]:
    """Spots in an order of `Phrases`: phrase and text of each, and those that are the first of their phrase in their text."""
    first, last = np.searchsorted(tokens.starts, (some.begin, some.end)).tolist()
    owner = np.repeat(np.arange(first, last), np.diff(tokens.starts[first : last + 1]))[some.place]
    phrase = (order >> _HALF).view(np.int64)
    text = owner[(order & _LOWER_HALF).view(np.int64)]
    return phrase, text, np.flatnonzero(steps(phrase) | steps(text))


def _varieties(stretches: Sequence[Stretch], everywhere: Ints) -> tuple[Floats, Floats]:
    """Entropy in nats of the words before each phrase, and of those after it; some phrases at a time, as they have places."""
    sums = np.zeros((2, len(everywhere)))
    ends = np.cumsum(everywhere)
    bounds = {0, len(everywhere)}
    if len(ends):
        bounds.update(np.searchsorted(ends, np.arange(MOST_PAIRS, int(ends[-1]), MOST_PAIRS)).tolist())
    several = everywhere > 1
    for low, high in pairwise(sorted(bounds)):
        sides: tuple[list[Ints], list[Ints]] = ([], [])
        for stretch in stretches:
            order = stretch.order().view(np.int64)
            mine = order[slice(*np.searchsorted(order, np.array([low, high]) << 32))]
            mine = mine[several[mine >> 32]]
            rows, phrase = mine & 0xFFFFFFFF, mine & ~0xFFFFFFFF
            for pairs, neighbour in zip(sides, stretch.sides, strict=True):
                pairs.append(phrase | neighbour()[rows])
        for side, pairs in zip(sums, sides, strict=True):
            together = np.concatenate(pairs)
            pairs.clear()
            together.sort()
            begin, count = counted(together)
            side[low:high] = np.bincount((together[begin] >> 32) - low, weights=count * np.log(count), minlength=high - low)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log(everywhere) - sums[0] / everywhere, np.log(everywhere) - sums[1] / everywhere


def _nested(some: Spots, repeated: Bools) -> Bools:
    """Which spots lie inside a longer phrase that its text repeats; ``repeated`` tells which are of such a phrase."""
    inside = np.zeros(len(some.place), dtype=bool)
    covers = np.zeros(some.end - some.begin + 1, dtype=bool)
    bounds = np.searchsorted(some.words, np.arange(1, MAX_WORDS + 2)).tolist()
    for n in range(MAX_WORDS, 0, -1):
        mine = slice(bounds[n - 1], bounds[n])
        inside[mine] = covers[some.place[mine]]
        # what a repeated phrase of n words covers, as places of n - 1 words; then what longer ones did
        at = some.place[mine][repeated[mine]]
        wider = covers.copy()
        wider[1:] |= covers[:-1]
        wider[at] = wider[at + 1] = True
        covers = wider
    return inside


def _share(flags: Bools, rows: Ints, frequency: Ints) -> Floats:
    """Share of the flags that are set, from each row to the next."""
    total = np.zeros(len(flags) + 1, dtype=np.int64)
    np.cumsum(flags, out=total[1:])
    return np.asarray((total[rows + frequency] - total[rows]) / frequency, dtype=np.float64)
