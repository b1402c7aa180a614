"""Candidate phrases of one to four adjacent words in each text, and what speaks for each as a keyword.

Most keywords that people give are longer than one of jieba's words, so single
words can't find them. A candidate holds no function word: with one inside, few
are keywords (bench/keywords.py). All statistics come from one stable sort of the
occurrences by phrase: within a phrase the texts then stand together. Phrases
are told apart by a 64-bit hash of their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.analyse.tokens import KINDS, Bools, Floats, Ints, Tokens, Traits, kinds_of

MAX_WORDS = 4
MIN_CHARACTERS = 2
MAX_CHARACTERS = 14
_CONNECTORS = ("-", "/", " ", "·", "&", "+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)

Int32s = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of each token of the texts, before any phrase is looked at."""

    ids: Int32s
    """Word of each token, with `MAX_WORDS` boundaries added at the end."""
    owner: Int32s
    begins: Ints
    """First token of each text."""
    sizes: Ints
    """Tokens of each text."""
    titles: Ints
    """For each text, how many characters at its beginning are its title."""
    offsets: Int32s
    """Characters before each token, all texts put together."""
    traits: Traits
    kinds: npt.NDArray[np.int8]
    """Part of speech of each word."""
    rarity: Floats
    """Inverse text frequency of each word."""
    greatest: float
    """The greatest there can be."""
    spots: tuple[Int32s, ...]
    """For each number of words from 1 on, the places of the candidates of that many words."""
    hashes: Hashes
    """A random number for each word."""
    nested: tuple[Bools, ...]
    """For each number of words, whether a longer candidate that its text repeats covers the place."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Phrases of texts: one row for each phrase in each text where it stands, phrase by phrase."""

    ground: Ground
    text: Int32s
    phrase: Int32s
    """Number of the phrase, the same in all texts."""
    place: Int32s
    """Token where it first stands in the text."""
    words: npt.NDArray[np.int8]
    frequency: Int32s
    """How often it stands in the text."""
    texts: Int32s
    """In how many texts it stands."""
    everywhere: Int32s
    """How often it stands in all texts."""
    characters: Int32s
    before: Int32s
    """Characters of the text before it."""
    left_variety: Floats
    """Entropy (nats) of the words before it, in all texts."""
    right_variety: Floats
    left_free: Floats
    """Share of its places in the text with a stop word or no word before it."""
    right_free: Floats
    both_free: Floats
    nested: Floats
    """Share of its places in the text inside a longer candidate that the text repeats."""


def lay_ground(tokens: Tokens, traits: Traits, titles: Ints, rarity: tuple[Floats, float], *, longest: int = MAX_WORDS) -> Ground:
    """Prepare texts for `candidates_of`.

    Args:
        tokens: the texts.
        traits: of the vocabulary.
        titles: for each text, how many characters at its beginning are its title.
        rarity: inverse text frequency of each word, and the greatest there can be (`word_rarity`).
        longest: how many words a candidate may have.
    """
    ids = np.concatenate((tokens.ids, np.zeros(MAX_WORDS, np.uint32))).astype(np.int32)
    owner = np.concatenate((tokens.owners(), np.full(MAX_WORDS, -1, np.int32)))
    offsets = np.zeros(len(ids) + 1, dtype=np.int32)
    np.cumsum(traits.length[ids], out=offsets[1:], dtype=np.int32)
    hashes = (np.arange(len(tokens.words), dtype=np.uint64) + np.uint64(1)) * _FACTOR
    spots = _spots(ids, offsets, tokens.words, traits, longest)
    nested = _nested(ids, owner, spots, hashes)
    sizes = np.diff(tokens.starts)
    kinds = kinds_of(tokens.words)
    return Ground(ids, owner, tokens.starts[:-1], sizes, titles, offsets, traits, kinds, *rarity, spots, hashes, nested)


def candidates_of(ground: Ground) -> Iterator[Candidates]:
    """The candidates of all texts, in parts that have no phrase in common: single words, then the others."""
    yield _candidates(ground, ground.spots[0], np.ones(len(ground.spots[0]), dtype=np.int8), _narrow(ground.ids[ground.spots[0]]))
    longer = [(n, _hash(ground.ids, spots, n, ground.hashes), spots) for n, spots in enumerate(ground.spots[1:], 2)]
    if longer:
        place = np.concatenate([spots for _, _, spots in longer])
        words = np.concatenate([np.full(len(spots), n, dtype=np.int8) for n, _, spots in longer])
        yield _candidates(ground, place, words, np.concatenate([key for _, key, _ in longer]))


