"""From what was decided to the records of a document: essays, flags, what is kept outside them, metadata, roles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from essaykit.flags import EssayEvidence, flag_essay, words_of
from essaykit.label import TITLE_LABEL, Labelling, role_meanings
from essaykit.ledger import apply_between, record_id
from essaykit.model import Decision, Essay, Heading, Kept, KeptKind, Metadata, Operation, Role, SourceText, Span
from essaykit.pipeline.decide import Decided
from essaykit.pipeline.decisions import Placed, verdict_on
from essaykit.pipeline.elisions import ELIDED
from essaykit.pipeline.metadata import metadata_in
from essaykit.pipeline.sections import find_sections, trade_of
from essaykit.read.media import HTML, MARKDOWN, MHTML

_SITE_BEHIND = re.compile(r"\s+(?:www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|example)\s*$")
_ENTRY_BEHIND = re.compile(r"\s+第\s*[〇零一二三四五六七八九十百0-9]+\s*[周天日次篇]\s*$")
_NAMED = re.compile("《([^《》\n]{4,60})》")
_NAME_BEHIND = re.compile(r"\s*[|｜_]\s*|\s+[-–—]\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\x00-\x1f\x7f-\x9f]+")


def essay_records(
    text: SourceText, identity: str, labels: Labelling, decided: Decided, operations: Sequence[Operation], placed: Placed
) -> tuple[Essay, ...]:
    """The essays, without flags."""
    units = labels.units
    title = labels.title
    found = []
    for number, plan in enumerate(decided.plans):
        start, end = units[plan.first].unit.start, units[plan.last].unit.end
        own = [o for o in operations if o.state == "applied" and start <= o.start and o.end <= end]
        clean, spans = apply_between(text.text, own, start, end)
        heading = decided.headings[plan.heading] if plan.heading >= 0 else None
        heading_span = (heading.start, heading.end) if heading else None
        wording = _tidy(text.text[heading.start : heading.end]) if heading and heading.style != ELIDED else None
        if heading is None and title >= 0 and not decided.headings and number == 0:
            heading_span = (units[title].unit.start, units[title].unit.end)
            wording = title_text(text.text[heading_span[0] : heading_span[1]])
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
                trade=trade_of(words_of(text.text, start, end, clean), wording),
                sections=find_sections(clean),
            )
        )
    return tuple(found)


def title_text(line: str) -> str:
    """A title as its line prints it, without a site's address or the number of an entry behind it, or a cover's label before it."""
    return _tidy(TITLE_LABEL.sub("", _ENTRY_BEHIND.sub("", _SITE_BEHIND.sub("", line))))


def title_in_intro(text: SourceText, labels: Labelling) -> Span | None:
    """Where an introduction names what it introduces (以下是小编整理的《…》); None where none does, or several names stand there."""
    found = [
        (start + match.start(1), start + match.end(1))
        for unit in labels.units
        if unit.role == "intro"
        for start in [unit.unit.start]
        for match in _NAMED.finditer(text.text[start : unit.unit.end])
    ]
    return found[0] if len({text.text[start:end] for start, end in found}) == 1 else None


def title_of_format(text: SourceText) -> str | None:
    """The title that a page, without the site's name behind it, or a Markdown file states beside its text; None for none."""
    if text.media_type == MARKDOWN:
        return _tidy(text.name) or None
    if text.media_type in (HTML, MHTML):
        return _tidy(_NAME_BEHIND.split(text.name, maxsplit=1)[0]) or None
    return None


def _tidy(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split()).strip("# ") or text.strip()


def _opens(place: Span, start: int, heading_span: Span | None) -> bool:
    """Whether a person's place for a heading is that of an essay: its heading or its beginning."""
    low, high = place
    first, last = heading_span or (start, start + 1)
    return (low < last and first < max(high, low + 1)) or low == start


def without_place(
    decisions: Sequence[Decision], decided: Decided, operations: Sequence[Operation], essays: Sequence[Essay], site: str, placed: Placed
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


def flagged(
    text: SourceText, decided: Decided, essays: Sequence[Essay], operations: Sequence[Operation], title: str | None
) -> tuple[Essay, ...]:
    """The essays with their flags."""
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


def kept_records(text: SourceText, labels: Labelling, operations: Sequence[Operation], essays: Sequence[Essay]) -> tuple[Kept, ...]:
    """What is kept outside the essays: fills every hole that essays and applied operations leave."""
    taken = [(e.start, e.end) for e in essays]
    opens = [e.start for e in essays]
    ends = [0, *(e.end for e in essays)]
    taken += [(o.start, o.end) for o in operations if o.state == "applied" and o.end > ends[bisect_right(opens, o.start)]]
    taken.sort()
    holes = []
    at = 0
    for start, end in [*taken, (len(text.text), len(text.text))]:
        if start > at:
            holes.append((at, start))
        at = max(at, end)
    starts = [u.unit.start for u in labels.units]
    kept: list[tuple[int, int, KeptKind]] = []
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
                if kept and kept[-1][1:] == (start, kind) and kind == "other":
                    start = kept.pop()[0]  # noqa: PLW2901
                kept.append((start, end, kind))
    return tuple(Kept(start=start, end=end, text=text.text[start:end], kind=kind) for start, end, kind in kept)


def metadata_records(text: SourceText, labels: Labelling) -> Iterable[Metadata]:
    """What the lines of metadata say, item by item."""
    for unit in labels.units:
        if unit.role == "metadata":
            yield from metadata_in(text.text[unit.unit.start : unit.unit.end], unit.unit.start)


def role_records(labels: Labelling, headings: Sequence[Heading]) -> Iterable[Role]:
    """One record for each unit, one together for those of the author's text that follow one another.

    A heading's evidence is that of the series it belongs to: no line opens an essay by its own looks.
    """
    meanings = role_meanings()
    series = {h.start: (f"style {h.style}", *h.evidence) for h in headings}
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
            evidence=series.get(first.unit.start, first.evidence) if first.role == "heading" else first.evidence,
            confidence=confidence,
        )
