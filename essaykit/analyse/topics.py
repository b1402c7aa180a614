"""Topics: texts in clusters, each named by its words, with how far each can be trusted.

Words of two or more characters and pairs of Han characters, both in at least
two texts and in at most a quarter of them, stock sentences left out; TF-IDF;
latent semantic analysis; consensus of several runs of k-means. The number of
topics is the one whose clusters change least when texts are drawn anew
(bootstrap; Ben-Hur et al. 2002, Fang and Wang 2012). Labels: class-based TF-IDF
(Grootendorst 2022). All random choices follow from the seed, and BLAS runs on
one thread, so that the same texts, seed and versions give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from essaykit.analyse.clusters import MAX_TOPICS, SPACES, cluster_rows, most_stable, reduce_rows, try_numbers, unit_rows
from essaykit.analyse.counts import text_features
from essaykit.analyse.describe import Material, Topic, describe_topics
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.keywords import count
from essaykit.analyse.stock import find_stock
from essaykit.analyse.texts import Counted, Text, Texts, headed, versions
from essaykit.analyse.tokens import traits_of
from essaykit.analyse.words import Segmenter, make_segmenter
from essaykit.errors import UsageError
from essaykit.model import Record

MIN_TEXTS = 8
"""Fewer texts make no clusters unless the number of topics is given."""
STABLE = 0.9
"""Share of the runs from which on a text is called stable."""


class Assignment(Record, frozen=True, kw_only=True):
    """Which topic a text belongs to; -1 where it has no word to judge by."""

    id: str
    cluster: int
    stability: float
    """Share of the bootstrap runs in which it fell into this topic."""


class Tried(Record, frozen=True, kw_only=True):
    """A number of topics that was tried."""

    k: int
    stability: float
    """Mean adjusted Rand index between bootstrap runs."""
    error: float
    """Standard error of the stability."""


class TopicResult(Record, frozen=True, kw_only=True):
    """Topics with all that they depend on."""

    topics: tuple[Topic, ...]
    assignments: tuple[Assignment, ...]
    k: int
    chosen: bool
    """Whether the number was found here, not given."""
    tried: tuple[Tried, ...]
    stability: float
    """Mean adjusted Rand index of the bootstrap runs against these topics: below 0.4 there is no stable partition."""
    stable_texts: int
    """Texts whose stability is at least 0.9."""
    note: str | None
    """Why there are no topics, or why they are not to be trusted."""
    seed: int
    features: int
    dimensions: int
    stock_sentences: int
    stock_characters: int
    copies: int
    """Texts that are mostly made of sentences of others; theirs were kept."""
    counted: Counted
    versions: dict[str, str]


def find_topics(
    texts: Texts | Sequence[Text], *, k: int | None = None, seed: int = 0, top: int = 10, segmenter: Segmenter | None = None
) -> TopicResult:
    """Put texts into clusters and name them.

    Args:
        texts: the texts.
        k: how many topics; None to choose.
        seed: of everything random.
        top: words for each topic.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if ``k`` is less than 1 or more than there are texts.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    if k is not None and not 1 <= k <= len(given.texts):
        raise UsageError(
            f"{k} topics can't be made of {len(given.texts)} texts", hint="give --k a number between 1 and the texts there are"
        )
    segmenter = segmenter or make_segmenter()
    heads = [headed(text)[0] for text in given.texts]
    tokens = cut_texts(heads, segmenter)
    traits = traits_of(tokens.words)
    stock = find_stock(tokens, traits)
    counts = text_features(heads, tokens, traits, stock)
    judged = np.flatnonzero(np.diff(counts.matrix.indptr) > 0)
    note = _too_little(len(judged), k)
    with threadpool_limits(limits=1):
        rows = reduce_rows(counts.weighted()[judged], max(*SPACES, (k or MAX_TOPICS) + 2), seed)
        tried: tuple[Tried, ...] = ()
        number = k or 1
        if k is None and note is None:
            found = try_numbers(rows, seed)
            tried = tuple(Tried(k=n, stability=stability, error=error) for n, (stability, error) in found.items())
            number = most_stable(found)
        different = len(np.unique(np.round(unit_rows(rows, rows.shape[1]), 6), axis=0))
        if number > max(1, different):
            note = f"only {different} of the texts differ in what they are about: fewer topics than asked for"
            number = max(1, different)
        clusters = cluster_rows(rows, number, seed)
    if note is None and clusters.overall < 0.4 and number > 1:
        note = f"no stable partition: drawn anew, the texts fall into other clusters (stability {clusters.overall:.2f})"
    material = Material(given.texts, heads, tokens, stock, counts, judged)
    topics = describe_topics(material, unit_rows(rows, clusters.centres.shape[1]), clusters, top)
    cluster = np.full(len(heads), -1)
    cluster[judged] = clusters.labels
    stability = np.zeros(len(heads))
    stability[judged] = clusters.stability
    return TopicResult(
        topics=topics,
        assignments=tuple(
            Assignment(id=t.id, cluster=int(c), stability=round(float(s), 3))
            for t, c, s in zip(given.texts, cluster, stability, strict=True)
        ),
        k=len(topics), chosen=k is None, tried=tried, stability=round(clusters.overall, 3),
        stable_texts=int((clusters.stability >= STABLE).sum()), note=note, seed=seed, features=counts.matrix.shape[1],
        dimensions=rows.shape[1], stock_sentences=stock.sentences, stock_characters=stock.characters, copies=stock.copies,
        counted=count(given, tokens, traits.wordy, segmenter), versions=versions("jieba", "numpy", "scipy"),
    )  # fmt: skip


def _too_little(judged: int, k: int | None) -> str | None:
    if judged == 0:
        return "no text has a word that others share: nothing to cluster"
    if k is None and judged < MIN_TEXTS:
        return f"too few texts to cluster: {judged} share words with others, and {MIN_TEXTS} are needed where no number of topics is given"
    return None
