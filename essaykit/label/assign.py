"""Roles for a whole document: model per unit, one path per zone, people's rulings above all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from essaykit.label.decode import BETWEEN, BODY, CLOSING, INSIDE, LEAD, OPENING, TRAIL, Zone, best_path
from essaykit.label.features import Line, features
from essaykit.label.model import Weights, contributions, probabilities, weights
from essaykit.label.survey import Survey, survey
from essaykit.label.units import Unit
from essaykit.model import ContextView, Heading, RoleName, SourceText, Span

PLAIN = 0.985  # running text beyond doubt; what the model gives such lines on the samples
HEADLESS_MASS = 90  # characters of running text above the first heading that make an essay without beginning


def _in_column(lines: Sequence[Line], index: int) -> bool:
    """One character on a line of its own, above or below another: the label of a form, written downwards."""
    if len(lines[index].text) != 1 or not "\u3400" <= lines[index].text <= "\u9fff":
        return False
    return any(0 <= i < len(lines) and len(lines[i].text) == 1 and "\u3400" <= lines[i].text <= "\u9fff" for i in (index - 1, index + 1))


class Ruling(NamedTuple):
    """A role that a person or a rule gave to a stretch of the text."""

    start: int
    end: int
    role: RoleName
    rule: str
    """``decision`` or a rule's id."""


class Labelled(NamedTuple):
    """A unit with its role."""

    unit: Unit
    role: RoleName
    confidence: float
    evidence: tuple[str, ...]
    rule: str = "decode"


class Labelling(NamedTuple):
    """All units of a document with their roles."""

    units: list[Labelled]
    title: int
    """Index of the unit that is the document's title; -1 for none."""
    headless: bool
    """An essay's text stands above the first heading: its beginning is on another page."""
    wrap: int
    """Width of hard-wrapped lines; 0 where lines are paragraphs."""


def label_blocks(
    source: SourceText, headings: Sequence[Heading], titles: Sequence[Span], view: ContextView, rulings: Sequence[Ruling] = (), *, keywords: Sequence[str] = ()
) -> Labelling:
    """Give every unit of a document its role.

    Args:
        source: what was read.
        headings: the series of headings that open essays.
        titles: spans of the lines near the top that may be the title.
        view: what the site's other documents say.
        keywords: what the title is about: its wording without count and decoration.
        rulings: roles that people or rules gave to stretches of the text; they win, later ones over earlier ones.
    """
    found = survey(source, headings, titles, view, keywords)
    lines = found.lines
    forced = _forced(lines, rulings)
    rows: list[dict[str, float] | None] = [None] * len(lines)
    shares: list[tuple[float, ...] | None] = [None] * len(lines)
    author = [PLAIN] * len(lines)
    model = weights()
    body = model.classes.index("body")
    for index, line in enumerate(lines):
        if line.unit.heading >= 0 or source.blocks[line.unit.block].hidden:
            author[index] = 0.0
            if line.unit.heading < 0:
                rows[index] = features(index, found.around, source)
                shares[index] = probabilities(rows[index] or {}, model)
        elif _in_column(lines, index) or source.blocks[line.unit.block].path == "front-matter":
            author[index] = 0.0
        elif not line.plain:
            rows[index] = features(index, found.around, source)
            shares[index] = probabilities(rows[index] or {}, model)
            author[index] = (shares[index] or ())[body]
        if index in forced:
            author[index] = 1.0 if forced[index].role == "body" else 0.0
    headless = bool(headings) and _is_headless(found, headings, author)
    states = _states(found, headings, author, headless=headless)
    title = -1
    for attempt in range(2):
        units = _units(lines, states, shares, rows, author, forced, model)
        if attempt == 0:
            title = -1 if headless else _title(source, found, headings, units, titles)
            if not _take_in_section_heads(source, found, states, author, title):
                break
    if title >= 0:
        units[title] = units[title]._replace(role="title", evidence=("the document's title",))
    return Labelling(units, title, headless, found.around.wrap)


