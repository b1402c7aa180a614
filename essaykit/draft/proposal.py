"""A template proposed from what a group of essays has in common; and any template as the text of its card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from essaykit.draft.library import load_templates
from essaykit.draft.mining import MinedOutline, MinedSection
from essaykit.draft.roles import role_cards
from essaykit.draft.template import EVENT_PARTS, Event, Evidence, ParagraphFrame, Slot, Template, TemplateSection
from essaykit.draft.template_check import checked

DONOR = "report"
"""The built-in template that lends its questions and slots."""
LEAST_WORDS = 300


def proposed_template(mined: MinedOutline, name: str) -> Template:
    """A template with the sections that at least half of the sources have, under the heading that is most frequent, if two have it.

    Questions and slots are those of the built-in report where it has a section of that role, else one plain slot.
    Budgets follow the median lengths.
    """
    donor = load_templates()[DONOR]
    cover = donor.sections[0]
    chosen = mined.proposed()
    weights = _weights([section.words for section in chosen])
    sections = [cover, *(_section(donor, section, weight) for section, weight in zip(chosen, weights, strict=True))]
    known = {f"{s.id}.{slot.id}" for s in sections for slot in s.slots}
    template = Template(
        id=name, name=f"{mined.group or name}（由语料归纳）", about=f"由 {mined.sources} 个互不相干的来源（{mined.essays} 篇）归纳而成。",
        words=max(LEAST_WORDS, round(mined.words, -2)), title=donor.title, numbered=True,
        trade=tuple(place for place in donor.trade if place in known), sections=tuple(sections),
    )  # fmt: skip
    return checked(template, f"{name}.toml")


def _section(donor: Template, mined: MinedSection, weight: int) -> TemplateSection:
    heading = mined.headings[0].text if mined.headings and mined.headings[0].sources > 1 else mined.name
    lent = next((s for s in donor.sections if s.evidence and s.evidence.roles[0] == mined.role), None)
    if lent is not None:
        return replace(lent, id=mined.role, heading=heading, weight=weight)
    card = role_cards()[mined.role]
    slot = Slot(
        id="text", name=mined.name, kind="fact", example=card.hits[0],
        ask=f"{heading}这一部分，你有哪几件具体的事要写？什么时候、怎么做、结果怎样、多少？",
    )  # fmt: skip
    return TemplateSection(
        id=mined.role, heading=heading, purpose=f"{mined.name}：{mined.share:.0%} 的来源有这一部分", weight=weight,
        belongs=(mined.name,), avoid=("套话",), questions=(), slots=(slot,), paragraphs=(ParagraphFrame(frames=("{text}",)),),
        evidence=Evidence(roles=(mined.role,)),
    )  # fmt: skip


def _weights(words: Sequence[int]) -> list[int]:
    """Hundredths that add up, at least one for each."""
    total = sum(words) or 1
    weights = [max(1, round(100 * count / total)) for count in words]
    if weights:
        weights[weights.index(max(weights))] += 100 - sum(weights)
    return weights


def template_card(template: Template, mined: MinedOutline | None = None) -> str:
    """The text of a template's card; what was mined stands as comments beside the sections."""
    notes = {section.role: section for section in mined.sections} if mined else {}
    lines = [
        f"id = {_quoted(template.id)}", f"name = {_quoted(template.name)}", f"about = {_quoted(template.about)}",
        f"words = {template.words}", f"title = {_quoted(template.title)}", f"trade = {_list(template.trade)}",
        f"numbered = {_flag(template.numbered)}",
    ]  # fmt: skip
    for section in template.sections:
        lines += ["", *_noted(notes.get(section.id)), "[[sections]]", *_section_lines(section)]
    rare = [section for section in mined.sections if not section.proposed] if mined else []
    if rare:
        lines += ["", "# Fewer than half of the sources have: " + ", ".join(f"{s.role} {s.name} {s.share:.0%}" for s in rare)]
    return "\n".join(lines) + "\n"


def _noted(mined: MinedSection | None) -> list[str]:
    if mined is None:
        return []
    headings = "、".join(f"{heading.text} {heading.sources}" for heading in mined.headings) or "没有标题"
    return [f"# {mined.sources} independent sources ({mined.share:.0%}), median {mined.words} 字; headings: {headings}"]


def _section_lines(section: TemplateSection) -> Iterator[str]:
    for name in ("id", "heading", "purpose"):
        yield f"{name} = {_quoted(getattr(section, name))}"
    yield f"weight = {section.weight}"
    for name in ("belongs", "avoid", "questions"):
        yield f"{name} = {_list(getattr(section, name))}"
    if section.lines:
        yield "lines = true"
    if section.evidence is not None:
        words = f", words = {_list(section.evidence.words)}" if section.evidence.words else ""
        yield f"evidence = {{ roles = {_list(section.evidence.roles)}{words} }}"
    for slot in section.slots:
        yield from ("", "[[sections.slots]]", *_slot_lines(slot))
    for paragraph in section.paragraphs:
        yield from ("", "[[sections.paragraphs]]")
        if paragraph.event:
            yield f"event = {_quoted(paragraph.event)}"
        if paragraph.heading:
            yield f"heading = {_quoted(paragraph.heading)}"
        yield f"frames = {_list(paragraph.frames)}"


def _slot_lines(slot: Slot) -> Iterator[str]:
    for name in ("id", "name", "kind", "ask"):
        yield f"{name} = {_quoted(getattr(slot, name))}"
    for name in ("optional", "many"):
        if getattr(slot, name):
            yield f"{name} = true"
    if slot.needs != tuple(EVENT_PARTS):
        yield f"needs = {_list(slot.needs)}"
    if slot.notes:
        yield f"notes = {_quoted(slot.notes)}"
    if isinstance(slot.example, Event):
        parts = ", ".join(f"{part} = {_quoted(slot.example.part(part))}" for part in EVENT_PARTS)
        yield f"example = {{ {parts} }}"
    else:
        yield f"example = {_quoted(slot.example)}"


def _quoted(text: str) -> str:
    """A TOML string; what TOML would not take is spelt out."""
    plain = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(plain.get(c) or (c if c.isprintable() or c == "\u3000" else f"\\U{ord(c):08X}") for c in text) + '"'


def _list(values: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, values)) + "]"


def _flag(value: bool) -> str:
    return "true" if value else "false"
