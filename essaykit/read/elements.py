"""What an HTML element says of the text in it: by itself, and together with what holds around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from essaykit.model import BlockKind
from essaykit.read.css import FOR_GOOD, NO_STYLE, SIZE, colour, parse_style
from essaykit.read.flow import Look, Place

PATH_CHARS = 200
"""Longest element path kept; of a longer one the end."""

VALUE_CHARS = 1000
"""How much of an inline style is looked at, and how long class, id and style may be together for what they say to be kept."""


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


VOID = _set("area base basefont bgsound br col embed frame hr img input isindex keygen link meta param source track wbr")
LISTS = _set("ol ul menu dir")
_BLOCK = _set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset "
    "h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav noframes noscript ol p plaintext pre section summary "
    "table tbody td template tfoot th thead title tr ul xmp"
)
_KINDS: dict[str, BlockKind] = {
    "td": "cell", "th": "cell", "li": "list_item", "dt": "list_item", "dd": "list_item", "caption": "caption", "figcaption": "caption",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip
_FALLBACK = _set("noscript template noframes noembed iframe object audio video canvas")
"""Shown only where something else can't be."""
_SCREEN_READER = _set("sr-only visually-hidden screen-reader-text")
_PRE = _set("pre listing xmp plaintext textarea")
_BOLD = _set("b strong th h1 h2 h3 h4 h5 h6 big")
FURTHER = _set("align bgcolor color size hidden aria-hidden")
"""Attributes that change how an element's text looks or where it stands, as class, id and style do."""

Key = tuple[str, str | None, str | None, str | None, bool, tuple[tuple[str, str], ...]]
"""What elements share that look alike in the same place: tag, class, id, style, whether they are links, and what is in `FURTHER`."""


class Own(msgspec.Struct, frozen=True, gc=False):
    """What an element says by itself, wherever it stands; None where it says nothing."""

    step: str
    """Tag, class names and id: its step of a path."""
    block: bool
    kind: BlockKind
    level: int
    """Of a heading."""
    link: bool
    bold: bool | None
    centred: bool | None
    pre: bool
    """Its white space stays."""
    hides: int
    """Ways in which it hides."""
    shows: int
    """Ways to be hidden that it undoes."""
    white: bool
    """Its text is white …"""
    ground: str | None
    """… on this."""
    names: tuple[str, ...]
    """Classes by which a style sheet may hide it."""


class Inside(msgspec.Struct, gc=False):
    """What holds for the text in an open element. Siblings that look alike share one."""

    tag: str
    step: str
    """Its step of a path."""
    look: Look
    place: Place
    block: bool
    """Its text stands on lines of its own."""
    pre: bool
    """White space stays."""
    hides: int
    """Ways in which it is hidden."""
    ground: str
    centred: bool
    inner: dict[Key, Inside]
    """By their `Key` what holds inside the elements in it."""


def outermost() -> Inside:
    """What holds outside of all elements."""
    return Inside("", "", Look(), Place(), False, False, 0, "", False, {})


def inside(key: Key, around: Inside, hiding: set[str]) -> Inside:
    """What holds inside an element, given what holds around it.

    Args:
        key: the element.
        around: what holds around it.
        hiding: classes that the page's own style sheet hides.
    """
    own = _own(*key) if sum(map(len, filter(None, key[1:4]))) < VALUE_CHARS else _said(*key)  # long ones are not kept
    outer, place = around.look, around.place
    path = f"{outer.path}/{own.step}" if outer.path else own.step
    if len(path) > PATH_CHARS:
        path = "…" + path[1 - PATH_CHARS :]
    ground = around.ground if own.ground is None else own.ground
    hides = around.hides & ~own.shows | own.hides
    if (own.white and ground == "white") or (own.names and not hiding.isdisjoint(own.names)):
        hides |= FOR_GOOD
    look = Look(path, hides > 0, own.link or outer.link, outer.bold if own.bold is None else own.bold)
    centred = around.centred if own.centred is None else own.centred
    if own.block:
        if own.kind == "paragraph" and place.level:
            place = Place(path, "heading", place.level, centred)
        else:
            place = Place(path, own.kind, own.level, centred)
    return Inside(key[0], own.step, look, place, own.block, around.pre or own.pre, hides, ground, centred, {})


def _said(tag: str, names: str | None, ident: str | None, css: str | None, link: bool, further: tuple[tuple[str, str], ...]) -> Own:
    """What an element says by itself."""
    said = dict(further)
    style = parse_style(css[:VALUE_CHARS]) if css else NO_STYLE
    classes, align = (names or "").split(), said.get("align", "").lower()
    block = tag in _BLOCK or style.block

    hides, shows = style.hides, style.shows
    ground = style.ground or (colour(said["bgcolor"]) if "bgcolor" in said else None)
    if names or ident:  # what a style sheet may change is not known any more
        shows |= SIZE
        ground = style.ground
    # scripts show and hide whole boxes, so on a box aria-hidden says that a dialog lies above it
    out_of_line = not block and said.get("aria-hidden") == "true"
    if tag in _FALLBACK or "hidden" in said or not _SCREEN_READER.isdisjoint(classes) or out_of_line:
        hides |= FOR_GOOD

    bold = True if tag in _BOLD or (tag == "font" and _large(said.get("size", ""))) else None
    centred = None
    if tag == "table":  # its own alignment places the table, not its text
        centred = False
    elif align:
        centred = align == "center"
    elif tag in {"center", "th"}:
        centred = True
    kind = _KINDS.get(tag, "paragraph")
    return Own(
        step=_step(tag, classes, ident or ""),
        block=block,
        kind=kind,
        level=int(tag[1]) if kind == "heading" else 0,
        link=link and tag == "a",
        bold=bold if style.bold is None else style.bold,
        centred=centred if style.centred is None else style.centred,
        pre=tag in _PRE or style.pre,
        hides=hides,
        shows=shows,
        white=(style.colour or (colour(said.get("color", "")) if tag == "font" else "")) == "white",
        ground=ground,
        names=() if block else tuple(classes),
    )


_own = lru_cache(maxsize=8192)(_said)


def _step(tag: str, names: Sequence[str], ident: str) -> str:
    """An element's step of a path: tag, class names, id; kept short."""
    step = tag + "".join([f".{name[:40]}" for name in names[:4]])
    return f"{step}#{''.join(ident.split())[:40]}" if ident else step


def _large(size: str) -> bool:
    """Whether a ``<font size>`` is above the usual 3."""
    return size.strip()[:1] in {"+", "4", "5", "6", "7"}
