"""What a group of candidates is worth as the headings of a document's essays.

The author's own section numbering has the same shape; what tells it apart is
that it starts again in every essay, is short, and has nothing of the title.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from essaykit.split.candidates import Candidate
from essaykit.split.cards import Family, StyleCard, heaviest, styles_of
from essaykit.split.dates import WORDED
from essaykit.split.genre import names_essay
from essaykit.split.mass import Mass
from essaykit.split.titles import fold, likeness

LEAST_ENTRY = 6  # characters of a diary's shortest entry
MIN_MASS = {"piece": 40, "entry": 12, "section": 80}  # characters of running text that must follow a heading
REACH = 1200  # characters below a heading within which its text must begin
MOST_BACK = 120  # candidates above one among which that before it is looked for
LEAST_COMMON = 5
LEAST_KEYWORD = 4
LEAST_BEHIND = 3  # characters that are the same behind most numbers of a log's headings

DATE_WEIGHT, REPEATED_WEIGHT = 1.0, -0.5  # of styles that are no cards
WORDED_DATE = -0.6  # comments and lists are dated too, behind a name
PER_HEADING, MOST_COUNTED = 0.6, 5  # for each heading after the first, up to so many
ALONE = 0.8  # they stand on lines of their own
LIKE, LIKE_BEHIND, LIKE_TITLE = 0.7, 0.9, 2.5  # likeness from which the wording before or behind is the title's
AS_PROMISED, LAST_AS_PROMISED = 2.5, 1.5
FROM_ONE, IN_STEP = 0.5, 0.5
SECTION, NO_TITLE = -4.0, -1.5  # unless as many as promised
ROUNDING = 0.001  # by which a score may be above its sum


class Series(NamedTuple):
    """Candidates in a row, and what speaks for them."""

    score: float
    style: str
    family: Family
    members: tuple[Candidate, ...]
    evidence: tuple[str, ...]


class Name(NamedTuple):
    """A title line, or the name that the format gives, and what it is about."""

    end: int
    text: str
    keyword: str


class Setting(NamedTuple):
    """What of the document a group is judged by."""

    text: str
    names: Sequence[Name]
    promised: int | None
    mass: Mass
    candidates: Sequence[Candidate]


class _Shape(NamedTuple):
    """What a group's style and wording say."""

    style: str
    family: Family
    weight: float
    like: float
    """How much the wording is like the title's."""


def ceiling(group: Sequence[Candidate], promised: int | None) -> float:
    """What a group scores at most, at a glance."""
    if group[0].key[1] == "date":
        return _most(DATE_WEIGHT, len(group), promised)
    cards = styles_of(group[0].skeleton)
    weight = cards[0].weight if cards else -inf
    if _repeats(group):
        weight = max(weight, REPEATED_WEIGHT)
    entries = any(card.family == "entry" for card in cards)
    return _most(weight + LIKE_TITLE, len(group) if entries else _rising(group), promised)


def ceiling_of_one(promised: int | None) -> float:
    """What a single candidate scores at most, whatever its style."""
    return _most(heaviest() + LIKE_TITLE, 1, promised)


