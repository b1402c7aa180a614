"""Trades: questions and slots that one line of work adds to any template.

A trade is a card (`trades/*.toml`). It names roles of sections, not sections, so
that it fits every template: an addition goes to the section whose evidence
has the role first, or at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from msgspec.structs import replace

from essaykit.cards import package_cards
from essaykit.draft.template import ParagraphFrame, Slot, Template, TemplateSection
from essaykit.draft.template_check import checked
from essaykit.errors import UsageError
from essaykit.model import Record


class Addition(Record, frozen=True, kw_only=True):
    """One slot of a trade, and where it goes."""

    role: str
    """Of the section (`roles/*.toml`)."""
    questions: tuple[str, ...]
    """Further guiding questions for that section."""
    frame: str
    """The sentence that takes the slot."""
    slot: Slot


class Trade(Record, frozen=True, kw_only=True):
    """A line of work."""

    id: str
    name: str
    match: tuple[str, ...]
    """Words of this trade: they tell it in a student's own words, and help to find essays of it."""
    additions: tuple[Addition, ...]


@cache
def load_trades() -> Mapping[str, Trade]:
    """The built-in trades by id."""
    return package_cards("essaykit.draft", "trades", Trade)


def find_trade(name: str) -> Trade:
    """A trade by its id or its Chinese name.

    >>> find_trade("护理").id
    'nursing'

    Raises:
        UsageError: if there is none; the nearest name is suggested.
    """
    known = load_trades()
    for trade in known.values():
        if name in (trade.id, trade.name):
            return trade
    near = get_close_matches(name, [n for trade in known.values() for n in (trade.id, trade.name)], n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(f"{t.id} {t.name}" for t in known.values())
    raise UsageError(f"no trade named {name!r}", hint=hint)


def related_words(overlay: str, about: str) -> tuple[str, ...]:
    """Words of a trade: of the one that is named, else of the one that a student's words tell; none where they tell none, or two alike.

    >>> related_words("", "医院护理")[:3]
    ('护士', '病房', '病人')
    """
    trades = load_trades()
    if overlay in trades:
        return trades[overlay].match
    told = {trade.id: sum(word in about for word in trade.match) for trade in trades.values()}
    best = sorted(told, key=lambda name: -told[name])[:2]
    return trades[best[0]].match if told[best[0]] > told[best[1]] else ()


def with_trade(template: Template, trade: Trade) -> Template:
    """A template with the questions and slots of a trade; an addition whose role no section has is left out."""
    sections = list(template.sections)
    for addition in trade.additions:
        number = _place(sections, addition.role)
        if number is not None:
            sections[number] = _extended(sections[number], addition)
    return checked(replace(template, sections=tuple(sections), overlay=trade.id), f"{template.id} with {trade.id}")


def _place(sections: list[TemplateSection], role: str) -> int | None:
    having = [
        (section.evidence.roles.index(role), n) for n, section in enumerate(sections) if section.evidence and role in section.evidence.roles
    ]
    return min(having)[1] if having else None


def _extended(section: TemplateSection, addition: Addition) -> TemplateSection:
    return replace(
        section,
        questions=(*section.questions, *addition.questions),
        slots=(*section.slots, addition.slot),
        paragraphs=(*section.paragraphs, ParagraphFrame(frames=(addition.frame,))),
    )
