"""Sections of an essay, read off its own headings; and its trade, read off its vocabulary."""

from __future__ import annotations

import re

from essaykit.flags import trades_named, words_in
from essaykit.model import Section

LONGEST = 32  # characters of a section heading
_NUMBERED = re.compile(
    "(?m)^(?:[一二三四五六七八九十]{1,3}[、．.:：]|[（(][一二三四五六七八九十]{1,3}[)）]|"
    "第[一二三四五六七八九十]{1,3}(?:部分|章|节)|【[^】\n]{2,14}】|#{1,4} )[^\n]*$"
)
_BARE = re.compile("(?m)^[^\n。，；！？,;!?]{2,12}$")
_END = "。！？；;!?"


def find_sections(text: str) -> tuple[Section, ...]:
    """Sections of a clean essay; none if it has fewer than two section headings."""
    heads = [m.span() for m in _NUMBERED.finditer(text) if m.end() - m.start() <= LONGEST and text[m.end() - 1] not in _END]
    if len(heads) < 2:
        heads = [m.span() for m in _BARE.finditer(text) if m.end() < len(text)]
        if len(heads) < 3:
            return ()
    ends = [start for start, _ in heads[1:]] + [len(text)]
    return tuple(
        Section(start=start, end=stop, heading=text[start:end].strip("# ")) for (start, end), stop in zip(heads, ends, strict=True)
    )


MOST_LOOKED_AT = 1500  # characters; an essay says early where it was written
LEAST_WORDS = 2  # different words of a trade
AHEAD = 1.4  # times the next trade's score


def trade_of(text: str, heading: str | None) -> str | None:
    """The trade whose words an essay uses by far the most; None where none stands out.

    A word in the heading counts for three, but compilations are headed by trades that their essays
    are not of, so it decides nothing alone.
    """
    words = words_in(text)
    told = words.told if len(text) <= MOST_LOOKED_AT else words.told_before(MOST_LOOKED_AT)
    if not told:
        return None
    times = words.trades_before(MOST_LOOKED_AT)
    named = trades_named(heading) if heading else ()
    scores = sorted(((2 * told[t] + min(12, times.count(t)) + 3 * (t in named), t) for t in told), reverse=True)
    best, trade = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0
    return trade if told[trade] >= LEAST_WORDS and best >= AHEAD * second else None
