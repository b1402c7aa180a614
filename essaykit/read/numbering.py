"""The numbers that Word generates for lists and headings; they are labels of blocks, not text."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from essaykit.read.numerals import numeral
from essaykit.read.package import attribute, child, local, switch, value

_LEVEL = re.compile(r"%([1-9])")
_LEVELS = 9


class Level(NamedTuple):
    """How one level of a list is numbered."""

    start: int = 1
    scheme: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


class Numbering:
    """Counts through the numbered paragraphs of a document, in reading order."""

    def __init__(self, root: etree._Element | None, style_numbers: dict[str, str]) -> None:
        """Take ``numbering.xml`` and, for lists defined by a style, style id → list id."""
        self._lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        abstract: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        for one in root:
            if local(one) == "abstractNum":
                ident = attribute(one, "abstractNumId") or ""
                abstract[ident] = {index: level for index, level in map(_level, one.iterchildren("{*}lvl")) if 0 <= index < _LEVELS}
                if link := value(one, "numStyleLink"):
                    links[ident] = link
        targets = {attribute(one, "numId") or "": value(one, "abstractNumId") or "" for one in root if local(one) == "num"}
        for one in root:
            if local(one) != "num":
                continue
            ident = attribute(one, "numId") or ""
            target = targets[ident]
            if target in links:
                target = targets.get(style_numbers.get(links[target], ""), target)
            levels = dict(abstract.get(target, {}))
            starts: dict[int, int] = {}
            for override in one.iterchildren("{*}lvlOverride"):
                index = whole(attribute(override, "ilvl"), 0)
                changed = child(override, "lvl")
                if changed is not None:
                    levels[index] = _level(changed)[1]
                if start := value(override, "startOverride"):
                    starts[index] = whole(start, 1)
            self._lists[ident] = (target, levels, starts)

    def level_of_style(self, ident: str, style: str) -> int:
        """Level of a list that is tied to a paragraph style; 0 if none is."""
        levels = self._lists.get(ident, ("", {}, {}))[1]
        return next((index for index, level in levels.items() if level.style == style), 0)

    def next_label(self, ident: str, index: int) -> str | None:
        """Count one paragraph and give its label: "" for a bullet, None if the list doesn't exist."""
        if ident not in self._lists or not 0 <= index < _LEVELS:
            return None
        target, levels, starts = self._lists[ident]
        counts = self._counts.setdefault(target, [None] * _LEVELS)
        level = levels.get(index, Level())
        if index in starts and (ident, index) not in self._started:
            counts[index] = starts[index]
        else:
            count = counts[index]
            counts[index] = level.start if count is None else count + 1
        self._started.add((ident, index))
        for deeper in range(index + 1, _LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart and index < restart):
                counts[deeper] = None
        if level.scheme == "bullet":
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, Level())
            count = counts[at]
            if count is None:
                count = counts[at] = other.start
            return numeral(count, "decimal" if level.legal else other.scheme)

        return _LEVEL.sub(shown, level.text).strip()


def _level(one: etree._Element) -> tuple[int, Level]:
    restart = value(one, "lvlRestart")
    return whole(attribute(one, "ilvl"), 0), Level(
        start=whole(value(one, "start"), 1),
        scheme=value(one, "numFmt") or "decimal",
        text=(value(one, "lvlText") or "")[:40],
        legal=bool(switch(one, "isLgl")),
        restart=None if restart is None else whole(restart, 0),
        style=value(one, "pStyle") or "",
    )


def whole(text: str | None, default: int) -> int:
    """A whole number from an attribute, within sane bounds."""
    try:
        return max(-999_999, min(999_999, int(text or "")))
    except ValueError:
        return default
