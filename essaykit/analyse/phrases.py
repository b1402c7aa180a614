"""Candidate phrases of one to four adjacent words in each text, and what speaks for each as a keyword.

Most keywords that people give are longer than one of jieba's words, so single
words can't find them. All statistics come from one stable sort of the
occurrences by phrase: within a phrase the texts then stand together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.analyse.tokens import KINDS, Bools, Floats, Ints, Tokens, Traits

MAX_WORDS = 4
MIN_CHARACTERS = 2
MAX_CHARACTERS = 14
_CONNECTORS = ("-", "/", " ", "·", "&", "+")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of texts: one row for each phrase in each text where it stands, by text, then first place.

    ``features`` has a column for each name in `FEATURES`.
    """

    text: Ints
    phrase: Ints
    """Number of the phrase, the same in all texts."""
    place: Ints
    """Token where it first stands in the text."""
    words: Ints
    """How many words it has."""
    frequency: Ints
    """How often it stands in the text."""
    texts: Ints
    """In how many texts it stands."""
    features: npt.NDArray[np.float64]


FEATURES = (
    "rarity", "frequency", "once", "title", "early", "word_rarity", "least_word_rarity", "left_variety", "right_variety",
    "least_variety", "inner_stop", "weakest_link", "nested", "left_free", "right_free", "both_free", "spread",
    "end_noun", "end_verb", "end_name", "end_unknown", "start_verb", "start_unknown",
    "words_1", "words_2", "words_3", "words_4",
    "characters_2", "characters_3", "characters_4", "characters_5", "characters_6", "characters_7", "characters_8", "characters_9",
)  # fmt: skip
"""
rarity, word_rarity, least_word_rarity
    inverse text frequency of the phrase; mean and least of its words
frequency, once
    logarithm of its frequency per 100 words of the text; 1 if it stands there once
title, early
    stands in the title; minus the logarithm of the characters before it
left_variety, right_variety, least_variety
    branch entropy: how freely the neighbouring words vary (nats)
inner_stop
    a stop word stands inside
weakest_link
    least pointwise mutual information between adjacent words, by the logarithm of the corpus size (a single word: 1)
nested
    share of its places inside a longer candidate that stands in the text more than once
left_free, right_free, both_free
    share of its places with a stop word or no word on that side
spread
    logarithm of its places in all texts
end_…, start_…
    part of speech of the last word; of the first word, if there are more
words_N, characters_N
    1 for that length (characters_9: 9 and more)
"""


def phrases_of(tokens: Tokens, traits: Traits, title_lengths: Ints, rarity: tuple[Floats, float], *, longest: int = MAX_WORDS) -> Phrases:
    """All candidates of all texts with their features.

    Args:
        tokens: the texts.
        traits: of the vocabulary.
        title_lengths: for each text, how many characters at its beginning are its title.
        rarity: inverse text frequency of each word, and the greatest there can be (`word_rarity`).
        longest: how many words a candidate may have.
    """
    ids = tokens.ids.astype(np.int64)
    owner = tokens.owners()
    word_rarity, greatest_rarity = rarity
    place, words, key = _candidates(ids, tokens.words, traits, longest)
    order = np.argsort(key, kind="stable")
    place, words, key = place[order], words[order], key[order]
    text = owner[place].astype(np.int64)

    new_phrase = _steps(key)
    new_row = new_phrase | _steps(text)
    rows = np.flatnonzero(new_row)
    row_of = np.cumsum(new_row) - 1
    phrase_of = np.cumsum(new_phrase) - 1
    phrase_rows = phrase_of[rows]
    frequency = np.diff(np.append(rows, len(key)))
    texts = np.bincount(phrase_rows)[phrase_rows]
    everywhere = np.bincount(phrase_of)

    def share(flags: Bools) -> Floats:
        return np.add.reduceat(flags.astype(np.float64), rows) / frequency if len(rows) else np.empty(0)

    first, count = place[rows], words[rows]
    offsets = np.concatenate(([0], np.cumsum(traits.length[ids])))
    characters = offsets[first + count] - offsets[first]
    before = offsets[first] - offsets[tokens.starts[text[rows]]]
    length = np.diff(tokens.starts)[text[rows]]

    previous = np.concatenate(([0], ids[:-1]))[place]
    following = np.concatenate((ids, [0]))[place + words]
    closed = traits.wordy & ~traits.stop
    left_free, right_free = ~closed[previous], ~closed[following]
    left = _variety(phrase_of, np.where(traits.wordy[previous], previous, 0), len(tokens.words))[phrase_rows]
    right = _variety(phrase_of, np.where(traits.wordy[following], following, 0), len(tokens.words))[phrase_rows]

    rarity_sum = np.concatenate(([0.0], np.cumsum(word_rarity[ids])))
    stop_sum = np.concatenate(([0], np.cumsum(traits.stop[ids])))
    least = word_rarity[ids[first]]
    for step in range(1, MAX_WORDS):
        longer = np.flatnonzero(count > step)
        least[longer] = np.minimum(least[longer], word_rarity[ids[first[longer] + step]])

    columns = {
        "rarity": greatest_rarity - np.log(texts + 0.5),
        "frequency": np.log(100 * frequency / length),
        "once": frequency == 1,
        "title": before + characters <= title_lengths[text[rows]],
        "early": -np.log1p(before),
        "word_rarity": (rarity_sum[first + count] - rarity_sum[first]) / count,
        "least_word_rarity": least,
        "left_variety": left,
        "right_variety": right,
        "least_variety": np.minimum(left, right),
        "inner_stop": stop_sum[first + count] > stop_sum[first],
        "weakest_link": _weakest_link(ids, first, count),
        "nested": share(_nested(place, words, frequency[row_of] > 1, len(ids))),
        "left_free": share(left_free),
        "right_free": share(right_free),
        "both_free": share(left_free & right_free),
        "spread": np.log(everywhere[phrase_rows]),
    }
    last, leading = traits.kind[ids[first + count - 1]], np.where(count > 1, traits.kind[ids[first]], -1)
    columns |= {f"end_{kind}": last == KINDS.index(kind) for kind in ("noun", "verb", "name", "unknown")}
    columns |= {f"start_{kind}": leading == KINDS.index(kind) for kind in ("verb", "unknown")}
    columns |= {f"words_{n}": count == n for n in range(1, MAX_WORDS + 1)}
    columns |= {f"characters_{n}": characters == n for n in range(2, 9)}
    columns["characters_9"] = characters >= 9
    features = np.column_stack([columns[name] for name in FEATURES]).astype(np.float64)
    final = np.lexsort((count, first))
    return Phrases(text[rows][final], phrase_rows[final], first[final], count[final], frequency[final], texts[final], features[final])


