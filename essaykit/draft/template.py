"""Templates: which sections a text has, what each asks of its writer, and how the answers are worked into sentences.

A template is a card (`templates/*.toml`). Nothing in it claims an experience:
its own words only join what the student wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Literal

from essaykit.cards import package_cards, parse_card
from essaykit.draft.frames import parse_frame
from essaykit.draft.roles import role_cards
from essaykit.errors import CardError, UsageError
from essaykit.model import Record

SlotKind = Literal["fact", "event", "feeling", "theory", "plan"]
KIND_NAMES: dict[SlotKind, str] = {"fact": "事实", "event": "事例", "feeling": "感受", "theory": "理论联系", "plan": "打算"}

EventPart = Literal["time", "task", "action", "result", "number"]
EVENT_PARTS: dict[EventPart, str] = {"time": "时间", "task": "任务", "action": "做法", "result": "结果", "number": "数字"}
"""What an event is made of: a claim becomes believable by when, what, how, with what outcome and how much."""


class Event(Record, frozen=True, kw_only=True):
    """Something that happened, in its five parts."""

    time: str = ""
    task: str = ""
    action: str = ""
    result: str = ""
    number: str = ""

    def part(self, name: str) -> str:
        """One part by its name."""
        value: str = getattr(self, name)
        return value


class Slot(Record, frozen=True, kw_only=True):
    """One thing that the student is asked for."""

    id: str
    name: str
    """Chinese, short: how lists call it."""
    kind: SlotKind
    ask: str
    """The guiding question, in Chinese."""
    example: str | Event
    """A good answer; an `Event` where `kind` is ``event``."""
    optional: bool = False
    """Not counted as missing when it stays empty."""
    many: bool = False
    """Takes any number of events."""


class ParagraphFrame(Record, frozen=True, kw_only=True):
    """One paragraph to be: sentence frames (see `essaykit.draft.frames`).

    With ``event``, the id of an event slot, it becomes one paragraph for every event of that
    slot, the frames taken in turn; placeholders there name the parts: ``{time}``, ``{task}``.
    """

    frames: tuple[str, ...]
    event: str | None = None


class Evidence(Record, frozen=True, kw_only=True):
    """Which sentences of other people's essays are worth seeing beside a section."""

    roles: tuple[str, ...] = ()
    """Ids of role cards (`roles/*.toml`), at least one."""
    words: tuple[str, ...] = ()
    """Further words for this section alone."""


class TemplateSection(Record, frozen=True, kw_only=True):
    """One section: what it is for, how long it is, what it asks, and how the answers are put."""

    id: str
    heading: str
    """Without its number; empty for a section that is printed without a heading."""
    purpose: str
    weight: int
    """Share of the whole text in hundredths; 0 for what doesn't count, such as a cover."""
    belongs: tuple[str, ...]
    avoid: tuple[str, ...]
    """What does not belong here."""
    questions: tuple[str, ...]
    """Further guiding questions, in Chinese, for a section that is still short."""
    slots: tuple[Slot, ...]
    paragraphs: tuple[ParagraphFrame, ...]
    lines: bool = False
    """Print each frame as a line of its own: a cover."""
    evidence: Evidence | None = None

    def slot(self, name: str) -> Slot | None:
        """A slot by its id."""
        return next((slot for slot in self.slots if slot.id == name), None)


class Template(Record, frozen=True, kw_only=True):
    """A kind of text that can be drafted."""

    id: str
    name: str
    about: str
    words: int
    """字数 aimed at."""
    title: str
    """Frame of the title; its slots carry their section: ``{cover.post}``."""
    trade: tuple[str, ...]
    """Slots, with their sections, that tell what the work was: ``cover.unit``."""
    numbered: bool
    """Headings get 一、二、三、 before them."""
    sections: tuple[TemplateSection, ...]

    def section(self, name: str) -> TemplateSection | None:
        """A section by its id."""
        return next((section for section in self.sections if section.id == name), None)

    def budgets(self) -> dict[str, int]:
        """字数 for each section: its weight's share of the whole, rounded to tens so that they add up.

        >>> sum(load_templates()["report"].budgets().values())
        3000
        """
        total = sum(section.weight for section in self.sections) or 1
        budgets: dict[str, int] = {}
        given = seen = 0
        for section in self.sections:
            seen += section.weight
            until = self.words if seen == total else round(self.words * seen / total / 10) * 10
            budgets[section.id] = until - given
            given = until
        return budgets


class TemplateListing(Record, frozen=True, kw_only=True):
    """What ``template list --json`` prints."""

    templates: tuple[Template, ...]


@cache
def load_templates() -> Mapping[str, Template]:
    """The built-in templates by id, longest text first."""
    found = [checked(card, f"{name}.toml") for name, card in package_cards("essaykit.draft", "templates", Template).items()]
    return {template.id: template for template in sorted(found, key=lambda t: (-t.words, t.id))}


def read_template(text: str, file: str) -> Template:
    """A template from the text of a card.

    Raises:
        CardError: if it is no TOML, lacks a field, or contradicts itself.
    """
    return checked(parse_card(text, file, Template), file)


def find_template(name: str, templates: Mapping[str, Template] | None = None) -> Template:
    """A template by its id or its Chinese name.

    >>> find_template("实习报告").id
    'report'

    Raises:
        UsageError: if there is none; the nearest name is suggested.
    """
    known = load_templates() if templates is None else templates
    for template in known.values():
        if name in (template.id, template.name):
            return template
    names = [n for template in known.values() for n in (template.id, template.name)]
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(f"{t.id} {t.name}" for t in known.values())
    raise UsageError(f"no template named {name!r}", hint=hint)


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
    if section.evidence is not None:
        problems += [f"{at}: there is no role {role!r}" for role in section.evidence.roles if role not in role_cards()]
        problems += [] if section.evidence.roles else [f"{at}: its evidence names no role"]
    for paragraph in section.paragraphs:
        event = section.slot(paragraph.event) if paragraph.event is not None else None
        if paragraph.event is not None and (event is None or event.kind != "event"):
            problems.append(f"{at}: {paragraph.event!r} is no event slot")
        for text in paragraph.frames:
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
            for text in paragraph.frames:
                yield text, section, section.slot(paragraph.event) if paragraph.event else None


def _names(text: str) -> set[str]:
    try:
        return set(parse_frame(text).names())
    except CardError:
        return set()  # said by _frame_problems


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


def _twice(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return list(twice)
