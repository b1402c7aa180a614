"""Templates: which sections a text has, what each asks of its writer, and how the answers are worked into sentences.

A template is a card (`templates/*.toml`). Nothing in it claims an experience:
its own words only join what the student wrote.
"""

from __future__ import annotations

from typing import Literal

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
    needs: tuple[EventPart, ...] = tuple(EVENT_PARTS)
    """Of an event: the parts without which it is vague."""
    notes: Literal["", "day", "week"] = ""
    """Of many events: where notes go that name no slot, one event a day or a week (see `essaykit.draft.notes`)."""


class ParagraphFrame(Record, frozen=True, kw_only=True):
    """One paragraph to be: sentence frames (see `essaykit.draft.frames`).

    With ``event``, the id of an event slot, it becomes one paragraph for every event of that
    slot, the frames taken in turn; placeholders there name the parts: ``{time}``, ``{task}``.
    """

    frames: tuple[str, ...]
    event: str | None = None
    heading: str = ""
    """With ``event``: a frame for a line of its own above each, such as the day of a diary."""


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
    variant: str = ""
    """Id of the template that this one is a variant of."""
    overlay: str = ""
    """Id of the trade whose questions were added (see `essaykit.draft.trades`); no field of a card."""

    def section(self, name: str) -> TemplateSection | None:
        """A section by its id."""
        return next((section for section in self.sections if section.id == name), None)

    def budgets(self) -> dict[str, int]:
        """字数 for each section: its weight's share of the whole, rounded to tens so that they add up.

        >>> from essaykit.draft.library import load_templates
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
