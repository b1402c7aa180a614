"""Places of a template: what a placeholder means, and how an answer is addressed."""

from __future__ import annotations

from essaykit.draft.template import EVENT_PARTS, EventPart, Slot, Template, TemplateSection
from essaykit.model import Record


class Place(Record, frozen=True, kw_only=True):
    """What a placeholder means."""

    section: TemplateSection
    slot: Slot
    part: EventPart | None


def resolve(name: str, template: Template, section: TemplateSection | None, event: Slot | None = None) -> Place | None:
    """What a placeholder means: a part of the paragraph's event, else a slot of the section, else ``section.slot`` of another.

    None where it means nothing, or an event without saying which part.
    """
    part = next((part for part in EVENT_PARTS if part == name), None)
    if section is not None and event is not None and part is not None:
        return Place(section=section, slot=event, part=part)
    first, _, second = name.partition(".")
    owner = template.section(first) if second else section
    slot = owner.slot(second or first) if owner is not None else None
    if owner is None or slot is None or slot.kind == "event":
        return None
    return Place(section=owner, slot=slot, part=None)


def address(section: TemplateSection, slot: Slot, number: int = 0, part: EventPart | None = None) -> str:
    """Where an answer stands in a facts file: ``purpose.goal``, ``cases.events.2.number`` for the second of many events."""
    counted = (str(number + 1),) if slot.many else ()
    return ".".join((section.id, slot.id, *counted, part) if part else (section.id, slot.id))


def slot_names(template: Template) -> tuple[str, ...]:
    """All slots of a template with their sections: ``purpose.goal``."""
    return tuple(f"{section.id}.{slot.id}" for section in template.sections for slot in section.slots)
