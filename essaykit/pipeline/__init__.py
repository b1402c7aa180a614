"""The pipeline: one pure function from bytes, context and decisions to a Document; and the corpus context."""

from __future__ import annotations

from essaykit.pipeline.context import CorpusContext, merge_contexts, observe_source, site_of, view_context, view_digest
from essaykit.pipeline.decisions import decisions_digest, place
from essaykit.pipeline.document import build_document, decide_document, document_id, make_source, rules_version
from essaykit.pipeline.plain import plain_lines

__all__ = [
    "CorpusContext", "build_document", "decide_document", "decisions_digest", "document_id", "make_source", "merge_contexts",
    "observe_source", "place", "plain_lines", "rules_version", "site_of", "view_context", "view_digest",
]  # fmt: skip
