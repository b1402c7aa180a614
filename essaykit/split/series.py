"""The best consistent series of headings: one style, rising numbers, likeness to the title, sensible lengths."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import inf
from operator import itemgetter
from typing import NamedTuple

from essaykit.model import Heading, SourceText
from essaykit.split.candidates import READS_ON, Candidate, find_candidates
from essaykit.split.cards import styles_of
from essaykit.split.extents import as_headings
from essaykit.split.first import with_first
from essaykit.split.genre import names_essay
from essaykit.split.judge import LEAST_COMMON, LEAST_ENTRY, LEAST_KEYWORD, Name, Series, Setting, ceiling, ceiling_of_one, judge
from essaykit.split.mass import Mass
from essaykit.split.titles import PIECES, TitleLine, fold, promised_count, title_keyword, title_lines
from essaykit.split.unnumbered import LEAST_BELOW, UNNUMBERED, unnumbered

ENOUGH = 2.0  # score from which a series is believed
LEAST_APART = 60  # characters of running text on both sides of a heading that was missing
LEAST_TEXT = 80  # characters of running text on both sides of a heading that is the only one


class Headings(NamedTuple):
    """What a document's headings say."""

    series: tuple[Heading, ...]
    titles: tuple[TitleLine, ...]
    promised: int | None
    keywords: tuple[str, ...] = ()
    """Folded wordings of the title lines and headings, without count and decoration."""
    promise: int = -1
    """Where the line begins that makes the promise; -1 where it is the file's name, or nothing."""


def find_headings(source: SourceText) -> Headings:
    """The headings that open a document's essays or entries; an empty series where there are none."""
    titles = title_lines(source)
    counts = [promised_count(t.text) for t in titles]
    subjects = [title_keyword(t.text) for t in titles]
    name = fold(source.name)
    promised, promise = next(((count, t.start) for count, t in zip(counts, titles, strict=True) if count), (promised_count(name), -1))
    if promised is None:
        promised, promise = _promised_in_intro(source)
    names = [Name(-1, name[:80], title_keyword(name[:80]))] if name else []
    names += [Name(t.end, t.text, subject) for t, subject in zip(titles, subjects, strict=True)]
    groups: dict[tuple[str, str, str], list[Candidate]] = defaultdict(list)
    candidates = find_candidates(source, tuple(n.text for n in names))
    for candidate in candidates:
        if candidate.key[1] != READS_ON:
            groups[candidate.key].append(candidate)
    mass = Mass(source)
    setting = Setting(source.text, names, promised, mass, candidates)
    best = _best_series([*groups.values()], setting)
    if best is None:
        best = unnumbered(source, names, promised, mass) or _one_behind_a_cut([*groups.values()], setting)
    else:
        best = with_first(source.text, _with_same_level(source, _fill(best, candidates, mass), titles, mass))
    promising = [subject for subject, count in zip(subjects, counts, strict=True) if count]
    keywords = _keywords(promising + subjects[:1])
    if best is None:
        return Headings((), titles, promised, keywords, promise)
    return Headings(
        as_headings(source.text, best, _listed_titles(source, best, candidates), keywords),
        titles,
        promised,
        _keywords([*promising, best.members[0].key[0], *subjects[:1]]),
        promise,
    )


def _keywords(wordings: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(w for w in wordings if len(w) >= LEAST_KEYWORD))


def _promised_in_intro(source: SourceText) -> tuple[int | None, int]:
    text = source.text
    for block in source.blocks[:12]:
        start, end = block.start, block.end
        if block.hidden or block.link_share >= 0.5 or not 8 <= end - start <= 300 or not PIECES.search(text, start, end):
            continue
        count = promised_count(fold(text[start:end]))
        if count:
            return count, start
    return None, -1


def _best_series(groups: Sequence[Sequence[Candidate]], setting: Setting) -> Series | None:
    """Of the series with the highest score that which begins first; None where none is believed.

    The most promising groups are judged first; what can't reach the best of them any more is passed over unseen.
    """
    best, rank = None, (ENOUGH, -inf, 0.0)

    def compete(group: Sequence[Candidate], place: float) -> None:
        nonlocal best, rank
        series = judge(group, setting, rank[0])
        if series is not None and (own := (series.score, -series.members[0].start, -place)) > rank:
            best, rank = series, own

    several = [(ceiling(group, setting.promised), -place) for place, group in enumerate(groups) if len(group) > 1]
    several.sort(reverse=True)
    for most, place in several:
        if most >= rank[0]:
            compete(groups[-place], -place)
    if ceiling_of_one(setting.promised) >= rank[0]:
        for place, group in enumerate(groups):
            if len(group) == 1 and ceiling(group, setting.promised) >= rank[0]:
                compete(group, place)
    for most, place in sorted(several, key=itemgetter(1), reverse=True):
        if most >= rank[0]:
            for alike in _alike_behind(setting.text, groups[-place]):
                compete(alike, inf)
    return best


