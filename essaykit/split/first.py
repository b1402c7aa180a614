"""The first heading of a series whose lines are glued: the title runs right into it, so that no line or sentence begins there."""

from __future__ import annotations

import re

import msgspec

from essaykit.split.candidates import Candidate
from essaykit.split.dates import dated_head, leading_date
from essaykit.split.judge import Series
from essaykit.split.numbers import NUMBER, NumberKind, number_value
from essaykit.text import han_count

MOST_ABOVE = 4000  # characters above a series in which its first heading is looked for
LEAST_WORDING = 3  # Han characters around the number by which the heading is known in mid line
LONGEST_DATE = 40
_DIGIT = re.compile(r"(?<!\d)\d")


def with_first(text: str, series: Series) -> Series:
    """A series that begins with its second number, or a diary, with the heading before that in mid line, written as the others are."""
    members = series.members
    first = members[0]
    if len(members) < 2 or any(m.alone for m in members):
        return series
    found = _dated(text, members) if series.style == "date" else _numbered(text, first) if first.number == 2 else None
    return series if found is None else series._replace(members=(found, *members))


def _numbered(text: str, second: Candidate) -> Candidate | None:
    """The last place above where the same wording stands around a 1."""
    number = next((n for n in NUMBER.finditer(text, second.start, second.number_end) if _value(n) == second.number), None)
    if number is None or han_count(text[second.start : number.start()] + text[number.end() : second.number_end]) < LEAST_WORDING:
        return None
    before, behind = (re.escape(text[a:b].strip()) for a, b in ((second.start, number.start()), (number.end(), second.number_end)))
    low = max(0, second.start - MOST_ABOVE)
    places = re.finditer(rf"{before}\s*(?:{NUMBER.pattern})\s*{behind}", text[low : second.start])
    found = [m for m in places if m.lastgroup == number.lastgroup and _value(m) == 1]
    if not found:
        return None
    start, end = (low + place for place in found[-1].span())
    return msgspec.structs.replace(second, start=start, number_end=end, number=1)


def _value(match: re.Match[str]) -> int | None:
    kind: NumberKind = match.lastgroup  # type: ignore[assignment]  # its groups are the kinds
    return number_value(match[kind], kind)


def _dated(text: str, members: tuple[Candidate, ...]) -> Candidate | None:
    """The last date above of the members' form, where they and it have a weekday or the weather behind."""
    first = members[0]
    if not all(_says_more(text, m.start, m.line_end) for m in members):
        return None
    low = max(0, first.start - MOST_ABOVE)
    for digit in reversed(list(_DIGIT.finditer(text, low, first.start))):
        at = digit.start()
        dated = dated_head(text, at, min(first.start, at + LONGEST_DATE))
        if dated is not None and dated.shape == first.key[2] and dated.order < first.number and _says_more(text, at, first.start):
            return msgspec.structs.replace(first, start=at, number_end=dated.end, number=dated.order)
    return None


def _says_more(text: str, at: int, end: int) -> bool:
    bare, whole = leading_date(text, at), dated_head(text, at, end)
    return bare is not None and whole is not None and whole.end > bare.end
