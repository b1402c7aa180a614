"""From template, facts and excerpts to a draft: whose words stand where, what is missing, how long it is.

The student's sentences and other people's never share a paragraph: excerpts
stay records of their own, with their sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from essaykit.draft.facts import Answer, Facts, Remark, SlotState
from essaykit.draft.paragraphs import Paragraph, Scene, filled_sentence, unplaced_paragraphs, written_paragraphs
from essaykit.draft.places import address
from essaykit.draft.quotable import Excerpt
from essaykit.draft.template import Slot, SlotKind, Template, TemplateSection
from essaykit.model import Record
from essaykit.text import word_count

DRAFT_VERSION = 1
"""Rises when a field of the draft's JSON changes its meaning or goes."""


class Gap(Record, frozen=True, kw_only=True):
    """A slot that is not yet filled as it should be."""

    slot: str
    """With its section: ``purpose.goal``."""
    name: str
    kind: SlotKind
    state: SlotState
    optional: bool
    ask: str
    remarks: tuple[Remark, ...]


class DraftSection(Record, frozen=True, kw_only=True):
    """One section of the draft."""

    id: str
    heading: str
    """With its number; empty where none is printed."""
    purpose: str
    budget: int
    """字数 aimed at; 0 where nothing is counted."""
    words: int
    """字数 so far, without excerpts."""
    own_words: int
    """字数 of the student's own stretches among them."""
    paragraphs: tuple[Paragraph, ...]
    gaps: tuple[Gap, ...]
    questions: tuple[str, ...]
    """Further questions, where the section is still well below its budget."""
    excerpts: tuple[Excerpt, ...]


class QuotedSource(Record, frozen=True, kw_only=True):
    """An essay of the corpus that excerpts were taken from."""

    essay: str
    title: str
    path: str
    site: str
    url: str
    sections: tuple[str, ...]
    """Headings of the sections beside which it is quoted."""


class Draft(Record, frozen=True, kw_only=True):
    """A draft: the record that ``draft build --json`` prints."""

    draft_version: int = DRAFT_VERSION
    template: str
    name: str
    title: str
    budget: int
    words: int
    own_words: int
    sections: tuple[DraftSection, ...]
    unplaced: tuple[str, ...]
    """Addresses of answers whose frames lack something else; they stand as sentences of their own."""
    sources: tuple[QuotedSource, ...]


ENOUGH = 0.8
"""Share of its budget from which a section is asked no further questions."""


def build_draft(template: Template, facts: Facts, excerpts: Mapping[str, Sequence[Excerpt]] | None = None) -> Draft:
    """Work a student's facts into the template's frames; excerpts, by section id, are put beside them.

    Every answer stands in the draft: one that no frame can take, because something else is
    missing there, becomes a sentence of its own. A section whose slots are all optional and empty is left out.
    """
    beside = excerpts or {}
    title = filled_sentence(template.title, Scene(template=template, facts=facts))
    written = {section.id: written_paragraphs(template, section, facts) for section in template.sections}
    placed = {piece.slot for piece in title}
    placed |= {own.slot for paragraphs in written.values() for paragraph in paragraphs for own in paragraph.own}
    left = {section.id: unplaced_paragraphs(section, facts, placed) for section in template.sections}
    printed = [
        section
        for section in template.sections
        if written[section.id] or left[section.id] or not all(slot.optional for slot in section.slots)
    ]
    sections = _sections(template, facts, printed, {name: (*written[name], *left[name]) for name in written}, beside)
    counted = [section for section in sections if section.budget]
    return Draft(
        template=template.id,
        name=template.name,
        title="".join(piece.text for piece in title) or template.name,
        budget=template.words,
        words=sum(section.words for section in counted),
        own_words=sum(section.own_words for section in counted),
        sections=sections,
        unplaced=tuple(own.slot for paragraphs in left.values() for paragraph in paragraphs for own in paragraph.own),
        sources=_sources(sections),
    )


def _sections(
    template: Template,
    facts: Facts,
    printed: Sequence[TemplateSection],
    paragraphs: Mapping[str, tuple[Paragraph, ...]],
    excerpts: Mapping[str, Sequence[Excerpt]],
) -> tuple[DraftSection, ...]:
    budgets = template.budgets()
    headed = [section.id for section in printed if section.heading]
    out = []
    for section in printed:
        text = paragraphs[section.id]
        words = sum(word_count(paragraph.text) for paragraph in text)
        numbered = template.numbered and section.heading
        out.append(
            DraftSection(
                id=section.id,
                heading=f"{han_number(headed.index(section.id) + 1)}、{section.heading}" if numbered else section.heading,
                purpose=section.purpose,
                budget=budgets[section.id],
                words=words,
                own_words=sum(word_count(p.text[own.start : own.end]) for p in text for own in p.own),
                paragraphs=text,
                gaps=tuple(_gap(section, slot, answer) for slot, answer in _answers(section, facts) if answer.state != "filled"),
                questions=section.questions if 0 < words < ENOUGH * budgets[section.id] else (),
                excerpts=tuple(excerpts.get(section.id, ())),
            )
        )
    return tuple(out)


def han_number(number: int) -> str:
    """A number from 1 to 99 in Chinese.

    >>> han_number(3), han_number(10), han_number(21)
    ('三', '十', '二十一')
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones or not tens else "")


def _answers(section: TemplateSection, facts: Facts) -> list[tuple[Slot, Answer]]:
    return [(slot, facts.answer(section.id, slot.id)) for slot in section.slots]


def _gap(section: TemplateSection, slot: Slot, answer: Answer) -> Gap:
    return Gap(
        slot=address(section, slot), name=slot.name, kind=slot.kind, state=answer.state,
        optional=slot.optional, ask=slot.ask, remarks=answer.remarks,
    )  # fmt: skip


def _sources(sections: Sequence[DraftSection]) -> tuple[QuotedSource, ...]:
    found: dict[str, tuple[Excerpt, list[str]]] = {}
    for section in sections:
        for excerpt in section.excerpts:
            found.setdefault(excerpt.essay, (excerpt, []))[1].append(section.heading)
    return tuple(
        QuotedSource(
            essay=essay, title=e.title, path=e.path, site=e.site, url=e.url, sections=tuple(dict.fromkeys(headings)),
        )
        for essay, (e, headings) in found.items()
    )  # fmt: skip
