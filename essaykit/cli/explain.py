"""What happened to a place of a document, and by which rule."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from essaykit.cli.places import line_of, line_starts
from essaykit.cli.records import Change, Explanation
from essaykit.ledger import applied
from essaykit.model import Decision, Document, Operation, Span

Fate = Literal["essay", "title", "heading", "metadata", "other", "removed"]
LineFate = Literal["same", "changed", "joined", "removed"]


def explain(document: Document, source: str, span: Span, decisions: Iterable[Decision] = ()) -> Explanation:
    """Explain one place: its role, the operations that touch it, and where it went.

    Args:
        document: as `build` made it.
        source: its source text, from `restore_source`.
        span: the place, in code points of the source text.
        decisions: all of the corpus; those that concern this place are taken.
    """
    start, end = span
    essay = next((e for e in document.essays if _meets((e.start, e.end), span)), None)
    operations = tuple(o for o in document.operations if _meets((o.start, o.end), span))
    ids = {o.id for o in operations}
    return Explanation(
        document=document.id,
        path=document.source.path,
        line=line_of(document, source, start),
        start=start,
        end=end,
        text=source[start:end],
        clean=remains(source, applied(operations), start, end),
        fate=_fate(document, span),
        essay=essay.id if essay else None,
        roles=tuple(r for r in document.roles if _meets((r.start, r.end), span)),
        operations=operations,
        decisions=tuple(
            d
            for d in decisions
            if d.operation in ids
            or (d.document == document.id and d.span is not None and _meets(d.span, span))
            or _rule_wide(d, operations)
        ),
    )


def remains(source: str, operations: Sequence[Operation], start: int, end: int) -> str:
    """What applied operations, in order, leave of ``source[start:end]``; what one puts in counts to where it begins."""
    out = []
    at = start
    for o in operations:
        if o.end < start or o.start >= end:
            continue
        out.append(source[at : max(at, o.start)])
        if o.start >= start:
            out.append(o.after)
        at = max(at, min(o.end, end))
    out.append(source[at:end])
    return "".join(out)


def changed_lines(document: Document, source: str) -> list[Change]:
    """Every line of the raw text beside what is left of it."""
    operations = applied(document.operations)
    layout = None if document.lines else "\r\n"  # between blocks all white space is layout, on a line only its end
    starts = [*line_starts(document, source), len(source)]
    changes = []
    first = 0
    for number, (start, end) in enumerate(pairwise(starts), 1):
        if start == len(source):  # behind the last line end
            break
        while first < len(operations) and operations[first].end < start:
            first += 1
        own = operations[first : bisect_left(operations, end, lo=first, key=lambda o: o.start)]
        left = remains(source, own, start, end)
        raw, clean = source[start:end].strip(layout), left.strip(layout)
        goes_on = (
            end < len(source)
            and any(e.start < end <= e.end for e in document.essays)
            and left[len(left.rstrip()) :].strip(" \t\u3000") == ""
        )
        fate = _line_fate(raw, clean, left, goes_on=goes_on)
        changes.append(Change(line=number, raw=raw, clean=clean, fate=fate))
    return changes


def _line_fate(raw: str, clean: str, left: str, *, goes_on: bool) -> LineFate:
    if not left or (raw.strip() and not clean.strip()):
        return "removed"
    if goes_on:
        return "joined"
    return "same" if raw == clean else "changed"


def _fate(document: Document, span: Span) -> Fate:
    share: dict[Fate, int] = {}
    for essay in document.essays:
        _add(share, "essay", (essay.start, essay.end), span)
    for kept in document.kept:
        _add(share, kept.kind, (kept.start, kept.end), span)
    for o in applied(document.operations):
        if o.after.strip():  # changed, not removed
            continue
        shared = _add(share, "removed", (o.start, o.end), span)
        if shared and any(e.start <= o.start and o.end <= e.end for e in document.essays):
            share["essay"] = share.get("essay", 0) - shared
    left: dict[Fate, int] = {fate: n for fate, n in share.items() if fate != "removed" and n > 0}
    return max(left, key=lambda fate: left[fate], default="removed")


def _add(share: dict[Fate, int], fate: Fate, part: Span, span: Span) -> int:
    shared = min(part[1], span[1]) - max(part[0], span[0])
    if shared > 0:
        share[fate] = share.get(fate, 0) + shared
    return max(shared, 0)


def _meets(a: Span, b: Span) -> bool:
    """Whether two spans share a character; an empty one meets what it lies in or at the start of."""
    if a[0] == a[1]:
        return b[0] <= a[0] < b[1]
    return a[0] < b[1] and b[0] < a[1]


def _rule_wide(decision: Decision, operations: Iterable[Operation]) -> bool:
    return decision.operation is None and decision.rule is not None and any(o.rule == decision.rule for o in operations)
