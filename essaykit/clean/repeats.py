"""Repetition that no author writes: a paragraph that opens with the end of the one before, a watermark in mid sentence."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from essaykit.cards import package_text
from essaykit.lexicon import WordFinder

LEAST_CARRIED = 12  # characters; shorter ends are repeated by chance ("的工作。")
LEAST_MARK, LONGEST_MARK = 6, 30


class _MarkWords(NamedTuple):
    finder: WordFinder
    pattern: re.Pattern[str]
    """The same words, each where it stands first."""


@cache
def _mark_words() -> _MarkWords:
    words: list[str] = tomllib.loads(package_text("essaykit.clean", "mark_words.toml"))["words"]
    return _MarkWords(WordFinder(words), re.compile("|".join(map(re.escape, words))))


def carried_over(above: str, below: str) -> int:
    """How many characters at the beginning of a paragraph repeat the end of the one before; 0 for none.

    >>> carried_over("我跑了十圈。第一天下班，我的手指肿得握不住筷子。", "我的手指肿得握不住筷子。线长教我借力。")
    12
    """
    if len(below) < LEAST_CARRIED or len(above) < LEAST_CARRIED:
        return 0
    at = above.rfind(below[:LEAST_CARRIED])
    if at < 0 or not below.startswith(above[at:]):
        return 0
    return len(above) - at


def inserted_marks(text: str, bodies: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Watermarks in mid sentence: words of a page, two of them at least, that stand several times with other neighbours.

    Returns:
        Start, end, and how often the mark stands in the text.
    """
    finder, pattern = _mark_words()
    places: dict[str, list[int]] = defaultdict(list)
    starts = [start for start, _ in bodies]
    for body in sorted({bisect_right(starts, at) - 1 for _, at in finder.places(text)} - {-1}):
        for match in pattern.finditer(text, *bodies[body]):
            places[match[0]].append(match.start())
    counts: dict[str, set[int]] = defaultdict(set)
    for word, starts in places.items():
        for a, b in pairwise(starts):
            left, right = _common(text, a, b, len(word))
            mark = text[a - left : a + len(word) + right]
            words = {m[0] for m in pattern.finditer(mark)}
            if LEAST_MARK <= len(mark) <= LONGEST_MARK and len(words) > 1 and _MARK_END.search(mark) is None:
                counts[mark].update((a - left, b - left))
    found = []
    for mark, at in counts.items():
        inside = sum(_han(text, _before(text, p)) and _han(text, p + len(mark)) for p in at)
        if inside:
            found += [(p, p + len(mark), len(at)) for p in at]
    found.sort(key=lambda f: (f[0], -f[1]))
    kept: list[tuple[int, int, int]] = []
    for start, end, times in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, times))
    return kept


_MARK_END = re.compile("[。，；！？,;!?\n]")


def _common(text: str, a: int, b: int, size: int) -> tuple[int, int]:
    left = 0
    while (
        left < LONGEST_MARK and a - left > 0 and text[a - left - 1] == text[b - left - 1] and text[a - left - 1] not in "。，；！？,;!?\n"
    ):
        left += 1
    right = 0
    while (
        right < LONGEST_MARK
        and b + size + right < len(text)
        and text[a + size + right] == text[b + size + right]
        and text[a + size + right] not in "。，；！？,;!?\n"
    ):
        right += 1
    return left, right


def _before(text: str, at: int) -> int:
    """Place of the last character before `at` that is not white space: a page may end right before the mark."""
    at -= 1
    while at >= 0 and text[at].isspace():
        at -= 1
    return at


def _han(text: str, at: int) -> bool:
    return 0 <= at < len(text) and "\u3400" <= text[at] <= "\u9fff"
