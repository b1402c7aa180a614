"""How near each essay of an index is to what a student says of the work."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from essaykit.draft.excerpt_index import ExcerptIndex, Floats, Ints
from essaykit.draft.terms import term_keys

FEEDBACK_FROM, FEEDBACK_ESSAYS = 0.2, 7
"""Nearness from which an essay lends its words to the query, and how many do."""
FEEDBACK_TERMS, FEEDBACK_WEIGHT, FEEDBACK_COMMON = 60, 0.5, 0.15
"""How many words are lent, how heavy the heaviest is against one of the student's own, and in which share of essays it may stand."""
RELATED = 0.15
"""Weight of a word of the trade against one of the student's own."""
SATURATION, LENGTH = 1.2, 0.75
"""BM25's usual k1 and b."""

TextOf = Callable[[Iterable[int]], dict[int, str]]
"""Texts of essays by their numbers."""


def nearness(index: ExcerptIndex, about: str, text_of: TextOf, related: Sequence[str] = ()) -> Floats:
    """How near each essay is; the nearest is 1.

    BM25 over bigrams finds the essays that use the student's own words; what these have in
    common and others lack joins the query (pseudo-relevance feedback, Rocchio 1971), so that
    an essay of the same trade is found that never names it. ``related`` are words of the trade
    that the student need not have used.
    """
    query = dict.fromkeys(term_keys("\n".join(related)).tolist(), RELATED) | dict.fromkeys(term_keys(about).tolist(), 1.0)
    if not query or not index.essays:
        return np.ones(len(index.essays))
    first = _matches(index, query)
    relevant = [i for i in _best(first, FEEDBACK_ESSAYS).tolist() if first[i] >= FEEDBACK_FROM]
    texts = text_of(relevant)
    return _matches(index, query | _feedback(index, {i: float(first[i]) for i in relevant}, texts, query))


def _best(scores: Floats, most: int) -> Ints:
    return np.argsort(-scores, kind="stable")[:most]


def _matches(index: ExcerptIndex, query: dict[int, float]) -> Floats:
    """BM25 of each essay, divided by the best."""
    count = len(index.essays)
    norm = SATURATION * (1 - LENGTH + LENGTH * index.sizes / index.sizes.mean())
    totals = np.zeros(count)
    for term, share in sorted(query.items()):
        holders, times = index.holders_of(term)
        weight = share * math.log(1 + (count - len(holders) + 0.5) / (len(holders) + 0.5))
        totals[holders] += weight * times * (SATURATION + 1) / (times + norm[holders])
    best = float(totals.max())
    return totals / best if best else np.ones(count)  # nobody is nearer than another


def _feedback(index: ExcerptIndex, relevant: dict[int, float], texts: dict[int, str], query: dict[int, float]) -> dict[int, float]:
    """Terms typical of the relevant texts, the strongest as heavy as a share of a word of the query."""
    count = len(index.essays)
    weights: dict[int, float] = {}
    for i, score in relevant.items():
        title = index.essays[i].title
        terms, times = np.unique(term_keys(f"{title}\n{title}\n{texts[i]}"), return_counts=True)
        for term, n in zip(terms.tolist(), times.tolist(), strict=True):
            df = len(index.holders_of(term)[0])
            if term not in query and df <= FEEDBACK_COMMON * count:
                weights[term] = weights.get(term, 0.0) + score * math.log1p(n) * math.log((count + 1) / (df + 0.5))
    strongest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:FEEDBACK_TERMS]
    return {term: FEEDBACK_WEIGHT * weight / strongest[0][1] for term, weight in strongest}
