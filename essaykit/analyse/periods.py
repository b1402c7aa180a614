"""Periods: the years, parts, sections or groups over which a trend is looked at, as stretches of text."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from essaykit.analyse.arrays import Ints
from essaykit.analyse.texts import Texts, groups_of

POSITION, SECTION = "position", "section"
NONE, OTHER = "(none)", "(other)"

_NUMBER = "[一二三四五六七八九十0-9]{1,3}"
_NUMBERING = re.compile(
    rf"^[#\s]*(?:第{_NUMBER}(?:部分|章|节)[、．.:：\s]*|[（(【]{_NUMBER}[)）】][、．.:：\s]*|{_NUMBER}[、．.:：)）\s]+)?|[\s0-9.…]+$|[【】]"
)


@dataclass(frozen=True, slots=True)
class Periods:
    """Stretches of text in the order of texts and offsets; together they fill the texts."""

    names: list[str]
    """Of the periods, in their order."""
    text: Ints
    """For each stretch its text."""
    begin: Ints
    """Where in the text it begins."""
    period: Ints
    characters: Ints

    def stretch(self, text: Ints, start: Ints) -> Ints:
        """The stretch in which each place stands."""
        span = int(max(start.max(initial=0), self.begin.max(initial=0))) + 1
        return np.searchsorted(self.text * span + self.begin, text * span + start, side="right") - 1


def bare_heading(heading: str) -> str:
    """A section's heading without its number and its page.

    >>> bare_heading("一、岗位与任务"), bare_heading("（三）体会 5"), bare_heading("【收获】")
    ('岗位与任务', '体会', '收获')
    """
    return _NUMBERING.sub("", heading).strip() or heading


def periods_of(texts: Texts, over: str, parts: int, units: Ints, min_spread: int) -> Periods:
    """Cut texts into stretches that each belong to a period.

    Args:
        texts: the texts.
        over: ``position``, ``section``, or a field.
        parts: how many parts a text has, for ``position``.
        units: for each text its source, or itself.
        min_spread: least number of units with a section heading for it to stand alone.

    Raises:
        UsageError: if no text has the field.
    """
    sizes = np.array([len(text.text) for text in texts.texts], dtype=np.int64)
    if over == POSITION:
        text = np.repeat(np.arange(len(sizes)), parts)
        part = np.tile(np.arange(parts), len(sizes))
        begin = -(-sizes[text] * part // parts)
        return Periods([str(i + 1) for i in range(parts)], text, begin, part, -(-sizes[text] * (part + 1) // parts) - begin)
    if over == SECTION:
        return _sections(texts, sizes, units, min_spread)
    groups = groups_of(texts.texts, over)
    period = np.zeros(len(sizes), dtype=np.int64)
    names = sorted(groups, key=lambda name: (name == "", name))
    for number, name in enumerate(names):
        period[groups[name]] = number
    return Periods([name or NONE for name in names], np.arange(len(sizes)), np.zeros(len(sizes), dtype=np.int64), period, sizes)


def _sections(texts: Texts, sizes: Ints, units: Ints, min_spread: int) -> Periods:
    stretches: list[tuple[int, int, str]] = []
    owners: dict[str, set[int]] = {}
    for number, text in enumerate(texts.texts):
        at = 0
        for section in text.sections:
            if section.start > at:
                stretches.append((number, at, NONE))
            heading = bare_heading(section.heading)
            owners.setdefault(heading, set()).add(int(units[number]))
            stretches.append((number, section.start, heading))
            at = section.end
        if at < sizes[number] or not text.sections:
            stretches.append((number, at, NONE))
    often = sorted((name for name, who in owners.items() if len(who) >= min_spread), key=lambda name: (-len(owners[name]), name))
    names = [*often, *([OTHER] if len(often) < len(owners) else []), *([NONE] if any(s[2] == NONE for s in stretches) else [])]
    number_of = {name: i for i, name in enumerate(names)}
    text_of = np.array([s[0] for s in stretches], dtype=np.int64)
    begin = np.array([s[1] for s in stretches], dtype=np.int64)
    period = np.array([number_of.get(s[2], number_of.get(OTHER, 0)) for s in stretches], dtype=np.int64)
    end = np.append(begin[1:], 0)
    last = np.append(text_of[1:] != text_of[:-1], True) if len(text_of) else np.zeros(0, dtype=bool)
    end[last] = sizes[text_of[last]]
    return Periods(names, text_of, begin, period, end - begin)
