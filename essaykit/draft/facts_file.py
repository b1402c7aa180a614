"""Reading a facts file: TOML, one question after the other.

A file is bytes handed in by the caller; nothing here opens files.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from essaykit.draft.facts import Answer, Facts, judged
from essaykit.draft.template import EVENT_PARTS, Event, Slot, Template, TemplateSection
from essaykit.draft.trades import find_trade, with_trade
from essaykit.errors import CardError, ReadError, UsageError
from essaykit.text import HAN


def parse_facts(data: bytes, template: Template, file: str) -> Facts:
    """Read a facts file.

    Slots that the file leaves out are empty. Numbers and dates are taken as text.

    Raises:
        ReadError: if the bytes are not UTF-8.
        CardError: if it is not TOML, is for another template, names an unknown slot, or an answer is of the wrong type.
    """
    text = _decoded(data, file)
    tables = _tables(text, file)
    trade = tables.pop("trade", None)
    if trade is not None and not template.overlay:
        raise CardError(f"has the questions of the trade {trade!r}", file=file, place=_line(text, None, "trade"), hint=_TRADE)
    stated = tables.pop("template", None)
    if stated not in (None, template.id, template.name):
        place = _line(text, None, "template")
        hint = f"name that template, or begin another file by 'essaykit facts new {template.id}'"
        raise CardError(f"is for the template {stated!r}, not for {template.id!r}", file=file, place=place, hint=hint)
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


def stated_template(data: bytes, file: str) -> str:
    """Id or name of the template that a facts file says it is for; empty where it says none.

    Raises:
        ReadError, CardError: as `parse_facts` does.
    """
    return str(_tables(_decoded(data, file), file).get("template", ""))


_TRADE = "'trade' names a card of 'essaykit template list'; what your own work is called is asked in the first section"


def facts_template(data: bytes, template: Template, file: str) -> Template:
    """The template that a facts file is about: with the trade that the file states.

    Raises:
        ReadError, CardError: as `parse_facts` does; also where there is no such trade.
    """
    text = _decoded(data, file)
    stated = _tables(text, file).get("trade")
    if stated is None or template.overlay:
        return template
    try:
        return with_trade(template, find_trade(str(stated)))
    except UsageError as error:
        raise CardError(error.cause, file=file, place=_line(text, None, "trade"), hint=f"{error.hint}; {_TRADE}") from None


def _tables(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, file) from None
    except (RecursionError, ValueError):  # brackets in brackets, a number of thousands of digits
        raise CardError("is nested too deeply, or holds an endless number", file=file, hint="an answer is text") from None


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
        return judged(section, slot, text=_text("" if value is None else value, "text between quotation marks"))
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
    return judged(section, slot, events=tuple(events))


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
