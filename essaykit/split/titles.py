"""Title lines at the head of a document, what they promise, and the wording that essay headings repeat."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from essaykit.model import Block, SourceText
from essaykit.split.numbers import NUMBER, NumberKind, number_value

HEAD_BLOCKS = 14  # title lines stand above the essays; later ones are headings or repeats
MOST_BLOCKS = 80  # a page's navigation may stand before its title
LONGEST_TITLE = 60
HUGE_LINE = 400  # a line as long as this may begin with breadcrumb, title and date in a row

_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff\x00-\x1f\x7f-\x9f]+")
_READING = re.compile(r"[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}\s?[)）]")
_SENTENCE_MARK = re.compile("[。！!；;…，,]")
_COMMA = re.compile("[，,]")
_COUNT = re.compile(rf"(?<![第篇〇零一二三四五六七八九十百\d])\s*(?:{NUMBER.pattern})\s*[篇则則份](?![〇零一二三四五六七八九十百\d:：])")
PIECES = re.compile("[篇则則份]")
"""What each promise holds and few lines do; folding makes none of other characters."""
FIRST = "第[一1]|[篇其之][一1]|范[文例][一1]"
"""How the first heading begins that is glued to a title with a promise: …心得3篇第一篇：."""
_PIECE = re.compile(f"(?:[^\\s>|»篇則则份)）】]|[篇則则份)）】](?!{FIRST}))+[篇則则份)）】]?|[篇則则份)）】]")
_DECORATION = re.compile("[【\\[〖『「][^】\\]〗』」]{1,6}[】\\]〗』」]|[（(][^）)]{0,12}[）)]")


class TitleLine(NamedTuple):
    """A line near the head of a document that may be its title."""

    start: int
    end: int
    text: str
    """Folded: see `fold`."""


def fold(text: str) -> str:
    """Text for comparing: NFKC, lower case, without white space, invisible characters and readings in brackets.

    >>> fold("實(shí)習　報告 ２")
    '實習報告2'
    """
    if not text:
        return ""
    folded = unicodedata.normalize("NFKC", text)
    if " " in folded or not folded.isprintable():
        folded = _INVISIBLE.sub("", folded)
    folded = folded.lower()
    return _READING.sub("", folded) if "(" in folded else folded


def _head_blocks(source: SourceText) -> Iterator[Block]:
    """The first blocks that a reader sees and that are no links; behind them only a heading of the first level."""
    seen = 0
    for block in source.blocks[:MOST_BLOCKS]:
        if (seen < HEAD_BLOCKS or block.level == 1) and not (block.hidden or block.link_share > 0.5 or block.path == "front-matter"):
            seen += 1
            yield block


def title_lines(source: SourceText) -> tuple[TitleLine, ...]:
    """The short lines without sentence marks among the first blocks of a document, in order.

    Of a first block that holds a whole document the pieces between blanks are taken as lines; a promise ends one before a first heading.
    """
    found = []
    for block in _head_blocks(source):
        if block.end - block.start > min(HUGE_LINE, max(LONGEST_TITLE * 2, len(source.text) // 2)):
            pieces = [m.span() for m in _PIECE.finditer(source.text, block.start, block.start + 400)]
        else:
            pieces = [(block.start, block.end)]
        for start, end in pieces:
            if end - start > LONGEST_TITLE * 2 or source.text.find("。", start, end) >= 0:
                continue
            folded = fold(source.text[start:end])
            set_off = block.kind == "heading" or block.centred or block.bold
            plain = _COMMA.sub("", folded, count=1) if set_off and len(folded) <= LONGEST_TITLE // 2 else folded
            if 3 <= len(folded) <= LONGEST_TITLE and not _SENTENCE_MARK.search(plain.rstrip("!！")):
                found.append(TitleLine(start, end, folded))
    return tuple(found)


def promised_count(text: str) -> int | None:
    """The number of essays that a title or an intro promises.

    >>> [promised_count(t) for t in ("银行客服实习心得范文10篇", "实习报告(通用十二篇)", "实习报告 篇3", "第3篇")]
    [10, 12, None, None]
    """
    for match in _COUNT.finditer(text) if PIECES.search(text) else ():
        kind: NumberKind = match.lastgroup  # type: ignore[assignment]  # its groups are the kinds
        value = number_value(match[kind], kind)
        if value is not None and 1 < value <= 100:
            return value
    return None


def title_keyword(title: str) -> str:
    """What of a folded title the headings of its essays are likely to repeat: without count and decoration.

    >>> title_keyword("【精品】大学生导游实习心得体会十四篇"), title_keyword("银行实习心得(精选8篇)")
    ('大学生导游实习心得体会', '银行实习心得')
    """
    match = _COUNT.search(title) if PIECES.search(title) else None
    bare = title
    if match:
        bare = title[: match.start()] if match.start() >= 4 else title[match.end() :]
        bare = re.sub(r"[(（【\[《][^)）】\]》]{0,6}$", "", bare)
    bare = _DECORATION.sub("", bare)
    return bare.strip(" .·-_|:：、!！")


def likeness(prefix: str, titles: Sequence[str], least: float = 0.0) -> float:
    """How much of a folded heading prefix stands in the nearest title, 0 to 1: the share of its character pairs.

    0 also where it is below `least`.
    """
    if len(prefix) < 2 or not titles:
        return 0.0
    together = "\n".join(titles)
    if prefix in together:
        return 1.0
    pairs = {prefix[i : i + 2] for i in range(len(prefix) - 1)}
    if sum(map(together.__contains__, pairs)) < least * len(pairs):
        return 0.0
    like = max([sum(map(title.__contains__, pairs)) for title in titles]) / len(pairs)
    return like if like >= least else 0.0
