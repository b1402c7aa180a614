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
from essaykit.clean.seams import around, word_across
from essaykit.lexicon import document_words
from essaykit.model import Span

LEAST_CARRIED = 12  # characters; shorter ends are repeated by chance ("的工作。")
LEAST_MARK, LONGEST_MARK = 6, 60
LEAST_NAME = 4
LEAST_TIMES = 3  # a name that stands twice may be the author's
OTHER_NEIGHBOURS = 0.7  # share of the places with a neighbour of their own
HEALED = 0.3  # share of the places


class _MarkWords(NamedTuple):
    words: Sequence[str]
    pattern: re.Pattern[str]
    """The same words, each where it stands first."""
    strong: frozenset[str]
    names: frozenset[str]


@cache
def mark_lists() -> dict[str, list[str]]:
    """The words that marks are made of, by list."""
    return tomllib.loads(package_text("essaykit.clean", "mark_words.toml"))


@cache
def _mark_words() -> _MarkWords:
    lists = mark_lists()
    words = list(dict.fromkeys([*lists["words"], *lists["strong"], *lists["names"]]))
    return _MarkWords(words, re.compile("|".join(map(re.escape, words))), frozenset(lists["strong"]), frozenset(lists["names"]))


_FINDER = document_words.add(lambda: _mark_words().words)


def carried_over(text: str, above: Span, below: Span) -> int:
    """How many characters at the beginning of a paragraph repeat the end of the one above; 0 for none.

    >>> text = "我跑了十圈。第一天下班，我的手指肿得握不住筷子。\\n我的手指肿得握不住筷子。线长教我借力。"
    >>> carried_over(text, (0, 24), (25, 43))
    12
    """
    (first, last), (start, end) = above, below
    if end - start < LEAST_CARRIED or last - first < LEAST_CARRIED:
        return 0
    at = text.rfind(text[start : start + LEAST_CARRIED], first, last)
    if at < 0 or last - at > end - start or not text.startswith(text[at:last], start):
        return 0
    return last - at


def inserted_marks(text: str, bodies: Sequence[Span]) -> list[tuple[int, int, int]]:
    """Marks that someone put into sentences: they stand several times, in mid sentence, each time between other neighbours.

    A watermark has two words of a page in it, or one that authors do not write; a line may end inside it. A name
    of such texts, put in for search engines, is written by authors too: it counts only where taking it out heals
    the sentences.

    Returns:
        Start, end, and how often the mark stands in the text.
    """
    found = []
    for mark, places in _repeated(text, bodies).items():
        spans = sorted(places.items())
        if _is_inserted(text, mark, [span for span in spans if _in_mid_sentence(text, span)]):
            found += [(start, end, len(spans)) for start, end in spans]
    found.sort(key=lambda f: (f[0], -f[1]))
    kept: list[tuple[int, int, int]] = []
    for start, end, times in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, times))
    return kept


def _repeated(text: str, bodies: Sequence[Span]) -> dict[str, dict[int, int]]:
    """What stands twice and more around one of the words that marks are made of, without white space: where each begins and ends."""
    words, _, strong, _ = _mark_words()
    places: dict[int, list[int]] = defaultdict(list)
    starts = [start for start, _ in bodies]
    for word, at in _FINDER.places(text):
        body = bisect_right(starts, at) - 1
        if body >= 0 and at < bodies[body][1]:
            places[word].append(at)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for word, at_word in places.items():
        for a, b in pairwise(at_word):
            (low, high), other = _common(text, a, b, len(words[word]))
            if high - low == len(words[word]) < LEAST_NAME and words[word] not in strong:
                continue  # one short word, as authors write it
            mark = "".join(text[low:high].split())
            if len(mark) <= LONGEST_MARK:
                found[mark].update(((low, high), other))
    return found


def _is_inserted(text: str, mark: str, inside: Sequence[Span]) -> bool:
    """Whether a mark was put in, from its words and the places where it stands in mid sentence."""
    _, pattern, strong, names = _mark_words()
    words = {m[0] for m in pattern.finditer(mark)}
    if len(words - names) > 1 and len(mark) >= LEAST_MARK and inside:
        return True
    if not _parts(text, inside):
        return False
    if words & strong:
        return True
    if len(mark) < LEAST_NAME:
        return False
    return 2 * _words_healed(text, inside) >= len(inside) or (len(inside) >= LEAST_TIMES and _heals(text, inside))


def _words_healed(text: str, places: Sequence[Span]) -> int:
    """At how many of the places a mark parts a word of the language."""
    return sum(bool(word_across(*around(text, *place))) for place in places)


def _in_mid_sentence(text: str, span: Span) -> bool:
    return _han(text, _before(text, span[0])) and _han(text, _behind(text, span[1]))


def _parts(text: str, places: Sequence[Span]) -> bool:
    """Whether a mark stands each time between other characters: words of a language have neighbours that they like."""
    before, behind = {text[_before(text, start)] for start, _ in places}, {text[_behind(text, end)] for _, end in places}
    return len(places) > 1 and min(len(before), len(behind)) >= OTHER_NEIGHBOURS * len(places)


def _heals(text: str, places: Sequence[Span]) -> bool:
    """Whether what a mark parts stands together elsewhere in the text, often enough for chance."""
    parted = [text[_before(text, start)] + text[_behind(text, end)] for start, end in places]
    return sum(pair in text for pair in parted) >= HEALED * len(places)


_STOPS = frozenset("。，；！？,;!?")


def _common(text: str, a: int, b: int, size: int) -> tuple[Span, Span]:
    """The longest stretches around the same word at `a` and `b` that are alike, white space aside."""
    one, two = a, b
    for _ in range(LONGEST_MARK):
        left, other = one - 1, two - 1
        if left < 0 or text[left] != text[other] or text[left].isspace():  # as almost always, without white space
            left, other = _before(text, one), _before(text, two)
        if left < 0 or other < 0 or text[left] != text[other] or text[left] in _STOPS:
            break
        one, two = left, other
    end, end_two = a + size, b + size
    for _ in range(LONGEST_MARK):
        right, other = end, end_two
        if other >= len(text) or text[right] != text[other] or text[right].isspace():
            right, other = _behind(text, end), _behind(text, end_two)
        if other >= len(text) or text[right] != text[other] or text[right] in _STOPS:
            break
        end, end_two = right + 1, other + 1
    return (one, end), (two, end_two)


def _before(text: str, at: int) -> int:
    """Place of the last character before `at` that is not white space: a page may end right before the mark."""
    at -= 1
    while at >= 0 and text[at].isspace():
        at -= 1
    return at


def _behind(text: str, at: int) -> int:
    """Place of the first character from `at` on that is not white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _han(text: str, at: int) -> bool:
    return 0 <= at < len(text) and "\u3400" <= text[at] <= "\u9fff"
