"""The best consistent series of headings: one style, rising numbers, likeness to the title, sensible lengths.

The author's own section numbering has the same shape; what tells it apart is
that it starts again in every essay, is short, and has nothing of the title.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from essaykit.model import Block, Heading, SourceText
from essaykit.split.candidates import Candidate, find_candidates
from essaykit.split.cards import Family, styles_of
from essaykit.split.titles import TitleLine, fold, likeness, promised_count, title_keyword, title_lines

ENOUGH = 2.0  # score from which a series is believed
LEAST_ENTRY = 6  # characters of a diary's shortest entry
MIN_MASS = {"piece": 40, "entry": 12, "section": 80}  # characters of running text that must follow a heading
_SECTION = re.compile(r"[一1][、．.](?!\d)|[（(][一1][）)]|第[一1](?:部分|章|节)|【[^】]{2,8}】")
LEAST_RUNNING = 18  # characters of a line that may be running text
_RUNNING = re.compile("[，。,！；、？的]")
LEAST_COMMON = 5
OWN_TITLE = 30  # longest title of its own behind a heading's number


class Headings(NamedTuple):
    """What a document's headings say."""

    series: tuple[Heading, ...]
    titles: tuple[TitleLine, ...]
    promised: int | None
    style: str
    score: float
    keywords: tuple[str, ...] = ()
    """Folded wordings of the title lines and headings, without count and decoration."""


class _Series(NamedTuple):
    score: float
    style: str
    family: Family
    members: tuple[Candidate, ...]
    evidence: tuple[str, ...]


def find_headings(source: SourceText) -> Headings:
    """The headings that open a document's essays or entries; an empty series where there are none."""
    titles = title_lines(source)
    names = (*titles, TitleLine(-1, -1, fold(source.name)[:80]))
    promised = next((n for n in (promised_count(t.text) for t in titles) if n), None) or promised_count(fold(source.name))
    if promised is None:
        promised = _promised_in_intro(source)
    mass = _Mass(source)
    groups: dict[tuple[str, str, str], list[Candidate]] = defaultdict(list)
    candidates = find_candidates(source, tuple(t.text for t in names))
    for candidate in candidates:
        groups[candidate.key].append(candidate)
    outline = [c.start for c in candidates if c.key[1] == "chinese" and c.key[0] == "" and c.key[2] in ("、", ".", ",") and c.alone]
    best: _Series | None = None
    for group in [*groups.values(), *_alike_behind(source, groups)]:
        series = _judge(source, group, names, promised, mass, outline)
        if series is not None and (best is None or (series.score, -series.members[0].start) > (best.score, -best.members[0].start)):
            best = series
    if best is None or best.score < ENOUGH:
        return Headings((), titles, promised, "", best.score if best else 0.0, _keywords(titles, ()))
    best = _fill(best, candidates, mass)
    return Headings(
        _as_headings(source, best, _listed_titles(source, best, candidates), [k for k in _keywords(titles, ()) if k]),
        titles,
        promised,
        best.style,
        best.score,
        _keywords(titles, best.members),
    )


def _keywords(titles: Sequence[TitleLine], members: Sequence[Candidate]) -> tuple[str, ...]:
    words = [title_keyword(t.text) for t in titles if promised_count(t.text)] + [m.key[0] for m in members[:1]]
    words += [title_keyword(titles[0].text)] if titles else []
    return tuple(dict.fromkeys(w for w in words if len(w) >= 4))


def _promised_in_intro(source: SourceText) -> int | None:
    for block in source.blocks[:12]:
        if not block.hidden and block.link_share < 0.5 and 8 <= block.end - block.start <= 300:
            count = promised_count(fold(source.text[block.start : block.end]))
            if count:
                return count
    return None


