"""Places where an essay or an entry may begin: numbers at the head of a line, with what stands around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

import msgspec

from essaykit.model import Block, SourceText
from essaykit.split.numbers import DATE_BEGINS, NUMBER, NUMERALS, NumberKind, leading_date, number_value
from essaykit.split.titles import fold

SHORT = 64  # longer lines are headings only where the text is glued to them
PREFIX = 40  # no heading seen has more wording before its number
HUGE = 700  # a block as long as this may hold whole essays: documents on one line
NOT_TEXT = ("front-matter", "code")
LARGEST = 200  # higher numbers are years, sums, telephone numbers

# Most blocks are no headings, and each is looked at: patterns begin with a class of characters, by which they fail at once,
# and where nothing can be gained by giving back what they took, they do not (``*+``).
_CLOSING = (
    r"\s*+(?:部分|阶段|[篇章节節课课步点點项項条條个次名组天日周週星则則份例号號年月]|)\s*+[)）】〗\]］」』>》”\"]?+\s*+[:：、.．,，。·]?+"
)
_QUANTITY = r"\s*+(?:[字年月人次元分点點個岁歲%％℃米万萬千级級楼室床公多余余]|[-:/.]\d|[个個名]\w)"
_PROMISE = r"\s*+[篇則则份]"
_PROMISED = re.compile(_PROMISE)
_BEHIND_ORDINAL = re.compile(_CLOSING)
_BEHIND_BARE = re.compile(f"(?!{_QUANTITY}){_CLOSING}")
_BEHIND_WORDS = re.compile(f"(?!{_QUANTITY}|{_PROMISE}){_CLOSING}")
_STOPS = "。；;…！？!?，,、"
_STOP_INSIDE = re.compile("[。；;…！？!?，,、](?:(?<=[。；;…])|$)")
_LEAD = "[\\s\u200b-\u200f\ufeff\u3000　\\-—–·•>*#=~☆★◆◇●○■□▲△▼※◎]*+"
_TO_NUMERAL = f"[^。！？!?；;，,…\n{NUMERALS}]{{0,{PREFIX + 5}}}+(?=[{NUMERALS}])"  # not over the end of a clause
_HEAD = re.compile(f"{_LEAD}(?={DATE_BEGINS}|{_TO_NUMERAL}())")  # the group tells where the first numeral stands, unless a date may
_TO_NEXT = re.compile(_TO_NUMERAL)
_WEATHER = re.compile(
    r"(?:[\s　,，、:：]*(?:星期[一二三四五六日天]|[周週][一二三四五六日天]|天气[:：]?|"
    r"[(（]?(?:多云|晴|阴|陰|雨|雪|雾|霧|风|風|转|轉|小雨|中雨|大雨|阵雨|雷阵雨|间|到)+[)）]?))+"
)
_AFTER_DATE = re.compile(r"\s*$|[\s　:：、，,（(\[【晴阴陰多雨雪星周週礼天第DdWw]")
_NO_HEADING = re.compile(r"[<>=/\\@{}$%^&]|^[\d.]+$|\d\.$")
_PART_OF_DATE = re.compile(r"\d[-:/.]$")
_BOUNDARY = re.compile('[。！？!?…”’"）)》】\\s](?=[^\\s。！？!?…”’"）)，,；;：:、])')
_CUE = re.compile("[篇例范範样其之【〖\\[（(★☆第①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿]|(?i:part|no)")
_ENTRY = re.compile("[第WwDd](?:(?<=第)|(?i:(?<=w)eek|(?<=d)ay))")


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A numbered or dated head of a line."""

    start: int
    number_end: int
    """Where the number and what closes it end; an own title or the glued text follows."""
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


class _Anchors:
    """Three characters in a row of a title, with which glued headings may begin."""

    def __init__(self, titles: Sequence[str]) -> None:
        self.triples = {t[i : i + 3] for t in titles for i in range(len(t) - 2)}
        self.firsts = {triple[0] for triple in self.triples}

    def begin(self, opening: str) -> bool:
        """Whether a text begins with one."""
        first = opening[0]
        if "\u4e00" <= first <= "\u9fff" and first not in self.firsts:
            return False  # folding leaves these characters as they are
        return fold(opening)[:3] in self.triples


