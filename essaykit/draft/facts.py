"""The student's own facts: a TOML file with one question after the other, and how far it is filled in.

A file is bytes handed in by the caller; nothing here opens files.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from essaykit.cards import package_cards
from essaykit.draft.frames import parse_frame
from essaykit.draft.template import EVENT_PARTS, KIND_NAMES, Event, Slot, Template, TemplateSection, address, resolve
from essaykit.errors import CardError, ReadError
from essaykit.model import Record
from essaykit.text import HAN

SlotState = Literal["empty", "vague", "filled"]


class VagueGroup(Record, frozen=True, kw_only=True):
    """Words that say nothing, and what to write instead."""

    id: str
    pattern: str
    advice: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]


class VagueCard(Record, frozen=True, kw_only=True):
    """A file of such groups."""

    groups: tuple[VagueGroup, ...]


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


@cache
def vague_groups() -> tuple[VagueGroup, ...]:
    """All groups of vague words."""
    return tuple(group for card in package_cards("essaykit.draft", "vague", VagueCard).values() for group in card.groups)


def vague_words(text: str) -> Iterator[tuple[str, str]]:
    """Vague words of a text, each with the advice of its group.

    >>> list(vague_words("在某公司做相关工作"))[0]
    ('某公司', '写出全称，或写清行业、规模和所在地')
    """
    for group in vague_groups():
        for match in re.finditer(group.pattern, text):
            yield match.group(), group.advice


# ---- reading ------------------------------------------------------------------------------------


def parse_facts(data: bytes, template: Template, file: str) -> Facts:
    """Read a facts file.

    Slots that the file leaves out are empty. Numbers and dates are taken as text.

    Raises:
        ReadError: if the bytes are not UTF-8.
        CardError: if it is not TOML, is for another template, names an unknown slot, or an answer is of the wrong type.
    """
    text = _decoded(data, file)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, file) from None
    except (RecursionError, ValueError):  # brackets in brackets, a number of thousands of digits
        raise CardError("is nested too deeply, or holds an endless number", file=file, hint="an answer is text") from None
    stated = tables.pop("template", None)
    if stated not in (None, template.id, template.name):
        place = _line(text, None, "template")
        raise CardError(f"is for the template {stated!r}, not for {template.id!r}", file=file, place=place)
    problems = [*_unknown(tables, template, text)]
    answers = []
    for section in template.sections:
        table = tables.get(section.id, {})
        if not isinstance(table, dict):
            continue  # said by _unknown
        for slot in section.slots:
            try:
                answers.append(_answer(section, slot, table.get(slot.id)))
            except TypeError as error:
                problems.append((_line(text, section.id, slot.id), f"{section.id}.{slot.id}: {error}", ""))
    if problems:
        place, cause, hint = problems[0]
        more = f"and {len(problems) - 1} more like it" if len(problems) > 1 else ""
        raise CardError(cause, file=file, place=place, hint="; ".join(part for part in (hint, more) if part) or None)
    return Facts(template=template.id, answers=tuple(answers))


def _decoded(data: bytes, file: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ReadError("is UTF-16, not UTF-8", file=file, hint="save it again with the encoding UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError("is not UTF-8", file=file, place=f"line {line}", hint="save it again with the encoding UTF-8") from None
    return text.replace("\r\n", "\n")


_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def _not_toml(message: str, text: str, file: str) -> CardError:
    found = _PLACE.search(message)
    cause = _PLACE.sub("", message)
    line = int(found.group(1)) if found and found.group(1) else None
    place = f"line {line}" if line else "end of file" if found else None
    written = text.splitlines()[line - 1] if line and line <= text.count("\n") + 1 else ""
    if re.match(r"""[^"']*[＝“”‘’＂]""", written):
        hint = 'the signs around an answer are ASCII: name = "…"'
    elif written.count('"') > 2:
        hint = "put an answer that holds quotation marks between ''' and '''"
    elif "overwrite" in cause or "twice" in cause:
        hint = "each answer stands once"
    else:
        hint = "an answer stands between quotation marks: name = \"…\", a long one between ''' and '''"
    return CardError(f"is not TOML: {cause}", file=file, place=place, hint=hint)


