"""The one function: (bytes, context, decisions) → Document. No files, no clock."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from msgspec.structs import replace

import essaykit
from essaykit.clean import Hit, RuleCard, carried_over, engine
from essaykit.errors import ReadError
from essaykit.flags import DocumentEvidence, EssayEvidence, flag_document, flag_essay
from essaykit.label import Labelled, Labelling, Ruling, label_blocks, role_meanings
from essaykit.ledger import applied, apply_between, record_id, settle, text_hash
from essaykit.model import (
    ENTRY_STYLES,
    SCHEMA_VERSION,
    ContextView,
    Decision,
    Document,
    Essay,
    Heading,
    Kept,
    KeptKind,
    Metadata,
    Operation,
    Role,
    Source,
    SourceText,
    Span,
)
from essaykit.pipeline.context import site_of, view_digest
from essaykit.pipeline.decisions import Placed, decisions_digest, place_decisions, verdict_on
from essaykit.pipeline.metadata import metadata_in
from essaykit.pipeline.operations import inner_operations, is_doubtful, loose_ends, removal, repairs, repetitions
from essaykit.pipeline.sections import find_sections, trade_of
from essaykit.read import read_source
from essaykit.split import Headings, Part, Plan, find_headings, holds_essay, holds_piece, is_a_list, names_genre, split_essays

_DATA_ROOMS = ("label", "clean", "split", "flags", "align", "pipeline", "read")
_SITE_BEHIND = re.compile(r"\s+(?:www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|example)\s*$")
_LABEL_BEFORE = re.compile("^\\s*(?:题\\s*目|标\\s*题|課題|课题|论文题目|报告题目)\\s*[:：]\\s*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\x00-\x1f\x7f-\x9f]+")


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


class _Decided(NamedTuple):
    headings: tuple[Heading, ...]
    labels: Labelling
    plans: list[Plan]
    hits: list[Hit]
    unmerged: tuple[str, ...] = ()
    """Decisions to merge an essay where none begins, or where none stands before it."""


def decide_document(text: SourceText, source: Source, view: ContextView = NO_VIEW, decisions: Sequence[Decision] = ()) -> Document:
    """Everything after reading; see `build_document`."""
    if not text.text:
        raise ReadError("holds no text", file=source.path)
    placed = place_decisions(decisions, text.text)
    found = find_headings(text)
    decided = _decide(text, found, view, placed)
    rules = engine().cards
    identity = source.sha256[:16]
    labels = _with_verdicts(text, decided.labels, source.site, placed, rules)
    operations = _operations(text, labels, decided, source.site, placed, rules)
    essays = _essays(text, identity, labels, decided, operations, placed)
    kept = _kept(text, labels, operations, essays)
    title = labels.units[labels.title] if labels.title >= 0 else None
    title_text = _title_text(text.text[title.unit.start : title.unit.end]) if title else None
    essays = _flagged(text, decided, essays, operations, title_text)
    document_flags = flag_document(
        DocumentEvidence(
            source=_shown(text),
            title=title_text,
            promised_count=found.promised,
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
        title=title_text,
        title_span=(title.unit.start, title.unit.end) if title else None,
        promised_count=found.promised,
        flags=tuple(f.name for f in document_flags),
        flag_evidence=document_flags,
        metadata=tuple(_metadata(text, labels)),
        essays=essays,
        kept=kept,
        roles=tuple(_roles(labels)),
        operations=operations,
        context_digest=view_digest(view),
        decisions_digest=decisions_digest(decisions),
        unplaced=_without_place(decisions, decided, operations, essays, source.site, placed),
    )


# ---- headings, roles, essays --------------------------------------------------------------------


def _decide(text: SourceText, found: Headings, view: ContextView, placed: Placed) -> _Decided:
    if placed.merges:
        return _merged(text, found, view, placed)
    return _decide_with(text, found, view, placed, _ruled_headings(found.series, placed))


def _merged(text: SourceText, found: Headings, view: ContextView, placed: Placed) -> _Decided:
    """Essays merged with the one before: which they are shows only when all else is decided."""
    decided = _decide(text, found, view, placed._replace(merges={}))
    starts = {decided.labels.units[plan.first].unit.start: plan.heading for plan in decided.plans}
    first = next(iter(starts.values()), -1)
    gone: set[int] = set()
    unmerged = []
    for start, decision in placed.merges.items():
        opened = next((i for i, h in enumerate(decided.headings) if h.start <= start < h.end), starts.get(start, -1))
        if opened in (-1, first):
            unmerged.append(decision)
        else:
            gone.add(opened)
    headings = tuple(h for i, h in enumerate(decided.headings) if i not in gone)
    if gone:
        decided = _decide_with(text, found, view, placed._replace(merges={}), headings)
    return decided._replace(unmerged=tuple(unmerged))


def _decide_with(text: SourceText, found: Headings, view: ContextView, placed: Placed, headings: tuple[Heading, ...]) -> _Decided:
    hits = [hit for hit in engine().run(text.text, text.blocks) if not _in_code(text, hit.start)]
    rulings = [*_carried_over_blocks(text), *_rulings_of_hits(text, hits), *placed.rulings]
    titles = [(t.start, t.end) for t in found.titles]
    labels = label_blocks(text, headings, titles, view, rulings, keywords=found.keywords)
    plans = _plans(text, labels, headings, placed)
    if headings and not placed.rulings and headings[0].style not in ENTRY_STYLES:
        plans = [p for p in plans if holds_piece(_body_of(text, labels, p))]
    if not placed.rulings and is_a_list(_linked(text, labels, plans)):
        return _Decided(headings, labels, [], hits)
    if headings and not plans and not placed.rulings:
        headings = ()
        labels = label_blocks(text, headings, titles, view, rulings, keywords=found.keywords)
        plans = _plans(text, labels, headings, placed)
    if not headings and not placed.rulings and not placed.splits:
        title = labels.units[labels.title].unit if labels.title >= 0 else None
        named = text.media_type == "text/markdown" and title is not None and names_genre(text.text[title.start : title.end])
        plans = [p for p in plans if holds_essay(_body_of(text, labels, p), text.text, named=named)]
    return _Decided(headings, labels, plans, hits)


def _plans(text: SourceText, labels: Labelling, headings: Sequence[Heading], placed: Placed) -> list[Plan]:
    parts = [Part(u.unit.start, u.unit.end, u.role, u.unit.heading) for u in labels.units]
    return split_essays(parts, headings, headless=labels.headless, length=len(text.text), breaks=frozenset(placed.splits))


def _linked(text: SourceText, labels: Labelling, plans: Sequence[Plan]) -> Iterable[tuple[int, float]]:
    """Length and linked share of the lines that make the essays."""
    for plan in plans:
        for unit in labels.units[plan.first : plan.last + 1]:
            if unit.role == "body":
                yield unit.unit.end - unit.unit.start, text.blocks[unit.unit.block].link_share


def _body_of(text: SourceText, labels: Labelling, plan: Plan) -> str:
    return "\n".join(text.text[u.unit.start : u.unit.end] for u in labels.units[plan.first : plan.last + 1] if u.role == "body")


def _ruled_headings(series: Sequence[Heading], placed: Placed) -> tuple[Heading, ...]:
    """The series with people's rulings: a heading taken back, one put in."""
    headings = list(series)
    for ruling in placed.rulings:
        overlapping = [h for h in headings if h.start < ruling.end and ruling.start < h.end]
        if ruling.role == "heading" and not overlapping:
            headings.append(Heading(start=ruling.start, end=ruling.end, number=None, style="decision"))
        elif ruling.role != "heading":
            headings = [h for h in headings if h not in overlapping]
    headings.sort(key=lambda h: h.start)
    return tuple(headings)


