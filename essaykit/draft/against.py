"""The corpus that a paper is compared with: its index, kept beside it, and the few essays that passages stand in."""

from __future__ import annotations

from collections.abc import Callable

from essaykit.copies import Index
from essaykit.copies.kept import corpus_index, text_grams, warm_index
from essaykit.store import Corpus

Source = Callable[[int], tuple[str, str, str]]
"""Id, title and text of an essay by its number."""


def corpus_against(corpus: Corpus) -> tuple[Index, Source]:
    """An index of all essays of a corpus, and what reads those that are asked for; the first time all are read."""
    warm = warm_index(corpus)
    if warm is None:
        essays = list(corpus)
        ids = [essay.id for essay in essays]
        state = corpus.folder / "state"
        index = corpus_index(corpus, ids, text_grams([essay.text for essay in essays], state if state.is_dir() else None))
        return index, lambda number: (essays[number].id, essays[number].title, essays[number].text)
    index, names = warm

    def source(number: int) -> tuple[str, str, str]:
        document = names[number].rpartition("-")[0]
        essay = next(essay for essay in corpus.essays_in([document]) if essay.id == names[number])
        return essay.id, essay.title, essay.text

    return index, source