def _candidates(ground: Ground, place: Int32s, words: npt.NDArray[np.int8], key: npt.NDArray[np.integer]) -> Candidates:
    order = np.argsort(key, kind="stable")
    place, words, key = place[order], words[order], key[order]
    text = ground.owner[place]
    new_phrase = _steps(key)
    del key, order
    new_row = new_phrase | _steps(text)
    rows = np.flatnonzero(new_row)
    phrase_of = np.cumsum(new_phrase, dtype=np.int32) - 1
    del new_phrase, new_row
    phrase = phrase_of[rows]
    first, count = place[rows], words[rows]
    everywhere = np.bincount(phrase_of).astype(np.int32)
    frequency = np.diff(np.append(rows, len(place))).astype(np.int32)

    previous, following = ground.ids[place - 1], ground.ids[place + words]  # place 0 wraps round to a boundary
    open_word = ~(ground.traits.wordy & ~ground.traits.stop)
    left_open, right_open = open_word[previous], open_word[following]
    inside = np.empty(len(place), dtype=bool)
    for n, covered in enumerate(ground.nested, 1):
        mine = words == n
        inside[mine] = covered[place[mine]]

    def share(flags: Bools) -> Floats:
        shares: Floats = (np.add.reduceat(flags, rows, dtype=np.int32) if len(rows) else np.empty(0)) / frequency
        return shares

    return Candidates(
        ground=ground,
        text=text[rows],
        phrase=phrase,
        place=first,
        words=count,
        frequency=frequency,
        texts=np.bincount(phrase).astype(np.int32)[phrase],
        everywhere=everywhere[phrase],
        characters=ground.offsets[first + count] - ground.offsets[first],
        before=ground.offsets[first] - ground.offsets[ground.begins[text[rows]]],
        left_variety=_variety(phrase_of, np.where(ground.traits.wordy[previous], previous, 0), everywhere)[phrase],
        right_variety=_variety(phrase_of, np.where(ground.traits.wordy[following], following, 0), everywhere)[phrase],
        left_free=share(left_open),
        right_free=share(right_open),
        both_free=share(left_open & right_open),
        nested=share(inside),
    )


def _spots(ids: Int32s, offsets: Int32s, words: tuple[str, ...], traits: Traits, longest: int) -> tuple[Int32s, ...]:
    """Places of the candidates of each number of words."""
    end = (traits.wordy & ~traits.stop)[ids]
    inner = end.copy()
    latin = (traits.latin & traits.wordy)[ids]
    inner[1:-1] |= np.array([w in _CONNECTORS for w in words], dtype=bool)[ids[1:-1]] & latin[:-2] & latin[2:]
    found = []
    size = len(ids) - MAX_WORDS
    run = end[:size]
    for n in range(1, longest + 1):
        if n > 1:
            run = run & inner[n - 1 : size + n - 1]
        at = np.flatnonzero(run & end[n - 1 : size + n - 1]).astype(np.int32)
        characters = offsets[at + n] - offsets[at]
        found.append(at[(characters >= MIN_CHARACTERS) & (characters <= MAX_CHARACTERS)])
    return tuple(found)


def _hash(ids: Int32s, at: Int32s, words: int, hashes: Hashes) -> Hashes:
    key = hashes[ids[at]]
    for step in range(1, words):
        key = (key ^ (key >> _SHIFT)) * _MIX + hashes[ids[at + step]]
    return key ^ (key >> _SHIFT)


def _narrow(ids: Int32s) -> npt.NDArray[np.integer]:
    """The same numbers in 16 bits if they fit: numpy sorts these by counting."""
    return ids.astype(np.uint16) if not len(ids) or ids.max() < 1 << 16 else ids


def _steps(values: npt.NDArray[np.generic]) -> Bools:
    """True where a value differs from the one before it, and at the beginning."""
    steps = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=steps[1:])
    return steps


def _variety(phrase: Int32s, neighbour: Int32s, everywhere: Int32s) -> Floats:
    """Entropy in nats of the neighbours of each phrase. ``phrase`` rises from 0 without gaps."""
    several = np.flatnonzero(everywhere[phrase] > 1)
    pairs = phrase[several].astype(np.int64) << 32 | neighbour[several]
    if len(everywhere) < 1 << 16 and (not len(neighbour) or neighbour.max() < 1 << 16):
        # half as wide, twice as fast to sort
        pairs = np.sort((pairs >> 16 | pairs & 0xFFFF).astype(np.uint32)).astype(np.int64)
        pairs = pairs >> 16 << 32 | pairs & 0xFFFF
    else:
        pairs.sort()
    begin = np.flatnonzero(_steps(pairs))
    count = np.diff(np.append(begin, len(pairs)))
    sums = np.bincount(pairs[begin] >> 32, weights=count * np.log(count), minlength=len(everywhere))
    entropy: Floats = np.log(everywhere) - sums / everywhere
    entropy[everywhere == 1] = 0
    return entropy