def _units(
    lines: Sequence[Line], states: Sequence[int], shares: Sequence[tuple[float, ...] | None], rows: Sequence[dict[str, float] | None],
    author: Sequence[float], forced: Mapping[int, Ruling], model: Weights,
) -> list[Labelled]:
    units = []
    for index, line in enumerate(lines):
        role, confidence = _role(line, states[index], shares[index], model.classes, author[index])
        if index in forced:
            units.append(Labelled(line.unit, forced[index].role, 1.0, (), forced[index].rule))
            continue
        row = rows[index]
        evidence = contributions(row, model, role) if row is not None and role not in ("body", "heading") and role in model.classes else ()
        units.append(Labelled(line.unit, role, round(confidence, 3), evidence))
    return units


def _forced(lines: Sequence[Line], rulings: Sequence[Ruling]) -> Mapping[int, Ruling]:
    forced: dict[int, Ruling] = {}
    if rulings:
        starts = [line.unit.start for line in lines]
        for ruling in rulings:
            index = max(0, bisect_right(starts, ruling.start) - 1)
            while index < len(lines) and lines[index].unit.start < ruling.end:
                if lines[index].unit.end > ruling.start:
                    forced[index] = ruling
                index += 1
    return forced


def _is_headless(found: Survey, headings: Sequence[Heading], author: Sequence[float]) -> bool:
    """Text of an essay above the first heading: enough of it, and the numbers do not begin at one."""
    low, high = found.zones[0]
    if headings[0].number in (0, 1) or headings[0].style == "date":
        return False
    mass = sum(len(found.lines[i].text) for i in range(low, high) if author[i] > 0.7 and found.lines[i].running)
    return mass >= HEADLESS_MASS


def _states(found: Survey, headings: Sequence[Heading], author: Sequence[float], *, headless: bool) -> list[int]:
    states = [LEAD] * len(found.lines)
    for number, (low, high) in enumerate(found.zones):
        if number == 0 and headings:
            if headless:
                states[low:high] = best_path(author[low:high], Zone(lead=0.0, body=0.0, trail=-0.4))
            continue
        zone = OPENING if not headings else CLOSING if number == len(found.zones) - 1 else BETWEEN
        states[low:high] = best_path(author[low:high], zone)
    return states


def _take_in_section_heads(source: SourceText, found: Survey, states: list[int], author: Sequence[float], title: int) -> bool:
    """Let the author's text begin with the head of its first section, where one stands right above it.

    A short line before running text reads like the site's; a section number, a heading
    style below the title's, a section's usual name or an opening colon tells it apart.
    """
    changed = False
    for number, (low, high) in enumerate(found.zones):
        first = next((i for i in range(low, high) if states[i] == BODY), -1)
        begin = first
        for index in range(first - 1, max(low, first - 4) - 1, -1):
            line = found.lines[index]
            text = line.folded
            block = source.blocks[line.unit.block]
            if source.media_type == "text/markdown" and index != title and text.startswith(("<img", "![")):
                continue
            if index == title or author[index] < LEAST_SECTION or not 1 < len(text) <= 22 or found.around.repeats[text] > 1:
                break
            row = features(index, found.around, source)
            if block.link_share > 0.3 or not (row.get("quiet") or row.get("number lead") or row.get("words: section")):
                break
            set_off = (block.bold or block.label) and not source.blocks[found.lines[index + 1].unit.block].bold and not block.centred
            named = set_off or row.get("words: section") or (text[0] in "【[" and text[-1] in "】]") or (text[-1] in "：:" and number > 0)
            if row.get("number lead") or block.level > 1 or named:
                begin = index
        if begin < first:
            states[begin:first] = [BODY] * (first - begin)
            changed = True
        changed |= _take_in_last_section(source, found, states, high, title)
    return changed


