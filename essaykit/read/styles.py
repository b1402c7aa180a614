"""The styles of a Word file, with what each inherits."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from essaykit.read.numbering import whole
from essaykit.read.package import attribute, child, local, switch, value

DEFAULT_SIZE = 20
"""Size of text, in half points, where nothing says another."""


class Style(NamedTuple):
    """What a paragraph or character style says, its ancestors included."""

    name: str = ""
    level: int = 0
    bold: bool | None = None
    hidden: bool | None = None
    centred: bool | None = None
    size: int = 0
    number: str = ""
    depth: int | None = None


PLAIN = Style()


def read_styles(root: etree._Element | None) -> tuple[dict[str, Style], int]:
    """Styles by id with what they inherit ("" is the default paragraph style), and the usual size in half points."""
    if root is None:
        return {}, DEFAULT_SIZE
    raw: dict[str, etree._Element] = {}
    default = ""
    for one in root:
        if local(one) == "style" and (ident := attribute(one, "styleId")):
            raw.setdefault(ident, one)
            if attribute(one, "default") in {"1", "true"} and attribute(one, "type") == "paragraph":
                default = ident
    done: dict[str, Style] = {}
    for ident in raw:
        _resolve(ident, raw, done)
    if default:
        done[""] = done[default]
    size = whole(value(child(child(child(root, "docDefaults"), "rPrDefault"), "rPr"), "sz"), 0)
    return done, done.get("", PLAIN).size or size or DEFAULT_SIZE


def _resolve(ident: str, raw: dict[str, etree._Element], done: dict[str, Style]) -> None:
    """Fill in a style and the chain of styles it is based on."""
    chain: list[str] = []
    at: str | None = ident
    while at and at in raw and at not in done and at not in chain:
        chain.append(at)
        at = value(raw[at], "basedOn")
    base = done.get(at or "", PLAIN)
    for one in reversed(chain):
        element = raw[one]
        name = (value(element, "name") or one)[:60]
        p, r = child(element, "pPr"), child(element, "rPr")
        outline = value(p, "outlineLvl")
        low = name.lower()
        level = whole(outline, 9) + 1 if outline is not None else base.level
        if low.startswith("heading ") and low[8:].isdigit():
            level = int(low[8:10])
        elif low == "title":
            level = 1
        align, numbers = value(p, "jc"), child(p, "numPr")
        depth = value(numbers, "ilvl")
        base = Style(
            name=name,
            level=level if level <= 9 and not low.startswith("toc") else 0,
            bold=_either(switch(r, "b"), base.bold),
            hidden=_either(switch(r, "vanish"), base.hidden),
            centred=align == "center" if align else base.centred,
            size=whole(value(r, "sz"), 0) or base.size,
            number=value(numbers, "numId") or base.number,
            depth=whole(depth, 0) if depth is not None else base.depth,
        )
        done[one] = base


def _either(own: bool | None, inherited: bool | None) -> bool | None:
    return inherited if own is None else own
