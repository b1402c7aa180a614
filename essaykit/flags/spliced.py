"""Spliced: paragraphs of another essay stand in this one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, places, quotes
from essaykit.flags.headless import headless
from essaykit.flags.vocabulary import Words
from essaykit.model import Flag

_CARD = flag_card("spliced")
_NUMBERS = _CARD.numbers
_PROSE = int(_NUMBERS["prose"])
_NUMBERED = re.compile(_CARD.patterns["numbered"])
_OPENINGS = [re.compile(pattern) for pattern in _CARD.words["openings"]]
_FEW = int(_NUMBERS["few_words"])
_OWN = int(_NUMBERS["own_words"])
_CLAUSE = int(_NUMBERS["clause"])
_SENTENCE = int(_NUMBERS["sentence"])
_NUMERALS = "一二三四五六七八九十"


_BROAD = frozenset(_CARD.words["broad"])
_KINDRED = [frozenset(group.split()) for group in _CARD.words["kindred"]]


@cache
def _apart(one: str, other: str) -> bool:
    """Whether two trades share little of their work."""
    return one != other and not any(one in group and other in group for group in _KINDRED)


class Sign(NamedTuple):
    """A sign that the lines ``first`` to ``last`` (by number, both included) came from elsewhere."""

    kind: str
    first: int
    last: int
    weight: float
    evidence: str


def spliced(essay: EssayEvidence) -> Flag | None:
    """Signs of different kinds that meet at one place inside the essay; one kind alone has to be strong.

    *Topic*: one or two neighbouring paragraphs speak of another trade only, with
    several of its words, while most others speak of the essay's own. *Numbering*: a
    section heading with a number whose predecessor is nowhere, or that is used
    twice; a list that is interrupted by prose. *Opening*: a paragraph in the middle
    that introduces the internship once more. *Sentence*: one sentence in two
    paragraphs. Misses paragraphs of the same trade from an essay without numbering.
    Conservative: essays of people who changed departments stay below the bound.
    """
    text = essay.text
    words = essay.words
    foreign = _trades_apart(words.told)
    twice = _sentences_twice(text) if essay.again.clause >= _CLAUSE else []
    numbers = list(_NUMBERED.finditer("\n" + text))
    if not (foreign or twice or numbers):
        return None
    texts = text.split("\n")
    prose = [i for i, line in enumerate(texts) if len(line) >= _PROSE]
    if len(prose) < _NUMBERS["fewest"]:
        return None
    starts = [0, *accumulate(len(line) + 1 for line in texts[:-1])]
    signs = [*_numbering(numbers, starts)]
    signs += _other_trades(words, starts, prose) if foreign else ()
    signs += _one_sentence(twice, texts)
    if not signs:
        return None
    signs += _second_openings(texts, signs)
    weight, near = max(
        ((_weight(near), near) for near in ([s for s in signs if _meet(s, sign)] for sign in signs)), key=lambda pair: pair[0]
    )
    if weight < _NUMBERS["needs"] or (all(s.kind != "topic" for s in near) and not essay.heading and headless(essay)):
        return None  # an essay that lost its beginning lost the numbers before its first one, too
    span = (starts[min(s.first for s in near)], starts[max(s.last for s in near)] + len(texts[max(s.last for s in near)]))
    return Flag(name="spliced", spans=places(essay, [span]), evidence=quotes(s.evidence for s in near), confidence=min(1.0, weight / 3))


def _weight(signs: list[Sign]) -> float:
    """Sum over the kinds; of several signs of one kind the strongest counts."""
    strongest: dict[str, float] = {}
    for sign in signs:
        strongest[sign.kind] = max(sign.weight, strongest.get(sign.kind, 0.0))
    return sum(strongest.values())


def _meet(one: Sign, other: Sign) -> bool:
    return one.first <= other.last + 1 and other.first <= one.last + 1


class _Paragraph(NamedTuple):
    line: int
    told: dict[str, set[str]]
    """Words by trade."""


def _trades_apart(told: dict[str, int]) -> bool:
    """Whether a text has several words of a trade that may be its own, and of one that is no kin to it."""
    many = [trade for trade, words in told.items() if words >= _FEW]
    return len(many) > 1 and any(_may_be_own(own, told[own]) and any(_apart(own, trade) for trade in many) for own in many)


def _may_be_own(trade: str, words: int) -> bool:
    return words >= _OWN and trade not in _BROAD


def _other_trades(words: Words, starts: list[int], prose: list[int]) -> Iterator[Sign]:
    """One or two paragraphs in a row that speak of another trade, and not at all of the one that most others speak of."""
    told = words.told
    by_line: dict[int, dict[str, set[str]]] = {}
    for trade, word, start in words.trade_words():
        by_line.setdefault(bisect_right(starts, start) - 1, {}).setdefault(trade, set()).add(word)
    many = sorted(trade for trade in told if told[trade] >= _FEW)
    paragraphs = [_Paragraph(line, by_line.get(line, {})) for line in prose]
    own = max(many, key=lambda trade: (sum(trade in p.told for p in paragraphs), told[trade], trade))
    if not _may_be_own(own, told[own]):
        return
    for trade in many:
        if _apart(own, trade):
            yield from _stretches(trade, told[trade], own, paragraphs)


def _stretches(trade: str, words: int, own: str, paragraphs: list[_Paragraph]) -> Iterator[Sign]:
    """One or two paragraphs in a row that hold nearly all words of a trade and none of the essay's own."""
    for at in range(len(paragraphs)):
        for end in (at + 1, at + 2):
            inside = paragraphs[at:end]
            if end > len(paragraphs) or any(trade not in p.told or own in p.told for p in inside):
                break
            told = set().union(*(p.told[trade] for p in inside))
            if len(told) <= _NUMBERS["outside"] * (words - len(told)):
                continue
            others = paragraphs[:at] + paragraphs[end:]
            share = sum(own in p.told for p in others) / len(others)
            weight = _topic_weight(len(told), share, len(inside), edge=at == 0 or end == len(paragraphs))
            if weight:
                yield Sign("topic", inside[0].line, inside[-1].line, weight, f"speaks of {'、'.join(sorted(told)[:4])}")


