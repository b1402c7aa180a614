"""Notes: a line a day, kept while the work goes on, that later flow into diaries, weekly logs and slots of a report.

A notes file is Markdown that people can read and write themselves:

    - 2025-07-01 今天在取号机旁边站了一天，引导了八十个人。
    - 2025-07-02 [problem.mistakes] 写错一张登记单，客户重填了一遍。
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec.structs import replace

from essaykit.draft.assemble import han_number
from essaykit.draft.facts import Answer, Facts, judged
from essaykit.draft.library import load_templates
from essaykit.draft.template import Event, Slot, Template
from essaykit.errors import CardError, ReadError, UsageError
from essaykit.model import Record

_LINE = re.compile(r"^[-*] (\d{4}-\d{2}-\d{2})(?: \[([a-z0-9_]+\.[a-z0-9_]+)\])? +(\S.*)$")
_HINT = "a note is a line such as '- 2025-07-01 …', or '- 2025-07-01 [section.slot] …'"
HEAD = "# 实习笔记\n\n"
_WEEKDAYS = "一二三四五六日"


class Note(Record, frozen=True, kw_only=True):
    """What was noted on one day."""

    day: str
    """As in ``2025-07-01``."""
    text: str
    slot: str = ""
    """``section.slot`` that it is for; empty for where the template puts notes."""


def parse_notes(data: bytes, file: str) -> tuple[Note, ...]:
    """The notes of a file, by their days.

    Raises:
        ReadError: if it is not UTF-8.
        CardError: naming the line that is no note.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadError("is not UTF-8", file=file, hint="save it again with the encoding UTF-8") from None
    notes: list[Note] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match:
            notes.append(Note(day=_day(match[1], file, number), slot=match[2] or "", text=match[3].strip()))
        elif notes and line.startswith("  "):
            last = notes[-1]
            notes[-1] = Note(day=last.day, slot=last.slot, text=last.text + line.strip())
        else:
            raise CardError("is no note", file=file, place=f"line {number}", hint=_HINT)
    return tuple(sorted(notes, key=lambda note: note.day))


def note_line(note: Note) -> str:
    """A note as its line of the file.

    >>> note_line(Note(day="2025-07-01", text="站了一天", slot="work.stages"))
    '- 2025-07-01 [work.stages] 站了一天\\n'

    Raises:
        UsageError: if it would not be read again as the same note.
    """
    text = " ".join(note.text.split())
    line = f"- {note.day} [{note.slot}] {text}" if note.slot else f"- {note.day} {text}"
    match = _LINE.match(line)
    if match is None or match.groups() != (note.day, note.slot or None, text):
        raise UsageError("is no note", file=note.text[:20] or "(empty)", hint="write a sentence; --for takes section.slot")
    return line + "\n"


def with_notes(facts: Facts, template: Template, notes: Sequence[Note], file: str) -> tuple[Facts, int]:
    """Facts with notes worked in, and how many found no place.

    A note goes to the slot that it names, else to the slot of the template that takes notes by day or by week; there too if the slot
    is one of another template, as a log of the week is written from the notes that a report is written from.

    Raises:
        CardError: if a note names a slot that no template has, or that this one lacks, and it takes no notes.
    """
    default = next(((section, slot) for section in template.sections for slot in section.slots if slot.notes), None)
    found: dict[tuple[str, str], list[Note]] = {}
    lost = 0
    for note in notes:
        if note.slot and has_slot(template, note.slot):
            section_id, _, slot_id = note.slot.partition(".")
            found.setdefault((section_id, slot_id), []).append(note)
        elif note.slot and (default is None or not any(has_slot(other, note.slot) for other in load_templates().values())):
            hint = f"'essaykit template show {template.id}' lists them"
            raise CardError(f"unknown slot {note.slot!r}", file=file, place=note.day, hint=hint)
        elif default is not None:
            found.setdefault((default[0].id, default[1].id), []).append(note)
        else:
            lost += 1
    answers = tuple(_extended(template, answer, found.get((answer.section, answer.slot), [])) for answer in facts.answers)
    return Facts(template=facts.template, answers=answers), lost


def has_slot(template: Template, name: str) -> bool:
    """Whether a template has the slot ``section.slot``."""
    section_id, _, slot_id = name.partition(".")
    section = template.section(section_id)
    return section is not None and section.slot(slot_id) is not None


def _extended(template: Template, answer: Answer, notes: list[Note]) -> Answer:
    section = template.section(answer.section)
    slot = section.slot(answer.slot) if section is not None else None
    if not notes or section is None or slot is None:
        return answer
    if slot.kind != "event":
        return judged(section, slot, text="".join(map(_closed, [answer.text, *(note.text for note in notes)])))
    if slot.many:
        return judged(section, slot, events=(*answer.events, *_events(slot, notes)))
    told = answer.events[0] if answer.events else Event(time=_named(notes[0].day))
    return judged(section, slot, events=(replace(told, action="".join(map(_closed, [told.action, *(note.text for note in notes)]))),))


def _events(slot: Slot, notes: Iterable[Note]) -> list[Event]:
    days = [(day, "".join(_closed(note.text) for note in group)) for day, group in groupby(notes, key=lambda note: note.day)]
    if slot.notes != "week":
        return [Event(time=_named(day, weekday=slot.notes == "day"), action=text) for day, text in days]
    first = _monday(days[0][0])
    weeks = groupby(days, key=lambda item: (_monday(item[0]) - first).days // 7)
    events = []
    for number, group in weeks:
        inside = list(group)
        begin, end = _named(inside[0][0]), _named(inside[-1][0])
        span = begin if begin == end else f"{begin}至{end}"
        events.append(Event(time=f"第{han_number(number + 1)}周（{span}）", action="".join(text for _, text in inside)))
    return events


def _closed(text: str) -> str:
    text = text.strip()
    return text if not text or text[-1] in "。！？…”" else text.rstrip("，；、,;.") + "。"


def _day(text: str, file: str, number: int) -> str:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise CardError(f"{text} is no day", file=file, place=f"line {number}", hint=_HINT) from None


def _monday(day: str) -> dt.date:
    date = dt.date.fromisoformat(day)
    return date - dt.timedelta(days=date.weekday())


def _named(day: str, *, weekday: bool = False) -> str:
    date = dt.date.fromisoformat(day)
    return f"{date.month}月{date.day}日" + (f" 星期{_WEEKDAYS[date.weekday()]}" if weekday else "")
