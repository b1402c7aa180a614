"""Paragraph ends: which line breaks are the author's, and which come from pages and hard wraps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from essaykit.text import columns

_END = "。！？!?…；;：:”’」』）)》】"
_OPEN_END = re.compile("[\u3400-\u9fffA-Za-z0-9，,、（(“‘—]$")
_NEW_PARAGRAPH = re.compile(
    "(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳]|第[一二三四五六七八九十0-9]+[章节部步条]|[-*•·●#>|]|[A-Za-z][.、)]|(?:19|20)\\d\\d[年.-])"
)
LONGEST_HEAD = 48
_MARK = re.compile("[，。,；;！？!?：:]")
LONG = 16  # a line shorter than this that ends open is a heading or a list item, not a broken sentence


def ends_closed(lines: Sequence[str]) -> float:
    """Share of the longer lines that end with a sentence or clause mark: the document's own habit."""
    longer = [line for line in lines if len(line) >= LONG]
    return sum(line[-1] in _END for line in longer) / len(longer) if longer else 1.0


def _is_head(line: str) -> bool:
    """A numbered line without any mark in it is a section's head, however long."""
    return len(line) <= LONGEST_HEAD and _NEW_PARAGRAPH.match(line) is not None and _MARK.search(line) is None


def goes_on(above: str, below: str, *, wrap: int, indented: bool, closed: float, parted: bool) -> bool:
    """Whether a line break stands inside a sentence or paragraph, so that the two lines are one.

    Args:
        above: the line before the break, without white space at its ends.
        below: the line behind it.
        wrap: width of hard-wrapped lines in Han characters, 0 where lines are paragraphs.
        indented: the lower line is indented (or set off by a blank line): a new paragraph.
        closed: see `ends_closed`.
        parted: something was removed between the two (a page mark, an advertisement).

    >>> goes_on("在这次实习中我学会了怎样与不同性格的人", "相处。", wrap=0, indented=False, closed=0.9, parted=False)
    True
    >>> goes_on("一、实习目的", "为了把理论和实际结合起来，学校安排了实习。", wrap=0, indented=False, closed=0.9, parted=False)
    False
    """
    if not above or not below or _NEW_PARAGRAPH.match(below):
        return False
    if wrap:
        width = columns(above)
        full = width >= wrap - 3
        return full and not indented and not (above[-1] in "。！？!?：:" and width < wrap - 1)
    if len(above) < LONG or _OPEN_END.search(above) is None or _is_head(above):
        return False
    if below[0] in "，。、；：！？”’）》】":
        return True
    if indented and not parted:
        return False
    return closed >= (0.5 if parted else 0.7)