def _one_behind_a_cut(groups: Sequence[Sequence[Candidate]], setting: Setting) -> Series | None:
    """The heading of a second essay behind one that lost its beginning, heading and all: its number and its own title tell."""
    for group in groups:
        c = group[0]
        if len(group) > 1 or c.number < 2 or not c.alone or any(map(str.isalpha, c.key[0])):
            continue
        cards = styles_of(c.skeleton)
        wording = setting.text[c.number_end : c.line_end].strip()
        apart = min(setting.mass.above(c.start), setting.mass.between(c.line_end, setting.mass.size))
        if cards and names_essay(wording) and apart >= LEAST_TEXT:
            return Series(ENOUGH, cards[0].id, "piece", (c,), ("one number above 1, text above it", "names an essay"))
    return None


def _fill(series: Series, candidates: Sequence[Candidate], mass: Mass) -> Series:
    """Add headings of the same style whose wording is damaged, where their number is missing in the series."""
    if series.style == "date":
        return series._replace(members=_with_other_dates(series.members, candidates, mass.size))
    members = list(series.members)
    suffixes, around = {m.key[2] for m in members}, {(m.key[0], m.key[2]) for m in members}
    starts = [m.start for m in members]
    for c in candidates:
        if not c.alone or c.key[1] in ("date", READS_ON):
            continue
        at = bisect_left(starts, c.start)
        low = members[at - 1].number if at else 0
        high = members[at].number if at < len(members) else low + 2
        if not low < c.number < high or c in members:
            continue
        bare = not any(map(str.isalpha, c.key[0]))  # nothing but its signs tells such a number from the author's own
        same = (
            (c.key[0], c.key[2]) in around
            if bare
            else any(card.id == series.style for card in styles_of(c.skeleton)) or (c.key[2] in suffixes and len(c.key[2]) > 1)
        )
        if same and mass.between(c.number_end, starts[at] if at < len(members) else mass.size) >= LEAST_APART:
            if at and mass.between(members[at - 1].number_end, c.start) < LEAST_APART:
                continue
            members.insert(at, c)
            starts.insert(at, c.start)
    return series._replace(members=tuple(members))


def _with_other_dates(members: Sequence[Candidate], candidates: Sequence[Candidate], size: int) -> tuple[Candidate, ...]:
    """A diary's dates with those between and behind them that are written in another way, or that a sentence goes on behind."""
    found = list(members)
    starts = [m.start for m in members]
    shapes = {m.key[2] for m in members}
    for c in candidates:
        at = bisect_left(starts, c.start)
        if not (c.key[1] == "date" or (c.key[1] == READS_ON and c.key[2] in shapes)) or not at or c in found:
            continue
        above, below = found[at - 1], found[at] if at < len(found) else None
        if below is None and c.key[1] != READS_ON:
            continue  # a date at the end is the author's signature
        if not above.number < c.number <= (below.number if below else c.number + 1):
            continue
        if c.start - above.number_end >= LEAST_ENTRY and (below.start if below else size) - c.number_end >= LEAST_ENTRY:
            found.insert(at, c)
            starts.insert(at, c.start)
    return tuple(found)


def _with_same_level(source: SourceText, series: Series, titles: Sequence[TitleLine], mass: Mass) -> Series:
    """A log's headings with those of the same level above and between them that have no number: 动员会, above 第一天."""
    if series.family != "entry" or not (titles and series.members[0].alone):
        return series
    members = {m.start: m for m in series.members}
    own = [b for b in source.blocks if b.start in members]
    if len(own) < 2 or any(b.kind != "heading" or b.level != own[0].level for b in own):
        return series
    last, name = series.members[-1].start, fold(source.name) or titles[0].text
    level = [b for b in source.blocks if b.kind == "heading" and b.level == own[0].level and b.start <= last and not b.hidden]
    found = []
    for block, following in zip(level, [*level[1:], None], strict=True):
        if block.start in members:
            found.append(members[block.start])
        elif (
            fold(source.text[block.start : block.end]) not in name and following and mass.between(block.end, following.start) >= LEAST_BELOW
        ):
            found.append(Candidate(block.start, block.end, ("", UNNUMBERED, ""), 0, block.end, alone=True))
    return series._replace(members=tuple(found))


def _alike_behind(text: str, group: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Of bare numbers those that have the same wording behind them: （一）X among the author's own （一）, （二）."""
    prefix, kind, _ = group[0].key
    if kind == "date" or len(group) < 4 or any("\u4e00" <= c <= "\u9fff" for c in prefix):
        return
    alike: dict[str, list[Candidate]] = defaultdict(list)
    for c in group:
        alike[fold(text[c.number_end : min(c.line_end, c.number_end + 20)])[:LEAST_COMMON]].append(c)
    for head, members in alike.items():
        if len(head) == LEAST_COMMON and 3 <= len(members) < len(group):
            yield members


def _listed_titles(source: SourceText, series: Series, candidates: Sequence[Candidate]) -> dict[int, str]:
    """Own titles by number, as a table of contents above the first essay gives them."""
    first = series.members[0]
    listed = (c for c in candidates if c.start < first.start and c.alone and c.key[1:] == first.key[1:])
    return {c.number: title for c in listed if (title := source.text[c.number_end : c.line_end].strip())}
