"""Decisions as records: the place they are about, quoted so that they find it again."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime

import msgspec

from essaykit.errors import UsageError
from essaykit.ledger import restore_source
from essaykit.model import Decision, Document, Operation, Span, Verdict
from essaykit.store import Corpus

CONTEXT = 20
"""Code points quoted on both sides of a place."""


def find_operation(corpus: Corpus, operation: str, document: str | None = None) -> tuple[Document, Operation]:
    """The operation of that id, or a beginning of it of at least six characters, and its document.

    Args:
        corpus: where to look.
        operation: the id.
        document: only there; ids are made from rule, place and text, so that twins of a page share them.

    Raises:
        UsageError: if there is none, or if it stands in several documents.
    """
    documents = [corpus.document(document)] if document else corpus.documents()
    found = [(d, o) for d in documents for o in d.operations if o.id == operation or (len(operation) >= 6 and o.id.startswith(operation))]
    found = found or [(d, o) for d, o in _decided_before(corpus, operation) if not document or d.id == corpus.find(document).id]
    if not operation.strip():
        raise UsageError(
            "an operation is named by its id", file=str(corpus.folder), hint="'essaykit why DOC:LINE' shows the ids of a place"
        )
    if not found:
        where = document or str(corpus.folder)
        raise UsageError(f"no operation is called {operation}", file=where, hint="'essaykit why DOC:LINE' shows the ids of a place")
    if len(found) > 1:
        some = ", ".join(f"{o.id} in {d.source.path}" for d, o in found[:3])
        raise UsageError(f"{operation} names {len(found)} operations: {some}", file=str(corpus.folder), hint="add --document DOC")
    return found[0]


def _decided_before(corpus: Corpus, operation: str) -> list[tuple[Document, Operation]]:
    """What an operation that was decided has become: an accepted line takes its line end with it, and ids follow from the text."""
    decided = {(d.document, d.span[0]): d.quote for d in corpus.decisions() if d.operation == operation and d.span}
    documents = corpus.documents_in({str(document) for document, _ in decided})
    return [(d, o) for d in documents for o in d.operations if o.before.startswith(decided.get((d.id, o.start), "\0"))]


def decide_operation(document: Document, operation: Operation, verdict: Verdict, value: str | None, who: str) -> Decision:
    """The decision to accept, reject or edit one operation.

    Raises:
        UsageError: if ``edit`` comes without a text.
    """
    if verdict == "edit" and value is None:
        raise UsageError("edit needs --text", file="essaykit decide", hint='what shall stand there? --text "" for nothing')
    return decide_place(document, (operation.start, operation.end), verdict, value, who, operation=operation.id)


def decide_place(
    document: Document,
    span: Span,
    verdict: Verdict,
    value: str | None,
    who: str,
    *,
    operation: str | None = None,
    source: str | None = None,
) -> Decision:
    """The decision about one place of a document, with its text and 20 code points on both sides."""
    text = restore_source(document) if source is None else source
    start, end = span
    return _with_id(
        Decision(
            id="",
            verdict=verdict,
            who=who,
            when=_now(),
            document=document.id,
            path=document.source.path,
            operation=operation,
            span=span,
            quote=text[start:end],
            before=text[max(0, start - CONTEXT) : start],
            after=text[end : end + CONTEXT],
            value=value,
        )
    )


def decide_rule(rule: str, verdict: Verdict, site: str | None, who: str) -> Decision:
    """The decision to accept or reject all operations of a rule, everywhere or on one site."""
    return _with_id(Decision(id="", verdict=verdict, who=who, when=_now(), rule=rule, site=site))


def _with_id(decision: Decision) -> Decision:
    return msgspec.structs.replace(decision, id="de-" + hashlib.blake2b(msgspec.json.encode(decision), digest_size=6).hexdigest())


def _now() -> str:
    """Now, or the moment that SOURCE_DATE_EPOCH names, as reproducible builds have it."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdecimal() else datetime.now(UTC)
    return now.isoformat(timespec="seconds").replace("+00:00", "Z")
