"""Essays read off the roles: what stands between one heading and the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from essaykit.model import ENTRY_STYLES, Heading, RoleName, Span

LEAST_ENTRY = 6  # the same for a diary's entry
LEAST = 20  # characters of body from which a heading has an essay


class Part(msgspec.Struct, frozen=True, gc=False):
    """A stretch of source text with its role, as the labels left it."""

    start: int
    end: int
    role: RoleName
    heading: int
    """Index of the heading that it is; -1 for all else."""


class Plan(NamedTuple):
    """One essay to be: where its heading and body stand."""

    heading: int
    """Index of its heading in the series; -1 for none."""
    first: int
    """Index of its first body part."""
    last: int
    """Index of its last body part."""
    zone: Span
    """From the end of its heading to the next one."""


def split_essays(
    parts: Sequence[Part], headings: Sequence[Heading], *, headless: bool, length: int, breaks: frozenset[int] = frozenset()
) -> list[Plan]:
    """The essays of a document, in order.

    Args:
        parts: all parts in order.
        headings: the series that opens essays; empty for a single essay.
        headless: text above the first heading is an essay too.
        length: characters of the source text.
        breaks: offsets at which a person said that a new essay begins.
    """
    zones: list[tuple[int, int, int]] = []  # heading, first part, one past the last
    start, heading = 0, -1
    for index, part in enumerate(parts):
        opened = part.heading
        if opened >= 0 or (breaks and part.start in breaks):
            zones.append((heading, start, index))
            heading, start = opened, index + (part.role == "heading")  # one within a sentence is the author's text
    zones.append((heading, start, len(parts)))
    plans = []
    for number, (heading, low, high) in enumerate(zones):
        if number == 0 and headings and not headless:
            continue
        entry = heading >= 0 and headings[heading].style in ENTRY_STYLES
        first = _first_body(parts, low, high, LEAST_ENTRY if entry else LEAST)
        if first < 0:
            continue
        last = next(i for i in range(high - 1, low - 1, -1) if parts[i].role == "body")
        begin = parts[low - 1].end if low else 0
        stop = parts[high].start if high < len(parts) else length
        plans.append(Plan(heading, first, last, (begin, stop)))
    return plans


def _first_body(parts: Sequence[Part], low: int, high: int, least: int) -> int:
    """Index of the first body part of a zone; -1 where the zone's body is too short for an essay."""
    first, total = -1, 0
    for index in range(low, high):
        part = parts[index]
        if part.role == "body":
            first = index if first < 0 else first
            total += part.end - part.start
            if total >= least:
                return first
    return -1
