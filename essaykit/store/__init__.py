"""The corpus folder: documents, index and decisions, read lazily and written whole or not at all."""

from __future__ import annotations

from essaykit.store.corpus import Corpus, CorpusEssay, open_corpus
from essaykit.store.decisions import append_decision, read_decisions
from essaykit.store.index import IndexedDocument, IndexedFailure, IndexedSkip, Totals

__all__ = [
    "Corpus", "CorpusEssay", "IndexedDocument", "IndexedFailure", "IndexedSkip", "Totals",
    "append_decision", "open_corpus", "read_decisions",
]  # fmt: skip
