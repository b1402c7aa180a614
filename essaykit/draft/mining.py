"""What essays of a group have in common: which sections, in which order, how long, under which headings.

One vote for each independent source. A section counts for a role as soon as one of
its essay's stretches surely plays it; what at least half of the sources have is proposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from essaykit.copies import find_copies, find_grams
from essaykit.draft.paper import bare_heading
from essaykit.draft.role_words import typed_essays
from essaykit.draft.roles import TypedParagraph, is_heading, role_cards
from essaykit.model import Record
from essaykit.text import word_count

PRESENT = 0.4
"""Likelihood of a role, over a stretch of an essay, from which the essay has it."""
COMMON = 0.5
"""Share of the sources that a proposed section stands in."""
TEACHERS = 1_000
"""Further essays from which words of roles are learnt."""
HEADINGS = 5


class MinedHeading(Record, frozen=True, kw_only=True):
    """A heading that stands above a section of a role."""

    text: str
    """Without its number."""
    sources: int


class MinedSection(Record, frozen=True, kw_only=True):
    """A section that essays of the group have."""

    role: str
    name: str
    sources: int
    share: float
    """Of the independent sources."""
    place: float
    """Where it stands on average, from 0 to 1."""
    words: int
    """Median 字数."""
    headings: tuple[MinedHeading, ...]
    proposed: bool
    """Whether at least half of the sources have it."""


class MinedOutline(Record, frozen=True, kw_only=True):
    """What a group has in common: the record that ``template learn --json`` prints."""

    group: str
    essays: int
    sources: int
    """Independent ones."""
    words: int
    """Median 字数 of an essay."""
    sections: tuple[MinedSection, ...]
    """In their usual order, rare ones too."""

    def proposed(self) -> tuple[MinedSection, ...]:
        """Sections that at least half of the sources have."""
        return tuple(section for section in self.sections if section.proposed)


class _Stretch(Record, frozen=True, kw_only=True):
    heading: str
    words: int
    shares: dict[str, float]


def mine_outline(texts: Sequence[str], others: Sequence[str] = (), group: str = "") -> MinedOutline:
    """Mine the sections of essays.

    Args:
        texts: the essays of the group.
        others: further essays of the corpus, from which words of roles are learnt too.
        group: how the group is called.
    """
    origins = find_copies(find_grams(texts)).sources.tolist()
    speakers: dict[int, int] = {}
    for number, origin in enumerate(origins):
        if origin not in speakers or len(texts[number]) > len(texts[speakers[origin]]):
            speakers[origin] = number
    chosen = sorted(speakers.values())
    typed = typed_essays([*texts, *others[:: max(1, -(-len(others) // TEACHERS))]])
    essays = [_stretches(texts[number], typed[number]) for number in chosen]
    found = [_section(role, essays) for role in role_cards()]
    ordered = sorted((s for s in found if s.sources), key=lambda s: (s.place, list(role_cards()).index(s.role)))
    return MinedOutline(
        group=group, essays=len(texts), sources=len(chosen), words=round(median(word_count(texts[n]) for n in chosen)) if chosen else 0,
        sections=tuple(ordered),
    )  # fmt: skip


def _section(role: str, essays: Sequence[Sequence[_Stretch]]) -> MinedSection:
    places, words, headings = [], [], Counter[str]()
    for stretches in essays:
        best = max(range(len(stretches)), key=lambda n: stretches[n].shares[role], default=None)
        if best is None or stretches[best].shares[role] <= PRESENT:
            continue
        mine = [s for s in stretches if s.shares[role] > PRESENT]
        places.append(best / max(1, len(stretches) - 1))
        words.append(sum(s.words for s in mine))
        headings.update({s.heading for s in mine if s.heading})
    share = len(places) / len(essays) if essays else 0.0
    common = sorted(headings.items(), key=lambda item: (-item[1], item[0]))[:HEADINGS]
    return MinedSection(
        role=role, name=role_cards()[role].name, sources=len(places), share=round(share, 3), words=round(median(words)) if words else 0,
        place=round(sum(places) / len(places), 3) if places else 0.0, proposed=share >= COMMON,
        headings=tuple(MinedHeading(text=text, sources=count) for text, count in common),
    )  # fmt: skip


def _stretches(text: str, paragraphs: Sequence[TypedParagraph]) -> list[_Stretch]:
    """An essay's sections by its headings; its paragraphs where it has hardly any."""
    by_start = {paragraph.start: paragraph for paragraph in paragraphs}
    sections: list[tuple[str, list[TypedParagraph]]] = []
    at = 0
    for line in text.split("\n"):
        if is_heading(line):
            sections.append((bare_heading(line), []))
        elif at in by_start:
            if not sections:
                sections.append(("", []))
            sections[-1][1].append(by_start[at])
        at += len(line) + 1
    sections = [(heading, inside) for heading, inside in sections if inside]
    if sum(bool(heading) for heading, _ in sections) < FEW_HEADINGS:
        sections = [("", [paragraph]) for paragraph in paragraphs]
    return [_stretch(text, heading, inside) for heading, inside in sections]


FEW_HEADINGS = 3


def _stretch(text: str, heading: str, inside: Sequence[TypedParagraph]) -> _Stretch:
    total = sum(p.end - p.start for p in inside)
    shares = {role: sum((p.end - p.start) * p.roles[role] for p in inside) / total for role in role_cards()}
    return _Stretch(heading=heading, words=sum(word_count(text[p.start : p.end]) for p in inside), shares=shares)