def _rulings_of_hits(text: SourceText, hits: Sequence[Hit]) -> list[Ruling]:
    """Line rules give their line a role; so does a span rule that takes a whole block."""
    cards = engine().cards
    starts = [b.start for b in text.blocks]
    found = []
    for hit in hits:
        card = cards[hit.rule]
        if card.role is not None:
            found.append(Ruling(hit.start, hit.end, card.role, hit.rule))
        elif card.risk == "safe" and not hit.replacement:
            block = text.blocks[max(0, bisect_right(starts, hit.start) - 1)]
            if hit.start <= block.start and block.end <= hit.end:
                found.append(Ruling(block.start, block.end, "page_mark" if hit.rule.startswith("layout.") else "notice", hit.rule))
    return found


def _in_code(text: SourceText, offset: int) -> bool:
    """Whether a place lies in a block of program code, whose odd lines are the author's."""
    at = bisect_right(text.blocks, offset, key=lambda b: b.start) - 1
    return at >= 0 and text.blocks[at].path == "code"


def _carried_over_blocks(text: SourceText) -> Iterable[Ruling]:
    """Blocks that do nothing but repeat the end of the one above."""
    above = ""
    for block in text.blocks:
        own = text.text[block.start : block.end] if block.path != "code" else ""
        if own and len(own) < len(above) and carried_over(above, own) == len(own):
            yield Ruling(block.start, block.end, "other", "repeat.carried-over")
        above = own


