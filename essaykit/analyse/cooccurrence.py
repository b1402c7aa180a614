"""Co-occurrence: which words stand together in sentences, paragraphs or essays more often than by chance, as a network.

The nodes are the words of most sources, the links the pairs of them that stand
together in enough sources, with their normalised pointwise mutual information (G.
Bouma, Normalized (Pointwise) Mutual Information in Collocation Extraction, GSCL
2009: 1 for words that never stand apart, 0 for chance) and Dice's coefficient.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np

from essaykit.analyse.arrays import Floats, Ints, steps
from essaykit.analyse.collocations import sentence_numbers
from essaykit.analyse.frequencies import Cut, cut_given
from essaykit.analyse.ngrams import spread
from essaykit.analyse.sources import Unit, text_weights
from essaykit.analyse.texts import Counted, Text, Texts, versions
from essaykit.analyse.tokens import Tokens
from essaykit.analyse.words import Segmenter
from essaykit.errors import UsageError
from essaykit.model import Record

Within = Literal["sentence", "paragraph", "essay"]

MOST_NODES = 1000
STRETCH = 1 << 22
"""Pairs that are worked on at a time."""


class Node(Record, frozen=True, kw_only=True, gc=False):
    """A word of the network."""

    word: str
    frequency: int
    essays: int
    sources: int
    contexts: float
    """Sentences (paragraphs, essays) with it, counted as ``unit`` says."""
    links: int


class Link(Record, frozen=True, kw_only=True, gc=False):
    """Two words that stand together."""

    a: str
    b: str
    contexts: float
    """Sentences (paragraphs, essays) with both, counted as ``unit`` says."""
    essays: int
    """Essays in which they stand together so."""
    sources: int
    npmi: float
    """From -1 to 1."""
    dice: float


class Network(Record, frozen=True, kw_only=True):
    """Words and links with all that they depend on."""

    nodes: tuple[Node, ...]
    """Words of most sources first."""
    links: tuple[Link, ...]
    """Closest first."""
    within: Within
    contexts: float
    """Sentences (paragraphs, essays) in all, counted as ``unit`` says."""
    unit: Unit
    words: int
    """How many words were taken; those without a link are no nodes."""
    min_spread: int
    min_npmi: float
    counted: Counted
    versions: dict[str, str]


def find_network(
    texts: Texts | Sequence[Text],
    *,
    within: Within = "sentence",
    unit: Unit = "sources",
    words: int = 100,
    min_spread: int = 3,
    min_npmi: float = 0.1,
    top: int | None = None,
    segmenter: Segmenter | None = None,
) -> Network:
    """Find the words that stand together.

    Args:
        texts: the texts.
        within: how near.
        unit: whether copies count.
        words: how many words to take, those of most sources (or essays); single characters and function words are not among them.
        min_spread: a link stands in at least so many sources (or essays).
        min_npmi: and is so close.
        top: keep only so many links.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if fewer than two or more than `MOST_NODES` words are asked for.
    """
    if not 2 <= words <= MOST_NODES:
        raise UsageError(f"a network of {words} words can't be drawn", hint=f"between 2 and {MOST_NODES}")
    cut = cut_given(texts, segmenter)
    tokens = cut.tokens
    owner = tokens.owners().astype(np.int64)
    vocabulary = len(tokens.words)
    essays, sources = spread(tokens.ids, owner, vocabulary), spread(tokens.ids, cut.sources[owner], vocabulary)
    chosen = _chosen(cut, sources if unit == "sources" else essays, words, min_spread)
    number = np.full(vocabulary, -1, dtype=np.int64)
    number[chosen] = np.arange(len(chosen))
    context, text, item = _contexts(tokens, owner, number, within)
    weights = text_weights(cut.sources, unit)
    alone = np.bincount(item, weights=weights[text], minlength=len(chosen)).astype(np.float64)
    total = _total(tokens, owner, weights, within)
    pairs, together, pair_essays, pair_sources = _pairs(context, text, item, cut.sources, weights, len(chosen))
    one, other = np.divmod(pairs, max(len(chosen), 1))
    npmi = normalised_information(together, alone[one], alone[other], total)
    kept = np.flatnonzero(((pair_sources if unit == "sources" else pair_essays) >= min_spread) & (npmi >= min_npmi))
    kept = kept[np.lexsort((pairs[kept], -together[kept], -npmi[kept]))][:top]
    names = [tokens.words[i] for i in chosen.tolist()]
    links = tuple(
        Link(
            a=names[one[i]], b=names[other[i]], contexts=round(float(together[i]), 3), essays=int(pair_essays[i]),
            sources=int(pair_sources[i]), npmi=round(float(npmi[i]), 4),
            dice=round(float(2 * together[i] / (alone[one[i]] + alone[other[i]])), 4),
        )
        for i in kept.tolist()
    )  # fmt: skip
    degree = np.bincount(np.concatenate((one[kept], other[kept])), minlength=len(chosen))
    frequency = np.bincount(tokens.ids, minlength=vocabulary)
    nodes = tuple(
        Node(
            word=names[i], frequency=int(frequency[w]), essays=int(essays[w]), sources=int(sources[w]), contexts=round(float(alone[i]), 3),
            links=int(degree[i]),
        )
        for i, w in enumerate(chosen.tolist())
        if degree[i]
    )  # fmt: skip
    return Network(
        nodes=nodes, links=links, within=within, contexts=round(total, 3), unit=unit, words=words, min_spread=min_spread, min_npmi=min_npmi,
        counted=cut.counted(), versions=versions("jieba", "numpy"),
    )  # fmt: skip


def normalised_information(together: Floats, one: Floats, other: Floats, total: float) -> Floats:
    """Bouma's NPMI, from 1 for what never stands apart to -1.

    >>> normalised_information(*(np.array([x]) for x in (5.0, 5.0, 5.0)), 50.0).round(3).tolist()
    [1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = together / total
        found = np.log(share * total**2 / (one * other)) / -np.log(share)
    return np.asarray(np.where(share >= 1, 1.0, found), dtype=np.float64)


def _chosen(cut: Cut, spread_of: Ints, words: int, min_spread: int) -> Ints:
    """Ids of the words of most sources; of equal ones those that come first."""
    traits = cut.traits
    wanted = np.flatnonzero(traits.wordy & ~traits.stop & (traits.length >= 2) & (spread_of >= min_spread))
    return wanted[np.lexsort((wanted, -spread_of[wanted]))][:words]


def _context_numbers(tokens: Tokens, owner: Ints, within: Within) -> Ints:
    if within == "essay":
        return owner
    if within == "sentence":
        return sentence_numbers(tokens)
    ends = np.array(["\n" in word or word == "" for word in tokens.words], dtype=bool)[tokens.ids]
    return np.concatenate(([0], np.cumsum(ends)[:-1])) if len(ends) else np.zeros(0, dtype=np.int64)


def _contexts(tokens: Tokens, owner: Ints, number: Ints, within: Within) -> tuple[Ints, Ints, Ints]:
    """Context, text and word of all words of the network, each once a context, contexts rising."""
    here = np.flatnonzero(number[tokens.ids] >= 0)
    context = _context_numbers(tokens, owner, within)[here]
    size = int(number.max(initial=0)) + 1
    keys, first = np.unique(context * size + number[tokens.ids[here]], return_index=True)
    return keys // size, owner[here[first]], keys % size


def _total(tokens: Tokens, owner: Ints, weights: Floats, within: Within) -> float:
    """Contexts with a word in them, as the unit counts."""
    context = _context_numbers(tokens, owner, within)
    wordy = np.array([any(c.isalnum() for c in word) for word in tokens.words], dtype=bool)[tokens.ids]
    _, first = np.unique(context[wordy], return_index=True)
    return float(weights[owner[wordy][first]].sum())


def _pairs(context: Ints, text: Ints, item: Ints, sources: Ints, weights: Floats, size: int) -> tuple[Ints, Floats, Ints, Ints]:
    """Each pair of words that stands in a context: its number, how many contexts, texts and sources."""
    together, essays, of_sources = np.zeros(size * size), *np.zeros((2, size * size), dtype=np.int64)
    order = np.argsort(sources[text], kind="stable")  # so that the places of a source are worked on at once
    for pair, owner in _pair_places(context[order], text[order], item[order], sources[text[order]], size):
        together += np.bincount(pair, weights=weights[owner], minlength=size * size)
        essays += spread(pair, owner, size * size)
        of_sources += spread(pair, sources[owner], size * size)
    pairs = np.flatnonzero(together)
    return pairs, together[pairs], essays[pairs], of_sources[pairs]


def _pair_places(context: Ints, text: Ints, item: Ints, source: Ints, size: int) -> Iterator[tuple[Ints, Ints]]:
    """The pairs of words of each context, with its text; some sources at a time, whole ones."""
    if not len(context):
        return
    begin = np.flatnonzero(steps(context))
    count = np.diff(begin, append=len(context))
    made = np.concatenate(([0], np.cumsum(count * (count - 1) // 2)))
    ends = np.append(np.flatnonzero(steps(source[begin]))[1:], len(begin))  # contexts at which another source begins
    start = 0
    while start < len(begin):
        fitting = np.searchsorted(made[ends], made[start] + STRETCH, side="right")
        stop = int(ends[max(fitting - 1, np.searchsorted(ends, start, side="right"))])
        places = np.arange(begin[start], begin[stop - 1] + count[stop - 1])
        behind = np.repeat(begin[start:stop] + count[start:stop], count[start:stop]) - places - 1
        left = np.repeat(places, behind)
        step = np.arange(len(left)) - np.repeat(np.concatenate(([0], np.cumsum(behind)[:-1])), behind)
        yield item[left] * size + item[left + 1 + step], text[left]
        start = stop