def _take_in_last_section(source: SourceText, found: Survey, states: list[int], high: int, title: int) -> bool:
    """A section's head is not left without text: what reads on behind it, after something foreign, is the author's."""
    last = next((i for i in range(high - 1, -1, -1) if states[i] == BODY), -1)
    if last < 0 or not features(last, found.around, source).get("section"):
        return False
    for index in range(last + 1, min(high, last + 6)):
        row = features(index, found.around, source)
        if index != title and row.get("reads on") and not source.blocks[found.lines[index].unit.block].hidden:
            states[last + 1 : index] = [INSIDE] * (index - last - 1)
            end = index + 1
            while end < high and row.get("reads on") and features(end, found.around, source).get("goes on"):
                end += 1
            states[index:end] = [BODY] * (end - index)
            return True
    return False


_INSTITUTION = re.compile("(?:大学|学院|学校|中学|系|公司|中心|大学本科生?|研究生院)$")
LEAST_SECTION = 0.03  # probability of the author's text from which a line may be a section's head
_UNFIT: dict[int, tuple[str, ...]] = {LEAD: ("body", "outro", "remark"), TRAIL: ("body", "intro", "title")}


def _role(line: Line, state: int, shares: tuple[float, ...] | None, classes: Sequence[str], author: float) -> tuple[RoleName, float]:
    if line.unit.heading >= 0:
        return "heading", 1.0
    if state == BODY:
        return "body", author
    if author == 0.0 and shares is None:
        return ("remark" if len(line.text) == 1 else "metadata"), 0.9
    if shares is None:  # running text that the path left outside
        return ("intro" if state == LEAD else "other"), 0.5
    unfit = _UNFIT.get(state, ("body", "intro", "outro"))
    best, index = max((p, -i) for i, (p, name) in enumerate(zip(shares, classes, strict=True)) if name not in unfit)
    del best
    return classes[-index], 1.0 - author  # type: ignore[return-value]  # the classes are role names


def _title(source: SourceText, found: Survey, headings: Sequence[Heading], units: Sequence[Labelled], titles: Sequence[Span]) -> int:
    """Index of the unit that names the document: high up, large, repeated, like its headings; -1 if nothing does."""
    spans = set(titles)
    name = "".join(source.name.split())
    wording = "".join(source.text[headings[0].start : headings[0].end].split()) if headings else ""
    first_body = next((i for i, u in enumerate(units) if u.role in ("body", "heading")), len(units))
    best, chosen = 1.0, -1
    for index, unit in enumerate(units[: first_body + (0 if headings else 1)]):
        line = found.lines[index]
        text = line.folded or "".join(line.text.split())
        if (unit.unit.start, unit.unit.end) not in spans or not 2 < len(text) <= 60 or unit.role == "heading":
            continue
        block = source.blocks[unit.unit.block]
        if block.hidden or block.link_share > 0.5 or block.path == "front-matter" or block.kind in ("page_header", "page_footer"):
            continue
        score = 0.4 - 0.06 * index
        if block.level > 2 and source.media_type == "text/markdown":
            continue
        score += 2.0 * (block.level == 1) + 1.2 * (block.kind == "heading") + 0.6 * block.centred + 0.5 * block.bold
        score += 1.6 * (bool(name) and (text in name or name in text))
        row = features(index, found.around, source)
        score += 1.5 * row.get("promise", 0.0) + 1.2 * (found.around.repeats[line.folded] > 1)
        score += 0.8 * bool(row.get("names a document")) - 1.2 * bool(_INSTITUTION.search(text)) + 0.5 * (index <= 1)
        score += 0.9 * (unit.role == "title") - 1.5 * (unit.role in ("navigation", "metadata", "page_mark")) - 0.8 * (unit.role == "notice")
        score -= (
            1.0 * row.get("label", 0.0) + 1.5 * row.get("date", 0.0) + 1.0 * row.get("arrows", 0.0) + 1.2 * row.get("second person", 0.0)
        )
        if wording:
            pairs = [text[i : i + 2] for i in range(len(text) - 1)]
            score += 2.0 * sum(p in wording for p in pairs) / len(pairs)
        if score > best:
            best, chosen = score, index
    return chosen
