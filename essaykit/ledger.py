"""The ledger: carry out operations on a source text, take them back, and account for every code point.

The source text is never changed; a clean text is always computed from it.
Edits against the original, overlaps decided in one place: after ruff's
``ruff_linter/src/fix``; steps that explain themselves: after ftfy's
``ExplanationStep``.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from essaykit.errors import LedgerError
from essaykit.model import Document, Essay, Operation, Reason, Span


def record_id(kind: str, rule: str, start: int, text: str) -> str:
    """Id of an operation (``op``) or role (``ro``) from rule, place and text; never from a counter.

    >>> record_id("op", "layout.page-number", 2, "3") == record_id("op", "layout.page-number", 2, "3")
    True
    """
    key = f"{rule}\x00{start}\x00{text}".encode("utf-8", "surrogatepass")
    return f"{kind}-{hashlib.blake2b(key, digest_size=6).hexdigest()}"


def make_operation(
    rule: str,
    start: int,
    before: str,
    after: str,
    reason: Reason,
    *,
    evidence: tuple[str, ...] = (),
    confidence: float = 1.0,
    proposed: bool = False,
) -> Operation:
    """An operation whose id and end follow from its rule, place and `before`."""
    return Operation(
        id=record_id("op", rule, start, before), start=start, end=start + len(before), before=before, after=after,
        rule=rule, reason=reason, evidence=evidence, confidence=confidence, state="proposed" if proposed else "applied",
    )  # fmt: skip


def applied(operations: Iterable[Operation]) -> list[Operation]:
    """The applied operations in the order in which they stand in the text."""
    return sorted((o for o in operations if o.state == "applied"), key=_place)


def _place(operation: Operation) -> tuple[int, int, str, str]:
    return operation.start, operation.end, operation.rule, operation.id


def apply(source: str, operations: Iterable[Operation]) -> str:
    """Return the clean text: ``source`` with every applied operation carried out.

    >>> why = Reason(zh="页码", en="a page number")
    >>> page = make_operation("layout.page-number", 2, "\\n3\\n", "", why)
    >>> apply("他们\\n3\\n都很好", [page])
    '他们都很好'

    Order does not matter; operations must not overlap.

    Raises:
        LedgerError: if two applied operations overlap, or ``before`` isn't what stands in ``source`` there.
    """
    return apply_between(source, applied(operations), 0, len(source))[0]


def apply_between(source: str, operations: Sequence[Operation], start: int, end: int) -> tuple[str, tuple[Span, ...]]:
    """Clean text of ``source[start:end]`` and the spans in it that stay as they are.

    ``operations`` are applied ones in order, all inside the range (see `applied`).
    """
    out: list[str] = []
    spans: list[Span] = []
    at = start
    for o in operations:
        if o.start < at or o.end > end:
            raise LedgerError(f"operation {o.id} overlaps another or leaves its essay", place=f"{o.start}:{o.end}")
        if source[o.start : o.end] != o.before:
            raise LedgerError(f"operation {o.id} does not fit the text", place=f"{o.start}:{o.end}")
        if o.start > at:
            spans.append((at, o.start))
            out.append(source[at : o.start])
        if o.after:
            out.append(o.after)
        at = o.end
    if at < end:
        spans.append((at, end))
        out.append(source[at:end])
    return "".join(out), tuple(spans)


def settle(operations: Iterable[Operation], rank: Callable[[Operation], int] = lambda _: 0) -> tuple[Operation, ...]:
    """Decide overlaps: of two applied operations that meet, the one of lower rank wins, the other is superseded.

    At equal rank the longer one wins, then the earlier, then the smaller id. Equal ids are one operation.
    """
    unique = {o.id: o for o in operations}
    taken: list[Operation] = []
    starts: list[int] = []
    done: list[Operation] = [o for o in unique.values() if o.state != "applied"]
    for o in sorted((o for o in unique.values() if o.state == "applied"), key=lambda o: (rank(o), o.start - o.end, o.start, o.id)):
        at = bisect_right(starts, o.start)
        rival = None
        if at and taken[at - 1].end > o.start:
            rival = taken[at - 1]
        elif at < len(taken) and taken[at].start < o.end:
            rival = taken[at]
        if rival is not None:
            done.append(replace(o, state="superseded", superseded_by=rival.id))
        else:
            starts.insert(at, o.start)
            taken.insert(at, o)
    return tuple(sorted(done + taken, key=_place))


def restore_source(document: Document) -> str:
    """Build the source text again from the pieces that a document holds.

    Raises:
        LedgerError: if the pieces overlap or leave a hole.
    """
    operations = applied(document.operations)
    starts = [o.start for o in operations]
    pieces: list[tuple[int, int, str]] = [(k.start, k.end, k.text) for k in document.kept]
    inside: set[str] = set()
    for essay in document.essays:
        own = operations[_first(starts, essay.start) : _first(starts, essay.end)]
        inside.update(o.id for o in own)
        pieces.append((essay.start, essay.end, restore_essay(essay, own)))
    pieces += [(o.start, o.end, o.before) for o in operations if o.id not in inside]
    pieces.sort(key=lambda piece: piece[:2])
    at = 0
    out: list[str] = []
    for start, end, text in pieces:
        if start != at or end - start != len(text):
            raise LedgerError("the pieces of this document overlap or leave a hole", place=f"{at}:{start}")
        out.append(text)
        at = end
    if at != document.characters:
        raise LedgerError("the end of the source text is missing", place=f"{at}:{document.characters}")
    return "".join(out)


def _first(starts: Sequence[int], offset: int) -> int:
    low = bisect_right(starts, offset)
    while low and starts[low - 1] == offset:
        low -= 1
    return low


def restore_essay(essay: Essay, operations: Sequence[Operation]) -> str:
    """Source text of an essay's extent from its clean text and its applied operations, in order.

    Raises:
        LedgerError: if the clean text is not what the operations would leave.
    """
    out: list[str] = []
    at, cursor = essay.start, 0
    for o in operations:
        keep = o.start - at
        if keep < 0:
            raise LedgerError(f"operation {o.id} overlaps another", place=f"{o.start}:{o.end}")
        out.append(essay.text[cursor : cursor + keep])
        cursor += keep
        if not essay.text.startswith(o.after, cursor):
            raise LedgerError(f"the text of essay {essay.id} is not what operation {o.id} leaves", place=f"{o.start}:{o.end}")
        cursor += len(o.after)
        out.append(o.before)
        at = o.end
    if len(essay.text) - cursor != essay.end - at:
        raise LedgerError(f"the text of essay {essay.id} has another length than its operations leave", place=f"{at}:{essay.end}")
    out.append(essay.text[cursor:])
    return "".join(out)


def essay_operations(document: Document, essay: Essay) -> list[Operation]:
    """The applied operations inside an essay's extent, in order."""
    return [o for o in applied(document.operations) if essay.start <= o.start and o.end <= essay.end]


