"""The records: frozen, closed, and the same in Python as in JSON.

Offsets are code points into ``SourceText.text``, half open. Nothing here knows
of files, rules or formats. `msgspec` reads and writes these types as they are
and derives their JSON Schema.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA_VERSION = 1
"""Rises when a field of the JSON changes its meaning or goes."""

Span = tuple[int, int]
"""Start and end, half open, in code points of the source text."""

RoleName = Literal["title", "heading", "body", "intro", "outro", "notice", "navigation", "metadata", "page_mark", "remark", "other"]
ROLE_NAMES: tuple[RoleName, ...] = (
    "title", "heading", "body", "intro", "outro", "notice", "navigation", "metadata", "page_mark", "remark", "other",
)  # fmt: skip

State = Literal["applied", "proposed", "rejected", "superseded"]

BlockKind = Literal["line", "paragraph", "heading", "list_item", "cell", "page_header", "page_footer", "caption"]

FlagName = Literal[
    "truncated", "headless", "elided", "laundered", "spliced", "self_repeat", "masked", "mojibake", "traditional",
    "converter_damage", "ocr", "spun", "letter_spaced", "chat_residue", "not_essay",
    "promised_not_kept", "no_essays", "preview",
]  # fmt: skip
"""Flags on essays, then (the last three) on documents."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=False):
    """Base of all records: immutable, keyword only, closed."""


class Reason(Record, frozen=True, kw_only=True):
    """Why something was done, for a person, in both languages."""

    zh: str
    en: str


# ---- what was read ------------------------------------------------------------------------------


class Source(Record, frozen=True, kw_only=True):
    """Where a document came from."""

    path: str
    """Relative to the folder given, with ``/``; for a record of a JSONL file ``file.jsonl#3``."""
    sha256: str
    """Hash of the raw bytes, hexadecimal."""
    media_type: str
    encoding: str | None = None
    """Python's name of the encoding; None where the format has none of its own (docx, pdf)."""
    encoding_evidence: str = ""
    url: str | None = None
    site: str = ""
    """Domain of the address, else of the page's own links, else the folder."""
    fetched_at: str | None = None
    licence: str | None = None


class Block(Record, frozen=True, kw_only=True, gc=False):
    """A line, paragraph, heading, list item or cell of the source text, and where it stood."""

    start: int
    end: int
    kind: BlockKind = "line"
    line: int = 0
    """Line number in the raw file, from 1; 0 where the format has no lines."""
    page: int = 0
    """Page number, from 1; 0 where the format has no pages."""
    path: str = ""
    """Element path with class and id names, such as ``html/body/div.main/p``; styles for Word (``Heading 1``)."""
    link_share: float = 0.0
    """Share of the block's characters that stand in links."""
    hidden: bool = False
    """Not shown to a reader of the page (``display:none`` and its kin)."""
    label: str = ""
    """List number that the format generates; not part of the text."""
    level: int = 0
    """Heading level, from 1; 0 for everything else."""
    bold: bool = False
    """All of it is bold, or larger than the text around it."""
    centred: bool = False


class Box(Record, frozen=True, kw_only=True, gc=False):
    """An element of a page that holds whole blocks."""

    first: int
    """Index of its first block."""
    last: int
    """Index behind its last block."""
    path: str
    """Its own step of the element path, such as ``div.main``; elements that hold the same blocks are one box: ``div#wrap/div.main``."""


class SourceText(Record, frozen=True, kw_only=True):
    """One raw document as one string with its blocks in reading order.

    Everything that a person would see is in ``text``. Blocks don't overlap, rise
    strictly, and are never blank; what lies between them is white space.
    """

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    encoding: str | None = None
    encoding_evidence: str = ""
    name: str = ""
    """Title that the format itself gives (``<title>``, Word's property); a hint, not part of the text."""
    url: str | None = None
    """Address that the file itself states (canonical link, mhtml's location, record field)."""
    hosts: tuple[str, ...] = ()
    """Hosts of the page's links, most frequent first."""
    boxes: tuple[Box, ...] = ()
    """The elements of a page, each before those inside it; no two hold the same blocks."""
    not_text: tuple[tuple[str, int], ...] = ()
    """What was counted but is no text: ``("script", 4)``, ``("replaced surrogate", 1)``."""


# ---- what was decided ---------------------------------------------------------------------------


class Role(Record, frozen=True, kw_only=True):
    """The role of a stretch of the source text, decoded over the whole document."""

    id: str
    start: int
    end: int
    role: RoleName
    rule: str
    """Rule or mechanism that decided: a card's id, ``decode``, or ``decision``."""
    reason: Reason
    evidence: tuple[str, ...] = ()
    confidence: float = 1.0
    state: State = "applied"


class Heading(Record, frozen=True, kw_only=True):
    """A line, or the beginning of one, that opens an essay or a diary's entry."""

    start: int
    end: int
    number: int | None
    style: str
    """Id of the heading style's card."""
    glued: bool = False
    """The essay's first sentence follows on the same line."""
    within: bool = False
    """It is the beginning of that sentence, and stays in the text: 4月9日，我们到了…"""
    evidence: tuple[str, ...] = ()
    confidence: float = 1.0


