"""Independent sources of texts: what a count of texts has to be set beside, in a genre where essays are copies of copies."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from essaykit.analyse.arrays import Floats, Ints, distinct
from essaykit.analyse.texts import Texts
from essaykit.store import Corpus

Unit = Literal["sources", "essays"]
"""What counts as one: an independent source, however many copies of it there are, or each essay."""


def text_weights(sources: Ints, unit: Unit, owner: Ints | None = None) -> Floats:
    """How much each text counts: for ``essays`` 1; for ``sources`` the texts of one source share 1 among them.

    Args:
        sources: for each text the number of its source.
        unit: what counts as one.
        owner: for each text its group, if what is counted is counted for groups: the texts of one source in one group share 1.
    """
    if unit == "essays" or not len(sources):
        return np.ones(len(sources))
    key = sources if owner is None else owner * (int(sources.max()) + 1) + sources
    _, inverse, size = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray(1 / size[inverse], dtype=np.float64)


class SourceSpread:
    """In how many independent sources each of many things stands; they are added as pairs of thing and text, each pair once.

    Only texts that have copies need to be compared: each of the others is a source. Sources are numbered as by `source_numbers`.

    >>> spread = SourceSpread(np.array([0, 1, 1]))
    >>> spread.add(np.array([0, 0, 0, 1]), np.array([0, 1, 2, 2]))
    >>> spread.counts(2).tolist()
    [2, 1]
    """

    def __init__(self, sources: Ints) -> None:
        self._sources = sources
        self._copied = np.bincount(sources)[sources] > 1 if len(sources) else np.zeros(0, dtype=bool)
        self._lone = np.zeros(0, dtype=np.int64)
        self._pairs = [np.zeros(0, dtype=np.int64)]

    def add(self, things: npt.NDArray[np.integer], texts: npt.NDArray[np.integer]) -> None:
        """Count some things, each in a text."""
        copied = self._copied[texts]
        more = np.bincount(things[~copied], minlength=len(self._lone))
        more[: len(self._lone)] += self._lone
        self._lone = more
        self._pairs.append(distinct(things[copied].astype(np.int64) * len(self._sources) + self._sources[texts[copied]]))

    def counts(self, size: int = 0) -> Ints:
        """Of each thing, in the order of their numbers; of so many at least."""
        shared = distinct(np.concatenate(self._pairs)) // max(1, len(self._sources))
        found = np.bincount(shared, minlength=max(size, len(self._lone)))
        found[: len(self._lone)] += self._lone
        return found


def source_numbers(texts: Texts) -> Ints:
    """The independent source of each text, numbered in the order in which they first appear."""
    if texts.sources is not None:
        from essaykit.copies.sources import renumbered

        return renumbered(np.array(texts.sources, dtype=np.int64))
    from essaykit.copies import find_copies
    from essaykit.copies.kept import text_grams

    return np.asarray(find_copies(text_grams([text.text for text in texts.texts])).sources, dtype=np.int64)


def count_sources(sources: Ints) -> int:
    """How many different ones there are."""
    return len(np.unique(sources))


def with_sources(texts: Texts) -> Texts:
    """The same texts with the numbers of their sources, so that they are looked for once."""
    return texts if texts.sources is not None else replace(texts, sources=tuple(source_numbers(texts).tolist()))


def kept_sources(corpus: Corpus) -> dict[str, int] | None:
    """Essay id → number of its independent source, where copies have been looked for since the corpus last changed."""
    from essaykit.copies import independent_sources

    return independent_sources(corpus)


def corpus_sources(corpus: Corpus) -> dict[str, int]:
    """Essay id → number of its independent source; copies are looked for, and kept beside the corpus, where that was not done."""
    from essaykit.copies import independent_sources
    from essaykit.copies.kept import corpus_copies, text_grams

    kept = independent_sources(corpus)
    if kept is not None:
        return kept
    essays = list(corpus)
    state = corpus.folder / "state"
    grams = text_grams([essay.text for essay in essays], state if state.is_dir() else None)
    result, _ = corpus_copies(corpus, [essay.id for essay in essays], grams)
    return {name: source.source for source in result.clusters for name in source.texts}
