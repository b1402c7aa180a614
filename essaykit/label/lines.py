"""Lines of a document as the model sees them: pieces that belong together joined, running text beyond doubt set apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from essaykit.align.normalise import simplify
from essaykit.label.units import Unit
from essaykit.label.words import FOREIGN, count_words
from essaykit.model import SourceText, Span
from essaykit.text import columns

FindMarks = Callable[[str], Sequence[Span]]
"""Tells where marks stand that somebody put into the sentences of a text."""
END = "。！？!?…；;”’」』）)"
THIN = 80  # characters of running text for each word of the page that an author may happen to use
LONG = 16  # characters: a shorter line that ends open is a head or an item
LONGEST_RUNNING = 40  # characters of a page's running head or foot
PLAIN = 26  # characters from which a punctuated line without words of the page is the author's beyond doubt

PAGE_MARK = re.compile(
    r"[-—–·.\s]*(?:第\s*|[Pp](?:age|\.)?\s*)?[0-9０-９〇零一二三四五六七八九十百]{1,4}\s*[页頁]?(?:\s*[/／,，、共]*\s*[0-9０-９〇零一二三四五六七八九十百]{1,4}\s*[页頁]?)?[-—–·.\s]*"
)
"""A line that is nothing but the number of a page, perhaps of how many."""
OWN_NUMBERS = "一二三四五六七八九十"
"""Alone on a line they number the author's own sections."""
_SENTENCE = re.compile("[。！？!?；;]")
_CLAUSE = re.compile("[，,、。；;！？]")
_SECTION = re.compile("[【\\[〔]|[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]|第[0-9一二三四五六七八九十]{1,3}[章节部步]")
_HAN = re.compile("[\u3400-\u9fff]+[。！？!?…”]*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\x00-\x1f\x7f-\x9f]+")
_READING = re.compile(r"(?<=[\u3400-\u9fff])[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}[)）]")
_NO_WORDS: Mapping[str, int] = {}


class Line(msgspec.Struct, frozen=True, gc=False):
    """One unit with what is known of it before any decision."""

    unit: Unit
    text: str
    folded: str
    """See `fold`; empty where `plain`."""
    words: Mapping[str, int]
    """How many words of each class stand in it."""
    plain: bool
    """Running text beyond doubt: long, with sentence marks, without words of the page."""
    running: bool
    """Long enough and punctuated: counts as running text for its neighbours."""


def fold(text: str) -> str:
    """Without white space, invisible characters and readings in brackets; simplified."""
    return _bare(simplify(text))


def _bare(folded: str) -> str:
    """`fold` of a text that is simplified already."""
    if " " in folded or not folded.isprintable():  # else there is no white space and nothing invisible, as in most lines
        folded = _INVISIBLE.sub("", "".join(folded.split()))
    return _READING.sub("", folded) if "(" in folded or "（" in folded else folded