def to_source(essay: Essay, operations: Sequence[Operation], offset: int) -> int:
    """Offset in the source text of an offset in the essay's clean text.

    Text that an operation put in maps to the start of what it replaced.
    """
    return source_offsets(essay, operations, [offset])[0]


def source_offsets(essay: Essay, operations: Sequence[Operation], offsets: Iterable[int]) -> list[int]:
    """As `to_source` for many offsets: the operations are gone through once."""
    at, cursor = essay.start, 0
    begins, sources, step = [0], [at], [1]  # clean offset and source offset of each stretch; 0 where it was put in
    for o in operations:
        cursor += o.start - at
        begins += (cursor, cursor + len(o.after))
        sources += (o.start, o.end)
        step += (0, 1)
        cursor, at = cursor + len(o.after), o.end
    stretches = ((offset, bisect_right(begins, offset) - 1) for offset in offsets)
    return [sources[i] + step[i] * (offset - begins[i]) for offset, i in stretches]


def account(document: Document) -> list[str]:
    """What is wrong with a document's accounts, one line each; nothing when every code point is in exactly one place.

    Checks that the pieces fill the source text, that it has the recorded hash, and that every
    essay's text, spans and id follow from its extent and operations.
    """
    try:
        source = restore_source(document)
    except LedgerError as error:
        return [str(error)]
    problems = []
    if len(source) != document.characters or text_hash(source) != document.text_sha256:
        problems.append("the restored source text does not have the recorded hash")
    for essay in document.essays:
        try:
            text, spans = apply_between(source, essay_operations(document, essay), essay.start, essay.end)
        except LedgerError as error:
            problems.append(str(error))
            continue
        if text != essay.text:
            problems.append(f"essay {essay.id}: its text is not what its operations leave")
        if spans != essay.spans:
            problems.append(f"essay {essay.id}: its spans are not what its operations leave")
        if essay.id != f"{document.id}-{essay.start}":
            problems.append(f"essay {essay.id}: its id does not follow from document and place")
    return problems


def text_hash(text: str) -> str:
    """SHA-256 of a source text, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
