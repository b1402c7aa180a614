"""Roles for a whole document: model per unit, one path per zone, people's rulings above all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from essaykit.label.decode import BETWEEN, BODY, CLOSING, INSIDE, LEAD, OPENING, TRAIL, Zone, best_path
from essaykit.label.features import features
from essaykit.label.lines import Line
from essaykit.label.model import Model, class_shares, contributions, model
from essaykit.label.survey import Survey, survey
from essaykit.label.units import Unit
from essaykit.model import ENTRY_STYLES, Block, ContextView, Heading, RoleName, SourceText, Span

PLAIN = 0.985  # running text beyond doubt; what the model gives such lines on the samples
HEADLESS_MASS = 90  # characters of running text above the first heading that make an essay without beginning


def _is_outside(block: Block, line: Line) -> bool:
    """A line that by its place is not the author's: hidden, at a page's edge, in a table of contents, nothing but a link of a page."""
    if block.hidden or block.kind in ("page_header", "page_footer"):
        return True
    path = block.path
    return bool(path) and (
        path == "front-matter"
        or path.startswith("toc")
        or (block.link_share > ALL_LINK and len(line.text) < LONG_LINK and path.startswith(("html", "body", "…")))
    )


ALL_LINK, LONG_LINK = 0.95, 60


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
    source: SourceText,
    headings: Sequence[Heading],
    titles: Sequence[Span],
    view: ContextView,
    rulings: Sequence[Ruling] = (),
    *,
    keywords: Sequence[str] = (),
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
    author = [PLAIN] * len(lines)
    ready = model()
    unsure: list[int] = []
    for index, line in enumerate(lines):
        if line.unit.heading >= 0 or _is_outside(source.blocks[line.unit.block], line) or _in_column(lines, index):
            author[index] = 0.0
        elif not line.plain:
            rows[index] = features(index, found.around, source)
            unsure.append(index)
    look_at = _Rows(found, source, rows)
    shares = dict(zip(unsure, class_shares([look_at[i] for i in unsure], ready), strict=True))
    for index in unsure:
        author[index] = shares[index][0]
        if source.media_type == "text/markdown" and source.blocks[lines[index].unit.block].level > 1:
            author[index] = max(author[index], PLAIN)  # Markdown is written by its author, section heads and all
    for index, ruling in forced.items():
        author[index] = 1.0 if ruling.role == "body" else 0.0
    headless = bool(headings) and _is_headless(found, headings, author)
    hidden = {i for i, line in enumerate(lines) if source.blocks[line.unit.block].hidden}
    states = _states(found, headings, author, hidden, headless=headless)
    units = [
        Labelled(line.unit, "body", round(sure, 3), ())
        if state == BODY and index not in forced
        else _labelled(index, found, states, author, look_at, shares, forced, ready)
        for index, (line, state, sure) in enumerate(zip(lines, states, author, strict=True))
    ]
    logged = bool(headings) and headings[0].style in ENTRY_STYLES
    title = _title(source, found, headings, units, titles, look_at, least=SURE_TITLE if headless else LEAST_TITLE)
    for index in _take_in_section_heads(source, found, states, author, title, look_at, logged=logged):
        units[index] = _labelled(index, found, states, author, look_at, shares, forced, ready)
    if title >= 0:
        units[title] = units[title]._replace(role="title", evidence=("the document's title",))
    return Labelling(units, title, headless, found.around.wrap)


class _Rows:
    """Features of a document's lines, worked out when first asked for."""

    def __init__(self, found: Survey, source: SourceText, rows: list[dict[str, float] | None]) -> None:
        self.found, self.source, self.rows = found, source, rows

    def __getitem__(self, index: int) -> dict[str, float]:
        row = self.rows[index]
        if row is None:
            row = self.rows[index] = features(index, self.found.around, self.source)
        return row


def _labelled(
    index: int,
    found: Survey,
    states: Sequence[int],
    author: Sequence[float],
    rows: _Rows,
    shares: dict[int, list[float]],
    forced: Mapping[int, Ruling],
    ready: Model,
) -> Labelled:
    line = found.lines[index]
    if index in forced:
        return Labelled(line.unit, forced[index].role, 1.0, (), forced[index].rule)
    if line.unit.heading >= 0:
        return Labelled(line.unit, "heading", 1.0, ())
    if states[index] == BODY:
        return Labelled(line.unit, "body", round(author[index], 3), ())
    if _in_column(found.lines, index):
        return Labelled(line.unit, "remark", 0.9, ("one character a line: a form's label written downwards",))
    if rows.source.blocks[line.unit.block].path == "front-matter":
        return Labelled(line.unit, "metadata", 0.9, ("front matter of a Markdown file",))
    unfit = _UNFIT.get(states[index], ("body", "intro", "outro"))
    if index not in shares:
        shares[index] = class_shares([rows[index]], ready)[0]
    _, best = max((share, -i) for i, share in enumerate(shares[index]) if ready.classes[i] not in unfit)
    role = ready.classes[-best]
    return Labelled(line.unit, role, round(1.0 - author[index], 3), contributions(rows[index], ready, role))  # type: ignore[arg-type]  # role names


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
    if headings[0].number in (0, 1) and headings[0].style not in ENTRY_STYLES:
        return False
    mass = sum(len(found.lines[i].text) for i in range(low, high) if author[i] > 0.7 and found.lines[i].running)
    return mass >= HEADLESS_MASS