def judge(group: Sequence[Candidate], setting: Setting, least: float) -> Series | None:
    """The best series in a group of candidates of one style; None where there is none or it can't score as much as `least`."""
    text, _, promised, mass, _ = setting
    group = _without_sentences(group, text)
    shape = _shape(group, setting) if group else None
    if shape is None:
        return None
    style, family, weight, like = shape
    against = SECTION if family == "section" else NO_TITLE if style == "repeated" and like < LIKE else 0.0
    size = len(group) if family == "entry" else _rising(group)
    if _most(weight + (LIKE_TITLE * like if like >= LIKE else 0.0), size, promised, against) < least:
        return None
    entry = family == "entry"
    brief = entry and group[0].key[0] != WORDED  # of an entry each character counts: "0327 rain, no field work" is one too
    above = int if brief else mass.above
    row = _chain(group, LEAST_ENTRY if brief else MIN_MASS[family], above, mass.size, entry=entry)
    members = tuple(placed.candidate for placed in row)
    k = len(members)
    if not members or (k == 1 and _is_word(members[0], text)) or (entry and _inside_sections(members, setting.candidates)):
        return None
    dated = style == "date"
    if dated and members[0].key[0] == WORDED and any(a.number >= b.number for a, b in pairwise(members)):
        return None  # a list's or forum's dates
    evidence = [f"{k} in a row"]
    score = weight + PER_HEADING * min(k - 1, MOST_COUNTED) + ALONE * (sum(m.alone for m in members) / k)
    if like >= LIKE:
        score += LIKE_TITLE * like
        evidence.append("wording of the title")
    if promised:
        if k == promised:
            score += AS_PROMISED
            evidence.append(f"{k} headings, as promised")
        elif members[-1].number == promised and not dated:
            score += LAST_AS_PROMISED
            evidence.append(f"the last number is {promised}, as promised")
        elif members[-1].number > promised and not dated:
            score -= 1.5
    if not dated:
        score += FROM_ONE * (members[0].number == 1)
        score += IN_STEP * sum(b.number - a.number == 1 for a, b in pairwise(members)) / max(1, k - 1)
    score -= 0.8 * min(5, _restarts(group, members, mass, MIN_MASS[family]))
    low = 20 if entry else 110
    gaps = sorted([*(b.begin - a.end for a, b in pairwise(row)), above(mass.size) - row[-1].end])
    score -= 0.7 * min(6, bisect_left(gaps, low))
    if gaps[k // 2] < low * 1.5:
        score -= 1.0
    if members[0].start > 0.6 * mass.size:
        score -= 2.0
    if style == "bracketed" and not any(text[m.number_end : m.line_end].strip() for m in members):
        score -= 2.0  # 【1】 alone on a line is a page mark
    if entry and k == 1:
        score -= 2.5
    if k != promised:
        score += against
    return Series(round(score, 3), style, family, members, tuple(evidence))


def _most(weight: float, size: int, promised: int | None, against: float = 0.0) -> float:
    """What a series scores at most: so many in a row from one, each on a line of its own, and no more against it than is known."""
    score = weight + PER_HEADING * min(size - 1, MOST_COUNTED) + ALONE + FROM_ONE + IN_STEP + ROUNDING
    if not promised:
        return score + against
    return score + AS_PROMISED if size >= promised else score + LAST_AS_PROMISED + against


def _rising(group: Sequence[Candidate]) -> int:
    """How many of a group can stand in a row, each with a higher number than that before it."""
    return len({c.number for c in group}) if len(group) > 1 else 1


def _repeats(group: Sequence[Candidate]) -> bool:
    """Whether a wording stands before several numbers; one of a single character only on lines of their own."""
    prefix = group[0].key[0]
    return len(group) > 1 and (len(prefix) >= 2 or ("\u4e00" <= prefix <= "\u9fff" and prefix != "第" and all(c.alone for c in group)))


def _without_sentences(group: Sequence[Candidate], text: str) -> Sequence[Candidate]:
    """A group without what reads on at once: 第一周我总是… is a sentence, 一网打尽 a word."""
    if len(group) == 1 and _is_word(group[0], text):
        return ()
    cards = styles_of(group[0].skeleton) if group[0].key[1] != "date" else ()
    if cards and cards[0].family == "entry":
        rests = [text[c.number_end : c.number_end + LEAST_BEHIND] for c in group]
        alike = {rest for rest, times in Counter(rests).items() if times > 1 and times > 0.6 * len(group)}  # 第一周实习小结
        return [c for c, rest in zip(group, rests, strict=True) if c.alone or rest in alike or not _reads_on(c, text)]
    return group


def _reads_on(c: Candidate, text: str) -> bool:
    """Whether a sentence goes on behind a number: 第一周我…, 第一个月，我…."""
    return c.number_end < c.line_end and (c.key[2].endswith(",") or text[c.number_end - 1 : c.number_end + 1].isalnum())


def _is_word(c: Candidate, text: str) -> bool:
    """Whether what looks like a number begins a word."""
    return c.key[1] == "chinese" and not c.key[2] and "\u4e00" <= text[c.number_end : c.number_end + 1] <= "\u9fff"


def _shape(group: Sequence[Candidate], setting: Setting) -> _Shape | None:
    """The style of a group: of the cards that it fits the heaviest, but the author's sections before a weak one."""
    prefix, kind, _ = group[0].key
    if kind == "date":
        return _Shape("date", "entry", DATE_WEIGHT if not prefix else DATE_WEIGHT + WORDED_DATE, 0.0)
    cards = styles_of(group[0].skeleton)
    repeats = _repeats(group)
    if not (cards or repeats) or (kind == "letter" and not (prefix[:1].isalnum() or setting.promised)):
        return None  # A., B. and C. are the answers of a questionnaire
    names = [n for n in setting.names if n.end <= group[0].start]
    titles = [n.text for n in names]
    like = likeness(prefix, titles, LIKE) if len(prefix) >= LEAST_KEYWORD else _short_likeness(prefix, titles)
    worded = any("\u4e00" <= c <= "\u9fff" for c in prefix)
    if worded and not like:
        cards = _untitled(cards)
        if not (cards or repeats):
            return None
    behind = [fold(setting.text[c.number_end : min(c.line_end, c.number_end + 40)]) for c in group]
    like_behind = _likeness_behind(behind, titles, {n.keyword for n in names if len(n.keyword) >= LEAST_KEYWORD})
    if not worded and not like_behind:
        cards = _untitled(cards)
    like = max(like, like_behind)
    if not cards:
        return _Shape("repeated", "piece", REPEATED_WEIGHT, like) if repeats else None
    top = cards[0]
    if not top.needs_title and top.weight < 2:
        top = next((c for c in cards if c.family == "section"), top)
    return _Shape(top.id, top.family, top.weight, like)


def _short_likeness(prefix: str, titles: Sequence[str]) -> float:
    """A short wording is like a title that ends with it: 日记1 below 银行实习日记."""
    return LIKE if len(prefix) >= 2 and prefix.isalpha() and any(title.endswith(prefix) for title in titles) else 0.0


def _untitled(cards: Sequence[StyleCard]) -> tuple[StyleCard, ...]:
    return tuple(card for card in cards if not card.needs_title)


def _likeness_behind(behind: Sequence[str], titles: Sequence[str], keywords: Collection[str]) -> float:
    """How much what stands behind the numbers is like the title.

    A section's head shares words with the title too, but not the same ones each time.
    """
    if len(behind) > 1 and sum(map(names_essay, behind)) >= 0.8 * len(behind):
        return 1.0
    most = 0.6 * len(behind)
    if common_beginning(behind) or any(sum([wording.startswith(k) for wording in behind]) > most for k in keywords):
        return 1.0
    if not 4 <= len(behind[0]) <= 34 or behind.count(behind[0]) < most:
        return 0.0
    return likeness(behind[0], titles, LIKE_BEHIND)


def common_beginning(texts: Sequence[str]) -> str:
    """The wording (five characters or more) with which at least three texts, and most of all, begin."""
    heads = Counter(text[:LEAST_COMMON] for text in texts if len(text) >= LEAST_COMMON) if len(texts) >= 3 else None
    if not heads:
        return ""
    head, times = max(heads.items(), key=lambda item: (item[1], item[0]))
    if times < 3 or times <= 0.6 * len(texts):
        return ""
    first, last = min(alike := [t for t in texts if t.startswith(head)]), max(alike)
    return first[: next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))]


