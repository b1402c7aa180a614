"""What labels are: a role for each unit of a document, and the rulings that stand above the model."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from essaykit.label.units import Unit
from essaykit.model import RoleName


class Ruling(NamedTuple):
    """A role that a person or a rule gave to a stretch of the text."""

    start: int
    end: int
    role: RoleName
    rule: str
    """``decision`` or a rule's id."""


class Labelled(msgspec.Struct, frozen=True, gc=False):
    """A unit with its role."""

    unit: Unit
    role: RoleName
    confidence: float
    evidence: tuple[str, ...]
    rule: str = "decode"


class Labelling(NamedTuple):
    """All units of a document with their roles."""

    units: list[Labelled]
    title: int
    """Index of the unit that is the document's title; -1 for none."""
    headless: bool
    """An essay's text stands above the first heading: its beginning is on another page."""
    wrap: int
    """Width of hard-wrapped lines; 0 where lines are paragraphs."""