def _states(found: Survey, headings: Sequence[Heading], author: Sequence[float], hidden: AbstractSet[int], *, headless: bool) -> list[int]:
    states = [LEAD] * len(found.lines)
    for number, (low, high) in enumerate(found.zones):
        zone = OPENING if not headings else CLOSING if number == len(found.zones) - 1 else BETWEEN
        if number == 0 and headings:
            if not headless:
                continue
            zone = Zone(lead=0.0, body=0.0, trail=-0.4)
        shown = [i for i in range(low, high) if i not in hidden]  # what is hidden says nothing of its neighbours
        for index, state in zip(shown, best_path([author[i] for i in shown], zone), strict=True):
            states[index] = state
        for index in hidden:
            if low < index < high:
                states[index] = INSIDE if states[index - 1] == BODY else states[index - 1]
    _fill_entries(found, headings, author, states)
    return states


def _fill_entries(found: Survey, headings: Sequence[Heading], author: Sequence[float], states: list[int]) -> None:
    """Where most entries of a log have a text, so has each: its likeliest line is the author's, unless none is likely."""
    entries = found.zones[1:]
    if not headings or headings[0].style not in ENTRY_STYLES:
        return
    empty = [(low, high) for low, high in entries if BODY not in states[low:high]]
    if 3 * len(empty) > len(entries):
        return
    for low, high in empty:
        sure = list(author[low:high])
        if max(sure, default=0.0) >= LEAST_RUNNING:
            sure[max(range(len(sure)), key=sure.__getitem__)] = PLAIN
            states[low:high] = best_path(sure, BETWEEN)


def _take_in_section_heads(
    source: SourceText, found: Survey, states: list[int], author: Sequence[float], title: int, rows: _Rows, *, logged: bool
) -> list[int]:
    """Let the author's text begin with the head of its first section, where one stands right above it.

    A short line before running text reads like the site's; a section number, a heading
    style below the title's, a section's usual name or an opening colon tells it apart.

    Returns:
        Indexes of the lines whose state changed.
    """
    changed: list[int] = []
    for number, (low, high) in enumerate(found.zones):
        first = next((i for i in range(low, high) if states[i] == BODY), -1)
        begin = edge = first  # edge: as begin, but above labels that are passed over
        for index in range(first - 1, max(low, first - REACH) - 1, -1):
            line = found.lines[index]
            text = line.folded
            block = source.blocks[line.unit.block]
            if source.media_type == "text/markdown" and index != title and text.startswith(("<img", "![")):
                continue
            if edge == index + 1 and _in_column(found.lines, index):
                edge = index
                continue
            if index == title or author[index] < LEAST_SECTION or len(text) < 2 or found.around.repeats[text] > 1 or block.link_share > 0.3:
                break
            row = rows[index]
            if begin == index + 1 and "full width" in row and "ends open" in row:
                begin = edge = index  # the sentence goes on in the author's text
                continue
            if len(text) > LONGEST_HEAD:
                if not line.running or author[index] < LEAST_RUNNING:
                    break
                if edge == index + 1 and (len(found.zones) == 1 or logged):
                    begin = edge = index
                continue
            if not ("quiet" in row or "number lead" in row or "words: section" in row):
                break
            set_off = (block.bold or block.label) and not source.blocks[found.lines[index + 1].unit.block].bold and not block.centred
            bracketed = (text[0] in "【[" and text[-1] in "】]") or (text[-1] in "：:" and number > 0)
            one_of_several = "section" in row and author[index] >= LEAST_RUNNING and _has_heads(found, states, first, high, rows)
            if set_off or bracketed or one_of_several or "words: section" in row or "number lead" in row or block.level > 1:
                begin = edge = index
        for index in range(begin, first):
            states[index] = INSIDE if _in_column(found.lines, index) else BODY
        changed += range(begin, first)
        last = next((i for i in range(high - 1, low, -1) if states[i] == BODY), -1)
        if last >= 0 and _DATE_ALONE.fullmatch(found.lines[last].folded):
            states[last] = TRAIL
            changed.append(last)
        changed += _take_in_last_section(source, found, states, low, high, title, rows)
    return changed


def _has_heads(found: Survey, states: Sequence[int], first: int, high: int, rows: _Rows) -> bool:
    """Whether the author's text has short heads of its own further down."""
    return any(states[i] == BODY and not found.lines[i].plain and "section of text" in rows[i] for i in range(first, high))