def _shown(text: SourceText) -> str:
    """The source text with blanks for what a reader of the page does not see; places stay as they are."""
    pieces, at = [], 0
    for block in text.blocks:
        if block.hidden:
            pieces += [text.text[at : block.start], " " * (block.end - block.start)]
            at = block.end
    return "".join([*pieces, text.text[at:]]) if pieces else text.text


def _with_verdicts(text: SourceText, labels: Labelling, site: str, placed: Placed, rules: dict[str, RuleCard]) -> Labelling:
    """Labels with people's verdicts on removals: a rejected one is kept as if in doubt, an accepted one is sure."""
    if not placed.operations:
        return labels
    units = []
    for unit in labels.units:
        if unit.role not in ("body", "heading") and unit.rule != "decision":
            verdict = verdict_on(removal(text, unit, unit.unit.end, rules), site, placed.operations)
            if verdict is not None and verdict.verdict == "reject":
                unit = unit._replace(rule="rejected", confidence=0.0)  # noqa: PLW2901
            elif verdict is not None and verdict.verdict == "accept" and unit.rule == "decode":
                unit = unit._replace(confidence=1.0)  # noqa: PLW2901
        units.append(unit)
    return labels._replace(units=units)


# ---- operations ---------------------------------------------------------------------------------


def _operations(
    text: SourceText, labels: Labelling, decided: _Decided, site: str, placed: Placed, rules: dict[str, RuleCard]
) -> tuple[Operation, ...]:
    units = labels.units
    found: list[Operation] = []
    inside: set[int] = set()
    for plan in decided.plans:
        inside.update(range(plan.first, plan.last + 1))
        found += inner_operations(text, units, plan.first, plan.last, labels.wrap, rules)
    boundaries = sorted([u.unit.start for u in units] + [len(text.text)])
    for index, unit in enumerate(units):
        if unit.role == "body":
            continue
        doubtful = is_doubtful(unit, inside=index in inside)
        if index in inside:
            if doubtful:
                found.append(_waiting(removal(text, unit, unit.unit.end, rules), unit))
        elif unit.role in _REMOVED and index != labels.title:
            if doubtful:
                found.append(_waiting(removal(text, unit, unit.unit.end, rules), unit))
            else:
                found.append(removal(text, unit, boundaries[bisect_right(boundaries, unit.unit.start)], rules))
    bodies = [
        (units[i].unit.start, units[i].unit.end) for i in sorted(inside) if units[i].role == "body" or is_doubtful(units[i], inside=True)
    ]
    starts = [start for start, _ in bodies]

    def in_body(start: int, end: int) -> bool:
        at = bisect_right(starts, start) - 1
        return at >= 0 and end <= bodies[at][1]

    found += repairs(decided.hits, text.text, rules, in_body)
    edges = sorted(edge for p in decided.plans for edge in (units[p.first].unit.start, units[p.last].unit.end))
    # a watermark may run over the end of an essay that a person set
    found += [o for o in repetitions(text.text, bodies) if bisect_right(edges, o.start) == bisect_left(edges, o.end)]
    if placed.operations:
        found = [_ruled(o, site, placed) for o in found]
    settled = settle(found, _rank)
    return settle(_without_loose_ends(text, units, decided.plans, settled, site, placed), _rank)


