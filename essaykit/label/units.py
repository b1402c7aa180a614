"""Units: what gets one role. A block, or the part of it before, in or behind a heading; sentences where a block is huge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from essaykit.model import Heading, SourceText

HUGE = 420  # blocks from here on are cut into sentences where the document is (almost) one line

_LABEL = r"\s*[^\s:：，。]{2,4}[:：]\s?[^\s:：，,。；;！？]{2,12}"  # 投稿:刘某
_GLUED_LABEL = re.compile(rf"{_LABEL}(?=\s+\S)")  # behind a heading, on its line
_GLUED_ADDRESS = re.compile(r"[^：:。！？!?\n]{0,40}[您你][^：:。！？!?\n]{0,40}[：:](?=\s*[^\s“‘「\"'])")
"""Behind a heading, on its line: a clause that speaks to somebody and announces what follows, as chat robots do; no speech is quoted."""
_PIECE = re.compile('[^。！？!?…\\s]+[。！？!?…]*[”’」』）)"]*')


class Unit(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the source text that gets one role."""

    start: int
    end: int
    block: int
    heading: int
    """Index of the heading that this is, -1 for all else."""
    whole: bool
    """It is a whole block."""


def is_glued_label(text: str) -> bool:
    """Whether the piece of a line behind a heading is a label with its value: 投稿:刘某.

    >>> is_glued_label("投稿:刘某"), is_glued_label("我在银行:柜台。")
    (True, False)
    """
    return re.fullmatch(_LABEL, text) is not None


def cut_units(source: SourceText, headings: Sequence[Heading]) -> list[Unit]:
    """The units of a document in order; headings are units of their own."""
    units: list[Unit] = []
    pending = list(enumerate(headings))
    text = source.text
    total = sum(b.end - b.start for b in source.blocks)
    for index, block in enumerate(source.blocks):
        at = block.start
        size = block.end - at
        huge = (size >= HUGE and size * 3 > total) or (size * 2 > total and size > HUGE // 3)
        while pending and pending[0][1].start < block.end:
            number, heading = pending.pop(0)
            end = min(heading.end, block.end)
            units += _segment(text, at, heading.start, index, huge=huge, whole=False)
            units.append(Unit(heading.start, end, index, number, heading.start == block.start and end == block.end))
            at = end
            if (label := _GLUED_LABEL.match(text, at, block.end) or _GLUED_ADDRESS.match(text, at, block.end)) is not None:
                units += _segment(text, at, label.end(), index, huge=False, whole=False)
                at = label.end()
        if huge or at != block.start:
            units += _segment(text, at, block.end, index, huge=huge, whole=at == block.start)
        else:  # as almost always
            units.append(Unit(at, block.end, index, -1, whole=True))
    return units


def _segment(text: str, start: int, end: int, index: int, *, huge: bool, whole: bool) -> Iterator[Unit]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return
    if not huge:
        yield Unit(start, end, index, -1, whole)
        return
    begin = -1
    for match in _PIECE.finditer(text, start, end):
        if begin < 0:
            begin = match.start()
        if match.end() - begin >= 4:  # letter-spaced text falls into single characters: keep them together
            yield Unit(begin, match.end(), index, -1, whole=False)
            begin = -1
    if begin >= 0:
        yield Unit(begin, end, index, -1, whole=False)
