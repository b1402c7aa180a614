"""Where the headings of a series end: behind the number, its own title, or at the end of the line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from essaykit.model import Heading
from essaykit.split.candidates import READS_ON, Candidate
from essaykit.split.genre import name_before_text
from essaykit.split.judge import Series, common_beginning
from essaykit.split.unnumbered import UNNUMBERED
from essaykit.text import han_count

OWN_TITLE = 30  # longest title of its own behind a heading's number
WORDING_OF_ALL = 0.6  # share of own titles that begin with a wording from which it is all that they are
LONGEST_WORD = 5  # characters of a wording before the number that is not the title's: ★范文
_BEHIND_DATE = " \u3000，,.、"
_REMARK = re.compile(r"\s*[（(【\[〔](?=[^）)】\]〕]*[\d月日晴雨])[^）)】\]〕]{3,24}[）)】\]〕]")
_READING = r"(?:[（(][a-zà-ǜ]{1,7}[)）])?"
_STOP = re.compile("[。！？；!?;，,]")
_FIRST_SECTION = re.compile("(?:前言|引言|导言|绪论|序言|摘要|写在(?:前面|开头)|开头的话)[:：]?(?=\\s|$)")
_LAST_SECTION = re.compile("[\u4e00-\u9fff]{2,4}[:：]")
EXCERPT = 10  # characters of an excerpt by which the text that it is from is known
_SECTION = re.compile(rf"[一1]{_READING}[、．.](?!\d)|[（(][一1][）)]|第[一1](?:部分|章|节)|【[^】]{{2,8}}】")


def as_headings(text: str, series: Series, listed: Mapping[int, str], subjects: Sequence[str]) -> tuple[Heading, ...]:
    """The headings of a series; `listed` are own titles by number, `subjects` wordings with which own titles begin."""
    rests = [text[m.number_end : m.line_end].strip() for m in series.members]
    bare = sum(not rest for rest in rests)
    titled = sum(m.alone and bool(rest) for m, rest in zip(series.members, rests, strict=True))
    subjects = [k for k in subjects if sum(rest.startswith(k) for rest in rests) > WORDING_OF_ALL * len(rests) or not _parted(rests)]
    any_glued = any(not m.alone for m in series.members)
    common = common_beginning(rests)
    subjects = [common, *subjects] if common else subjects
    worded = any(han_count(m.key[0]) > LONGEST_WORD for m in series.members)  # it is the title's: 实习心得篇1
    own_titles = series.family == "entry" or titled > bare or (not bare and not worded and _parted(rests))
    confidence = round(min(0.99, 0.5 + series.score / 16), 2)
    ends = [*(m.start for m in series.members[1:]), len(text)]
    within = [series.style == "date" and _reads_on(text, m) for m in series.members]
    found = []
    for m, stop, inside in zip(series.members, ends, within, strict=True):
        end, glued = _heading_end(
            text, m, subjects=subjects, own_title=listed.get(m.number, ""), own_titles=own_titles, any_glued=any_glued
        )
        if series.family == "entry" and m.number_end < end == m.line_end and not text[end:stop].strip():
            end, glued = m.number_end, True  # the line is all that there is of the entry
            inside = inside or any(within)  # noqa: PLW2901
        if inside:
            end, glued = m.start + len(text[m.start : m.number_end].rstrip(_BEHIND_DATE)), True
        found.append(
            Heading(
                start=m.start,
                end=end,
                number=None if series.style == "date" or m.key[1] == UNNUMBERED else m.number,
                style=series.style,
                glued=glued,
                within=inside,
                evidence=series.evidence,
                confidence=confidence,
            )
        )
    return tuple(found)


def _reads_on(text: str, m: Candidate) -> bool:
    """Whether a date is the beginning of a sentence: 4.9号，实现了…, 4.22生成…."""
    rest = text[m.number_end : m.line_end]
    if m.key[1] == READS_ON:
        return True
    return not m.alone and text[m.number_end - 1 : m.number_end + 1].strip() != "" and rest[:1] in ("，", ",") and bool(rest[1:].strip())


def _parted(rests: Sequence[str]) -> bool:
    """Whether most of these texts begin with a few words that a blank parts from the rest, or with the name of an essay."""
    return sum(_first_blank(rest) > 0 or name_before_text(rest[:OWN_TITLE]) > 0 for rest in rests) * 2 > len(rests)


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
    if not m.alone and (remark := _REMARK.match(text, m.number_end, m.line_end)):
        m = msgspec.structs.replace(m, number_end=remark.end())
    rest = text[m.number_end : m.line_end]
    if not rest.strip():
        return m.line_end, False
    lead = len(rest) - len(rest.lstrip())
    own_title = own_title or next((k for k in subjects if rest.startswith(k, lead)), "")
    if own_title and rest.startswith(own_title, lead):
        end = m.number_end + lead + len(own_title)
        return end, bool(text[end : m.line_end].strip())
    if not own_title and (_SECTION.match(rest, lead) or _FIRST_SECTION.match(rest, lead)):
        return m.start + len(text[m.start : m.number_end].rstrip()), True
    if own_titles:
        end = _own_title_end(rest, lead, alone=m.alone, any_glued=any_glued)
        end = end or _excerpt_begins(text, m, lead)
        if end:
            return (m.line_end, False) if end == len(rest) else (m.number_end + end, True)
    return m.start + len(text[m.start : m.number_end].rstrip()), True


def _own_title_end(rest: str, lead: int, *, alone: bool, any_glued: bool) -> int:
    """Where a heading's own title ends behind its number: at the first section's head, a blank, the name of the genre; 0 for nowhere."""
    blank = _first_blank(rest[lead:])
    section = _SECTION.search(rest, lead + 4, 2 * OWN_TITLE + lead)
    if section is not None and (alone or (not 3 < blank < section.start() - lead and not _STOP.search(rest, lead, section.start()))):
        return len(rest[: section.start()].rstrip())
    if alone and rest[-1] in ":：" and (named := name_before_text(rest[lead:])) and _LAST_SECTION.fullmatch(rest, lead + named):
        return lead + named
    if alone and not (blank > 3 and (any_glued or len(rest.strip()) - blank <= 9)):
        return len(rest)
    named = 0 if alone else name_before_text(rest[lead : lead + OWN_TITLE])
    if named and not 0 < blank < named:
        return lead + named
    return lead + blank if blank > 0 and rest[lead + blank - 1] not in ":：" else 0


def _excerpt_begins(text: str, m: Candidate, lead: int) -> int:
    """Where behind a heading's number the words begin that the page shows above as an excerpt; 0 for nowhere."""
    above, rest = text[: m.start], text[m.number_end : min(m.line_end, m.number_end + lead + OWN_TITLE + EXCERPT)]
    if m.alone or rest[lead : lead + EXCERPT] in above:
        return 0
    return next((at for at in range(lead + 3, len(rest) - EXCERPT + 1) if f"\n{rest[at : at + EXCERPT]}" in above), 0)
