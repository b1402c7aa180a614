"""The student's own facts: an answer for each slot of a template, and how far it is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from essaykit.draft.places import address
from essaykit.draft.template import EVENT_PARTS, Event, Slot, TemplateSection
from essaykit.draft.vague import is_bare_claim, vague_words
from essaykit.model import Record

SlotState = Literal["empty", "vague", "filled"]


class Remark(Record, frozen=True, kw_only=True):
    """What is lacking in an answer."""

    place: str
    """Address of the answer, see `essaykit.draft.template.address`."""
    found: str
    """The vague words; empty where a part is missing."""
    advice: str


class Answer(Record, frozen=True, kw_only=True):
    """What stands in the facts file for one slot."""

    section: str
    slot: str
    state: SlotState
    text: str = ""
    events: tuple[Event, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Facts(Record, frozen=True, kw_only=True):
    """A facts file, read: one answer for every slot of the template, in its order."""

    template: str
    answers: tuple[Answer, ...]

    def answer(self, section: str, slot: str) -> Answer:
        """The answer for a slot.

        Raises:
            KeyError: if the template has no such slot.
        """
        for answer in self.answers:
            if (answer.section, answer.slot) == (section, slot):
                return answer
        raise KeyError(f"{section}.{slot}")


def judged(section: TemplateSection, slot: Slot, *, text: str = "", events: tuple[Event, ...] = ()) -> Answer:
    """An answer with its state: vague where it holds vague words, lacks a part of an event, or claims without an event."""
    place = address(section, slot)
    remarks = [Remark(place=place, found=word, advice=advice) for word, advice in vague_words(text)]
    if is_bare_claim(text):
        remarks.append(Remark(place=place, found="", advice=BARE))
    remarks += [remark for number, event in enumerate(events) for remark in _event_remarks(section, slot, number, event)]
    state: SlotState = "empty" if not (text or events) else "vague" if remarks else "filled"
    return Answer(section=section.id, slot=slot.id, state=state, text=text, events=events, remarks=tuple(remarks))


BARE = "只有结论，没有事情：写出它是从哪一天的哪一件事里来的"


def _event_remarks(section: TemplateSection, slot: Slot, number: int, event: Event) -> Iterator[Remark]:
    for part, name in EVENT_PARTS.items():
        place = address(section, slot, number, part)
        text = event.part(part)
        if not text and part in slot.needs:
            yield Remark(place=place, found="", advice=f"还缺{name}")
        for word, advice in vague_words(text):
            yield Remark(place=place, found=word, advice=advice)
