"""What contradicts itself in a template: sections, slots, weights, frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from essaykit.draft.frames import parse_frame
from essaykit.draft.places import resolve
from essaykit.draft.roles import role_cards
from essaykit.draft.template import EVENT_PARTS, Event, Slot, Template, TemplateSection
from essaykit.errors import CardError


def checked(template: Template, file: str) -> Template:
    """The template itself, if nothing is wrong with it.

    Raises:
        CardError: with all that is wrong, in one line.
    """
    problems = template_problems(template)
    if problems:
        raise CardError("; ".join(problems), file=file)
    return template


def template_problems(template: Template) -> list[str]:
    """What contradicts itself in a template, one line each; nothing when it is fit for use."""
    problems = [f"the section id {name!r} stands twice" for name in _twice(section.id for section in template.sections)]
    weights = sum(section.weight for section in template.sections)
    if weights != 100:
        problems.append(f"the weights add up to {weights}, not to 100")
    problems += [f"{section.id}: its weight is negative" for section in template.sections if section.weight < 0]
    problems += [] if template.words > 0 else ["its words are not more than 0"]
    problems += _frame_problems("title", template.title, template, None, None)
    for name in template.trade:
        if resolve(name, template, None) is None:
            problems.append(f"trade: {name!r} is no slot")
    for section in template.sections:
        problems += _section_problems(template, section)
    return problems + [f"no frame uses {{{name}}}" for name in _unused(template)]


def _section_problems(template: Template, section: TemplateSection) -> list[str]:
    at = section.id
    problems = [f"{at}: the slot id {name!r} stands twice" for name in _twice(slot.id for slot in section.slots)]
    for slot in section.slots:
        if (slot.kind == "event") is not isinstance(slot.example, Event):
            problems.append(f"{at}.{slot.id}: its example is not of its kind")
        if slot.many and slot.kind != "event":
            problems.append(f"{at}.{slot.id}: only events can be many")
        if slot.notes and not slot.many:
            problems.append(f"{at}.{slot.id}: only many events can take notes")
    if section.evidence is not None:
        problems += [f"{at}: there is no role {role!r}" for role in section.evidence.roles if role not in role_cards()]
        problems += [] if section.evidence.roles else [f"{at}: its evidence names no role"]
    for paragraph in section.paragraphs:
        event = section.slot(paragraph.event) if paragraph.event is not None else None
        if paragraph.event is not None and (event is None or event.kind != "event"):
            problems.append(f"{at}: {paragraph.event!r} is no event slot")
        if paragraph.heading and paragraph.event is None:
            problems.append(f"{at}: a heading without an event")
        for text in (paragraph.heading, *paragraph.frames):
            problems += _frame_problems(at, text, template, section, event)
    return problems


def _frame_problems(at: str, text: str, template: Template, section: TemplateSection | None, event: Slot | None) -> list[str]:
    try:
        names = sorted(set(parse_frame(text).names()))
    except CardError as error:
        return [f"{at}: {error}"]
    return [f"{at}: {{{name}}} is no slot" for name in names if resolve(name, template, section, event) is None]


def _unused(template: Template) -> Iterator[str]:
    """Slots, or parts of events, that no frame takes."""
    taken = set()
    for text, section, event in _frames(template):
        for name in _names(text):
            found = resolve(name, template, section, event)
            if found is not None:
                taken.add((found.section.id, found.slot.id, found.part))
    for section in template.sections:
        for slot in section.slots:
            for part in EVENT_PARTS if slot.kind == "event" else (None,):
                if (section.id, slot.id, part) not in taken:
                    yield ".".join(name for name in (section.id, slot.id, part) if name)


def _frames(template: Template) -> Iterator[tuple[str, TemplateSection | None, Slot | None]]:
    yield template.title, None, None
    for section in template.sections:
        for paragraph in section.paragraphs:
            for text in (paragraph.heading, *paragraph.frames):
                yield text, section, section.slot(paragraph.event) if paragraph.event else None


def _names(text: str) -> set[str]:
    try:
        return set(parse_frame(text).names())
    except CardError:
        return set()  # said by _frame_problems


def _twice(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return list(twice)