class _Mass:
    """Characters of running text between two places, by blocks: lines long enough and with sentence marks."""

    def __init__(self, source: SourceText) -> None:
        self.starts = [b.start for b in source.blocks]
        self.ends = [b.end for b in source.blocks]
        self.sums = list(accumulate((b.end - b.start if self._runs(source.text, b) else 0 for b in source.blocks), initial=0))
        self.size = len(source.text)

    @staticmethod
    def _runs(text: str, block: Block) -> bool:
        if block.end - block.start < LEAST_RUNNING or block.hidden or block.link_share >= 0.5:
            return False
        return _RUNNING.search(text, block.start, block.end) is not None

    def between(self, start: int, end: int) -> int:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        total = self.sums[last] - self.sums[first]
        if first and self.ends[first - 1] > start:  # the line in which the heading itself stands
            counted = self.sums[first] - self.sums[first - 1]
            total += min(self.ends[first - 1], end) - start if counted else 0
        if last and self.ends[last - 1] > end and last > first:
            counted = self.sums[last] - self.sums[last - 1]
            total -= self.ends[last - 1] - end if counted else 0
        return total


def _word_goes_on(source: SourceText, c: Candidate) -> bool:
    """Whether a letter follows the number at once: 第一周我总是… is a sentence, no entry's heading."""
    return source.text[c.number_end - 1 : c.number_end + 1].isalnum() and c.number_end < c.line_end


class _Distance:
    """Plain distance, for entries: "0327 rain, no field work" is one too."""

    def __init__(self, size: int) -> None:
        self.size = size

    def between(self, start: int, end: int) -> int:
        return end - start


def _judge(
    source: SourceText, group: Sequence[Candidate], titles: tuple[TitleLine, ...], promised: int | None, mass: _Mass, outline: Sequence[int]
) -> _Series | None:
    prefix, kind, _ = group[0].key
    dated = kind == "date"
    cards = [] if dated else list(styles_of(group[0].skeleton))
    if cards and cards[0].family == "entry":
        group = [c for c in group if c.alone or not _word_goes_on(source, c)]
        if not group:
            return None
    following = fold(source.text[group[0].number_end : min(group[0].line_end, group[0].number_end + 40)]) if not dated else ""
    above = tuple(t.text for t in titles if t.end <= group[0].start)
    like = likeness(prefix, above) if len(prefix) >= 4 else 0.0
    like_behind = likeness(following, above) if 4 <= len(following) <= 34 else 0.0
    subjects = [k for k in map(title_keyword, above) if len(k) >= 4]
    behind_all = [fold(source.text[c.number_end : min(c.line_end, c.number_end + 40)]) for c in group] if not dated else []
    common = _common_beginning(behind_all)
    if common or any(sum(text.startswith(k) for text in behind_all) > 0.6 * len(group) for k in subjects):
        like_behind = 1.0
    elif like_behind < 0.9 or sum(text == following for text in behind_all) < 0.6 * len(group):
        like_behind = 0.0  # a section's head shares words with the title too, but not the same ones each time
    evidence: list[str] = []
    usable = []
    for card in cards:
        if card.needs_title and (like if any("\u4e00" <= c <= "\u9fff" for c in prefix) else like_behind) < 0.7:
            continue
        usable.append(card)
    family: Family
    if dated:
        style, family, weight = "date", "entry", 1.0
    elif usable:
        section = next((c for c in usable if c.family == "section"), None)
        top = usable[0]
        if section is not None and not top.needs_title and top.weight < 2:
            top = section
        style, family, weight = top.id, top.family, top.weight
    elif len(prefix) >= 2 and len(group) > 1:
        style, family, weight = "repeated", "piece", -0.5
    else:
        return None
    members = _chain(group, MIN_MASS[family], mass, family)
    if not members:
        return None
    if family == "entry" and _inside_sections(outline, members):
        return None
    k = len(members)
    measure: _Mass | _Distance = _Distance(mass.size) if family == "entry" else mass
    gaps = [measure.between(a.number_end, b.start) for a, b in pairwise(members)]
    gaps.append(measure.between(members[-1].number_end, mass.size))
    alone = sum(m.alone for m in members) / k
    score = weight + 0.6 * min(k - 1, 5) + 0.8 * alone
    if max(like, like_behind) >= 0.7:
        score += 2.5 * max(like, like_behind)
        evidence.append("wording of the title")
    if promised:
        if k == promised:
            score += 2.5
            evidence.append(f"{k} headings, as promised")
        elif members[-1].number == promised and not dated:
            score += 1.5
            evidence.append(f"the last number is {promised}, as promised")
        elif members[-1].number > promised and not dated:
            score -= 1.5
    if not dated:
        score += 0.5 * (members[0].number == 1)
        score += 0.5 * sum(b.number - a.number == 1 for a, b in pairwise(members)) / max(1, k - 1)
    following_starts = [c.start for c in group[1:]] + [mass.size]
    places = {m.start for m in members}
    restarts = sum(
        c.start not in places and mass.between(c.number_end, min(after, c.number_end + 400)) >= MIN_MASS[family]
        for c, after in zip(group, following_starts, strict=True)
    )
    score -= 0.8 * min(5, restarts)
    low = 20 if family == "entry" else 110
    score -= 0.7 * min(6, sum(g < low for g in gaps))
    if sorted(gaps)[len(gaps) // 2] < low * 1.5:
        score -= 1.0
    if members[0].start > 0.6 * mass.size:
        score -= 2.0
    if style == "bracketed" and not any(source.text[m.number_end : m.line_end].strip() for m in members):
        score -= 2.0  # 【1】 alone on a line is a page mark
    if family == "entry" and k == 1:
        score -= 2.5
    if family == "section" and k != promised:
        score -= 4.0
    if style == "repeated" and max(like, like_behind) < 0.7 and k != promised:
        score -= 1.5
    first = members[0]
    behind = source.text[first.number_end : first.number_end + 1]
    if k == 1 and kind == "chinese" and not first.key[2] and "\u4e00" <= behind <= "\u9fff":
        return None  # 一网打尽, 一起: a word, not a number
    evidence.insert(0, f"{k} in a row")
    return _Series(round(score, 3), style, family, tuple(members), tuple(evidence))


def _inside_sections(outline: Sequence[int], members: Sequence[Candidate]) -> bool:
    """Whether dated entries stand inside one section of a report: numbered sections begin both above and below them."""
    return any(start < members[0].start for start in outline) and any(start > members[-1].start for start in outline)


def _chain(group: Sequence[Candidate], least: int, mass: _Mass | _Distance, family: Family) -> list[Candidate]:
    """Longest run of rising numbers with running text behind each.

    Of equal ones that with the latest beginning: tables of contents come first.
    """
    if family == "entry":
        mass, least = _Distance(mass.size), LEAST_ENTRY
    kept = [c for c in group if mass.between(c.number_end, min(mass.size, c.number_end + 1200)) >= least]
    best: list[tuple[float, int]] = []
    for i, c in enumerate(kept):
        value, back = 1.0 + 0.01 * (c.start / max(1, mass.size)), -1
        for j in range(max(0, i - 120), i):
            p = kept[j]
            rises = c.number > p.number or (family == "entry" and (c.number == p.number or p.number - c.number > 300))
            if rises and best[j][0] + 1 > value and mass.between(p.number_end, c.start) >= least:
                step = 1.0 + (0.05 if c.number - p.number == 1 else 0.0)
                value, back = best[j][0] + step, j
        best.append((value, back))
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: best[i][0])
    out = []
    while at >= 0:
        out.append(kept[at])
        at = best[at][1]
    return out[::-1]


