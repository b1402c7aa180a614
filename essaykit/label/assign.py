"""Roles for a whole document: model per unit, one path per zone, people's rulings above all."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import exp, log
from statistics import fmean

from msgspec.structs import replace

from essaykit.label.decode import BETWEEN, BODY, CLOSING, INSIDE, LEAD, OPENING, TRAIL, Zone, best_path
from essaykit.label.features import LEAST_INTRODUCTION, features, is_item
from essaykit.label.forms import agree_behind_labels
from essaykit.label.labelling import Labelled, Labelling, Ruling
from essaykit.label.lines import FindMarks, Line, is_page_mark, no_marks
from essaykit.label.model import Model, class_shares, contributions, model
from essaykit.label.survey import Rows, Survey, in_column, survey
from essaykit.label.take_in import PLAIN, fill_entries, number_of, take_in_sections
from essaykit.label.title import entry_of, find_title, subtitle_of
from essaykit.label.units import is_glued_label
from essaykit.model import ENTRY_STYLES, Block, ContextView, Heading, SourceText, Span

_DIGITS = re.compile("[0-9]+")
ALL_LINK, LONG_LINK = 0.95, 60
LEAST_TITLE = 0.85
SURE_TITLE = 2.2  # where the text above the first heading is an essay's, a page has seldom a title
_UNFIT: dict[int, tuple[str, ...]] = {LEAD: ("body", "outro", "remark"), TRAIL: ("body", "intro", "title")}
MENU = 0.5  # share of links from which what stands outside a page's main text is a menu rather than a notice
_PAGE_AND_HEAD = re.compile(r"(?:\d{1,3}\s*[/／]\s*\d{1,3}|第\s*\d{1,3}\s*页|[-—–]\s*\d{1,3}\s*[-—–])\s*(\S.{1,39})")
LONG_TEXT, LONG_IS_OWN = 300, 0.8  # characters of running text in one line that sites seldom write, and what that says
LEAST_ALIKE = 2  # lines from which being alike says something
AS_ITS_NEIGHBOURS = 0.5  # what an item of a list is in Markdown, where short ones are the author's too
LEAST_PAGES, EVERYWHERE = 10, 0.9  # pages of a site, and the share of them from which a line is the site's
_STOCK = frozenset(("number lead", "words: section", "ends a sentence", "repeated"))
"""Of what authors of one site have in common: section heads, stock sentences."""
FLOOR = 1e-4  # no single line is surer than this of the others
BELOW_A_COVER = 6  # lines of a cover below which the title stands once more
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


def _is_behind_a_heading(lines: Sequence[Line], index: int) -> bool:
    """A label that stands on the line of a heading, with text behind it: who sent the essay in, and when."""
    if not 0 < index < len(lines) - 1 or lines[index - 1].unit.heading < 0:
        return False
    here, beside = lines[index].unit, (lines[index - 1].unit, lines[index + 1].unit)
    return all(unit.block == here.block for unit in beside) and is_glued_label(lines[index].text)


def label_blocks(
    source: SourceText,
    headings: Sequence[Heading],
    titles: Sequence[Span],
    view: ContextView,
    rulings: Sequence[Ruling] = (),
    *,
    keywords: Sequence[str] = (),
    outside: Mapping[int, tuple[str, ...]] | None = None,
    marks: FindMarks = no_marks,
) -> Labelling:
    """Give every unit of a document its role.

    Args:
        source: what was read.
        headings: the series of headings that open essays.
        titles: spans of the lines near the top that may be the title.
        view: what the site's other documents say.
        keywords: what the title is about: its wording without count and decoration.
        rulings: roles that people or rules gave to stretches of the text; they win, later ones over earlier ones.
        outside: blocks that stand outside a page's main text, with the reasons; they are not the author's.
        marks: finds what somebody put into the text's sentences: a wrapped line is judged without.
    """
    outside = outside or {}
    found = survey(source, headings, titles, view, keywords, marks)
    lines = found.lines
    forced = _forced(lines, rulings)
    rows: list[dict[str, float] | None] = [None] * len(lines)
    author = [PLAIN] * len(lines)
    ready = model()
    unsure: list[int] = []
    for index, line in enumerate(lines):
        block = source.blocks[line.unit.block]
        if (
            line.unit.heading >= 0
            or (len(line.text) == 1 and in_column(lines, index))
            or _is_outside(block, line)
            or line.unit.block in outside
            or _is_behind_a_heading(lines, index)
        ):
            author[index] = 0.0
        elif not line.plain:
            rows[index] = features(index, found.around, source)
            unsure.append(index)
    look_at = Rows(found, source, rows)
    names = {source.text[h.start : h.end] for h in headings if h.number is None and h.style not in ENTRY_STYLES}
    shares = dict(zip(unsure, class_shares([look_at[i] for i in unsure], ready), strict=True))
    for index in unsure:
        author[index] = shares[index][0]
        if view.documents >= LEAST_PAGES and look_at[index].get("on other pages", 0.0) >= EVERYWHERE and _STOCK.isdisjoint(look_at[index]):
            author[index] = min(author[index], 1 - EVERYWHERE)
        if lines[index].running and len(lines[index].text) >= LONG_TEXT and source.blocks[lines[index].unit.block].link_share < MENU:
            author[index] = max(author[index], LONG_IS_OWN)
        if lines[index].text in names:
            author[index] = min(author[index], 1 - EVERYWHERE)  # an essay's printed name, as a running head
        if source.media_type == "text/markdown":
            block = source.blocks[lines[index].unit.block]
            if block.level > 1:
                author[index] = max(author[index], PLAIN)  # Markdown is written by its author, section heads and all
            elif block.kind == "list_item" and block.link_share < MENU:
                author[index] = max(author[index], AS_ITS_NEIGHBOURS)
    _agree(found, unsure, author)
    _beside_page_marks(found, unsure, author)
    for index, ruling in forced.items():
        author[index] = 1.0 if ruling.role == "body" else 0.0
    headless = bool(headings) and _is_headless(found, headings, author)
    hidden = {i for i, line in enumerate(lines) if source.blocks[line.unit.block].hidden}
    states = _states(source, found, headings, author, hidden, headless=headless)
    units = [
        Labelled(line.unit, "body", PLAIN if sure == PLAIN else round(sure, 3), ())
        if state == BODY and index not in forced
        else _labelled(index, found, states, author, look_at, shares, forced, outside, ready)
        for index, (line, state, sure) in enumerate(zip(lines, states, author, strict=True))
    ]
    for index, unit in enumerate(units):
        if unit.unit.heading >= 0 and unit.role == "heading" and headings[unit.unit.heading].within:
            units[index] = replace(unit, role="body")
    logged = bool(headings) and headings[0].style in ENTRY_STYLES
    title = find_title(source, found, headings, units, titles, look_at, least=SURE_TITLE if headless else LEAST_TITLE)
    for index in take_in_sections(source, found, states, author, title, look_at, logged=logged):
        units[index] = _labelled(index, found, states, author, look_at, shares, forced, outside, ready)
    if (entry := entry_of(found, units, title)) >= 0 and entry not in forced:
        units[title] = replace(units[title], role="title", evidence=("what the document is an entry of",))
        title = entry
    if title >= 0:
        units[title] = replace(units[title], role="title", evidence=("the document's title",))
        below = subtitle_of(found, units, title)
        if below >= 0 and below not in forced:
            units[below] = replace(units[below], role="title", evidence=("below the title, behind a dash",))
    return Labelling(units, title, headless, found.around.wrap)


def _agree(found: Survey, unsure: Sequence[int], author: list[float]) -> None:
    """Lines that are alike get one probability, the geometric mean of their odds: a running header stands in all sorts of places."""
    alike: dict[str, list[int]] = defaultdict(list)
    for index in unsure:
        folded = found.lines[index].folded
        if len(folded) <= 24 and not folded.isalpha() and _DIGITS.search(folded):
            alike[_DIGITS.sub("#", folded)].append(index)
        elif found.around.repeats[folded] > 1:
            alike[folded].append(index)
    for group in (*alike.values(), *_lists(found, unsure), *_runs_of_items(found, unsure)):
        if len(group) >= LEAST_ALIKE:
            mean = fmean(log(max(author[i], FLOOR) / max(1 - author[i], FLOOR)) for i in group)
            for index in group:
                author[index] = 1 / (1 + exp(-mean))


def _beside_page_marks(found: Survey, unsure: Sequence[int], author: list[float]) -> None:
    """What repeats, and each time stands beside the mark of a page or behind it, is the page's head or foot."""
    lines = found.lines
    marks = {i for i in unsure if is_page_mark(lines[i].text)}
    repeated: dict[str, list[int]] = defaultdict(list)
    for index in unsure:
        line = lines[index]
        if index in marks or line.running or line.unit.heading >= 0:
            continue
        head = _PAGE_AND_HEAD.fullmatch(line.text)
        if head is not None:
            repeated[head[1]].append(index)
        elif found.around.repeats[line.folded] > 1:
            repeated[line.folded].append(index if not marks.isdisjoint((index - 1, index + 1)) else -1)
    for group in repeated.values():
        if len(group) >= LEAST_ALIKE and -1 not in group:
            for index in {*group, *(marks & {near for i in group for near in (i - 1, i + 1)})}:
                author[index] = min(author[index], 1 - EVERYWHERE)