def _topic_weight(told: int, share: float, paragraphs: int, *, edge: bool) -> float:
    if edge:
        return 2.0 if told >= _NUMBERS["some_words"] and share >= _NUMBERS["nearly_all"] else 0.0
    if told >= _NUMBERS["many_words"] and share >= _NUMBERS["half"]:
        return 2.0
    if told >= _NUMBERS["some_words"] and share >= _NUMBERS["most"]:
        return 2.0
    if paragraphs > 1 and share >= _NUMBERS["nearly_all"]:
        return 2.0
    return share if share >= _NUMBERS["half"] else 0.0


def _numbering(numbers: list[re.Match[str]], starts: list[int]) -> Iterator[Sign]:
    """Section numbers without predecessor or used twice in a row, and lists that prose interrupts."""
    last: dict[str, int] = {}
    item, item_line = 0, 0
    for match in numbers:
        at = bisect_right(starts, match.start()) - 1
        if match["section"]:
            style, number = match["open"] + match["close"], _NUMERALS.index(match["section"]) + 1
            before = last.get(style, 0)
            if number > 1 and at > 0 and before in (0, number):
                told = "used twice" if before else "without the one before"
                yield Sign("numbering", at - 1, at, 1.0, f"section number {match['section']} {told}")
            last[style] = number
        else:
            number, between = int(match["item"]), at - item_line - 1
            if number > 2 and number == item + 1 and 1 <= between <= 3 and starts[at] - starts[item_line + 1] >= 2 * _PROSE:
                yield Sign("list", item_line + 1, at - 1, 1.0, f"interrupts the list before {number}")
            item, item_line = number, at


def _sentences_twice(text: str) -> list[str]:
    """Sentences that stand more than once, leaving out short ones."""
    sentences = [s for s in text.replace("\n", "。").split("。") if len(s) >= _SENTENCE]
    if len(set(sentences)) == len(sentences):
        return []
    return [s for s, count in Counter(sentences).items() if count > 1]


def _one_sentence(twice: list[str], texts: list[str]) -> list[Sign]:
    """A sentence that stands in two paragraphs; where several do, a passage was repeated, which is another flag."""
    if len(twice) != 1:
        return []
    where = [at for at, line in enumerate(texts) if twice[0] in line]
    return [Sign("sentence", where[0], where[-1], 1.5, f"twice: {twice[0][:16]}")] if where[0] < where[-1] else []


def _second_openings(texts: list[str], signs: list[Sign]) -> list[Sign]:
    """Paragraphs near other signs that introduce the internship although the essay is under way."""
    near = sorted({i for s in signs for i in range(s.first - 1, s.last + 2) if 0 < i < len(texts)})
    found = []
    for at in near:
        begin = texts[at].lstrip()[: int(_NUMBERS["opening"])]
        cues = sum(1 for opening in _OPENINGS if opening.search(begin))
        if cues and len(texts[at]) >= _PROSE:
            found.append(Sign("opening", at, at, min(1.5, 0.5 + 0.5 * cues), f"opens again: {texts[at][:16]}"))
    return found
