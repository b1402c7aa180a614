"""A paper against its template: which sections are there, how long each is, and what of the facts is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from essaykit.draft.assemble import Draft
from essaykit.draft.paper import Paper, PaperParagraph, bare_heading
from essaykit.draft.remarks import Finding
from essaykit.draft.roles import role_cards, typed_paragraphs
from essaykit.draft.template import Template, TemplateSection
from essaykit.model import Record
from essaykit.text import word_count

NAMED = 0.6
"""Likeness of headings from which one is the other in other words."""
SHORT, LONG = 0.6, 1.5
"""Shares of its budget below and above which a section is remarked on; of the whole, half as far from 1."""


class SectionCheck(Record, frozen=True, kw_only=True):
    """A section of a template in a paper."""

    section: str
    name: str
    """Heading of the template."""
    heading: str
    """As the paper has it; empty where it has none."""
    words: int
    budget: int


def section_checks(paper: Paper, template: Template) -> tuple[tuple[SectionCheck, ...], dict[int, str]]:
    """Each section with its words; and for the start of each paragraph the section that it stands in."""
    counted = [section for section in template.sections if section.heading]
    headings = [p for p in paper.paragraphs if p.kind == "heading"]
    owner = _matched(headings, counted) if headings else {}
    inside: dict[int, str] = {}
    current = ""
    for paragraph in paper.paragraphs:
        if paragraph.kind == "heading":
            current = owner.get(paragraph.start, current)
        inside[paragraph.start] = current if paragraph.kind != "list" else ""
    if not owner:
        inside |= _by_role(paper, counted)
    budgets = template.budgets()
    titles = {name: bare_heading(p.text) for p in reversed(headings) for at, name in owner.items() if at == p.start}
    return tuple(
        SectionCheck(
            section=section.id, name=section.heading, heading=titles.get(section.id, ""), budget=budgets[section.id],
            words=sum(word_count(p.text) for p in paper.own() if inside[p.start] == section.id),
        )
        for section in counted
    ), inside  # fmt: skip


def outline_findings(sections: Sequence[SectionCheck], template: Template, words: int) -> Iterator[Finding]:
    """Sections that are missing, empty, or far from their budget."""
    for check in sections:
        section = template.section(check.section)
        if section is None or not section.weight:
            continue
        if not check.words:
            if not all(slot.optional for slot in section.slots):
                advice = f"缺这一部分（{section.heading}）：{section.purpose}"
                yield Finding(severity="must", check="missing_section", section=section.id, found=check.heading, advice=advice)
        elif check.words < SHORT * check.budget or check.words > LONG * check.budget:
            short = check.words < check.budget
            advice = f"{'偏短' if short else '偏长'}：预算 {check.budget} 字"
            advice += f"；想一想：{section.questions[0]}" if short and section.questions else ""
            yield Finding(severity="may", check="budget", section=section.id, found=f"{check.words} 字", advice=advice)
    if not (1 + SHORT) / 2 * template.words <= words <= (1 + LONG) / 2 * template.words:
        yield Finding(severity="should", check="budget", found=f"{words} 字", advice=f"全文预算 {template.words} 字")


def slot_findings(draft: Draft) -> Iterator[Finding]:
    """Slots of a facts file that are empty."""
    for section in draft.sections:
        for gap in section.gaps:
            if gap.state == "empty" and not gap.optional:
                advice = f"{gap.ask}（事实表 {gap.slot}）"
                yield Finding(severity="must", check="missing_slot", section=section.id, found=gap.name, advice=advice)


def _matched(headings: Sequence[PaperParagraph], sections: Sequence[TemplateSection]) -> dict[int, str]:
    """Start of each heading of the paper → section; the likest pairs first, each section once."""
    pairs = []
    for number, paragraph in enumerate(headings):
        text = bare_heading(paragraph.text)
        for place, section in enumerate(sections):
            likeness = _heading_likeness(text, section)
            if likeness >= NAMED:
                pairs.append((-likeness, abs(number / len(headings) - place / len(sections)), paragraph.start, section.id))
    found: dict[int, str] = {}
    for _, _, start, name in sorted(pairs):
        if start not in found and name not in found.values():
            found[start] = name
    return found


def _heading_likeness(text: str, section: TemplateSection) -> float:
    if text == section.heading:
        return 1.0
    cards = role_cards()
    first = section.evidence.roles[0] if section.evidence else None
    named = first is not None and len(text) <= 14 and any(len(word) > 1 and word in text for word in cards[first].headings)
    inside = min(len(text), len(section.heading)) >= 2 and (text in section.heading or section.heading in text)
    return max(0.9 * inside, 0.7 * named, SequenceMatcher(None, text, section.heading, autojunk=False).ratio())


def _by_role(paper: Paper, sections: Sequence[TemplateSection]) -> dict[int, str]:
    """Where a paper has no headings, paragraphs belong to the section whose roles they play."""
    inside: dict[int, str] = {}
    body = list(paper.own())
    for paragraph, kind in zip(body, typed_paragraphs("\n".join(p.text + "。" for p in body)), strict=False):
        worth = {s.id: max(kind.roles[role] for role in s.evidence.roles) for s in sections if s.evidence}
        best = max(worth, key=lambda name: worth[name], default="")
        inside[paragraph.start] = best if best and worth[best] >= 0.3 else ""
    return inside
