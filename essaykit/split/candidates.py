"""Places where an essay or an entry may begin: numbers at the head of a line, with what stands around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter

import msgspec

from essaykit.model import Block, SourceText
from essaykit.split.dates import DATED_BEGINS, dated_head, dated_tail
from essaykit.split.numbers import COUNTER, COUNTING_LETTERS, NUMBER, NUMERALS, NumberKind, number_value
from essaykit.split.titles import FIRST, fold

SHORT = 64  # longer lines are headings only where the text is glued to them
PREFIX = 40  # no heading seen has more wording before its number
LONGEST_OPENING = 8  # characters before its number of a heading that nothing but its repetition tells from the text
HUGE = 700  # a block as long as this may hold whole essays: documents on one line
NOT_TEXT = ("front-matter", "code")
ALL_LINKS = 0.95  # share from which a line is where a page leads to: the numbers of its other pages
READS_ON = "date in a sentence"
"""Kind of a date that a sentence goes on behind at once: it opens an entry only among others that are set off."""
LARGEST = 200  # higher numbers are years, sums, telephone numbers

# Most blocks are no headings, and each is looked at: patterns begin with a class of characters, by which they fail at once,
# and where nothing can be gained by giving back what they took, they do not (``*+``).
_SIGNS = r"\s*+[)）】〗〕\]］」』>》”\"]?+\s*+[:：、.．,，。·]?+"
_UNITS = "篇章节節课課步点點项項条條个次名组天日周週星则則份例号號年月"
_CLOSING = rf"(\s*+(?:部分|阶段|[{_UNITS}]|){_SIGNS})"
_CLOSING_ORDINAL = (
    r"(?:\s*+[-—–~～、至到和]\s*+第?[0-9一二三四五六七八九十]{1,3}(?=\s*[周週天日]))?+"  # 第1、2周
    rf"(\s*+(?:部分|阶段|篇章|[个個]月|[个個]?(?:星期|礼拜)|[{_UNITS}個种種辑輯集回封卷册冊幕]|){_SIGNS})"
)
_QUANTITY = r"\s*+(?:[字年月人次元分点點個岁歲%％℃米万萬千级級楼室床公多余余]|[-:/.]\d|[个個名]\w)"
_PROMISE = r"\s*+[篇則则份]"
_PROMISED = re.compile(_PROMISE)
_BEHIND_ORDINAL = re.compile(_CLOSING_ORDINAL)
_BEHIND_BARE = re.compile(f"(?!{_QUANTITY}){_CLOSING}")
_BEHIND_WORDS = re.compile(f"(?!{_QUANTITY}|{_PROMISE}){_CLOSING}")
_STOPS = "。；;…！？!?，,、"
_STOP_INSIDE = re.compile("[。；;…！？!?，,、](?:(?<=[。；;…])|$)")
_LEAD = "[\\s\u200b-\u200f\ufeff\u3000　\\-—–·•>*#=~☆★◆◇●○■□▲△▼※◎]*+"
_TO_NUMERAL = f"[^。！？!?；;，,…\n{NUMERALS}]{{0,{PREFIX + 5}}}+(?=[{NUMERALS}])"  # not over the end of a clause
_COUNTED = re.compile(  # Part One, 范文A, 甲、
    rf"(?:[A-Za-z]{{2,8}}+[\s.:：]++(?={COUNTER.pattern})|(?:[\u4e00-\u9fff]{{2}})?\s*+[（(【〖\[〔]?\s*+(?=[{COUNTING_LETTERS}]))"
)
# the group tells where the first numeral stands, unless a date or another counter may
_HEAD = re.compile(f"{_LEAD}(?={DATED_BEGINS}|{_COUNTED.pattern}|{_TO_NUMERAL}())")
_TO_NEXT = re.compile(_TO_NUMERAL)
_NO_HEADING = re.compile(r"[<>=/\\@{}$%^&]|^[\d.]+$|\d\.$")
_PART_OF_DATE = re.compile(r"\d[-:/.]$")
_BOUNDARY = re.compile(f'[。！？!?…”’"）)》】\\s](?=[^\\s。！？!?…”’"）)，,；;：:、])|[篇則则份](?={FIRST})')
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
    openings = _Openings()
    for block in source.blocks:
        start, end = block.start, block.end
        length = end - start
        head = _HEAD.match(text, start, end)
        if (head is None and length < huge) or block.hidden or block.link_share >= ALL_LINKS or (block.path and block.path in NOT_TEXT):
            continue
        if length <= SHORT or (length <= SHORT * 2 and text.find("(", start, start + SHORT) >= 0):
            if (tail := dated_tail(text, start, end)) is not None:
                found.append(Candidate(start, end, (tail.label, "date", tail.shape), tail.order, end, alone=True))
            elif head is not None:
                found += _heads(head, whole=True)
            continue
        if head is not None:
            if head.end(1) < 0 or _may_open(opening := text[start : start + 8], anchors) or _ENTRY.search(opening):
                found += _heads(head, whole=False)
            else:
                openings.note(head)
        if length >= huge:
            found += _inside(text, block, anchors, openings)
    if repeated := openings.repeated({c.key[0] for c in found}):
        for head in repeated:
            found += _heads(head, whole=False)
        found.sort(key=attrgetter("start"))
    return found


class _Openings:
    """Wordings before a number with which running text begins, though nothing else says that a heading is glued to it."""

    def __init__(self) -> None:
        self.heads: dict[str, dict[str, list[re.Match[str]]]] = {}

    def note(self, head: re.Match[str]) -> None:
        """Remember one if it is short."""
        number = NUMBER.search(head.string, head.end(1), head.end() + LONGEST_OPENING + 1)
        if number is not None:
            wording = head.string[head.end() : number.start()]
            self.heads.setdefault(wording, {}).setdefault(number[0], []).append(head)

    def repeated(self, prefixes: Collection[str]) -> list[re.Match[str]]:
        """Those whose wording stands before two different numbers, or more, or is one of those of the short lines."""
        return [
            head
            for wording, numbers in self.heads.items()
            if len(numbers) > 1 or (wording and fold(wording) in prefixes)
            for heads in numbers.values()
            for head in heads
        ]


def _inside(text: str, block: Block, anchors: _Anchors, openings: _Openings) -> Iterator[Candidate]:
    for boundary in _BOUNDARY.finditer(text, block.start, block.end):
        at = boundary.end()
        opens = _may_open(text[at : at + 8], anchors)
        head = _HEAD.match(text, at, block.end)
        if head is None:
            continue
        if opens or head.end(1) < 0:
            yield from _heads(head, whole=False)
        else:
            openings.note(head)


def _may_open(opening: str, anchors: _Anchors) -> bool:
    """Whether running text may begin with a heading that is glued to it: with a cue, a digit, or a title's wording."""
    return opening[0].isdigit() or _CUE.match(opening.lstrip()) is not None or anchors.begin(opening)