def _nested(ids: Int32s, owner: Int32s, spots: tuple[Int32s, ...], hashes: Hashes) -> tuple[Bools, ...]:
    """For each number of words, the places inside a longer candidate that its text repeats."""
    covers = np.zeros(len(ids) + 1, dtype=bool)
    found = []
    for n in range(len(spots), 0, -1):
        found.append(covers)
        if n == 1:
            break
        # what a repeated candidate of n words covers, as places of n - 1 words; then what longer ones did
        at = spots[n - 1]
        repeated = at[_repeated(_hash(ids, at, n, hashes) ^ (owner[at].astype(np.uint64) * _FACTOR))]
        wider = covers.copy()
        wider[1:] |= covers[:-1]
        wider[repeated] = wider[repeated + 1] = True
        covers = wider
    return tuple(reversed(found))


def _repeated(keys: Hashes) -> Bools:
    """Which of the keys stand there more than once."""
    order = np.argsort(keys)
    sorted_keys = keys[order]
    same = sorted_keys[1:] == sorted_keys[:-1]
    twice = np.zeros(len(keys), dtype=bool)
    twice[order[1:][same]] = True
    twice[order[:-1][same]] = True
    return twice


# ---- what speaks for a phrase ------------------------------------------------------------------


def _rarity(c: Candidates) -> Floats:
    """Inverse text frequency of the phrase."""
    return np.asarray(c.ground.greatest - np.log(c.texts + 0.5), dtype=np.float64)


def _frequency(c: Candidates) -> Floats:
    """Logarithm of the places per 100 words of the text."""
    return np.log(100 * c.frequency / c.ground.sizes[c.text])


def _title(c: Candidates) -> Bools:
    """Stands in the title."""
    return c.before + c.characters <= c.ground.titles[c.text]


def _word_rarities(c: Candidates) -> Iterator[tuple[Ints, Floats]]:
    for step in range(MAX_WORDS):
        longer = np.flatnonzero(c.words > step)
        rarity: Floats = c.ground.rarity[c.ground.ids[c.place[longer] + step]]
        yield longer, rarity


def _word_rarity(c: Candidates) -> Floats:
    """Mean rarity of its words."""
    total = np.zeros(len(c.text))
    for rows, rarity in _word_rarities(c):
        total[rows] += rarity
    return total / c.words


def _least_word_rarity(c: Candidates) -> Floats:
    """Rarity of its most common word."""
    least = np.full(len(c.text), np.inf)
    for rows, rarity in _word_rarities(c):
        least[rows] = np.minimum(least[rows], rarity)
    return least


def _ends_in(kind: str) -> Callable[[Candidates], Bools]:
    number = KINDS.index(kind)
    return lambda c: c.ground.kinds[c.ground.ids[c.place + c.words - 1]] == number


def _starts_with(kind: str) -> Callable[[Candidates], Bools]:
    number = KINDS.index(kind)
    return lambda c: (c.ground.kinds[c.ground.ids[c.place]] == number) & (c.words > 1)


def _has_words(number: int) -> Callable[[Candidates], Bools]:
    return lambda c: c.words == number


def _has_characters(number: int) -> Callable[[Candidates], Bools]:
    return lambda c: c.characters == number


FEATURES: dict[str, Callable[[Candidates], Floats | Bools]] = {
    "rarity": _rarity,
    "frequency": _frequency,
    "once": lambda c: c.frequency == 1,
    "title": _title,
    "early": lambda c: -np.log1p(c.before),
    "word_rarity": _word_rarity,
    "least_word_rarity": _least_word_rarity,
    "left_variety": lambda c: c.left_variety,
    "right_variety": lambda c: c.right_variety,
    "least_variety": lambda c: np.minimum(c.left_variety, c.right_variety),
    "nested": lambda c: c.nested,
    "left_free": lambda c: c.left_free,
    "right_free": lambda c: c.right_free,
    "both_free": lambda c: c.both_free,
    "spread": lambda c: np.log(c.everywhere),
    **{f"end_{kind}": _ends_in(kind) for kind in ("noun", "verb", "name", "unknown")},
    **{f"start_{kind}": _starts_with(kind) for kind in ("verb", "unknown")},
    **{f"words_{n}": _has_words(n) for n in range(1, MAX_WORDS + 1)},
    **{f"characters_{n}": _has_characters(n) for n in range(2, 9)},
    "characters_9": lambda c: c.characters >= 9,
}
"""What the ranking weighs, one number a row each."""
