"""Headings, roles and essays of one document, decided together; people's rulings above all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from essaykit.clean import Hit, RuleCard, carried_over, engine, lone_marks
from essaykit.label import Labelling, Ruling, label_blocks
from essaykit.model import ENTRY_STYLES, ContextView, Heading, SourceText, Span
from essaykit.pipeline.decisions import Placed, verdict_on
from essaykit.pipeline.outside import outside_main_text
from essaykit.pipeline.removals import removal
from essaykit.pipeline.ruled_lines import cut_at, rulings_of_parts, with_ruled_title
from essaykit.split import Headings, Part, Plan, holds_essay, holds_piece, is_a_list, names_genre, split_essays

T = TypeVar("T")

LEAST_MARK = 6  # characters of a mark that is looked for at the edges of lines too
LEAST_ESSAYS, LEAST_ENTRIES = 2, 3
LEAST_SAID, MOST_SAID = 16, 120  # characters of a sentence that says something, and of one that is no paragraph
COPIES = 0.5  # share of what stands in essays that stands in all of them, from which on they are copies and not a site's
SENTENCE_ENDS = "。！？!?"


class Decided(NamedTuple):
    """What a document was found to be, before any operation."""

    headings: tuple[Heading, ...]
    labels: Labelling
    plans: list[Plan]
    hits: list[Hit]
    unmerged: tuple[str, ...] = ()
    """Decisions to merge an essay where none begins, or where none stands before it."""


def decide(text: SourceText, found: Headings, view: ContextView, placed: Placed) -> Decided:
    """Headings, roles and essays, with what people ruled on them."""
    if placed.merges:
        return _merged(text, found, view, placed)
    return _decide_with(text, found, view, placed, _ruled_headings(found.series, placed))


def _merged(text: SourceText, found: Headings, view: ContextView, placed: Placed) -> Decided:
    """Essays merged with the one before: which they are shows only when all else is decided."""
    decided = decide(text, found, view, placed._replace(merges={}))
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


def _decide_with(text: SourceText, found: Headings, view: ContextView, placed: Placed, headings: tuple[Heading, ...]) -> Decided:
    hits = outside_code(text, engine().run(text.text, text.blocks), attrgetter("start"))
    parts = rulings_of_parts(text, placed.rulings)
    whole = [r for r in placed.rulings if r not in parts]
    rulings = [*_carried_over_blocks(text), *_in_every_essay(text, headings), *_rulings_of_hits(text, hits), *whole]
    titles = [(t.start, t.end) for t in found.titles]
    outside = outside_main_text(text, headings)

    def labels_with(headings: tuple[Heading, ...]) -> Labelling:
        labels = label_blocks(text, headings, titles, view, rulings, keywords=found.keywords, outside=outside, marks=find_marks)
        labels = cut_at(text.text, labels, parts, placed.splits, placed.rulings)
        return with_ruled_title(text.text, labels, placed.rulings)

    labels = labels_with(headings)
    plans = _plans(text, labels, headings, placed)
    if headings and not placed.rulings and headings[0].style not in ENTRY_STYLES:
        plans = [p for p in plans if holds_piece(_body_of(text, labels, p))]
    if not placed.rulings and is_a_list(_linked(text, labels, plans)):
        return Decided(headings, labels, [], hits)
    if headings and not plans and not placed.rulings:
        headings = ()
        labels = labels_with(headings)
        plans = _plans(text, labels, headings, placed)
    if not headings and not placed.rulings and not placed.splits:
        title = labels.units[labels.title].unit if labels.title >= 0 else None
        named = text.media_type == "text/markdown" and title is not None and names_genre(text.text[title.start : title.end])
        plans = [p for p in plans if holds_essay(_body_of(text, labels, p), text.text, named=named)]
    return Decided(headings, labels, plans, hits)


def find_marks(text: str) -> list[Span]:
    """Where marks stand that somebody put into sentences: those known by their build, and where these stand once more at a line's edge."""
    found = [(mark.start, mark.end) for mark in lone_marks(text, [(0, len(text))])]
    again = {text[start:end] for start, end in found if end - start >= LEAST_MARK}
    return sorted({*found, *((m.start(), m.end()) for word in again for m in re.finditer(re.escape(word), text))})


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


def outside_code(text: SourceText, found: list[T], place: Callable[[T], int]) -> list[T]:
    """Those found that do not lie in a block of program code, whose odd lines are the author's."""
    if "code" not in [block.path for block in text.blocks]:  # as almost always
        return found
    starts = [block.start for block in text.blocks]
    return [one for one in found if text.blocks[max(0, bisect_right(starts, place(one)) - 1)].path != "code"]


def _carried_over_blocks(text: SourceText) -> Iterable[Ruling]:
    """Blocks that do nothing but repeat the end of the one above."""
    above = (0, 0)
    for block in text.blocks:
        own = (block.start, block.end if block.path != "code" else block.start)
        size = own[1] - own[0]
        if 0 < size < above[1] - above[0] and carried_over(text.text, above, own) == size:
            yield Ruling(block.start, block.end, "other", "repeat.carried-over")
        above = own


def _in_every_essay(text: SourceText, headings: Sequence[Heading]) -> Iterable[Ruling]:
    """Sentences that stand by themselves in every one of several essays: stock phrases stand in some, a site's notice in all."""
    if not headings or len(headings) < (LEAST_ENTRIES if headings[0].style in ENTRY_STYLES else LEAST_ESSAYS):
        return
    starts = [h.start for h in headings]
    lines = [(text.text[b.start : b.end], bisect_right(starts, b.start), b) for b in text.blocks if not b.hidden]
    essays: dict[str, set[int]] = {}
    for line, essay, _ in lines:
        if essay and LEAST_SAID <= len(line) <= MOST_SAID and line[-1] in SENTENCE_ENDS:
            essays.setdefault(line, set()).add(essay)
    everywhere = {line for line, some in essays.items() if len(some) == len(headings)}
    inside = [line for line, essay, _ in lines if essay]
    if sum(len(line) for line in inside if line in everywhere) >= COPIES * sum(map(len, inside)):
        return  # one essay several times
    for place, (line, essay, block) in enumerate(lines):
        if essay and line in everywhere:
            beside = [lines[i][0] for i in (place - 1, place + 1) if 0 <= i < len(lines)]
            if everywhere.isdisjoint(beside):
                yield Ruling(block.start, block.end, "notice", "repeat.every-essay")


def with_verdicts(text: SourceText, labels: Labelling, site: str, placed: Placed, rules: dict[str, RuleCard]) -> Labelling:
    """Labels with people's verdicts on removals: a rejected one is kept as if in doubt, an accepted one is sure."""
    if not placed.operations:
        return labels
    units = []
    for unit in labels.units:
        if unit.role not in ("body", "heading") and unit.rule != "decision":
            verdict = verdict_on(removal(text, unit, unit.unit.end, rules), site, placed.operations)
            if verdict is not None and verdict.verdict == "reject":
                unit = replace(unit, rule="rejected", confidence=0.0)  # noqa: PLW2901
            elif verdict is not None and verdict.verdict == "accept" and unit.rule == "decode":
                unit = replace(unit, confidence=1.0)  # noqa: PLW2901
        units.append(unit)
    return labels._replace(units=units)