def _unknown(tables: Mapping[str, Any], template: Template, text: str) -> Iterator[tuple[str | None, str, str]]:
    """Sections and slots that the template does not have: place, cause, hint."""
    sections = ", ".join(section.id for section in template.sections)
    for name, table in tables.items():
        section = template.section(name)
        if section is None:
            owner = next((s.id for s in template.sections if s.slot(name)), None)
            hint = f"it stands under [{owner}]" if owner else f"there are {sections}"
            yield _line(text, None, name), f"unknown section {name!r}", hint
        elif not isinstance(table, dict):
            yield _line(text, None, name), f"{name!r} is a section, not an answer", f"write [{name}] and the answers below it"
        else:
            for key in table:
                if section.slot(key) is None:
                    owner = next((s.id for s in template.sections if s.slot(key)), None)
                    hint = f"it stands under [{owner}]" if owner else "there are " + ", ".join(slot.id for slot in section.slots)
                    yield _line(text, name, key), f"unknown slot {name + '.' + key!r}", hint


def _line(text: str, section: str | None, key: str) -> str | None:
    """Line on which a key or table stands; good enough for a message, tomllib keeps no places."""
    under: str | None = None
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[\[?\s*([^\]\s]+)\s*\]", line)
        if header:
            under = header.group(1).replace('"', "")
            if under == (key if section is None else f"{section}.{key}"):
                return f"line {number}"
        elif re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[.=]""", line) and under == section:
            return f"line {number}"
    return None


def _answer(section: TemplateSection, slot: Slot, value: Any) -> Answer:
    """Raises TypeError with what was expected."""
    if slot.kind != "event":
        text = _text("" if value is None else value, "text between quotation marks")
        remarks = tuple(Remark(place=address(section, slot), found=word, advice=advice) for word, advice in vague_words(text))
        state: SlotState = "empty" if not text else "vague" if remarks else "filled"
        return Answer(section=section.id, slot=slot.id, state=state, text=text, remarks=remarks)
    tables = value if isinstance(value, list) else [] if value is None else [value]
    kind = f"[[{section.id}.{slot.id}]]" if slot.many else f"[{section.id}.{slot.id}]"
    if not all(isinstance(table, dict) for table in tables):
        raise TypeError(f"expected {kind} with {', '.join(EVENT_PARTS)}, got {_type_name(value)}")
    events = []
    for table in tables:
        strange = next((key for key in table if key not in EVENT_PARTS), None)
        if strange is not None:
            raise TypeError(f"unknown part {strange!r}; an event has {', '.join(EVENT_PARTS)}")
        event = Event(**{part: _text(table.get(part, ""), f"text for {part!r}") for part in EVENT_PARTS})
        if event != Event():
            events.append(event)
    if len(events) > 1 and not slot.many:
        raise TypeError(f"takes one event, got {len(events)}")
    remarks = tuple(remark for number, event in enumerate(events) for remark in _event_remarks(section, slot, number, event))
    state = "empty" if not events else "vague" if remarks else "filled"
    return Answer(section=section.id, slot=slot.id, state=state, events=tuple(events), remarks=remarks)


def _event_remarks(section: TemplateSection, slot: Slot, number: int, event: Event) -> Iterator[Remark]:
    for part, name in EVENT_PARTS.items():
        place = address(section, slot, number, part)
        text = event.part(part)
        if not text:
            yield Remark(place=place, found="", advice=f"还缺{name}")
        for word, advice in vague_words(text):
            yield Remark(place=place, found=word, advice=advice)


def _text(value: object, expected: str) -> str:
    if isinstance(value, str):
        return tidy_answer(value)
    if isinstance(value, bool):
        raise TypeError(f"expected {expected}, got {_type_name(value)}")
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) < LARGEST):
        return str(value)
    raise TypeError(f"expected {expected}, got {_type_name(value)}")


LARGEST = 10**18
"""A number from here on is no answer."""


def _type_name(value: object) -> str:
    names = {
        bool: "true or false",
        list: "a list",
        dict: "a table",
        dt.time: "a time",
        str: "text",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), type(value).__name__)


def tidy_answer(text: str) -> str:
    r"""An answer as paragraphs, one a line: blank lines part them, a single line end is only where the editor wrapped.

    >>> tidy_answer("  第一天\n很紧张。\n\n第二天好些 \n")
    '第一天很紧张。\n第二天好些'
    """
    paragraphs = []
    for block in re.split(r"\n\s*\n", text.strip()):
        line = re.sub(rf"(?<=[{HAN}，。、；：！？”）]) *\n\s*|\s*\n\s*(?=[{HAN}，。、；：！？“（])", "", block.strip())
        paragraphs.append(re.sub(r"\s*\n\s*", " ", line))
    return "\n".join(paragraph for paragraph in paragraphs if paragraph)


# ---- an empty file ------------------------------------------------------------------------------


def blank_facts(template: Template) -> str:
    """A facts file to fill in: every slot with its question, an example of a good answer, and where it will stand."""
    out = [
        f"# {template.name}：我的事实",
        "#",
        "# 在引号里写你自己的真实经历，不知道的先空着；写好后保存为 UTF-8。",
        "# 长的回答写在两行 ''' 之间；空一行就是另起一段。",
        "# 以 # 开头的行是说明，不会进入正文，例子也不会。",
        "# 少写“某公司、相关工作、各种、受益匪浅”，多写时间、做法、结果和数字。",
        "",
        f'template = "{template.id}"',
    ]
    budgets = template.budgets()
    for number, section in enumerate(template.sections, 1):
        budget = f"，约 {budgets[section.id]} 字" if section.weight else ""
        out += ["", "", f"# ═══ {number}. {section.heading or section.purpose}{budget} ═══"]
        if section.heading:
            out.append(f"# {section.purpose}")
        if section.belongs:
            out.append(f"# 写：{'；'.join(section.belongs)}")
        if section.avoid:
            out.append(f"# 不写：{'；'.join(section.avoid)}")
        out += ["", f"[{section.id}]"]
        # events become tables of their own, and what follows a table belongs to it
        for slot in sorted(section.slots, key=lambda slot: slot.kind == "event"):
            out += ["", *_blank_slot(template, section, slot)]
    return "\n".join(out) + "\n"


def _blank_slot(template: Template, section: TemplateSection, slot: Slot) -> list[str]:
    optional = "，可不填" if slot.optional else ""
    out = [f"# 【{slot.name}】（{KIND_NAMES[slot.kind]}{optional}）{slot.ask}"]
    if isinstance(slot.example, Event):
        example = slot.example
        out.append("# 例：")
        out += [f"#   {name}：{example.part(part)}" for part, name in EVENT_PARTS.items()]
        out += [f"# 写成：{frame}" for frame in _frames_of(template, section, slot)[:1]]
        if slot.many:
            out.append("# 有几件写几件：把下面从 [[ 到 number 的几行再抄一遍。")
        out.append(f"[[{section.id}.{slot.id}]]" if slot.many else f"[{section.id}.{slot.id}]")
        width = max(map(len, EVENT_PARTS))
        return out + [f'{part:<{width}} = ""  # {name}' for part, name in EVENT_PARTS.items()]
    out.append(f"# 例：{slot.example}")
    out += [f"# 写成：{frame}" for frame in _frames_of(template, section, slot)[:1]]
    return [*out, f'{slot.id} = ""'] if slot.kind == "fact" else [*out, f"{slot.id} = '''", "'''"]


def _frames_of(template: Template, section: TemplateSection, slot: Slot) -> list[str]:
    """The frames of its section that take a slot, as a student reads them: names for placeholders, no signs."""
    found = []
    for paragraph in section.paragraphs:
        event = section.slot(paragraph.event) if paragraph.event else None
        for text in paragraph.frames:
            places = [resolve(name, template, section, event) for name in parse_frame(text).names()]
            if any(place is not None and (place.section.id, place.slot.id) == (section.id, slot.id) for place in places):
                found.append(_readable(text, template, section, event))
    return found


def _readable(text: str, template: Template, section: TemplateSection, event: Slot | None) -> str:
    def label(match: re.Match[str]) -> str:
        place = resolve(match.group(1), template, section, event)
        if place is None:
            return match.group()
        return f"〈{EVENT_PARTS[place.part] if place.part else place.slot.name}〉"

    return re.sub(r"\{([a-z0-9_.]+)\}", label, text).replace("[", "").replace("]", "")
