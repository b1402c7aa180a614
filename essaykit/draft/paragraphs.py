"""Paragraphs of a draft: answers worked into the frames of their section, and whose words stand where."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from essaykit.draft.facts import Facts
from essaykit.draft.frames import Piece, close_sentence, fill_frame, parse_frame
from essaykit.draft.places import address, resolve
from essaykit.draft.template import EVENT_PARTS, Event, Slot, Template, TemplateSection
from essaykit.model import Record


class Own(Record, frozen=True, kw_only=True):
    """A stretch of a paragraph that the student wrote, and the answer it comes from."""

    start: int
    end: int
    slot: str
    """Where in the facts file, see `address`."""


class Paragraph(Record, frozen=True, kw_only=True):
    """A paragraph of the draft; what is not the student's own in it is the template's joining words."""

    text: str
    own: tuple[Own, ...]
    """In order, half open, in code points of `text`."""
    heading: bool = False
    """A line of its own above what follows: the day of a diary."""


class Scene(Record, frozen=True, kw_only=True):
    """What a frame is filled from: all facts, and, where it tells an event, that event and its number."""

    template: Template
    facts: Facts
    section: TemplateSection | None = None
    slot: Slot | None = None
    number: int = 0
    event: Event = Event()


def written_paragraphs(template: Template, section: TemplateSection, facts: Facts) -> list[Paragraph]:
    """The paragraphs of a section, as far as facts fill them."""
    here = Scene(template=template, facts=facts, section=section)
    out: list[Paragraph] = []
    for paragraph in section.paragraphs:
        slot = section.slot(paragraph.event) if paragraph.event else None
        if slot is not None:
            for number, event in enumerate(facts.answer(section.id, slot.id).events):
                scene = replace(here, slot=slot, number=number, event=event)
                out += [replace(line, heading=True) for line in _joined([filled_sentence(paragraph.heading, scene)])]
                out += _joined([close_sentence(filled_sentence(paragraph.frames[number % len(paragraph.frames)], scene))])
        elif section.lines:
            for frame in paragraph.frames:
                out += _joined([filled_sentence(frame, here)])
        else:
            out += _joined([close_sentence(filled_sentence(frame, here)) for frame in paragraph.frames])
    return out


def filled_sentence(text: str, scene: Scene) -> list[Piece]:
    """Fill one frame; the pieces carry the full address of what fills them."""

    def look_up(name: str) -> tuple[str, str]:
        place = resolve(name, scene.template, scene.section, scene.slot)
        if place is None:
            raise KeyError(name)  # no checked template gets here
        if place.part is not None:
            return address(place.section, place.slot, scene.number, place.part), scene.event.part(place.part)
        return address(place.section, place.slot), scene.facts.answer(place.section.id, place.slot.id).text

    pieces = fill_frame(parse_frame(text), lambda name: look_up(name)[1])
    return [Piece(text=piece.text, slot=look_up(piece.slot)[0]) if piece.slot else piece for piece in pieces]


def _joined(sentences: Sequence[Sequence[Piece]]) -> list[Paragraph]:
    """Sentences as paragraphs: one, or more where an answer has several of its own."""
    out: list[Paragraph] = []
    text = ""
    own: list[Own] = []
    for piece in (piece for sentence in sentences for piece in sentence):
        for number, line in enumerate(piece.text.split("\n")):
            if number and text:
                out.append(Paragraph(text=text, own=tuple(own)))
                text, own = "", []
            if line and piece.slot is not None:
                own.append(Own(start=len(text), end=len(text) + len(line), slot=piece.slot))
            text += line
    return [*out, Paragraph(text=text, own=tuple(own))] if text else out


def unplaced_paragraphs(section: TemplateSection, facts: Facts, placed: AbstractSet[str | None]) -> list[Paragraph]:
    """Answers without a place, as paragraphs of their own."""
    found = []
    for slot in section.slots:
        answer = facts.answer(section.id, slot.id)
        found.append((address(section, slot), answer.text))
        for number, event in enumerate(answer.events):
            found += [(address(section, slot, number, part), event.part(part)) for part in EVENT_PARTS]
    pieces = [Piece(text=text, slot=name) for name, text in found if text and name not in placed]
    return [paragraph for piece in pieces for paragraph in _joined([close_sentence([piece])])]
