"""Where the headings of a series end: behind the number, its own title, or at the end of the line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from essaykit.model import Heading
from essaykit.split.candidates import READS_ON, Candidate
from essaykit.split.judge import Series, common_beginning
from essaykit.split.unnumbered import UNNUMBERED

OWN_TITLE = 30  # longest title of its own behind a heading's number
_BEHIND_DATE = " \u3000，,.、"
_REMARK = re.compile(r"\s*[（(【\[〔](?=[^）)】\]〕]*[\d月日晴雨])[^）)】\]〕]{3,24}[）)】\]〕]")
_SECTION = re.compile(r"[一1][、．.](?!\d)|[（(][一1][）)]|第[一1](?:部分|章|节)|【[^】]{2,8}】")


def as_headings(text: str, series: Series, listed: Mapping[int, str], subjects: Sequence[str]) -> tuple[Heading, ...]:
    """The headings of a series; `listed` are own titles by number, `subjects` wordings with which own titles begin."""
    rests = [text[m.number_end : m.line_end].strip() for m in series.members]
    bare = sum(not rest for rest in rests)
    titled = sum(m.alone and bool(rest) for m, rest in zip(series.members, rests, strict=True))
    any_glued = any(not m.alone for m in series.members)
    common = common_beginning(rests)
    subjects = [common, *subjects] if common else subjects
    own_titles = series.family == "entry" or titled > bare or (not bare and _parted(rests))
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