ENTRY_STYLES = ("date", "week", "day")
"""Styles of headings that open an entry of a diary or log; all others open an essay."""


class Operation(Record, frozen=True, kw_only=True):
    """One change to the source text: ``before`` at ``start:end`` becomes ``after``."""

    id: str
    start: int
    end: int
    before: str
    after: str
    rule: str
    reason: Reason
    evidence: tuple[str, ...] = ()
    confidence: float = 1.0
    state: State = "applied"
    superseded_by: str | None = None
    """Id of the operation that won an overlap, where ``state`` is ``superseded``."""


class Flag(Record, frozen=True, kw_only=True):
    """A sign of damage or of another kind of text, with the places that show it."""

    name: FlagName
    spans: tuple[Span, ...] = ()
    """In code points of the source text."""
    evidence: tuple[str, ...] = ()
    confidence: float = 1.0


class Section(Record, frozen=True, kw_only=True):
    """A section of an essay: the author's own heading and what stands under it."""

    start: int
    """Offset in the essay's text."""
    end: int
    heading: str


class Essay(Record, frozen=True, kw_only=True):
    """One essay of a document, cleaned."""

    id: str
    """Document id, ``-``, start offset."""
    heading: str | None
    number: int | None = None
    text: str
    """One paragraph a line."""
    start: int
    end: int
    """Extent of the body in the source text; applied operations inside it are carried out in ``text``."""
    heading_span: Span | None = None
    spans: tuple[Span, ...] = ()
    """What of the extent is kept unchanged; with the applied operations these fill it exactly."""
    trade: str | None = None
    sections: tuple[Section, ...] = ()
    flags: tuple[FlagName, ...] = ()
    flag_evidence: tuple[Flag, ...] = ()


KeptKind = Literal["title", "heading", "metadata", "other"]


class Kept(Record, frozen=True, kw_only=True):
    """A stretch of source text that is kept but is no essay body."""

    start: int
    end: int
    text: str
    kind: KeptKind


class Metadata(Record, frozen=True, kw_only=True):
    """What the document says of itself: author, date, column, source line."""

    name: Literal["author", "date", "source", "words", "column", "line"]
    value: str
    start: int
    end: int


class Document(Record, frozen=True, kw_only=True):
    """One raw document, decided: the JSON that ``build`` writes."""

    schema_version: int = SCHEMA_VERSION
    rules_version: str
    """Digest of all rule, style and weight files that took part."""
    id: str
    """First 16 hexadecimal digits of the hash of the raw bytes."""
    source: Source
    other_sources: tuple[Source, ...] = ()
    """The same bytes at other paths."""
    text_sha256: str
    """Hash of the source text (UTF-8); what ``check`` restores is compared with it."""
    characters: int
    """Length of the source text in code points."""
    lines: tuple[int, ...] = ()
    """For formats without lines of their own: offsets at which the blocks begin; else empty."""
    title: str | None
    title_span: Span | None = None
    promised_count: int | None
    flags: tuple[FlagName, ...] = ()
    flag_evidence: tuple[Flag, ...] = ()
    metadata: tuple[Metadata, ...] = ()
    essays: tuple[Essay, ...] = ()
    kept: tuple[Kept, ...] = ()
    roles: tuple[Role, ...] = ()
    operations: tuple[Operation, ...] = ()
    context_digest: str = ""
    """Digest of what was read from the corpus context."""
    decisions_digest: str = ""
    """Digest of the decisions that were replayed."""
    unplaced: tuple[str, ...] = ()
    """Ids of decisions for this document that found no place any more."""


# ---- what depends on others ---------------------------------------------------------------------


class Observation(Record, frozen=True, kw_only=True):
    """What one document tells the context: its site and the hashes of its short lines."""

    site: str
    lines: tuple[int, ...]
    """Sorted, unique 64-bit hashes of folded lines."""


class ContextView(Record, frozen=True, kw_only=True):
    """What one document reads from the context: how many documents of its site there are, and which lines repeat."""

    site: str = ""
    documents: int = 0
    """Rounded down to 1, 2, 5, 10, 20 …"""
    lines: tuple[tuple[int, int], ...] = ()
    """Hash of a line, number of the site's documents with it (rounded likewise); only lines on two or more."""


Verdict = Literal["accept", "reject", "edit", "role", "split", "merge", "heading"]


class Decision(Record, frozen=True, kw_only=True):
    """What a person ruled. Append-only; later ones win over earlier ones at the same place."""

    id: str
    verdict: Verdict
    who: str = ""
    when: str = ""
    document: str | None = None
    """Document id; None for a rule or site as a whole."""
    path: str | None = None
    operation: str | None = None
    """Operation id, for accept, reject and edit."""
    rule: str | None = None
    """For accept and reject of a rule as a whole."""
    site: str | None = None
    """Narrows a rule-wide decision to one site."""
    span: Span | None = None
    quote: str = ""
    """Source text at the span."""
    before: str = ""
    """20 code points before the span."""
    after: str = ""
    """20 code points after the span."""
    value: str | None = None
    """Replacement text, role name or heading, as the verdict asks."""
