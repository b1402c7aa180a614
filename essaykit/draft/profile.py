"""How a school wants its papers set: fonts, sizes, spacing, margins. A profile is a card (`profiles/*.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from essaykit.cards import package_cards, parse_card
from essaykit.errors import CardError, UsageError
from essaykit.model import Record


class Lettering(Record, frozen=True, kw_only=True):
    """Fonts and size of a kind of paragraph."""

    font: str
    """For Chinese."""
    latin: str
    points: float


class Page(Record, frozen=True, kw_only=True):
    """Paper and margins, in centimetres."""

    width_cm: float
    height_cm: float
    top_cm: float
    bottom_cm: float
    left_cm: float
    right_cm: float


class Profile(Record, frozen=True, kw_only=True):
    """How a paper is set."""

    id: str
    name: str
    body: Lettering
    title: Lettering
    headings: tuple[Lettering, Lettering]
    quote: Lettering
    page: Page
    lines: float = 0
    """Line spacing as a multiple; 0 where `line_points` is meant."""
    line_points: float = 0
    """Height of a line in points; 0 where `lines` is meant."""
    indent_characters: float = 2
    """Indent of a paragraph's first line."""
    contents: bool = True
    page_numbers: bool = True


@cache
def load_profiles() -> Mapping[str, Profile]:
    """The built-in profiles by id."""
    return package_cards("essaykit.draft", "profiles", Profile)


def find_profile(name: str) -> Profile:
    """A profile by its id or its Chinese name.

    Raises:
        UsageError: if there is none; the nearest name is suggested.
    """
    known = load_profiles()
    for profile in known.values():
        if name in (profile.id, profile.name):
            return profile
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(f"{p.id} {p.name}" for p in known.values())
    raise UsageError(f"no profile named {name!r}", hint=hint)


def read_profile(text: str, file: str) -> Profile:
    """A profile from the text of a card.

    Raises:
        CardError: if it is no TOML, lacks a field, or asks for what no page can be.
    """
    profile = parse_card(text, file, Profile)
    page = profile.page
    sizes = [profile.body.points, profile.title.points, profile.quote.points, *(h.points for h in profile.headings)]
    if not all(4 <= size <= 72 for size in sizes):
        raise CardError("a size is not between 4 and 72 points", file=file)
    if bool(profile.lines) is bool(profile.line_points) or not 0 <= profile.lines <= 4 or not 0 <= profile.line_points <= 90:
        raise CardError("needs one of 'lines' (1 to 4) and 'line_points' (up to 90)", file=file)
    if page.left_cm + page.right_cm + 2 > page.width_cm or page.top_cm + page.bottom_cm + 2 > page.height_cm:
        raise CardError("its margins leave no room on the page", file=file)
    return profile