def _candidates(ids: Ints, words: tuple[str, ...], traits: Traits, longest: int) -> tuple[Ints, Ints, npt.NDArray[np.uint64]]:
    """Place, number of words and key (a 64-bit hash of the word ids) of each occurrence of each candidate, by place."""
    wordy, latin = traits.wordy[ids], traits.latin[ids] & traits.wordy[ids]
    end = wordy & ~traits.stop[ids]
    connects = np.array([w in _CONNECTORS for w in words], dtype=bool)[ids]
    inner = wordy.copy()
    inner[1:-1] |= connects[1:-1] & latin[:-2] & latin[2:]
    offsets = np.concatenate(([0], np.cumsum(traits.length[ids])))
    mixed = (ids.astype(np.uint64) + np.uint64(1)) * _FACTOR
    places, counts, keys = [], [], []
    run, key = inner.copy(), mixed.copy()
    for n in range(1, longest + 1):
        size = len(ids) - n + 1
        if size <= 0:
            break
        if n > 1:
            run = run[:size] & inner[n - 1 :]
            key = (key[:size] ^ (key[:size] >> np.uint64(29))) * _MIX + mixed[n - 1 :]
        characters = offsets[n:] - offsets[:size]
        at = np.flatnonzero(run & end[:size] & end[n - 1 :] & (characters >= MIN_CHARACTERS) & (characters <= MAX_CHARACTERS))
        places.append(at)
        counts.append(np.full(len(at), n))
        keys.append(key[at])
    if not places:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.uint64)
    place, count, hashed = np.concatenate(places), np.concatenate(counts), np.concatenate(keys)
    return place, count, hashed


def _steps(values: npt.NDArray[np.generic]) -> Bools:
    """True where a value differs from the one before it, and at the beginning."""
    steps = np.ones(len(values), dtype=bool)
    steps[1:] = values[1:] != values[:-1]
    return steps


def _variety(phrase: Ints, neighbour: Ints, vocabulary: int) -> Floats:
    """Entropy in nats of the neighbours of each phrase. ``phrase`` rises from 0 without gaps."""
    total = np.bincount(phrase)
    several = total[phrase] > 1
    pairs = np.sort(phrase[several] * vocabulary + neighbour[several])
    begin = np.flatnonzero(_steps(pairs))
    count = np.diff(np.append(begin, len(pairs)))
    sums = np.bincount(pairs[begin] // vocabulary, weights=count * np.log(count), minlength=len(total))
    entropy: Floats = np.log(total) - sums / total
    entropy[total == 1] = 0
    return entropy


def _weakest_link(ids: Ints, first: Ints, count: Ints) -> Floats:
    """Least pointwise mutual information of adjacent words, by the logarithm of the corpus size; 1 for single words."""
    weakest = np.ones(len(first))
    if len(ids) < 2:
        return weakest
    size = int(ids.max()) + 1
    pairs = ids[:-1] * size + ids[1:]
    unique, counts = np.unique(pairs, return_counts=True)
    singles = np.bincount(ids)
    total = np.log(len(ids))
    for step in range(MAX_WORDS - 1):
        longer = np.flatnonzero(count > step + 1)
        at = first[longer] + step
        together = counts[np.searchsorted(unique, pairs[at])]
        link = (np.log(together) + total - np.log(singles[ids[at]]) - np.log(singles[ids[at + 1]])) / total
        weakest[longer] = np.minimum(weakest[longer], link)
    return weakest


def _nested(place: Ints, words: Ints, repeated: Bools, size: int) -> Bools:
    """Whether each occurrence lies inside a longer candidate that its text repeats."""
    inside = np.zeros(len(place), dtype=bool)
    covers = np.zeros(size + MAX_WORDS, dtype=bool)
    for n in range(MAX_WORDS - 1, 0, -1):
        # what a repeated candidate of n + 1 words covers, as starts of phrases of n words; then what longer ones did
        wider = np.zeros(size + MAX_WORDS, dtype=bool)
        at = place[(words == n + 1) & repeated]
        wider[at] = wider[at + 1] = True
        wider |= covers
        wider[1:] |= covers[:-1]
        covers = wider
        mine = words == n
        inside[mine] = covers[place[mine]]
    return inside
