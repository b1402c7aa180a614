"""The one function: (bytes, context, decisions) → Document. No files, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from msgspec.structs import replace

import essaykit
from essaykit.clean import engine
from essaykit.errors import ReadError
from essaykit.flags import DocumentEvidence, flag_document
from essaykit.ledger import text_hash
from essaykit.model import SCHEMA_VERSION, ContextView, Decision, Document, Source, SourceText
from essaykit.pipeline.context import site_of, view_digest
from essaykit.pipeline.decide import decide, with_verdicts
from essaykit.pipeline.decisions import decisions_digest, place_decisions
from essaykit.pipeline.elisions import with_elided
from essaykit.pipeline.operations import operations_on
from essaykit.pipeline.records import (
    essay_records,
    flagged,
    kept_records,
    metadata_records,
    role_records,
    title_in_intro,
    title_of_format,
    title_text,
    without_place,
)
from essaykit.read import read_source
from essaykit.split import find_headings

_DATA_ROOMS = ("label", "page", "clean", "split", "flags", "align", "pipeline", "read")

NO_VIEW = ContextView()
"""What a document reads from a context that holds no other documents."""


def document_id(data: bytes) -> str:
    """Id of a document: the first 16 hexadecimal digits of the hash of its raw bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


@cache
def rules_version() -> str:
    """Digest of the package version and of all data files that decide: rules, styles, weights, word lists."""
    digest = hashlib.blake2b(f"{essaykit.__version__} {SCHEMA_VERSION}".encode(), digest_size=8)

    def walk(folder: object, name: str) -> Iterable[tuple[str, bytes]]:
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):  # type: ignore[attr-defined]  # a Traversable
            if entry.is_dir():
                yield from walk(entry, f"{name}/{entry.name}")
            elif entry.name.endswith((".toml", ".json", ".txt", ".py")):
                yield f"{name}/{entry.name}", entry.read_bytes().replace(b"\r\n", b"\n")

    for room in _DATA_ROOMS:
        for name, content in walk(files("essaykit").joinpath(room), room):
            digest.update(name.encode())
            digest.update(content)
    return digest.hexdigest()


def make_source(data: bytes, path: str, text: SourceText) -> Source:
    """The record of where a document came from."""
    return Source(
        path=path, sha256=hashlib.sha256(data).hexdigest(), media_type=text.media_type, encoding=text.encoding,
        encoding_evidence=text.encoding_evidence, url=text.url, site=site_of(text, path),
    )  # fmt: skip


def build_document(
    data: bytes, path: str, view: ContextView = NO_VIEW, decisions: Sequence[Decision] = (), *, encoding: str | None = None
) -> Document:
    """Read, label, clean, split and flag one raw document.

    Args:
        data: its bytes.
        path: where it lies, relative, with ``/``.
        view: what its site's other documents say.
        decisions: what people ruled on it, its site or rules, oldest first.
        encoding: what the user says a text is encoded in.

    Raises:
        ReadError: if it can't be read.
    """
    text = read_source(data, path, encoding=encoding)
    return decide_document(text, make_source(data, path, text), view, decisions)


def decide_document(text: SourceText, source: Source, view: ContextView = NO_VIEW, decisions: Sequence[Decision] = ()) -> Document:
    """Everything after reading; see `build_document`."""
    if not text.text:
        raise ReadError("holds no text", file=source.path)
    placed = place_decisions(decisions, text.text)
    found = with_elided(text, find_headings(text))
    decided = decide(text, found, view, placed)
    rules = engine().cards
    identity = source.sha256[:16]
    labels = with_verdicts(text, decided.labels, source.site, placed, rules)
    operations = operations_on(text, labels, decided, source.site, placed, rules)
    essays = essay_records(text, identity, labels, decided, operations, placed)
    kept = kept_records(text, labels, operations, essays)
    title = labels.units[labels.title].unit if labels.title >= 0 else None
    title_span = (title.start, title.end) if title else None
    title_wording = title_text(text.text[title.start : title.end]) if title else title_of_format(text)
    if title_wording is None and (title_span := title_in_intro(text, labels)):
        title_wording = text.text[slice(*title_span)]
    if len(essays) == 1 and essays[0].heading is None and not decided.headings:
        essays = (replace(essays[0], heading=title_wording),)
    essays = flagged(text, decided, essays, operations, title_wording)
    # what an author says of two copies and thirty essays is no promise
    promised = None if any(e.start <= found.promise < e.end for e in essays) else found.promised
    document_flags = flag_document(
        DocumentEvidence(
            source=_shown(text),
            title=title_wording,
            promised_count=promised,
            essay_count=len(essays),
            essays=tuple((e.start, e.end) for e in essays),
        )
    )
    return Document(
        rules_version=rules_version(),
        id=identity,
        source=source,
        text_sha256=text_hash(text.text),
        characters=len(text.text),
        lines=() if text.blocks and text.blocks[0].line else tuple(b.start for b in text.blocks),
        title=title_wording,
        title_span=title_span,
        promised_count=promised,
        flags=tuple(f.name for f in document_flags),
        flag_evidence=document_flags,
        metadata=tuple(metadata_records(text, labels)),
        essays=essays,
        kept=kept,
        roles=tuple(role_records(labels, decided.headings)),
        operations=operations,
        context_digest=view_digest(view),
        decisions_digest=decisions_digest(decisions),
        unplaced=without_place(decisions, decided, operations, essays, source.site, placed),
    )


def _shown(text: SourceText) -> str:
    """The source text with blanks for what a reader of the page does not see; places stay as they are."""
    pieces, at = [], 0
    for block in text.blocks:
        if block.hidden:
            pieces += [text.text[at : block.start], " " * (block.end - block.start)]
            at = block.end
    return "".join([*pieces, text.text[at:]]) if pieces else text.text