def _lists(found: Survey, unsure: Sequence[int]) -> Iterator[list[int]]:
    """Lines that stand together and count on: the items of one list."""
    group: list[int] = []
    expected: tuple[int, str] | None = None
    for index in unsure:
        number = number_of(found.lines[index].text)
        if group and (number is None or number != expected or index != group[-1] + 1):
            yield group
            group = []
        if number is not None:
            group.append(index)
            expected = number[0] + 1, number[1]
    yield group


def _runs_of_items(found: Survey, unsure: Sequence[int]) -> Iterator[list[int]]:
    """Short lines that stand together in mid essay: links, of which the last may look like a section's head."""
    lines, around = found.lines, found.around
    group: list[int] = []
    for index in unsure:
        if group and index != group[-1] + 1:
            yield group
            group = []
        if around.running_before[index] and around.running_after[index] and _may_be_a_link(lines[index]):
            group.append(index)
    yield group


def _may_be_a_link(line: Line) -> bool:
    return is_item(line) or (line.text[-1] in ":：" and len(line.text) < LEAST_INTRODUCTION)


def _labelled(
    index: int,
    found: Survey,
    states: Sequence[int],
    author: Sequence[float],
    rows: Rows,
    shares: dict[int, list[float]],
    forced: Mapping[int, Ruling],
    outside: Mapping[int, tuple[str, ...]],
    ready: Model,
) -> Labelled:
    line = found.lines[index]
    if index in forced:
        return Labelled(line.unit, forced[index].role, 1.0, (), forced[index].rule)
    if line.unit.heading >= 0:
        return Labelled(line.unit, "heading", 1.0, ())
    if states[index] == BODY:
        return Labelled(line.unit, "body", round(author[index], 3), ())
    if in_column(found.lines, index):
        return Labelled(line.unit, "remark", 0.9, ("one character a line: a form's label written downwards",))
    if rows.source.blocks[line.unit.block].path == "front-matter":
        return Labelled(line.unit, "metadata", 0.9, ("front matter of a Markdown file",))
    unfit = _UNFIT.get(states[index], ("body", "intro", "outro"))
    if index not in shares:
        shares[index] = class_shares([rows[index]], ready)[0]
    _, best = max((share, -i) for i, share in enumerate(shares[index]) if ready.classes[i] not in unfit)
    role = ready.classes[-best]
    evidence = (*outside.get(line.unit.block, ()), *contributions(rows[index], ready, role))
    if role == "other" and line.unit.block in outside:
        role = "navigation" if rows.source.blocks[line.unit.block].link_share >= MENU else "notice"
    return Labelled(line.unit, role, round(1.0 - author[index], 3), evidence)  # type: ignore[arg-type]  # role names


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
    first = next((h.number for h in headings if h.number is not None), None)  # a date has none, nor has a log's 动员会
    if first in (0, 1) and (headings[0].number == first or headings[0].style in ENTRY_STYLES):
        return False
    mass = sum(len(found.lines[i].text) for i in range(low, high) if author[i] > 0.7 and found.lines[i].running)
    return mass >= HEADLESS_MASS


def _states(
    source: SourceText, found: Survey, headings: Sequence[Heading], author: Sequence[float], hidden: AbstractSet[int], *, headless: bool
) -> list[int]:
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
    fill_entries(found, headings, author, states)
    if headings:
        agree_behind_labels(source, found, states)
    else:
        _below_the_title(source, found, states)
    return states


def _below_the_title(source: SourceText, found: Survey, states: list[int]) -> None:
    """No text begins above the title: of a cover, short lines that stand above a heading of the first level are not the author's."""
    first = next((i for i, state in enumerate(states) if state == BODY), -1)
    for index in range(first, min(len(states), first + BELOW_A_COVER)) if first >= 0 else ():
        block = source.blocks[found.lines[index].unit.block]
        if states[index] == BODY and (found.lines[index].running or block.kind == "heading"):
            return
        if states[index] == INSIDE and block.level == 1:
            states[first : index + 1] = [LEAD] * (index + 1 - first)
            following = next((i for i in range(index + 1, len(states)) if states[i] != INSIDE), len(states))
            states[index + 1 : following] = [LEAD] * (following - index - 1)
            return
