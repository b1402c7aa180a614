"""Sections of an essay, read off its own headings; and its trade, read off its vocabulary."""

from __future__ import annotations

import re

from essaykit.flags import Words, trades_named
from essaykit.model import Section, Span

LONGEST = 32  # characters of a section heading
# both begin with the end of the line before: that is found much faster than the beginning of a line
_NUMBERED = re.compile(
    "\n(?:[一二三四五六七八九十]{1,3}[、．.:：]|[（(][一二三四五六七八九十]{1,3}[)）]|"
    "第[一二三四五六七八九十]{1,3}(?:部分|章|节)|【[^】\n]{2,14}】|#{1,4} )[^\n]*"
)
_BARE = re.compile("\n[^\n。，；！？,;!?]{2,12}(?=\n|\\Z)")
_END = "。！？；;!?"


def find_sections(text: str) -> tuple[Section, ...]:
    """Sections of a clean essay; none if it has fewer than two section headings."""
    heads = [(a, b) for a, b in _lines(_NUMBERED, text) if b - a <= LONGEST and text[b - 1] not in _END]
    if len(heads) < 2:
        heads = [(a, b) for a, b in _lines(_BARE, text) if b < len(text)]
        if len(heads) < 3:
            return ()
    ends = [start for start, _ in heads[1:]] + [len(text)]
    return tuple(
        Section(start=start, end=stop, heading=text[start:end].strip("# ")) for (start, end), stop in zip(heads, ends, strict=True)
    )


def _lines(pattern: re.Pattern[str], text: str) -> list[Span]:
    """The lines of a text that a pattern finds behind line ends."""
    return [(m.start(), m.end() - 1) for m in pattern.finditer("\n" + text)]


MOST_LOOKED_AT = 1500  # characters; an essay says early where it was written
LEAST_WORDS = 2  # different words of a trade
AHEAD = 1.4  # times the next trade's score


def trade_of(words: Words, heading: str | None) -> str | None:
    """The trade whose words an essay uses by far the most; None where none stands out.

    A word in the heading counts for three, but compilations are headed by trades that their essays
    are not of, so it decides nothing alone.
    """
    told = words.told_before(MOST_LOOKED_AT) if words.found and words.found[-1][1] >= MOST_LOOKED_AT else words.told
    if not told:
        return None
    times = words.trades_before(MOST_LOOKED_AT)
    named = trades_named(heading) if heading else ()
    scores = sorted(((2 * told[t] + min(12, times.count(t)) + 3 * (t in named), t) for t in told), reverse=True)
    best, trade = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0
    return trade if told[trade] >= LEAST_WORDS and best >= AHEAD * second else None
