"""Mojibake: bytes read in the wrong encoding or from the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, places, quotes
from essaykit.flags.vocabulary import MOJIBAKE
from essaykit.model import Flag, Span
from essaykit.text import HAN

_CARD = flag_card("mojibake")
_FREQUENT = frozenset(_CARD.words["frequent"][0])
_ENOUGH = _CARD.numbers["enough"]
_WITH_MARK = _CARD.numbers["with_mark"]
_REACH = int(_CARD.numbers["reach"])
_SINGLE = int(_CARD.numbers["single_marks"])
_ASKING = re.compile(_CARD.patterns["asking"])
_KNOWN = re.compile(_CARD.patterns["known"])
_KNOWN_BEGINS = re.compile(_CARD.patterns["known_begins"])


def _row(leads: range, trails: range, encoding: str = "gb2312") -> str:
    cells = (bytes((lead, trail)).decode(encoding, "ignore") for lead in leads for trail in trails)
    return "".join(c for c in cells if len(c) == 1)


_EVERYDAY = frozenset(_row(range(0xB0, 0xD8), range(0xA1, 0xFF)))
"""The 3,755 everyday characters of GB 2312, ordered by sound."""
_ORDINARY = "（），：；？！０１２３４５６７８９．％～－／＋ＡＢＣＤ"
_RARE = frozenset(_row(range(0xD8, 0xF8), range(0xA1, 0xFF)) + _row(range(0xA3, 0xAA), range(0xA1, 0xFF))).difference(_ORDINARY)
"""Its 3,008 other characters, ordered by radical, and its rows of wide Latin, kana, Greek, Cyrillic, rules …"""
_UNUSUAL = re.compile(f"[{re.escape(''.join(sorted(_RARE)))}]")
_CLOSE = 5
_UTF8 = re.compile("[{0}][^\\x00-\\x7f]{{1,2}}[{0}]".format(_row(range(0xE4, 0xEA), range(0x80, 0xC0), "gbk")))
_LOST = re.compile(f"\\?(?<=[{HAN}]\\?)(?=[{HAN}])")
_MARKS = "。，、；：？！“”（）《》…—"
_CHINESE = _EVERYDAY.union(_MARKS)
_LONGEST = 40


def mojibake(essay: EssayEvidence) -> Flag | None:
    """Runs that make sense once their bytes are read as they were meant.

    Three ways of misreading are undone to see. A lost byte shifts all pairs of GBK
    behind it: a run with rare characters that turns into everyday ones when it is
    read one byte later was shifted. UTF-8 read as GBK or Latin-1 decodes again.
    What can't be decoded leaves ``?`` between two characters of a clause that asks
    nothing, or U+FFFD. Misses a lost byte that made everyday characters only.
    """
    text = essay.text
    spans: set[Span] = set()
    replaced = "\ufffd" in text
    if replaced or "?" in text:  # what the odd byte at the end of a shift leaves
        spans.update(_shifted(text), _lost(text))
    if replaced or not MOJIBAKE.isdisjoint(essay.words.signs):
        spans.update(_misread(text))
    if not spans:
        return None
    return Flag(name="mojibake", spans=places(essay, sorted(spans)), evidence=quotes(text[start:end] for start, end in sorted(spans)))


def _shifted(text: str) -> Iterator[Span]:
    """Runs of GBK read one byte too early or late."""
    done = 0
    for first, second in _neighbours(text):
        if first < done:
            continue
        runs = (_restored(text, start) for start in range(max(done, first - _REACH), first + 1))
        weight, start, end = max(runs, key=lambda run: run[0])
        if weight >= (_WITH_MARK if text[end : end + 1] in ("?", "\ufffd") else _ENOUGH) and end >= second:
            done = end
            yield start, end


def _neighbours(text: str) -> Iterator[tuple[int, int]]:
    """Places of unusual characters that stand close together."""
    unusual = (match.start() for match in _UNUSUAL.finditer(text))
    return ((first, second) for first, second in pairwise(unusual) if second - first <= _CLOSE)


def _restored(text: str, start: int) -> tuple[float, int, int]:
    """How much more likely a run is when read one byte later, and its extent: log odds by the share of frequent characters.

    Frequent characters make up four fifths of running text, but an eighth of what a shift produces.
    """
    run = text[start : start + _LONGEST]
    try:
        meant = run.encode("gb18030")
    except UnicodeEncodeError:  # a lone surrogate
        return 0.0, start, start
    weight, best = -_odds(run[0]), (0.0, start, start)
    for at in range(len(run) - 1):
        character = meant[2 * at + 1 : 2 * at + 3].decode("gbk", "replace")
        if run[at + 1].isascii() or len(character) != 1 or character not in _CHINESE:
            break
        weight += _odds(character) - _odds(run[at + 1])
        if weight > best[0]:
            best = weight, start, start + at + 2
    return best


def _odds(character: str) -> float:
    if character in _MARKS:
        return 1.0
    return 1.8 if character in _FREQUENT else -1.4


def _misread(text: str) -> Iterator[Span]:
    """UTF-8 that was read as GBK, or leftovers of other well-known accidents."""
    for match in _UTF8.finditer(text):
        run = re.compile("[^\\x00-\\x7f]+").match(text, match.start())
        if run and _is_utf8(run.group()):
            yield run.span()
    done = 0
    for begin in _KNOWN_BEGINS.finditer(text):  # a character class is searched for much more quickly than alternatives
        known = _KNOWN.match(text, begin.start()) if begin.start() >= done else None
        if known:
            done = known.end()
            yield known.span()


def _is_utf8(run: str) -> bool:
    meant = run.encode("gbk", "ignore").decode("utf-8", "ignore")
    return sum(c in _EVERYDAY for c in meant) > len(run) / 2


def _lost(text: str) -> list[Span]:
    """Question marks for characters that could not be read: between two characters, in a clause that asks nothing."""
    if "?" not in text:
        return []
    asked = text.count("？") + text.count("?")
    found = [m.span() for m in _LOST.finditer(text) if not _asks(text, m.start())]
    return found if found and (asked <= _SINGLE or text.count("，") > text.count(",")) else []


def _asks(text: str, at: int) -> bool:
    """Whether the clause before a question mark asks; a few characters at the beginning of a line are a slogan."""
    clause = re.split("[，。；：！,;:!]", text[max(0, at - 25) : at])[-1]
    rest = clause.rpartition("\n")[2]
    return bool(_ASKING.search(rest)) or (clause != rest and len(rest) <= 8)
