"""Places where an essay or an entry may begin: numbers at the head of a line, with what stands around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from essaykit.model import Block, SourceText
from essaykit.split.numbers import KINDS, NUMBER, NumberKind, leading_date, number_value
from essaykit.split.titles import fold

SHORT = 64  # longer lines are headings only where the text is glued to them
PREFIX = 40  # no heading seen has more wording before its number
HUGE = 700  # a block as long as this may hold whole essays: documents on one line
NOT_TEXT = ("front-matter", "code")
LARGEST = 200  # higher numbers are years, sums, telephone numbers

_SUFFIX = re.compile(
    r"\s*(?:部分|阶段|[篇章节節课课步点點项項条條个次名组天日周週星则則份例号號年月])?\s*[)）】〗\]］」』>》”\"]?\s*[:：、.．,，。·]?"
)
_STOP = re.compile("[。！？!?；;，,…\n]")
_STOP_INSIDE = re.compile("[。；;…]|[！？!?，,、]$")
_LEAD = re.compile("[\\s\u200b-\u200f\ufeff\u3000　\\-—–·•>*#=~☆★◆◇●○■□▲△▼※◎]*")
_WEATHER = re.compile(
    r"(?:[\s　,，、:：]*(?:星期[一二三四五六日天]|[周週][一二三四五六日天]|天气[:：]?|"
    r"[(（]?(?:多云|晴|阴|陰|雨|雪|雾|霧|风|風|转|轉|小雨|中雨|大雨|阵雨|雷阵雨|间|到)+[)）]?))+"
)
_AFTER_DATE = re.compile(r"\s*$|[\s　:：、，,（(\[【晴阴陰多雨雪星周週礼天第DdWw]")
_QUANTITY = re.compile(r"\s*(?:[字年月人次元分点點個岁歲%％℃米万萬千级級楼室床公多余余]|[-:/]\d|\.\d|[个個名]\w)")
_PROMISE = re.compile(r"\s*[篇則则份]")
_ENTRY = re.compile("第|(?i:week|day)")
_NO_HEADING = re.compile(r"[<>=/\\@{}$%^&]|^[\d.]+$|\d\.$")
_PART_OF_DATE = re.compile(r"\d[-:/.]$")
_BOUNDARY = re.compile('(?<=[。！？!?…”’"）)》】\\s])(?=[^\\s。！？!?…”’"）)，,；;：:、])')
_CUE = re.compile(f"[篇例范範样其之【〖\\[（(★☆]|(?i:part|no)|第|{'|'.join('①⑴⒈㈠❶')}|[②-⑳⑵-⒇⒉-⒛㈡-㈩❷-❿]")


class Candidate(NamedTuple):
    """A numbered or dated head of a line."""

    start: int
    number_end: int
    """Where the number and what closes it end; an own title or the glued text follows."""
    block: int
    key: tuple[str, str, str]
    """Style key: folded wording before the number, kind of number, what closes it."""
    number: int
    line_end: int
    """End of the line (block), or of the piece of a huge block."""
    alone: bool
    """The line is short enough to be nothing but a heading."""

    @property
    def skeleton(self) -> str:
        """The shape as style cards see it."""
        prefix, kind, suffix = self.key
        return f"{prefix}{'⊙' if kind == 'enclosed' else '#'}{suffix}"


def find_candidates(source: SourceText, titles: tuple[str, ...]) -> list[Candidate]:
    """All candidates of a document, in order; `titles` are its folded title lines."""
    text = source.text
    found: list[Candidate] = []
    anchors = {t[i : i + 3] for t in titles for i in range(max(0, len(t) - 2))}
    for index, block in enumerate(source.blocks):
        if block.hidden or block.path in NOT_TEXT:
            continue
        length = block.end - block.start
        if length <= SHORT * (2 if "(" in text[block.start : block.start + SHORT] else 1):
            found += _heads(text, block, index, block.start, block.end, whole=True)
        else:
            head = text[block.start : block.start + 8]
            if _CUE.match(head.lstrip()) or _ENTRY.search(head) or fold(head)[:3] in anchors or head[0].isdigit():
                found += _heads(text, block, index, block.start, block.end, whole=False)
            if length >= HUGE or length * 2 > len(text):
                found += _inside(text, block, index, anchors)
    return found


def _inside(text: str, block: Block, index: int, anchors: set[str]) -> Iterator[Candidate]:
    for boundary in _BOUNDARY.finditer(text, block.start + 1, block.end):
        at = boundary.start()
        head = text[at : at + 8]
        if _CUE.match(head) or fold(head)[:3] in anchors or head[0].isdigit():
            yield from _heads(text, block, index, at, block.end, whole=False)


def _heads(text: str, block: Block, index: int, start: int, end: int, *, whole: bool) -> Iterator[Candidate]:
    start = _LEAD.match(text, start, end).end()  # type: ignore[union-attr]  # the pattern matches everywhere
    alone = whole and _STOP_INSIDE.search(text, start, end) is None
    dated = leading_date(text, start)
    if dated is not None and dated.end <= end and (dated.end == end or _AFTER_DATE.match(text, dated.end, end)):
        weather = _WEATHER.match(text, dated.end, end)
        heading_end = weather.end() if weather else dated.end
        yield Candidate(block.start if whole else start, heading_end, index, ("", "date", dated.shape), dated.order, end, alone)
        return
    limit = min(end, start + PREFIX + 6)
    stop = _STOP.search(text, start, limit)
    if stop is not None:
        limit = min(limit, stop.start() + 1)
    for match in NUMBER.finditer(text, start, limit):
        kind: NumberKind = next(k for k in KINDS if match[k])
        if stop is not None and match.start() > stop.start():
            break
        yield from _readings(text, block, index, start, end, match, kind, alone=alone, whole=whole)


def _readings(
    text: str, block: Block, index: int, start: int, end: int, match: re.Match[str], kind: NumberKind, *, alone: bool, whole: bool
) -> Iterator[Candidate]:
    """A number as it stands; and its first digits, where the glued text may begin with a number of its own (篇二七月, 篇111.)."""
    lengths = range(len(match[0]), 0, -1) if kind in ("arabic", "chinese") and len(match[0]) < 4 else (len(match[0]),)
    for length in lengths:
        number_end = match.start() + length
        value = number_value(match[0][:length], kind)
        if value is None or value > LARGEST:
            continue
        prefix = fold(text[start : match.start()])
        if _NO_HEADING.search(prefix):
            continue
        if not prefix.endswith("第") and (_PROMISE.match(text, number_end, end) if prefix else False):
            continue
        if not prefix.endswith("第") and (_QUANTITY.match(text, number_end, end) or (kind == "arabic" and _PART_OF_DATE.search(prefix))):
            continue
        suffix = _SUFFIX.match(text, number_end, end)
        stop_at = suffix.end() if suffix else number_end
        key = (prefix, kind, unicodedata.normalize("NFKC", text[number_end:stop_at]).strip())
        yield Candidate(block.start if whole else start, stop_at, index, key, value, end, alone)
