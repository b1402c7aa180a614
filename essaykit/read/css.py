"""What an inline style says about how text looks: hidden, bold, centred, on lines of its own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

DISPLAY, VISIBILITY, SIZE, FOR_GOOD = 1, 2, 4, 8
"""Ways to be hidden. An element inside can undo `VISIBILITY` and `SIZE`, not the others."""

FAR = 999
"""What stands so many units off the page is not meant to be seen."""


SHEET_CHARS = 200_000
"""How much of a style sheet is looked at."""


class Style(NamedTuple):
    """What an inline style says that matters here; None where it says nothing."""

    hides: int = 0
    shows: int = 0
    bold: bool | None = None
    centred: bool | None = None
    pre: bool = False
    block: bool = False
    colour: str = ""
    ground: str = ""


NO_STYLE = Style()

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_ZERO = re.compile(r"[+-]?(?:0+\.?0*|\.0+)(?:px|pt|em|rem|%)?\s*(?:!important)?\s*\Z")
_WHITE = re.compile(r"#fff(?:fff)?\b|white\b|rgba?\(255,\s*255,\s*255\b")
_COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*\*/")
_CLASS = re.compile(r"\s*[a-z]*\.([\w-]+)\s*\Z")
_MAY_HIDE = re.compile(r"none|hidden|collapse|:\s*[+.]?0|:\s*-\d{3}")
_SIDES = ("left", "top", "right", "bottom")
_EXTENTS = ("height", "width", "max-height", "max-width")


@lru_cache(maxsize=4096)
def parse_style(style: str) -> Style:
    """Read an inline style.

    >>> parse_style("display:none").hides == DISPLAY, parse_style("font-size: 14px").hides
    (True, 0)
    """
    said = {name: value.strip() for name, value in _DECLARATION.findall(style.lower())}
    hides, shows = _hiding(said)
    display = said.get("display", "")
    weight = said.get("font-weight", "")
    align = said.get("text-align", "")
    space = said.get("white-space", "")
    return Style(
        hides=hides,
        shows=shows,
        bold=weight.startswith(("bold", "600", "700", "800", "900")) if weight else None,
        centred=align.startswith("center") if align else None,
        pre=space.startswith(("pre", "break-spaces")) and not space.startswith("pre-line"),
        block=display.startswith(("block", "table", "flex", "grid", "list-item")),
        colour=colour(said.get("color", "")),
        ground=colour(said.get("background-color") or said.get("background", "")),
    )


def hiding_classes(sheet: str) -> set[str]:
    """Classes that a style sheet hides by themselves, outside of conditions such as ``@media``.

    >>> sorted(hiding_classes("p{color:red} .x, i.y {display:none} .a .b{display:none} @media print{.z{display:none}}"))
    ['x', 'y']
    """
    sheet = sheet[:SHEET_CHARS]
    if "/*" in sheet:
        sheet = _COMMENT.sub("", sheet)
    found: set[str] = set()
    depth = 0
    for rule in sheet.split("}"):
        opened = rule.count("{")
        if opened != 1:
            depth = max(0, depth + opened - 1)
        elif not depth:
            selector, _, text = rule.partition("{")
            if "." in selector and _MAY_HIDE.search(text.lower()):
                names = [match[1] for one in selector.split(",") if (match := _CLASS.match(one))]
                if names and parse_style(text[:1000]).hides:
                    found.update(names)
    return found


def colour(value: str) -> str:
    """A colour as written in small letters, all ways to write white alike.

    >>> colour("#FFFFFF"), colour("red")
    ('white', 'red')
    """
    value = value.strip().lower()
    return "white" if _WHITE.match(value) else value


def _hiding(said: dict[str, str]) -> tuple[int, int]:
    """Ways in which a style hides, and which hiding around it it undoes."""
    hides = shows = 0
    if said.get("display", "").startswith("none"):
        hides |= DISPLAY
    visibility = said.get("visibility", "")
    if visibility.startswith(("hidden", "collapse")):
        hides |= VISIBILITY
    elif visibility:
        shows |= VISIBILITY
    if "font-size" in said:
        if _ZERO.match(said["font-size"]):
            hides |= SIZE
        else:
            shows |= SIZE
    if _ZERO.match(said.get("opacity", "1")):
        hides |= FOR_GOOD
    if "hidden" in said.get("overflow", "") and any(_ZERO.match(said.get(extent, "1")) for extent in _EXTENTS):
        hides |= FOR_GOOD
    placed = said.get("position", "").startswith(("absolute", "fixed"))
    if _far_off(said.get("text-indent", "")) or (placed and any(_far_off(said.get(side, "")) for side in _SIDES)):
        hides |= FOR_GOOD
    return hides, shows


def _far_off(value: str) -> bool:
    match = _NUMBER.match(value)
    return match is not None and float(match[0]) <= -FAR
