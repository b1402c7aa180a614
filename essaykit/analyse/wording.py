"""Phrases as they are written, how often they stand in each text, and how firmly their words hold together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Floats, Ints
from essaykit.analyse.frequencies import Cut, Frequencies
from essaykit.analyse.phrases import candidates_of, find_phrases
from essaykit.analyse.sparse import sparse
from essaykit.analyse.tokens import Tokens


def phrase_frequencies(cut: Cut) -> Frequencies:
    """How often each phrase of two words or more, and each word, stands in each text."""
    phrases = find_phrases(cut.tokens, cut.traits)
    several = np.flatnonzero(phrases.everywhere > 1)
    column = np.full(len(phrases.everywhere), -1, dtype=np.int64)
    column[several] = np.arange(len(several))
    rows, columns, values = [], [], []
    for some in candidates_of(phrases):
        kept = column[some.phrase] >= 0
        rows.append(some.text[kept])
        columns.append(column[some.phrase[kept]])
        values.append(some.frequency[kept])
    size = (cut.tokens.texts, len(several))
    matrix = sparse.csr_array((_joined(values), (_joined(rows), _joined(columns))), shape=size)
    return Frequencies(matrix, phrase_names(cut.tokens, phrases.place[several], phrases.words[several]), cut.sizes())


def phrase_names(tokens: Tokens, place: Ints, words: npt.NDArray[np.integer]) -> tuple[str, ...]:
    """Phrases as they are written.

    Args:
        tokens: the texts.
        place: for each phrase a token where it stands.
        words: how many words it has.
    """
    ids = tokens.ids
    return tuple("".join(tokens.words[i] for i in ids[p : p + n].tolist()) for p, n in zip(place.tolist(), words.tolist(), strict=True))


def word_links(tokens: Tokens, place: Ints, words: npt.NDArray[np.integer], frequency: Ints) -> Floats:
    """PMI in bits for each link between two words of a phrase; not a number for single words.

    Args:
        tokens: the texts.
        place: for each phrase a token where it stands.
        words: how many words it has.
        frequency: how often it stands in the texts.
    """
    counts = np.bincount(tokens.ids, minlength=len(tokens.words))
    counts[0] = 0
    total = max(int(counts.sum()), 1)
    information = np.log2(frequency / total)
    for step in range(int(words.max(initial=0))):
        there = words > step
        information[there] -= np.log2(counts[tokens.ids[place[there] + step]] / total)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(words > 1, information / (words - 1), np.nan)


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])
