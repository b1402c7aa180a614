"""How often words stand in each text; in how many texts, and in how many independent sources.

Texts of this genre are copies of copies. A word that stands in twenty texts which
were all made from one has one source, so every count here comes twice: of texts and
of sources (`essaykit.copies`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Floats, Ints
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.sources import count_sources, source_numbers
from essaykit.analyse.sparse import sparse
from essaykit.analyse.texts import Counted, Heads, Text, Texts, headed
from essaykit.analyse.tokens import BOUNDARY, Tokens, Traits, traits_of
from essaykit.analyse.words import Segmenter, make_segmenter

STRETCH = 1 << 20
"""Tokens that are worked on at a time."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Texts cut into words, ready to be counted; titles are no part of them."""

    texts: Texts
    tokens: Tokens
    traits: Traits
    sources: Ints
    """For each text the number of its independent source, from 0 without gaps."""
    segmenter: Segmenter

    def sizes(self) -> Ints:
        """Running words of each text."""
        if not self.tokens.texts:
            return np.zeros(0, dtype=np.int64)
        wordy = self.traits.wordy[self.tokens.ids]
        return np.add.reduceat(wordy, self.tokens.starts[:-1], dtype=np.int64)  # no text is without a token: each ends in a mark

    def counted(self) -> Counted:
        """What a result over these texts is about."""
        sizes = self.sizes()
        return Counted(
            texts=len(self.texts.texts), blank=int((sizes == 0).sum()), characters=sum(len(t.text) for t in self.texts.texts),
            words=int(sizes.sum()), left_out=self.texts.left_out, dictionary=self.segmenter.key, sources=count_sources(self.sources),
            selected=self.texts.selected,
        )  # fmt: skip


def cut_given(texts: Texts | Sequence[Text], segmenter: Segmenter | None = None) -> Cut:
    """Cut texts into words and number their independent sources; copies are looked for unless ``texts`` say what they are."""
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    segmenter = segmenter or make_segmenter()
    tokens = cut_texts(Heads(given.texts), segmenter)  # with titles, as keywords cut them: what is kept serves all
    heads = ((*headed(text), len(text.text)) for text in given.texts)
    titles = [length + 1 if len(head) > size else 0 for head, length, size in heads]
    traits = traits_of(tokens.words)
    return Cut(given, _without(tokens, traits, np.array(titles, dtype=np.int64)), traits, source_numbers(given), segmenter)


def _without(tokens: Tokens, traits: Traits, characters: Ints) -> Tokens:
    """Texts without so many characters at their beginnings; a word ends there."""
    if not characters.any():
        return tokens
    parts = []
    for begin, end, size in zip(tokens.starts[:-1].tolist(), tokens.starts[1:].tolist(), characters.tolist(), strict=True):
        ends = np.cumsum(traits.length[tokens.ids[begin : begin + size]])
        parts.append(tokens.ids[begin + int(np.searchsorted(ends, size, side="right")) : end])
    return Tokens(tokens.words, np.concatenate(parts), np.cumsum([0, *map(len, parts)], dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often each item stands in each text."""

    matrix: sparse.csr_array
    """Texts × items."""
    names: tuple[str, ...]
    sizes: Ints
    """Running words of each text, what isn't among the items included."""


def word_frequencies(cut: Cut, *, stop_words: bool = False) -> Frequencies:
    """Frequencies of the words of texts.

    Args:
        cut: the texts.
        stop_words: count function words, numbers and dates too.
    """
    tokens, traits = cut.tokens, cut.traits
    wanted = traits.wordy.copy()
    if not stop_words:
        wanted &= ~traits.stop
    wanted[BOUNDARY] = False
    column = np.cumsum(wanted, dtype=np.int32) - 1
    parts = [sparse.csr_array((0, int(wanted.sum())), dtype=np.int32)]
    for begin, end in tokens.stretches(STRETCH):
        ids = tokens.ids[begin:end]
        here = wanted[ids]
        first, last = np.searchsorted(tokens.starts, (begin, end)).tolist()
        starts = np.concatenate(([0], np.cumsum(here)))[tokens.starts[first : last + 1] - begin]
        part = sparse.csr_array(
            (np.ones(int(here.sum()), dtype=np.int32), column[ids[here]], starts.astype(np.int32)), shape=(last - first, int(wanted.sum()))
        )
        part.sum_duplicates()
        parts.append(part)
    matrix = sparse.vstack(parts, format="csr")
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=matrix.shape[1]))
    ids_of = np.flatnonzero(wanted)[used]
    return Frequencies(matrix[:, used].tocsr(), tuple(tokens.words[i] for i in ids_of.tolist()), cut.sizes())


def owners_with(matrix: sparse.csr_array, owner: Ints) -> Ints:
    """For each item in how many owners it stands.

    Args:
        matrix: texts × items.
        owner: for each text its owner, say its independent source.
    """
    return np.bincount(sums(matrix, owner).indices, minlength=matrix.shape[1]).astype(np.int64)


def sums(matrix: sparse.csr_array, owner: Ints, weights: Floats | None = None) -> sparse.csr_array:
    """Owners × items: the rows of the texts of each owner added up, each times its weight."""
    texts = matrix.shape[0]
    owners = int(owner.max()) + 1 if len(owner) else 0
    data: npt.NDArray[np.float64] = np.ones(texts) if weights is None else weights
    return (sparse.csr_array((data, (owner, np.arange(texts))), shape=(owners, texts)) @ matrix).tocsr()