def _without_loose_ends(
    text: SourceText, units: Sequence[Labelled], plans: Sequence[Plan], settled: Sequence[Operation], site: str, placed: Placed
) -> Iterable[Operation]:
    """Settled operations, and those against the white space that they leave over; where a person refused one, all stays."""
    carried_out = applied(settled)
    starts = [o.start for o in carried_out]
    refused = [(o.start, o.end) for o in settled if o.state == "rejected"]
    by_id = {o.id: o for o in settled}
    for plan in plans:
        start, end = units[plan.first].unit.start, units[plan.last].unit.end
        own = carried_out[bisect_left(starts, start) : bisect_left(starts, end)]
        for loose in loose_ends(text.text, start, end, own):
            if not any(low < loose.end and loose.start < high for low, high in refused):
                by_id[loose.id] = _ruled(loose, site, placed)
    return by_id.values()


_REMOVED = ("notice", "navigation", "intro", "outro", "page_mark", "remark", "title")


def _waiting(operation: Operation, unit: Labelled) -> Operation:
    return replace(operation, state="rejected" if unit.rule == "rejected" else "proposed")


def _rank(operation: Operation) -> int:
    return 0 if operation.rule.startswith("role.") else 1 if operation.rule.startswith("layout.") else 2


def _ruled(operation: Operation, site: str, placed: Placed) -> Operation:
    verdict = verdict_on(operation, site, placed.operations)
    if verdict is None:
        return operation
    if verdict.verdict == "reject":
        return replace(operation, state="rejected")
    if verdict.verdict == "edit":
        return replace(operation, state="applied", after=verdict.value or "")
    return replace(operation, state="applied") if operation.state == "proposed" else operation


# ---- records ------------------------------------------------------------------------------------


def _essays(
    text: SourceText, identity: str, labels: Labelling, decided: _Decided, operations: Sequence[Operation], placed: Placed
) -> tuple[Essay, ...]:
    units = labels.units
    title = labels.title
    found = []
    for number, plan in enumerate(decided.plans):
        start, end = units[plan.first].unit.start, units[plan.last].unit.end
        own = [o for o in operations if o.state == "applied" and start <= o.start and o.end <= end]
        clean, spans = apply_between(text.text, own, start, end)
        heading = decided.headings[plan.heading] if plan.heading >= 0 else None
        heading_span = (heading.start, heading.end) if heading else None
        wording = _tidy(text.text[heading.start : heading.end]) if heading else None
        if heading is None and title >= 0 and not decided.headings and number == 0:
            heading_span = (units[title].unit.start, units[title].unit.end)
            wording = _title_text(text.text[heading_span[0] : heading_span[1]])
        for place, given, _ in placed.headings:
            if _opens(place, start, heading_span):
                wording = given
        found.append(
            Essay(
                id=f"{identity}-{start}",
                heading=wording,
                number=heading.number if heading else None,
                text=clean,
                start=start,
                end=end,
                heading_span=heading_span,
                spans=spans,
                trade=trade_of(clean, wording),
                sections=find_sections(clean),
            )
        )
    return tuple(found)


def _title_text(line: str) -> str:
    """A title as its line prints it, without a site's address behind it or a cover's label before it."""
    return _tidy(_LABEL_BEFORE.sub("", _SITE_BEHIND.sub("", line)))


def _tidy(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split()).strip("# ") or text.strip()


def _opens(place: Span, start: int, heading_span: Span | None) -> bool:
    """Whether a person's place for a heading is that of an essay: its heading or its beginning."""
    low, high = place
    first, last = heading_span or (start, start + 1)
    return (low < last and first < max(high, low + 1)) or low == start