def _fill(series: _Series, candidates: Sequence[Candidate], mass: _Mass) -> _Series:
    """Add headings of the same style whose wording is damaged, where their number is missing in the series."""
    if series.style == "date":
        return series
    members = list(series.members)
    suffixes = {m.key[2] for m in members}
    for c in candidates:
        if c in members or not c.alone or c.key[1] == "date":
            continue
        at = bisect_left([m.start for m in members], c.start)
        low = members[at - 1].number if at else 0
        high = members[at].number if at < len(members) else low + 2
        same = any(card.id == series.style for card in styles_of(c.skeleton)) or (c.key[2] in suffixes and len(c.key[2]) > 1)
        if same and low < c.number < high and mass.between(c.number_end, members[at].start if at < len(members) else mass.size) >= 60:
            if at and mass.between(members[at - 1].number_end, c.start) < 60:
                continue
            members.insert(at, c)
    return series._replace(members=tuple(members))


def _alike_behind(source: SourceText, groups: Mapping[tuple[str, str, str], Sequence[Candidate]]) -> Iterator[list[Candidate]]:
    """Of bare numbers those that have the same wording behind them: （一）X among the author's own （一）, （二）."""
    for (prefix, kind, _), group in groups.items():
        if kind == "date" or len(group) < 4 or any("\u4e00" <= c <= "\u9fff" for c in prefix):
            continue
        alike: dict[str, list[Candidate]] = defaultdict(list)
        for c in group:
            alike[fold(source.text[c.number_end : min(c.line_end, c.number_end + 20)])[:LEAST_COMMON]].append(c)
        for head, members in alike.items():
            if len(head) == LEAST_COMMON and 3 <= len(members) < len(group):
                yield members


