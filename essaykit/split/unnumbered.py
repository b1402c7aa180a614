"""Headings without numbers: as many lines as the title promises, alike in their looks, each with a text of its own below."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from essaykit.model import Block, SourceText
from essaykit.split.candidates import NOT_TEXT, Candidate
from essaykit.split.genre import names_essay, names_paper
from essaykit.split.judge import Name, Series
from essaykit.split.mass import Mass
from essaykit.split.titles import fold, promised_count

UNNUMBERED = "own-title"
"""Kind and style of such headings."""
LONGEST, SHORTEST = 34, 3  # characters of an own title
LEAST_BELOW = 40  # characters of running text below each
LEAST_PLAIN, LEAST_BELOW_PLAIN = 3, 160  # the same where nothing but shortness sets it off, and how many there must be
LEAST_UNPROMISED = 3
SCORE = 3.0  # what such a series is worth
LEAST_OF_PAPER = 400  # the same below each of a student's papers in one file
_SPACED = re.compile("[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){3,}")
_MARKS = re.compile("[。！；;，,：:、?？>»|｜]")
_QUOTED = re.compile("《[^《》]+》|「[^「」]+」|“[^“”]+”")


def unnumbered(source: SourceText, names: Sequence[Name], promised: int | None, mass: Mass) -> Series | None:
    """The series of own titles in a document where no numbers open essays; None where nothing vouches for one.

    What vouches is the promised count, met exactly by lines of one look; or, without
    a promise, lines that are set off and all name an essay.
    """
    lines = [b for b in source.blocks if _may_be_title(source, b)]
    title = min((n.end for n in names if n.end >= 0), default=-1)
    times = Counter(source.text[b.start : b.end] for b in lines)
    looks: dict[str, list[Block]] = defaultdict(list)
    for block in lines:
        wording = source.text[block.start : block.end]
        if times[wording] == 1 and promised_count(fold(wording)) is None:
            for look in _looks(block, wording):
                looks[look].append(block)
    for look in sorted(looks):
        plain = look == "short"
        members = _with_text_below(looks[look], mass, LEAST_BELOW_PLAIN if plain else LEAST_BELOW)
        if members and promised == len(members) - 1 and members[0].end == title:
            members = members[1:]
        count = len(members)
        if promised is not None and promised == count >= (LEAST_PLAIN if plain else 2):
            return _series(members, (f"{count} headings alike, as promised",))
        named = sum(names_essay(fold(source.text[b.start : b.end])) for b in members)
        if look.startswith("set off") and count >= LEAST_UNPROMISED and named == count:
            return _series(members, (f"{count} headings alike", "each names an essay"))
    papers = _papers(source, lines, mass)
    return _series(papers, ("letter-spaced", "each names a paper")) if len(papers) > 1 else None


def _papers(source: SourceText, lines: Sequence[Block], mass: Mass) -> list[Block]:
    """Printed names of papers in one file; of those that say the same the first, the others are running heads."""
    named = {fold(wording): b for b in reversed(lines) if _is_paper(wording := source.text[b.start : b.end])}
    blocks = sorted(named.values(), key=lambda b: b.start)
    return _with_text_below(blocks, mass, LEAST_OF_PAPER) if len(blocks) > 1 else []


def _is_paper(wording: str) -> bool:
    """Whether a line is the printed name of a student's paper, its letters set apart: 实 习 报 告.

    >>> _is_paper("实 习 报 告"), _is_paper("实习报告"), _is_paper("前　言")
    (True, False, False)
    """
    return _SPACED.fullmatch(wording) is not None and names_paper("".join(wording.split()))


def _may_be_title(source: SourceText, block: Block) -> bool:
    if block.hidden or block.link_share >= 0.5 or block.path in NOT_TEXT or not SHORTEST <= block.end - block.start <= LONGEST:
        return False
    return _MARKS.search(source.text, block.start, block.end) is None


def _looks(block: Block, wording: str) -> Iterator[str]:
    """What a line has in common with others like it, what says most first in the order of the alphabet."""
    if block.kind == "heading" or block.bold or block.centred:
        yield f"set off {block.kind == 'heading'} {block.level} {block.bold} {block.centred}"
    if names_essay(fold(wording)):
        yield "names an essay"
    if _QUOTED.fullmatch(wording):
        yield "quoted"
    yield "short"


def _with_text_below(lines: Sequence[Block], mass: Mass, least: int) -> list[Block]:
    ends = [*(b.start for b in lines[1:]), mass.size]
    return [b for b, end in zip(lines, ends, strict=True) if mass.between(b.end, end) >= least]


def _series(blocks: Sequence[Block], evidence: tuple[str, ...]) -> Series:
    members = tuple(Candidate(b.start, b.end, ("", UNNUMBERED, ""), number, b.end, alone=True) for number, b in enumerate(blocks, 1))
    return Series(SCORE, UNNUMBERED, "piece", members, evidence)
