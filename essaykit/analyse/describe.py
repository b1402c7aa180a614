"""What a topic is about: its words, the texts in its middle, and sentences that say it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Ints, Rows
from essaykit.analyse.clusters import Clusters
from essaykit.analyse.counts import Counts, rows_of
from essaykit.analyse.sparse import sparse
from essaykit.analyse.stock import Stock
from essaykit.analyse.texts import Text
from essaykit.analyse.tokens import Tokens
from essaykit.model import Record
from essaykit.text import sentences

TYPICAL_TEXTS, TYPICAL_SENTENCES = 3, 3
NEAR_TEXTS = 10
"""Texts nearest to the middle that typical sentences are taken from."""
COHERENT_WORDS = 10
"""Words of a topic whose coherence is measured."""
SENTENCE_LENGTHS = (12, 80)
"""Characters of a sentence that can stand alone."""


class TypicalText(Record, frozen=True, kw_only=True):
    """A text near the middle of its topic."""

    id: str
    title: str
    closeness: float
    """Cosine to the middle of the topic."""


class TypicalSentence(Record, frozen=True, kw_only=True):
    """A sentence that holds much of what sets a topic apart."""

    id: str
    start: int
    text: str


class Topic(Record, frozen=True, kw_only=True):
    """One cluster of texts."""

    topic: int
    words: tuple[str, ...]
    """What sets it apart, best first."""
    size: int
    share: float
    stability: float
    """Mean of its texts'."""
    coherence: float
    """How much its first ten words stand together in texts (`topic_coherence`)."""
    sources: int | None
    """Independent sources that its texts come from; None where nobody has looked for copies."""
    texts: tuple[TypicalText, ...]
    sentences: tuple[TypicalSentence, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """The texts and all that was counted in them."""

    texts: tuple[Text, ...]
    heads: Sequence[str]
    """Each text with its title."""
    tokens: Tokens
    stock: Stock
    counts: Counts
    judged: Ints
    """Positions of the texts that have a feature to judge by."""


def describe_topics(material: Material, rows: Rows, clusters: Clusters, top: int, sources: Ints | None = None) -> tuple[Topic, ...]:
    """Describe each cluster.

    Args:
        material: the texts.
        rows: the texts judged, as points.
        clusters: of these.
        top: words for each topic.
        sources: for each text the number of its independent source.
    """
    counts, words = material.counts, material.tokens.words
    judged = len(material.judged)
    matrix = rows_of(counts.matrix, material.judged)[:, : counts.words]
    number = len(clusters.centres)
    member = sparse.csr_array((np.ones(judged), (clusters.labels, np.arange(judged))), shape=(number, judged))
    weight = _class_weights((member @ matrix).toarray())
    there = sparse.csr_array((np.ones(matrix.nnz, dtype=np.float32), matrix.indices, matrix.indptr), shape=matrix.shape)
    presence = (member @ there).toarray()
    members_of = [np.flatnonzero(clusters.labels == topic) for topic in range(number)]
    # a word of one text alone names that text
    known = [np.where(presence[t] >= min(2, len(members)), weight[t], 0) for t, members in enumerate(members_of)]
    best_of = [[int(b) for b in np.argsort(-known[t], kind="stable")[: max(top, COHERENT_WORDS)] if known[t][b] > 0] for t in range(number)]
    named = sorted({word for best in best_of for word in best[:COHERENT_WORDS]})
    column = {word: place for place, word in enumerate(named)}
    stands = there[:, named]
    together = np.asarray((stands.T @ stands).toarray(), dtype=np.float64)
    topics = []
    for topic in range(number):
        members, best = members_of[topic], best_of[topic]
        centre = clusters.centres[topic]
        closeness = rows[members] @ centre / max(float(np.linalg.norm(centre)), 1e-12)
        near = np.argsort(-np.round(closeness, 9), kind="stable")  # two texts are as near to their middle but for rounding
        value = np.zeros(len(words))
        value[counts.word_ids] = weight[topic]
        topics.append(
            Topic(
                topic=topic,
                words=tuple(words[counts.word_ids[b]] for b in best[:top]),
                size=len(members),
                share=round(len(members) / len(material.texts), 4),
                stability=round(float(clusters.stability[members].mean()), 3),
                coherence=round(topic_coherence(together, [column[b] for b in best[:COHERENT_WORDS]], judged), 3),
                sources=None if sources is None else len(np.unique(sources[material.judged[members]])),
                texts=tuple(_typical_text(material, int(members[i]), float(closeness[i])) for i in near[:TYPICAL_TEXTS]),
                sentences=_typical_sentences(material, material.judged[members[near[:NEAR_TEXTS]]], value.tolist()),
            )
        )
    return tuple(topics)


def topic_coherence(together: Rows, words: Sequence[int], texts: int) -> float:
    """Mean normalised pointwise mutual information of all pairs of words over texts (Bouma 2009; Lau et al. 2014).

    Args:
        together: words × words, in how many texts both stand; on the diagonal, in how many the word does.
        words: those of the topic.
        texts: how many there are.

    Returns:
        1 where the words always stand together, 0 as by chance, -1 never; 0 for fewer than two words.

    >>> topic_coherence(np.array([[2.0, 2.0], [2.0, 2.0]]), [0, 1], 4)
    1.0
    """
    if len(words) < 2:
        return 0.0
    pairs = np.triu_indices(len(words), 1)
    share = together[np.ix_(words, words)] / texts
    both, alone = share[pairs], np.outer(share.diagonal(), share.diagonal())[pairs]
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.where(both > 0, np.log(both / alone) / -np.log(both), -1)
    return float(np.where(both >= 1, 1, pmi).mean())


def topic_diversity(topics: Sequence[Topic]) -> float:
    """Share of the topics' words that name one topic only (Dieng et al. 2020)."""
    words = [word for topic in topics for word in topic.words]
    return len(set(words)) / len(words) if words else 0.0


def _typical_text(material: Material, row: int, closeness: float) -> TypicalText:
    text = material.texts[material.judged[row]]
    return TypicalText(id=text.id, title=text.title, closeness=round(closeness, 3))


def _class_weights(frequency: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Class-based TF-IDF: share in the class × logarithm of how rare the word is over the classes."""
    total = frequency.sum(axis=0)
    mean = frequency.sum() / max(1, len(frequency))
    share = frequency / np.maximum(frequency.sum(axis=1, keepdims=True), 1)
    weights: npt.NDArray[np.float64] = share * np.log(1 + mean / np.maximum(total, 1))
    return weights


def _typical_sentences(material: Material, texts: Ints, value: list[float]) -> tuple[TypicalSentence, ...]:
    """Sentences of some texts whose words weigh most for their length; at most one a text."""
    tokens = material.tokens
    shortest, longest = SENTENCE_LENGTHS
    found = []
    for t in texts.tolist():
        head, text = material.heads[t], material.texts[t]
        begin, end = tokens.starts[t : t + 2].tolist()
        words, stock = tokens.ids[begin : end - 1].tolist(), material.stock.inside(begin, end).tolist()
        ends = [*accumulate(len(tokens.words[word]) for word in words)]
        title = len(head) - len(text.text)
        best = (0.0, -1, -1)
        for start, stop in sentences(head):
            if shortest <= stop - start <= longest and start >= title:
                first, last = bisect_right(ends, start), bisect_right(ends, stop)
                if stock[first]:
                    continue
                score = sum(value[word] for word in dict.fromkeys(words[first:last])) / (stop - start) ** 0.5
                best = max(best, (score, start, stop), key=lambda found: found[0])
        if best[0] > 0:
            found.append((best[0], TypicalSentence(id=text.id, start=best[1] - title, text=head[best[1] : best[2]])))
    found.sort(key=lambda pair: -pair[0])
    return tuple(sentence for _, sentence in found[:TYPICAL_SENTENCES])
