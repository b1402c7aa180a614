"""A mark in mid sentence that stands there once: nothing repeats, so its own build and the sentence that it parts must show it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from essaykit.align.normalise import simplify
from essaykit.clean.repeats import mark_lists
from essaykit.clean.seams import around, word_across
from essaykit.lexicon import document_words
from essaykit.model import Span

ADDRESS = r"(?:https?://|www\.)[A-Za-z0-9_./?=&%-]+|[A-Za-z0-9-]+\.(?:com|cn|net|org|example)(?:/[A-Za-z0-9_./?=&%-]*)?"
LEAST_OF_MARK, MOST = 2, 40  # characters


class LoneMark(NamedTuple):
    """A mark found, and the word that it parts."""

    start: int
    end: int
    parted: str


class _Grammar(NamedTuple):
    address: re.Pattern[str]
    chain: re.Pattern[str]
    """Words of a page in a row, with what joins them."""
    word: re.Pattern[str]
    ban: re.Pattern[str]
    strong: re.Pattern[str]
    """A word that authors do not write in mid sentence."""
    odd: re.Pattern[str]
    """One that they do not write whatever their trade."""
    name: re.Pattern[str]
    """The name of a text, as it is put in for search engines."""


class _Stretch(NamedTuple):
    start: int
    end: int
    chains: tuple[int, ...]
    """Where a chain may begin with a word."""
    named: bool
    """Whether a name's word stands in it."""


_OPENING, _NAMING = ("bans", "page"), "names"


@cache
def _words() -> list[tuple[str, str]]:
    """Each word that marks are made of, with its list."""
    return [(word, name) for name in (*_OPENING, "strong", _NAMING) for word in mark_lists()[name]]


_FINDER = document_words.add(lambda: [word for word, _ in _words()])


@cache
def _grammar() -> _Grammar:
    lists = mark_lists()

    def one_of(*names: str) -> str:
        words = {word for name in names for word in lists[name] if not word.isascii() or len(word) == 1}
        return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))

    words = f"{ADDRESS}|{one_of(*_OPENING)}"
    return _Grammar(
        re.compile(ADDRESS),
        re.compile(f"(?:{words})(?:(?:{one_of('glue')})?(?:{words}))*版?"),
        re.compile(words),
        re.compile(f"{ADDRESS}|{one_of('bans')}"),
        re.compile(one_of("strong")),
        re.compile("|".join(re.escape(word) for word in lists["strong"] if word not in lists["trades"] and not word.isascii())),
        re.compile(f"(?:{one_of('kinds')})+(?:{one_of('names')})(?:{one_of('behind')})*"),
    )


def lone_marks(text: str, bodies: Sequence[Span]) -> Iterator[LoneMark]:
    """Marks inside a line: words of a page in a row, or the name of a text, that part a word of the sentence.

    Where no word is parted, which is so in half of the cases, words of a page count only with one that
    bids or forbids, or with an address, in a row of three or with one that authors do not write (仅限预览请勿打印), or where
    such a row hangs loose in the sentence, as the name of a text must.
    """
    grammar = _grammar()
    simplified = simplify(text)
    for stretch in _near_words(simplified, bodies):
        for match in _chains(simplified, stretch, grammar):
            words, strong = len(grammar.word.findall(match[0])), grammar.strong.search(match[0]) is not None
            if words > 1 or strong:
                bidden = grammar.ban.search(match[0]) is not None
                odd = grammar.odd.search(match[0]) is not None
                sure = (bidden and (words > 2 or strong)) or (odd and _hangs_loose(simplified, *match.span()))
                yield from _judged(text, *match.span(), sure=sure)
        if stretch.named:
            for match in grammar.name.finditer(simplified, stretch.start, stretch.end):
                yield from _judged(text, *match.span(), sure=_hangs_loose(simplified, *match.span()))


def _near_words(simplified: str, bodies: Sequence[Span]) -> Iterator[_Stretch]:
    """The stretches of bodies around words that marks are made of: the rest need not be looked at."""
    starts = [start for start, _ in bodies]
    words = _words()
    near: list[_Stretch] = []
    for index, at in sorted(_FINDER.places(simplified), key=itemgetter(1)):
        body = bisect_right(starts, at) - 1
        if body >= 0 and at < bodies[body][1]:
            low, high = max(bodies[body][0], at - MOST), min(bodies[body][1], at + MOST)
            chains: tuple[int, ...] = (at,) if words[index][1] in _OPENING else ()
            named = words[index][1] == _NAMING
            if near and low <= near[-1].end:
                last = near.pop()
                low, chains, named = last.start, last.chains + chains, named or last.named
            near.append(_Stretch(low, high, chains, named))
    yield from near


def _chains(simplified: str, stretch: _Stretch, grammar: _Grammar) -> Iterator[re.Match[str]]:
    """What a pattern for chains finds from left to right, tried only where a word or an address begins."""
    starts: Iterable[int] = stretch.chains
    piece = simplified[stretch.start : stretch.end]
    if "." in piece or "://" in piece:
        starts = sorted({*starts, *(m.start() for m in grammar.address.finditer(simplified, stretch.start, stretch.end))})
    at = stretch.start
    for start in starts:
        if start >= at and (match := grammar.chain.match(simplified, start, stretch.end)):
            yield match
            at = match.end()


def _judged(text: str, start: int, end: int, *, sure: bool) -> Iterator[LoneMark]:
    if not LEAST_OF_MARK <= end - start <= MOST:
        return
    before, behind = around(text, start, end)
    if text[start - 1 : start].isspace() and text[end : end + 1].isspace():
        return  # a line of its own is judged as one
    if not (_is_han(behind[:1]) and (_is_han(before[-1:]) or (sure and before[-1:] in _CLAUSE))):
        return
    parted = word_across(before, behind)
    if parted or sure:
        yield LoneMark(start, end, parted)


def _hangs_loose(simplified: str, start: int, end: int) -> bool:
    """Whether the name of a text stands among words of a sentence that neither lead to it nor go on from it.

    Authors write such names behind 的, 写, 这篇 …, or before 中, 让, 是 …: of 630,000 characters of essays with 15 names
    between two Han characters one was like this, in an essay whose particles someone had taken out.
    """
    before, behind = simplified[start - 1 : start], simplified[end : end + 1]
    if not (_is_han(before) and _is_han(behind)) or before in _LEADS_TO or behind in _GOES_ON:
        return False
    line = simplified[simplified.rfind("\n", 0, start) + 1 : end + MOST]
    return "，" in line or "。" in line or "," in line


_LEADS_TO = frozenset("己的份篇写次本是为了在与和及以把将对从我们些个这那该此找抄看套背搜查读按照用仿有给发传交改")
_GOES_ON = frozenset("的了和与及是中里上后前时让使等也都还就有为在对期")
_CLAUSE = frozenset("，,、；;")


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
