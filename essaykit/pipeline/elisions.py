"""Essays that lost their beginning, heading and all, to an elision: the mark of elided text stands where the heading stood."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from essaykit.flags import elision_marks
from essaykit.model import ENTRY_STYLES, Heading, SourceText
from essaykit.split import Headings

ELIDED = "elided"
"""Style of such a mark as a heading."""
LEAST_AROUND = 120  # characters of the two essays that a mark parts, on either side
CONFIDENCE = 0.7


def with_elided(text: SourceText, found: Headings) -> Headings:
    """The series with the marks of elided text that stand for a heading.

    Evidence is the numbering: between the headings around a mark one number is missing; or behind
    the last heading the promised number has not come yet, or nothing says how many there are.
    Of several marks between two headings the last is taken.
    """
    series = found.series
    if len(series) < 2 or series[0].style in ENTRY_STYLES or series[0].number is None:
        return found
    marks = elision_marks(text.text)
    if not marks:
        return found
    more = []
    for start, end, why in _places_of_one_more(series, found.promised, len(text.text)):
        inside = [(a, b) for a, b in marks if a - start >= LEAST_AROUND and end - b >= LEAST_AROUND]
        if inside:
            a, b = inside[-1]
            evidence = (why, "a mark of elided text stands there")
            more.append(Heading(start=a, end=b, number=None, style=ELIDED, glued=True, evidence=evidence, confidence=CONFIDENCE))
    return found._replace(series=tuple(sorted([*series, *more], key=lambda h: h.start))) if more else found


def _places_of_one_more(series: tuple[Heading, ...], promised: int | None, length: int) -> Iterator[tuple[int, int, str]]:
    """Stretches behind a heading that may hold the end of one more essay, and why."""
    for one, other in pairwise(series):
        if one.number is not None and other.number == one.number + 2:
            yield one.end, other.start, f"no heading has the number {one.number + 1}"
    last = series[-1]
    if last.number is not None and (promised is None or last.number < promised):
        yield last.end, length, f"{promised} are promised, the last number is {last.number}" if promised else "the last of the headings"
