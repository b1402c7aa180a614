"""Sections of an essay, read off its own headings; and its trade, read off its vocabulary."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from essaykit.cards import package_text
from essaykit.model import Section

LONGEST = 32  # characters of a section heading
_NUMBERED = re.compile(
    "(?m)^(?:[一二三四五六七八九十]{1,3}[、．.:：]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}(?:部分|章|节)|【[^】\n]{2,14}】|#{1,4} )[^\n]*$"
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


@cache
def _trades() -> dict[str, re.Pattern[str]]:
    data: dict[str, list[str]] = tomllib.loads(package_text("essaykit.pipeline", "trades.toml"))
    return {trade: re.compile("|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w))))) for trade, words in data.items()}


MOST_LOOKED_AT = 1500  # characters; an essay says early where it was written


def trade_of(text: str, heading: str | None) -> str | None:
    """The trade whose words an essay uses by far the most; None where none stands out."""
    head = text[:MOST_LOOKED_AT]
    scores = sorted(
        ((len(set(p.findall(head))) * 2 + min(12, len(p.findall(head))), trade) for trade, p in _trades().items()), reverse=True
    )
    if heading:
        scores = sorted(
            ((score + 3 * bool(_trades()[trade].search(heading)) * (score > 0), trade) for score, trade in scores), reverse=True
        )
    (best, trade), (second, _) = scores[0], scores[1]
    return trade if best >= 6 and best >= 1.4 * second else None
