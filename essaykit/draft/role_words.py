"""Words by which roles are known, learnt from the essays at hand.

Cards know a few words of each role; headings give many paragraphs away. From the
paragraphs that these make sure of, the words of each role are learnt and join the
evidence (naive Bayes, self-training as in Yarowsky 1995). Nobody labels anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from essaykit.draft.roles import ParagraphEvidence, TypedParagraph, decoded, paragraph_evidence, role_cards, typed
from essaykit.draft.terms import Keys, term_keys

# Chosen together on the labelled essays of five trades of twelve (bench/drafts.py): right roles of paragraphs rise from .77 to .87, of
# the seven trades set aside from .70 to .77. With 0.1 to 1 for WEIGHT and 0.5 to 0.8 for SURE they are never below .81 and .74.
WEIGHT = 0.3
"""Of learnt words against those of the cards."""
SURE = 0.8
"""Likelihood from which a paragraph teaches."""
ROUNDS = 2
LEAST_ESSAYS, MOST_ESSAYS = 30, 2_000
"""Fewer teach nothing that lasts; of more, so many evenly spread ones teach."""
LOW, HIGH = -2.0, 3.0
"""Bounds of one word's weight."""
SMOOTHING = 0.5
LEAST_SEEN = 2.0

Floats = npt.NDArray[np.float64]


def typed_essays(texts: Sequence[str]) -> list[list[TypedParagraph]]:
    """The paragraphs of many essays that are no headings, each with the likelihood of every role."""
    evidence = [list(paragraph_evidence(text)) for text in texts]
    cards = [np.array([e.scores for e in essay]).reshape(len(essay), len(role_cards()) + 1) for essay in evidence]
    if len(texts) < LEAST_ESSAYS:
        shares = [_decoded(scores, essay) for scores, essay in zip(cards, evidence, strict=True)]
    else:
        terms = [[np.unique(term_keys(text[e.start : e.end])) for e in essay] for text, essay in zip(texts, evidence, strict=True)]
        teachers = range(0, len(texts), -(-len(texts) // MOST_ESSAYS))
        scores = [cards[i] for i in teachers]
        for _ in range(ROUNDS):
            shares = [_decoded(s, evidence[i]) for s, i in zip(scores, teachers, strict=True)]
            known, weights = _learnt([terms[i] for i in teachers], shares)
            scores = [cards[i] + _said(terms[i], known, weights) for i in teachers]
        shares = [_decoded(c + _said(t, known, weights), e) for c, t, e in zip(cards, terms, evidence, strict=True)]
    return [[typed(e, row) for e, row in zip(essay, rows, strict=True)] for essay, rows in zip(evidence, shares, strict=True)]


def _decoded(scores: Floats, evidence: Sequence[ParagraphEvidence]) -> Floats:
    return decoded(scores, [e.fresh for e in evidence])


def _learnt(terms: Sequence[Sequence[Keys]], shares: Sequence[Floats]) -> tuple[Keys, Floats]:
    """Terms in order, and the log-odds of each for each role (last column: none)."""
    paragraphs = [keys for essay in terms for keys in essay]
    sure = np.concatenate([np.zeros((0, len(role_cards()) + 1)), *shares])
    sure = np.where(sure > SURE, sure, 0.0)
    lengths = np.array([len(keys) for keys in paragraphs], np.int64)
    known, ids = np.unique(np.concatenate([np.zeros(0, np.uint32), *paragraphs]), return_inverse=True)
    counts = np.stack([np.bincount(ids, weights=np.repeat(column, lengths), minlength=len(known)) for column in sure.T], axis=1)
    often = counts.sum(axis=1) >= LEAST_SEEN
    known, counts = known[often], counts[often]
    taught, total, seen = sure.sum(axis=0), max(float(sure.sum()), 1.0), counts.sum(axis=1, keepdims=True)
    inside = (counts + SMOOTHING * seen / total) / (taught + SMOOTHING)
    outside = (seen - counts + SMOOTHING) / (total - taught + SMOOTHING)
    weights = np.clip(np.log(inside) - np.log(outside), LOW, HIGH)
    return known, np.where(taught > 0, weights, 0.0)


def _said(terms: Sequence[Keys], known: Keys, weights: Floats) -> Floats:
    """What learnt words add to the evidence of an essay's paragraphs."""
    added = np.zeros((len(terms), weights.shape[1]))
    if not len(known):
        return added
    for row, keys in enumerate(terms):
        at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        found = at[known[at] == keys]
        if len(found):
            added[row] = WEIGHT * weights[found].sum(axis=0) / np.sqrt(len(found))
    return added