def folds(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """`fold` of each of many stretches of a text."""
    simplified = simplify(text)
    return (_bare(simplified[start:end]) for start, end in spans)


def no_marks(_text: str) -> Sequence[Span]:
    """No marks at all."""
    return ()


def look(source: SourceText, units: Sequence[Unit], marks: FindMarks = no_marks) -> tuple[list[Line], int]:
    """Each unit's line; and the width at which lines are wrapped, 0 if they are not.

    Pieces of a line that hidden text cuts up, and the lines of a wrapped paragraph, are judged by the whole; lines
    of these without the marks that somebody put into sentences; these are looked for in no other document.
    """
    lines = []
    texts = [source.text[u.start : u.end] for u in units]
    simplified = simplify(source.text)
    counts = count_words(simplified, [u.start for u in units])
    wrap = wrap_width(texts)
    groups = _pieces(source, units)
    if source.media_type == "application/pdf":
        groups += _laid_out_paragraphs(source, units)
    elif wrap:
        _take_out(marks(source.text), units, texts, counts)
        groups += _paragraphs(source, units, texts, counts, wrap)
    else:
        groups += _cut_by_pages(units, texts)
    whole: dict[int, str] = {}
    for group in groups:
        pieces = "".join(texts[i] for i in group)
        together: Counter[str] = Counter()
        for i in group:
            together.update(counts[i] or {})
            whole[i] = pieces
        for i in group:
            counts[i] = dict(together)
    for index, unit in enumerate(units):
        joined = whole.get(index)
        text = joined or texts[index]
        words = counts[index] or _NO_WORDS
        block = source.blocks[unit.block]
        size = len(text)
        quiet = not block.hidden and block.link_share < 0.2 and block.kind not in ("page_header", "page_footer")
        if block.path == "code" and quiet:
            lines.append(Line(unit, text, "", words, plain=True, running=False))
            continue
        ended = text[-1] in END
        running = size >= 24 and quiet and (ended or text.count("，") + text.count(",") + text.count("。") >= 2)
        plain = running and size >= PLAIN and not _foreign(words) and (size >= 50 or ended) and _SENTENCE.search(text) is not None
        folded = "" if plain else fold(joined) if joined else _bare(simplified[unit.start : unit.end])
        lines.append(Line(unit, text, folded, words, plain, running))
    return lines, wrap


def _foreign(words: Mapping[str, int]) -> bool:
    return bool(words) and not FOREIGN.isdisjoint(words)


def is_thin(line: Line) -> bool:
    """Whether words of the page are so thin in a line that its author may have used them: one in a paragraph tells nothing."""
    return len(line.text) >= THIN and sum([times for name, times in line.words.items() if name in FOREIGN]) * THIN <= len(line.text)


def _pieces(source: SourceText, units: Sequence[Unit]) -> list[list[int]]:
    """Groups of visible pieces of a line that hidden text cuts up."""
    found = []
    group: list[int] = []
    for index in range(len(units) + 1):
        if group and (index == len(units) or units[index].start != units[group[-1]].end):
            if len(group) > 1:
                visible = [i for i in group if not source.blocks[units[i].block].hidden]
                if 1 < len(visible) < len(group) and not any(units[i].heading >= 0 for i in group):
                    found.append(visible)
            group = []
        group.append(index)
    return found


def is_page_mark(text: str) -> bool:
    """Whether a line is nothing but the number of a page."""
    return text[-1] not in END and PAGE_MARK.fullmatch(text) is not None and text.strip(OWN_NUMBERS) != ""


def _breaks_off(text: str) -> bool:
    """Whether a line may end in mid sentence: it is no head."""
    return text[-1] not in _CLOSED and (len(text) >= LONG or _CLAUSE.search(text) is not None)


def _cut_by_pages(units: Sequence[Unit], texts: Sequence[str]) -> list[list[int]]:
    """Pairs of lines that are one sentence with a page mark in the middle, perhaps with a head or foot that repeats."""
    found = []
    times = Counter(texts)
    for index in range(1, len(units) - 1):
        if is_page_mark(texts[index]):
            above, below = index - 1, index + 1
            if above and times[texts[above]] > 1 and len(texts[above]) <= LONGEST_RUNNING:
                above -= 1
            if below < len(units) - 1 and times[texts[below]] > 1 and len(texts[below]) <= LONGEST_RUNNING:
                below += 1
            if (
                _breaks_off(texts[above])
                and _SECTION.match(texts[below]) is None
                and all(units[i].heading < 0 for i in range(above, below + 1))
            ):
                found.append([above, below])
    return found


def _laid_out_paragraphs(source: SourceText, units: Sequence[Unit]) -> list[list[int]]:
    """Groups of lines of a PDF that make one paragraph: from an indented line, or one behind a short line, to the next."""

    def begins(index: int) -> bool:
        path, above = (source.blocks[units[i].block].path for i in (index, index - 1))
        return "indent" in path or "margin" in path or "margin" in above or above.endswith("/short")

    return _grouped(units, begins)


def _paragraphs(
    source: SourceText, units: Sequence[Unit], texts: Sequence[str], counts: Sequence[dict[str, int] | None], wrap: int
) -> list[list[int]]:
    """Groups of lines that make one hard-wrapped paragraph."""
    times = Counter(texts)

    def begins(index: int) -> bool:
        between = source.text[units[index - 1].end : units[index].start]
        indented = between[-1:] in " \u3000\t" or between.count("\n") > 1
        full = wrap - 3 <= columns(source.text[units[index - 1].start : units[index - 1].end]) <= wrap + 2
        text = texts[index]
        short = len(text) == 1 or (len(text) <= 3 and _HAN.fullmatch(text) is None)
        odd = short or times[text] > 1 or _foreign(counts[index] or _NO_WORDS)
        return indented or not full or odd

    return _grouped(units, begins)


def _take_out(marks: Sequence[Span], units: Sequence[Unit], texts: list[str], counts: list[dict[str, int] | None]) -> None:
    """Lines that say something besides their marks, without these."""
    starts = [unit.start for unit in units]
    for start, end in marks:
        index = bisect_right(starts, start) - 1
        unit = units[index]
        text = texts[index]
        if len(text) == unit.end - unit.start and end <= unit.end:
            rest = text[: start - unit.start] + text[end - unit.start :]
            if len(rest) >= LONG or _CLAUSE.search(rest):
                texts[index], counts[index] = rest, count_words(simplify(rest), [0])[0]


def _grouped(units: Sequence[Unit], begins: Callable[[int], bool]) -> list[list[int]]:
    """Groups of two lines and more; a line begins one where ``begins`` says so, at the top, and behind a heading."""
    groups: list[list[int]] = [[]]
    for index, unit in enumerate(units):
        if unit.heading >= 0 or (index and begins(index)):
            groups.append([])
        if unit.heading < 0:
            groups[-1].append(index)
    return [group for group in groups if len(group) > 1]


LEAST_WIDTH = 18  # columns; what is narrower is not wrapped
LEAST_NEAR = 0.45  # share of the longer lines that are about as long as one another where lines are wrapped
_CLOSED = frozenset(END + "，,、：:")


def wrap_width(lines: Sequence[str]) -> int:
    """The column, in Han characters, at which a hard-wrapped document breaks its lines; 0 if it does not.

    Most of the longer lines are then as long as one another and end in mid sentence.
    """
    opens = sum(len(line) >= LEAST_WIDTH and line[-1] not in _CLOSED for line in lines)
    if opens <= 0.5 * LEAST_NEAR * sum(len(line) >= 2 * LEAST_WIDTH for line in lines):
        return 0  # too few, whatever the widths: seen without measuring them
    widths = list(map(columns, lines))
    sizes = Counter(size for size in widths if size >= LEAST_WIDTH)
    total = sum(sizes.values())
    if total < 5:
        return 0
    width = max(sizes, key=lambda w: (sizes[w - 2] + sizes[w - 1] + sizes[w] + sizes[w + 1], w))
    near = [line for line, size in zip(lines, widths, strict=True) if width - 2 <= size <= width + 1]
    if len(near) < LEAST_NEAR * total:
        return 0
    return width if sum(line[-1] not in _CLOSED for line in near) > 0.5 * len(near) else 0