def _take_in_last_section(source: SourceText, found: Survey, states: list[int], low: int, high: int, title: int, rows: _Rows) -> list[int]:
    """A section's head is not left without text: what reads on behind it, after something foreign, is the author's."""
    last = next((i for i in range(high - 1, -1, -1) if states[i] == BODY), -1)
    if last < 0:
        return []
    more = _numbering_goes_on(found, states, low, last, high, rows)
    if more:
        return more
    if found.lines[last].plain or "section" not in rows[last]:
        return []
    for index in range(last + 1, min(high, last + 6)):
        if index != title and "reads on" in rows[index] and not source.blocks[found.lines[index].unit.block].hidden:
            states[last + 1 : index] = [INSIDE] * (index - last - 1)
            end = index + 1
            while end < high and "goes on" in rows[end]:
                end += 1
            states[index:end] = [BODY] * (end - index)
            return list(range(last + 1, end))
    return []


def _numbering_goes_on(found: Survey, states: list[int], low: int, last: int, high: int, rows: _Rows) -> list[int]:
    """What stands under the next numbers of the author's own sections is the author's, though short: 2、, 3、 behind 1、."""
    numbered = [m for i in range(low, last + 1) if states[i] == BODY and (m := _NUMBERED.match(found.lines[i].text))]
    if not numbered:
        return []
    number, sign = _ordinal(numbered[-1][1]), numbered[-1][2]
    end = last
    for index in range(last + 1, min(high, last + 1 + 2 * REACH)):
        match = _NUMBERED.match(found.lines[index].text)
        if match and match[2] == sign and _ordinal(match[1]) == number + 1:
            number, end = number + 1, index
            below = index + 1
            while below < high and "quiet" in rows[below] and not _NUMBERED.match(found.lines[below].text):
                end, below = below, below + 1
        elif index > end and "quiet" not in rows[index] and "number lead" not in rows[index]:
            break
    states[last + 1 : end + 1] = [BODY] * (end - last)
    return list(range(last + 1, end + 1))


def _ordinal(number: str) -> int:
    return int(number) if number.isdecimal() else "一二三四五六七八九十".find(number) + 1


_NUMBERED = re.compile("\\s*([1-9]|[一二三四五六七八九十])([、.．])(?!\\d)")
_DATE_ALONE = re.compile(
    r"(?:[×xX*\d〇零一二三四五六七八九]{2,4}年)?[×xX*\d一二三四五六七八九十]{1,3}月[×xX*\d一二三四五六七八九十]{1,3}[日号]|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
_INSTITUTION = re.compile("(?:大学|学院|学校|中学|系|公司|中心|大学本科生?|研究生院)$")
LEAST_TITLE = 1.0
SURE_TITLE = 2.2  # where the text above the first heading is an essay's, a page has seldom a title
REACH = 6  # lines above the text among which its first section's head is looked for
LONGEST_HEAD = 36
LEAST_RUNNING = 0.25  # probability from which running text above may belong to that section
LEAST_SECTION = 0.03  # probability of the author's text from which a line may be a section's head
_UNFIT: dict[int, tuple[str, ...]] = {LEAD: ("body", "outro", "remark"), TRAIL: ("body", "intro", "title")}


def _title(
    source: SourceText,
    found: Survey,
    headings: Sequence[Heading],
    units: Sequence[Labelled],
    titles: Sequence[Span],
    rows: _Rows,
    *,
    least: float,
) -> int:
    """Index of the unit that names the document: high up, large, repeated, like its headings; -1 if nothing does."""
    spans = set(titles)
    name = "".join(source.name.split())
    wording = "".join(source.text[headings[0].start : headings[0].end].split()) if headings else ""
    first_body = next((i for i, u in enumerate(units) if u.role in ("body", "heading")), len(units))
    best, chosen = least, -1
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
        row = rows[index]
        score += 1.5 * row.get("promise", 0.0) + 1.2 * (found.around.repeats[line.folded] > 1)
        score += 0.8 * bool(row.get("names a document")) - 1.2 * bool(_INSTITUTION.search(text)) + 0.5 * (index <= 1)
        plain_top = index <= 1 and block.link_share == 0 and "arrows" not in row and "bars" not in row
        foreign = unit.role in ("navigation", "metadata", "page_mark")
        score += 0.9 * (unit.role == "title") - (0.5 if plain_top else 1.5) * foreign - 0.8 * (unit.role == "notice")
        score -= (
            1.0 * row.get("label", 0.0) + 1.5 * row.get("date", 0.0) + 1.0 * row.get("arrows", 0.0) + 1.2 * row.get("second person", 0.0)
        )
        if wording:
            pairs = [text[i : i + 2] for i in range(len(text) - 1)]
            score += 2.0 * sum(p in wording for p in pairs) / len(pairs)
        if score > best:
            best, chosen = score, index
    return chosen
