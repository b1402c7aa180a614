"""TextRank over single words: Mihalcea and Tarau 2004, with the window and parts of speech of ``jieba.analyse.textrank``.

The texts are one graph without edges between them, so all are ranked by one
sparse matrix. Parts of speech are those of jieba's dictionary, words that it
lacks count as nouns.
"""

from __future__ import annotations

import numpy as np

from essaykit.analyse.arrays import Bools, Ints
from essaykit.analyse.ranking import Rows, no_rows
from essaykit.analyse.sparse import sparse
from essaykit.analyse.tokens import KINDS, Tokens, Traits, kinds_of

WINDOW = 5
DAMPING = 0.85
ROUNDS = 10
"""jieba's own numbers."""


def rank_words(tokens: Tokens, traits: Traits) -> Rows:
    """Rank the nouns and verbs of each text by TextRank; the best word of a text has score 1."""
    node_of_word: Bools = (kinds_of(tokens.words) != KINDS.index("other")) & traits.wordy & ~traits.stop & (traits.length >= 2)
    ids = tokens.ids.astype(np.int64)
    size = len(tokens.words)
    place = np.flatnonzero(node_of_word[ids])
    keys, first, node, frequency = np.unique(
        tokens.owners().astype(np.int64)[place] * size + ids[place], return_index=True, return_inverse=True, return_counts=True
    )
    if not len(keys):
        return no_rows()
    text, word = keys // size, keys % size
    edges = _edges(place, node, text, len(keys))
    degree = np.asarray(edges.sum(axis=0)).ravel()
    flow = edges @ sparse.diags_array(1 / np.maximum(degree, 1))
    score = np.ones(len(keys))
    for _ in range(ROUNDS):
        score = (1 - DAMPING) + DAMPING * (flow @ score)
    begin = np.flatnonzero(np.append(True, text[1:] != text[:-1]))
    score = score / np.repeat(np.maximum.reduceat(score, begin), np.diff(np.append(begin, len(keys))))
    texts = np.bincount(word)[word]
    return Rows(text, word, place[first], np.ones(len(keys), dtype=np.int64), frequency, texts, score)


def _edges(place: Ints, node: Ints, text: Ints, size: int) -> sparse.csr_array:
    """How often two words of a text stand within `WINDOW` words; symmetric."""
    left, right = [], []
    for step in range(1, WINDOW):
        if step >= len(place):
            break
        near = (place[step:] - place[:-step] < WINDOW) & (text[node[step:]] == text[node[:-step]])
        left.append(node[:-step][near])
        right.append(node[step:][near])
    rows = np.concatenate([*left, *right]) if left else np.empty(0, np.int64)
    columns = np.concatenate([*right, *left]) if left else np.empty(0, np.int64)
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