def find_candidates(source: SourceText, titles: tuple[str, ...]) -> list[Candidate]:
    """All candidates of a document, in order; `titles` are its folded title lines."""
    text = source.text
    found: list[Candidate] = []
    anchors = _Anchors(titles)
    huge = min(HUGE, len(text) // 2 + 1)
    for block in source.blocks:
        start, end = block.start, block.end
        length = end - start
        head = _HEAD.match(text, start, end)
        if (head is None and length < huge) or block.hidden or (block.path and block.path in NOT_TEXT):
            continue
        if length <= SHORT or (length <= SHORT * 2 and text.find("(", start, start + SHORT) >= 0):
            if head is not None:
                found += _heads(head, whole=True)
            continue
        if head is not None and (_may_open(opening := text[start : start + 8], anchors) or _ENTRY.search(opening)):
            found += _heads(head, whole=False)
        if length >= huge:
            found += _inside(text, block, anchors)
    return found


def _inside(text: str, block: Block, anchors: _Anchors) -> Iterator[Candidate]:
    for boundary in _BOUNDARY.finditer(text, block.start, block.end):
        at = boundary.end()
        if _may_open(text[at : at + 8], anchors) and (head := _HEAD.match(text, at, block.end)):
            yield from _heads(head, whole=False)


def _may_open(opening: str, anchors: _Anchors) -> bool:
    """Whether running text may begin with a heading that is glued to it: with a cue, a digit, or a title's wording."""
    return opening[0].isdigit() or _CUE.match(opening.lstrip()) is not None or anchors.begin(opening)


def _heads(head: re.Match[str], *, whole: bool) -> list[Candidate]:
    """What a line's beginning may be: a date, or else each number before its first mark, with what stands around it."""
    text, start, end = head.string, head.end(), head.endpos
    opening = head.start() if whole else start
    alone = whole and text[end - 1] not in _STOPS and _STOP_INSIDE.search(text, start, end) is None
    at = head.end(1)
    if at < 0:
        dated = leading_date(text, start)
        if dated is not None and dated.end <= end and (dated.end == end or _AFTER_DATE.match(text, dated.end, end)):
            weather = _WEATHER.match(text, dated.end, end)
            heading_end = weather.end() if weather else dated.end
            return [Candidate(opening, heading_end, ("", "date", dated.shape), dated.order, end, alone)]
        at = start
    found: list[Candidate] = []
    limit = min(end, start + PREFIX + 6)
    while True:
        number = NUMBER.match(text, at, limit)
        after = number.end() if number else at + 1
        if number is not None:
            kind: NumberKind = number.lastgroup  # type: ignore[assignment]  # its groups are the kinds
            prefix = fold(text[start:at]) if at > start else ""
            behind = _behind(prefix, kind) if prefix else _BEHIND_BARE
            # as it stands; and its first digits, where the glued text may begin with a number of its own: 篇二七月, 篇111.
            whole_number = after >= at + 4 or kind not in ("arabic", "chinese") or _PROMISED.match(text, after, end)
            first = after if whole_number else at + 1
            for number_end in range(after, first - 1, -1):
                value = number_value(text[at:number_end], kind)
                if behind and value is not None and value <= LARGEST and (closing := behind.match(text, number_end, end)):
                    suffix = unicodedata.normalize("NFKC", closing[0]).strip() if closing.end() > number_end else ""
                    found.append(Candidate(opening, closing.end(), (prefix, kind, suffix), value, end, alone))
        following = _TO_NEXT.match(text, after, limit)
        if following is None:
            return found
        at = following.end()


def _behind(prefix: str, kind: NumberKind) -> re.Pattern[str] | None:
    """What may stand behind the number of a heading that has wording before it; None if that is no heading's."""
    ordinal = prefix[-1] == "第"
    if not prefix.isalpha() and (_NO_HEADING.search(prefix) or (kind == "arabic" and not ordinal and _PART_OF_DATE.search(prefix))):
        return None
    return _BEHIND_ORDINAL if ordinal else _BEHIND_WORDS
