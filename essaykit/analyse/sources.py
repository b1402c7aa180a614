"""Independent sources of texts: what a count of texts has to be set beside, in a genre where essays are copies of copies."""

from __future__ import annotations

from typing import Literal

import numpy as np
from msgspec.structs import replace

from essaykit.analyse.arrays import Floats, Ints
from essaykit.analyse.texts import Texts
from essaykit.copies import find_copies, independent_sources
from essaykit.copies.kept import corpus_copies, text_grams
from essaykit.copies.sources import renumbered
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


def source_numbers(texts: Texts) -> Ints:
    """The independent source of each text, numbered in the order in which they first appear."""
    if texts.sources is not None:
        return renumbered(np.array(texts.sources, dtype=np.int64))
    return np.asarray(find_copies(text_grams([text.text for text in texts.texts])).sources, dtype=np.int64)


def count_sources(sources: Ints) -> int:
    """How many different ones there are."""
    return len(np.unique(sources))


def with_sources(texts: Texts) -> Texts:
    """The same texts with the numbers of their sources, so that they are looked for once."""
    return texts if texts.sources is not None else replace(texts, sources=tuple(source_numbers(texts).tolist()))


def kept_sources(corpus: Corpus) -> dict[str, int] | None:
    """Essay id → number of its independent source, where copies have been looked for since the corpus last changed."""
    return independent_sources(corpus)


def corpus_sources(corpus: Corpus) -> dict[str, int]:
    """Essay id → number of its independent source; copies are looked for, and kept beside the corpus, where that was not done."""
    kept = independent_sources(corpus)
    if kept is not None:
        return kept
    essays = list(corpus)
    state = corpus.folder / "state"
    grams = text_grams([essay.text for essay in essays], state if state.is_dir() else None)
    result, _ = corpus_copies(corpus, [essay.id for essay in essays], grams)
    return {name: source.source for source in result.clusters for name in source.texts}
