"""Survey a document before any decision: its lines and what surrounds each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from essaykit.label.features import A_STUDENT, Surroundings, features
from essaykit.label.likeness import pairs_of, shares
from essaykit.label.lines import FindMarks, Line, fold, folds, is_thin, look, no_marks
from essaykit.label.units import Unit, cut_units
from essaykit.model import ContextView, Heading, SourceText, Span

SURE = 60  # characters from which running text without words of the page is beyond doubt: notices are shorter
LAST = 3  # lines of a zone among which running text about a student may be a verdict
LONGEST_REPEAT = 80  # folded characters; longer lines are not looked up on other pages


class Survey(NamedTuple):
    """Lines of a document, their surroundings, and where its zones begin and end."""

    lines: list[Line]
    around: Surroundings
    zones: tuple[tuple[int, int], ...]
    """Ranges of line indexes; the first runs up to the first heading, each other one begins behind its heading."""


def line_hash(folded: str) -> int:
    """64-bit hash of a folded line, as the corpus context counts it."""
    return int.from_bytes(hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def short_lines(source: SourceText) -> set[int]:
    """Hashes of the short lines of a document: what its site may print on every page."""
    short = ((block.start, block.end) for block in source.blocks if block.end - block.start <= LONGEST_REPEAT)
    return {line_hash(folded) for folded in folds(source.text, short) if len(folded) > 1}


def survey(
    source: SourceText,
    headings: Sequence[Heading],
    titles: Sequence[Span],
    view: ContextView,
    keywords: Sequence[str] = (),
    marks: FindMarks = no_marks,
) -> Survey:
    """Cut a document into units and look at each; `marks` finds what somebody put into its sentences."""
    units: list[Unit] = cut_units(source, headings)
    lines, wrap = look(source, units, marks)
    repeats = Counter(
        line.folded for line in lines if not line.plain and 2 <= len(line.folded) <= LONGEST_REPEAT and _is_whole_or_first(source, line)
    )
    on_site: dict[str, float] = {}
    if view.documents > 1:
        counts = dict(view.lines)
        for folded in repeats:
            seen = counts.get(line_hash(folded), 0)
            if seen > 1:
                on_site[folded] = min(1.0, seen / view.documents)
    before, after = [0] * len(lines), [0] * len(lines)
    zones = []
    start = 0
    for index, line in enumerate([*lines, None]):
        if line is None or line.unit.heading >= 0:
            zones.append((start, index))
            start = index + 1
    for low, high in zones:
        for index in range(low, high):
            line = lines[index]
            if line.plain and line.running and len(line.text) < SURE:
                lines[index] = replace(line, plain=False, folded=fold(line.text))
        inner = low > 0 and high < len(lines)  # between two headings
        for index in range(low, high) if inner else range(low + 1, high - 1):
            line = lines[index]
            if line.running and not line.plain and is_thin(line) and (inner or (lines[index - 1].running and lines[index + 1].running)):
                lines[index] = replace(line, plain=True, folded="")
        for index in range(max(low + 1, high - LAST), high):
            line = lines[index]
            if line.plain and "我" not in line.text and A_STUDENT.search(line.text) and lines[index - 1].unit.heading < 0:
                lines[index] = replace(line, plain=False, folded=fold(line.text))
        seen = 0
        for index in range(low, high):
            before[index] = seen
            seen += lines[index].running
        for index in range(low, high):
            after[index] = seen - before[index] - lines[index].running
    zone_of = [0] * len(lines)
    for number, (low, high) in enumerate(zones):
        zone_of[low:high] = [number] * (high - low)
    indents = _indents(source, lines)
    names = tuple(dict.fromkeys(fold(source.text[a:b]) for a, b in titles))
    subjects = tuple(dict.fromkeys(k for k in (fold(word) for word in keywords) if len(k) >= 4))
    wholes = (pairs_of("\n".join([line.text for line in lines if line.plain])), *map(pairs_of, names))
    doubtful = [index for index, line in enumerate(lines) if line.folded]
    likeness: list[Sequence[float]] = [()] * len(lines)
    for index, alike in zip(doubtful, shares([lines[index].folded for index in doubtful], wholes), strict=True):
        likeness[index] = alike
    around = Surroundings(lines, names, subjects, repeats, on_site, before, after, zone_of, zones, wrap, wholes, likeness, indents)
    return Survey(lines, around, tuple(zones))


def _is_whole_or_first(source: SourceText, line: Line) -> bool:
    """Whether a unit is not one of the later pieces of the line that it is judged as: that line stands there once."""
    unit = line.unit
    return len(line.text) == unit.end - unit.start or line.text.startswith(source.text[unit.start : unit.end])


LEAST_INDENTED = 0.6  # share of the running lines that begin alike


def _indents(source: SourceText, lines: Sequence[Line]) -> list[str]:
    """How each line begins against most of the running ones: ``like``, ``unlike``, or an empty string where these have no indent."""
    own = []
    for line in lines:
        start = line.unit.start
        at = start
        while at and source.text[at - 1] in _BLANKS:
            at -= 1
        own.append(source.text[at:start] if not at or source.text[at - 1] in "\n\r" else None)
    running = Counter(indent for indent, line in zip(own, lines, strict=True) if line.running and indent is not None)
    most, times = running.most_common(1)[0] if running else ("", 0)
    if not most or times < LEAST_INDENTED * running.total() or times < 3:
        return [""] * len(lines)
    return ["" if indent is None else "like" if indent == most else "unlike" for indent in own]


_BLANKS = frozenset(" \t\u3000\u00a0\u2002\u2003\u2009")


class Rows:
    """Features of a document's lines, worked out when first asked for."""

    def __init__(self, found: Survey, source: SourceText, rows: list[dict[str, float] | None]) -> None:
        self.found, self.source, self.rows = found, source, rows

    def __getitem__(self, index: int) -> dict[str, float]:
        row = self.rows[index]
        if row is None:
            row = self.rows[index] = features(index, self.found.around, self.source)
        return row


def in_column(lines: Sequence[Line], index: int) -> bool:
    """One character on a line of its own, above or below another: the label of a form, written downwards."""
    if len(lines[index].text) != 1 or not "\u3400" <= lines[index].text <= "\u9fff":
        return False
    return any(0 <= i < len(lines) and len(lines[i].text) == 1 and "\u3400" <= lines[i].text <= "\u9fff" for i in (index - 1, index + 1))