def _without_place(
    decisions: Sequence[Decision], decided: _Decided, operations: Sequence[Operation], essays: Sequence[Essay], site: str, placed: Placed
) -> tuple[str, ...]:
    """Ids of the decisions that found no place, or nothing there to rule on: they are reported, never dropped.

    Of the refused operations only those count whose place is gone: where a rule no longer speaks, nothing is removed.
    """
    lost = {*placed.unplaced, *decided.unmerged}
    starts = {u.unit.start for u in decided.labels.units}
    lost.update(decision for start, decision in placed.splits.items() if start not in starts)
    lost.update(decision for place, _, decision in placed.headings if not any(_opens(place, e.start, e.heading_span) for e in essays))
    for ruling in placed.operations:
        decision, span = ruling
        if span is None or decision.verdict == "reject" or any(verdict_on(o, site, [ruling]) for o in operations):
            continue
        if decision.verdict == "edit" or not any(o.start < span[1] and span[0] < o.end for o in operations):
            lost.add(decision.id)
    return tuple(d.id for d in decisions if d.id in lost)


def _flagged(
    text: SourceText, decided: _Decided, essays: Sequence[Essay], operations: Sequence[Operation], title: str | None
) -> tuple[Essay, ...]:
    done = []
    for number, (essay, plan) in enumerate(zip(essays, decided.plans, strict=True)):
        low, high = plan.zone
        flags = flag_essay(
            EssayEvidence(
                source=text.text,
                start=essay.start,
                end=essay.end,
                text=essay.text,
                heading=essay.heading,
                zone=(low, high),
                operations=tuple(o for o in operations if o.state == "applied" and low <= o.start and o.end <= high),
                is_first=number == 0,
                is_last=number == len(essays) - 1,
                document_title=title,
            )
        )
        done.append(replace(essay, flags=tuple(f.name for f in flags), flag_evidence=flags))
    return tuple(done)


def _kept(text: SourceText, labels: Labelling, operations: Sequence[Operation], essays: Sequence[Essay]) -> tuple[Kept, ...]:
    """What is kept outside the essays: fills every hole that essays and applied operations leave."""
    taken = [(e.start, e.end) for e in essays]
    taken += [
        (o.start, o.end) for o in operations if o.state == "applied" and not any(e.start <= o.start and o.end <= e.end for e in essays)
    ]
    taken.sort()
    holes = []
    at = 0
    for start, end in [*taken, (len(text.text), len(text.text))]:
        if start > at:
            holes.append((at, start))
        at = max(at, end)
    starts = [u.unit.start for u in labels.units]
    kept: list[Kept] = []
    for low, high in holes:
        first = max(0, bisect_right(starts, low) - 1)
        cuts: list[tuple[int, KeptKind]] = [(low, "other")]
        for index in range(first, len(labels.units)):
            unit = labels.units[index]
            if unit.unit.start >= high:
                break
            if unit.unit.end <= low:
                continue
            kind: KeptKind = "title" if index == labels.title else "other"
            if unit.role in ("heading", "metadata"):
                kind = unit.role
            cuts.append((max(low, unit.unit.start), kind))
        for number, (start, kind) in enumerate(cuts):
            end = cuts[number + 1][0] if number + 1 < len(cuts) else high
            if end > start:
                if kept and kept[-1].end == start and kept[-1].kind == kind == "other":
                    kept[-1] = replace(kept[-1], end=end, text=kept[-1].text + text.text[start:end])
                else:
                    kept.append(Kept(start=start, end=end, text=text.text[start:end], kind=kind))
    return tuple(kept)


def _metadata(text: SourceText, labels: Labelling) -> Iterable[Metadata]:
    for unit in labels.units:
        if unit.role == "metadata":
            yield from metadata_in(text.text[unit.unit.start : unit.unit.end], unit.unit.start)


def _roles(labels: Labelling) -> Iterable[Role]:
    """One record for each unit, one together for those of the author's text that follow one another."""
    meanings = role_meanings()
    at, units = 0, labels.units
    while at < len(units):
        first = last = units[at]
        confidence = first.confidence
        at += 1
        while first.role == "body" and at < len(units) and units[at].role == "body" and units[at].rule == first.rule:
            last = units[at]
            confidence = min(confidence, last.confidence)
            at += 1
        yield Role(
            id=record_id("ro", first.rule, first.unit.start, first.role),
            start=first.unit.start,
            end=last.unit.end,
            role=first.role,
            rule=first.rule,
            reason=meanings[first.role],
            evidence=first.evidence,
            confidence=confidence,
        )