def _common_beginning(texts: Sequence[str]) -> str:
    """The wording (five characters or more) with which at least three texts, and most of all, begin."""
    heads = Counter(text[:LEAST_COMMON] for text in texts if len(text) >= LEAST_COMMON)
    if not heads:
        return ""
    head, times = max(heads.items(), key=lambda item: (item[1], item[0]))
    if times < 3 or times <= 0.6 * len(texts):
        return ""
    first, last = min(alike := [t for t in texts if t.startswith(head)]), max(alike)
    return first[: next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))]


def _listed_titles(source: SourceText, series: _Series, candidates: Sequence[Candidate]) -> dict[int, str]:
    """Own titles by number, as a table of contents above the first essay gives them."""
    first = series.members[0]
    return {
        c.number: source.text[c.number_end : c.line_end].strip()
        for c in candidates
        if c.key[1:] == first.key[1:] and c.alone and c.start < first.start and source.text[c.number_end : c.line_end].strip()
    }


def _as_headings(source: SourceText, series: _Series, listed: dict[int, str], subjects: Sequence[str]) -> tuple[Heading, ...]:
    text = source.text
    rests = [text[m.number_end : m.line_end].strip() for m in series.members]
    bare = sum(not rest for rest in rests)
    titled = sum(m.alone and bool(rest) for m, rest in zip(series.members, rests, strict=True))
    any_glued = any(not m.alone for m in series.members)
    common = _common_beginning(rests)
    subjects = [common, *subjects] if common else subjects
    own_titles = series.family == "entry" or titled > bare or (not bare and _parted(rests))
    confidence = round(min(0.99, 0.5 + series.score / 16), 2)
    found = []
    for m in series.members:
        end, glued = _heading_end(
            text, m, subjects=subjects, own_title=listed.get(m.number, ""), own_titles=own_titles, any_glued=any_glued
        )
        found.append(
            Heading(
                start=m.start,
                end=end,
                number=None if series.style == "date" else m.number,
                style=series.style,
                glued=glued,
                evidence=series.evidence,
                confidence=confidence,
            )
        )
    return tuple(found)


def _parted(rests: Sequence[str]) -> bool:
    """Whether most of these texts begin with a few words that a blank parts from the rest."""
    return sum(0 < _first_blank(rest) <= OWN_TITLE for rest in rests) * 2 > len(rests)


def _first_blank(rest: str) -> int:
    for i, char in enumerate(rest[: OWN_TITLE + 1]):
        if char.isspace():
            return i
        if char in "。！？!?；;":
            break
    return -1


def _heading_end(
    text: str, m: Candidate, *, subjects: Sequence[str], own_title: str, own_titles: bool, any_glued: bool
) -> tuple[int, bool]:
    rest = text[m.number_end : m.line_end]
    if not rest.strip():
        return m.line_end, False
    lead = len(rest) - len(rest.lstrip())
    own_title = own_title or next((k for k in subjects if rest.startswith(k, lead)), "")
    if own_title and rest.startswith(own_title, lead):
        end = m.number_end + lead + len(own_title)
        return end, bool(text[end : m.line_end].strip())
    if _SECTION.match(rest, lead) and not own_title:
        return m.start + len(text[m.start : m.number_end].rstrip()), True
    if own_titles:
        section = _SECTION.search(rest, lead + 4)
        if section is not None and section.start() <= 2 * OWN_TITLE + lead:
            return m.number_end + len(rest[: section.start()].rstrip()), True
        blank = _first_blank(rest[lead:])
        if m.alone and not (blank > 3 and (any_glued or len(rest.strip()) - blank <= 9)):
            return m.line_end, False
        if blank > 0:
            return m.number_end + lead + blank, True
    return m.start + len(text[m.start : m.number_end].rstrip()), True