def _heads(head: re.Match[str], *, whole: bool) -> list[Candidate]:
    """What a line's beginning may be: a date, or else each number before its first mark, with what stands around it."""
    text, start, end = head.string, head.end(), head.endpos
    opening = head.start() if whole else start
    alone = whole and text[end - 1] not in _STOPS and _STOP_INSIDE.search(text, start, end) is None
    at = head.end(1)
    found: list[Candidate] = []
    if at < 0:
        dated = dated_head(text, start, end)
        if dated is not None:
            key = (dated.label, "date" if dated.set_off else READS_ON, dated.shape)
            found.append(Candidate(opening, dated.end, key, dated.order, end, alone))
            if dated.set_off:
                return found
        found += _counted(text, start, end, opening, alone=alone)
        at = start
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
                    suffix = unicodedata.normalize("NFKC", closing[1]).strip() if closing.end() > number_end else ""
                    found.append(Candidate(opening, closing.end(), (prefix, kind, suffix), value, end, alone))
        following = _TO_NEXT.match(text, after, limit)
        if following is None:
            return found
        at = following.end()


def _counted(text: str, start: int, end: int, opening: int, *, alone: bool) -> Iterator[Candidate]:
    """A counting word or letter, where something closes it."""
    wording = _COUNTED.match(text, start, end)
    counter = COUNTER.match(text, wording.end(), end) if wording else None
    if wording is None or counter is None:
        return
    closing = _BEHIND_WORDS.match(text, counter.end(), end)
    if closing is not None and (closing.end() > counter.end() or counter.end() == end):
        kind: NumberKind = "word" if len(counter[0]) > 1 else "letter"
        value = number_value(counter[0], kind)
        suffix = unicodedata.normalize("NFKC", closing[1]).strip()
        if value is not None:
            yield Candidate(opening, closing.end(), (fold(wording[0]), kind, suffix), value, end, alone)


def _behind(prefix: str, kind: NumberKind) -> re.Pattern[str] | None:
    """What may stand behind the number of a heading that has wording before it; None if that is no heading's."""
    ordinal = prefix[-1] == "第"
    if not prefix.isalpha() and (_NO_HEADING.search(prefix) or (kind == "arabic" and not ordinal and _PART_OF_DATE.search(prefix))):
        return None
    return _BEHIND_ORDINAL if ordinal else _BEHIND_WORDS