def _restarts(group: Sequence[Candidate], members: Sequence[Candidate], mass: Mass, least: int) -> int:
    """How many of a group stand outside its series and have a text of their own behind them."""
    places = {m.start for m in members}
    following = [*(c.start for c in group[1:]), mass.size]
    return sum(
        c.start not in places and mass.between(c.number_end, min(after, c.number_end + 400)) >= least
        for c, after in zip(group, following, strict=True)
    )


def _inside_sections(members: Sequence[Candidate], candidates: Sequence[Candidate]) -> bool:
    """Whether entries stand inside one section of a report: numbered sections begin both above and below them."""
    sections = [c.start for c in candidates if c.alone and c.key[:2] == ("", "chinese") and c.key[2] in ("、", ".", ",")]
    return any(start < members[0].start for start in sections) and any(start > members[-1].start for start in sections)


class _Placed(NamedTuple):
    """A candidate with how much text stands above its beginning and above the end of its number."""

    candidate: Candidate
    begin: int
    end: int


def _chain(group: Sequence[Candidate], least: int, above: Callable[[int], int], size: int, *, entry: bool) -> list[_Placed]:
    """Longest run of rising numbers with running text behind each.

    Of equal ones that with the latest beginning: tables of contents come first.
    """
    kept: list[tuple[Candidate, int, int]] = []
    numbers: list[int] = []
    ends: list[int] = []
    values: list[float] = []
    backs: list[int] = []
    for c in group:
        number, end = c.number, above(c.number_end)
        if above(min(size, c.number_end + REACH)) - end < least:
            continue
        begin = above(c.start)
        latest = begin - least
        value, back = 1.0 + 0.01 * (c.start / max(1, size)), -1
        for j in range(max(0, len(kept) - MOST_BACK), len(kept)):
            before = numbers[j]
            rises = number > before or (entry and (number == before or before - number > 300))
            gain = values[j] + (1.05 if number - before == 1 else 1.0)
            if rises and gain > value and ends[j] <= latest:
                value, back = gain, j
        kept.append((c, begin, end))
        numbers.append(number)
        ends.append(end)
        values.append(value)
        backs.append(back)
    row = []
    at = values.index(max(values)) if kept else -1
    while at >= 0:
        row.append(_Placed(*kept[at]))
        at = backs[at]
    return row[::-1]
