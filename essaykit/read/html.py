"""HTML: what a browser would show, block by block, in one pass over the parser's events.

No tree is built: markup nested a hundred thousand levels deep costs memory in
proportion and no recursion. Scripts, styles, comments and drop-down lists are
counted, not read; what is hidden from a reader is read as hidden blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from essaykit.model import BlockKind, SourceText
from essaykit.read.encoding import decode
from essaykit.read.flow import Flow, Look, Place
from essaykit.read.lines import well_formed

PATH_CHARS = 200
"""Longest element path kept; of a longer one the end."""

HOSTS = 8
"""Hosts kept, the most frequent ones."""

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "noframes",
        "noscript",
        "ol",
        "p",
        "plaintext",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "template",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
        "xmp",
    ]
)
_KINDS: dict[str, BlockKind] = {
    "td": "cell", "th": "cell", "li": "list_item", "dt": "list_item", "dd": "list_item", "caption": "caption", "figcaption": "caption",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip
_SKIPPED = {"script": "script", "style": "style", "select": "drop-down list", "datalist": "drop-down list"}
_FALLBACK = frozenset(["noscript", "template", "noframes", "noembed", "iframe", "object", "audio", "video", "canvas"])
"""Shown only where something else can't be."""
_SCREEN_READER = frozenset(["sr-only", "visually-hidden", "screen-reader-text"])
_PRE = frozenset(["pre", "listing", "xmp", "plaintext", "textarea"])
_BOLD = frozenset(["b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "big"])
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])

_DISPLAY, _VISIBILITY, _SIZE, _FOR_GOOD = 1, 2, 4, 8


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


_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_ZERO = re.compile(r"[+-]?0*\.?0*(?:px|pt|em|rem|%)?\s*(?:!important)?$")
_WHITE = re.compile(r"#fff(?:fff)?\b|white\b|rgba?\(255,\s*255,\s*255\b")
_FAR = 999
"""A box this many pixels off the page is not meant to be seen."""


@lru_cache(maxsize=4096)
def parse_style(style: str) -> Style:
    """Read an inline style.

    >>> parse_style("display:none").hides, parse_style("font-size: 14px").hides
    (1, 0)
    """
    said = {name: value.strip() for name, value in _DECLARATION.findall(style.lower())}
    get = said.get
    hides = shows = 0
    display = get("display", "")
    if display.startswith("none"):
        hides |= _DISPLAY
    visibility = get("visibility", "")
    if visibility.startswith(("hidden", "collapse")):
        hides |= _VISIBILITY
    elif visibility.startswith("visible"):
        shows |= _VISIBILITY
    size = get("font-size", "")
    if size:
        if _ZERO.match(size):
            hides |= _SIZE
        else:
            shows |= _SIZE
    if "opacity" in said and _ZERO.match(said["opacity"]):
        hides |= _FOR_GOOD
    if "hidden" in get("overflow", "") and any(_ZERO.match(get(side, "1")) for side in ("height", "width", "max-height", "max-width")):
        hides |= _FOR_GOOD
    if _far_off(get("text-indent", "")) or (
        get("position", "").startswith(("absolute", "fixed"))
        and any(_far_off(get(side, "")) for side in ("left", "top", "right", "bottom"))
    ):
        hides |= _FOR_GOOD
    ground = get("background-color") or get("background", "")
    colour = get("color", "")
    weight = get("font-weight", "")
    return Style(
        hides=hides,
        shows=shows,
        bold=weight.startswith(("bold", "600", "700", "800", "900")) if weight else None,
        centred=get("text-align", "").startswith("center") if "text-align" in said else None,
        pre=get("white-space", "").startswith(("pre", "break-spaces")) and not get("white-space", "").startswith("pre-line"),
        block=display.startswith(("block", "table", "flex", "grid", "list-item")),
        colour="white" if _WHITE.match(colour) else colour,
        ground="white" if _WHITE.match(ground) else ground,
    )


def _far_off(value: str) -> bool:
    match = _NUMBER.match(value)
    return bool(match) and float(match[0]) <= -_FAR


class _Open(NamedTuple):
    """An open element: what holds inside it."""

    tag: str
    look: Look
    place: Place
    hides: int
    pre: bool
    block: bool
    ground: str
    lists: _List | None
    centred: bool


class _List:
    """An ordered list being numbered."""

    __slots__ = ("next", "step", "style")

    def __init__(self, start: int, step: int, style: str) -> None:
        self.next = start
        self.step = step
        self.style = style


class _Reader:
    """Target of the parser: gets its events, fills a `Flow`."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.counts: Counter[str] = Counter()
        self.hosts: Counter[str] = Counter()
        self.title: list[str] = []
        self.canonical = ""
        self.og_url = ""
        self.saved_from = ""
        self._stack: list[_Open] = []
        self._top = _Open("", Look(), Place(), 0, False, False, "", None, False)
        self._skip = ""  # tag that is being skipped
        self._skipped = 0  # how many of it are open
        self._titles = 0
        self._paths: dict[tuple[str, str, str, str], str] = {}

    # ---- events --------------------------------------------------------------------------------

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        if self._skip:
            self._skipped += tag == self._skip
            return
        top = self._top
        if tag == "br":
            self.flow.line_break(top.place, collapse=not top.pre)
            self._stack.append(top)
            return
        if tag in _SKIPPED:
            self.counts[_SKIPPED[tag]] += 1
            self._skip, self._skipped = tag, 1
            return
        block = tag in _BLOCK
        if not attrib:
            if block:
                self._open_block(tag, top)
            else:
                self._open_inline(tag, top)
        else:
            self._open_styled(tag, attrib, top, block)

    def end(self, tag: str) -> None:
        if self._skip:
            if tag == self._skip:
                self._skipped -= 1
                if not self._skipped:
                    self._skip = ""
            return
        top = self._top
        if top.block and tag != "br":
            self.flow.end(top.place, collapse=not top.pre)
            if tag == "li":
                self.flow.label = ""
        self._top = self._stack.pop()

    def data(self, data: str) -> None:
        if self._skip:
            return
        top = self._top
        if top.tag == "title":
            if self._titles == 1:
                self.title.append(data)
            return
        if top.pre and "\n" in data:
            *lines, data = data.split("\n")
            for line in lines:
                self.flow.add(line, top.look)
                self.flow.line_break(top.place, collapse=False)
            if not data:
                return
        self.flow.add(data, top.look)

    def comment(self, text: str) -> None:
        self.counts["comment"] += 1
        if not self.saved_from and "saved from url=" in text[:60]:
            self.saved_from = text.split(")", 1)[-1].strip()

    def close(self) -> None:
        self.flow.end(self._top.place)

    # ---- elements ------------------------------------------------------------------------------

    def _open_block(self, tag: str, top: _Open) -> None:
        """A block element without attributes, the common case."""
        self.flow.end(top.place, collapse=not top.pre)
        path = self._path(top.look.path, tag, "", "")
        place, look = top.place, top.look
        kind = _KINDS.get(tag, "paragraph")
        level = place.level
        centred = top.centred
        if kind == "heading":
            level = int(tag[1])
        elif level and kind == "paragraph":
            kind = "heading"
        else:
            level = 0
        if tag == "center":
            centred = True
        elif tag == "table":
            centred = False
        hides = top.hides | _FOR_GOOD if tag in _FALLBACK else top.hides
        if tag == "title":
            self._titles += 1
        elif tag == "li":
            self._number(top, None)
        lists = top.lists
        if tag == "ol":
            lists = _List(1, 1, "1")
        elif tag in {"ul", "menu", "dir"}:
            lists = None
        self._stack.append(top)
        self._top = _Open(
            tag,
            Look(path, bool(hides), look.link, look.bold or tag in _BOLD),
            Place(path, kind, level, centred or tag == "th"),
            hides,
            top.pre or tag in _PRE,
            True,
            top.ground,
            lists,
            centred,
        )

    def _open_inline(self, tag: str, top: _Open) -> None:
        """An inline element without attributes."""
        self._stack.append(top)
        if tag in _VOID:
            self.counts["picture"] += tag == "img"
            return
        look = top.look
        hides = top.hides | _FOR_GOOD if tag in _FALLBACK else top.hides
        self._top = top._replace(
            tag=tag,
            look=Look(self._path(look.path, tag, "", ""), bool(hides), look.link, look.bold or tag in _BOLD),
            hides=hides,
            pre=top.pre or tag in _PRE,
            block=False,
        )

    def _open_styled(self, tag: str, attrib: dict[str, str], top: _Open, block: bool) -> None:
        """Any element with attributes."""
        get = attrib.get
        if tag in _VOID and tag != "hr":
            self._stack.append(top)
            self._void(tag, get)
            return
        css = get("style")
        style = parse_style(css) if css else _NO_STYLE
        block = block or style.block
        if block:
            self.flow.end(top.place, collapse=not top.pre)
            self._open_block(tag, top) if tag in _BLOCK else self._open_inline(tag, top)
        else:
            self._open_inline(tag, top)
        inner = self._top
        names, ident = get("class", ""), get("id", "")
        path = self._path(top.look.path, tag, names, ident)
        hides = inner.hides & ~style.shows
        ground = "" if names or ident else inner.ground
        if names or ident:
            hides &= ~_SIZE
        ground = style.ground or get("bgcolor", "").lower() or ground
        colour = style.colour or (get("color", "").lower() if tag == "font" else "")
        hides |= style.hides
        if colour and ground and _WHITE.match(colour) and _WHITE.match(ground):
            hides |= _FOR_GOOD
        if "hidden" in attrib or (get("aria-hidden") == "true" and not block) or (names and not _SCREEN_READER.isdisjoint(names.split())):
            hides |= _FOR_GOOD
        link = inner.look.link
        if tag == "a":
            href = get("href")
            if href is not None:
                link = True
                self._host(href)
        bold = inner.look.bold if style.bold is None else style.bold
        if tag == "font" and _large(get("size", "")):
            bold = True
        centred = inner.centred
        align = get("align", "").lower()
        if align and tag not in {"table", "img", "hr"}:
            centred = align == "center"
        if style.centred is not None:
            centred = style.centred
        place = inner.place
        lists = inner.lists
        if block:
            place = Place(path, place.kind, place.level, centred or (tag == "th" and not align), place.page)
            if tag == "ol":
                lists = _List(_integer(get("start"), 1), -1 if "reversed" in attrib else 1, _list_style(get("type"), css))
            elif tag == "li" and "value" in attrib:
                self._number(top, _integer(get("value"), 1))
        self._top = inner._replace(
            look=Look(path, bool(hides), link, bold),
            place=place,
            hides=hides,
            pre=inner.pre or style.pre,
            block=block,
            ground=ground,
            lists=lists,
            centred=centred,
        )

    def _void(self, tag: str, get: object) -> None:
        """An element that can't hold text: counted, or asked for the page's address."""
        assert callable(get)
        if tag == "img":
            self.counts["picture"] += 1
        elif tag == "link":
            if not self.canonical and str(get("rel", "")).lower() == "canonical":
                self.canonical = str(get("href", ""))
        elif tag == "meta" and not self.og_url and get("property", "") == "og:url":
            self.og_url = str(get("content", ""))

    def _number(self, top: _Open, value: int | None) -> None:
        """Give the next block its number, if the list has numbers."""
        if top.lists is None:
            return
        if value is not None:
            top.lists.next = value
            self.flow.label = list_number(value, top.lists.style)
            top.lists.next += top.lists.step
            return
        self.flow.label = list_number(top.lists.next, top.lists.style)
        top.lists.next += top.lists.step

    def _path(self, parent: str, tag: str, names: str, ident: str) -> str:
        """Path of an element, kept short."""
        key = (parent, tag, names, ident)
        path = self._paths.get(key)
        if path is None:
            step = tag
            if names:
                step += "".join(f".{name[:40]}" for name in names.split()[:4])
            if ident:
                step += f"#{ident.strip()[:40]}"
            path = f"{parent}/{step}" if parent else step
            if len(path) > PATH_CHARS:
                path = "…" + path[1 - PATH_CHARS :]
            self._paths[key] = path
        return path

    def _host(self, href: str) -> None:
        if "//" in href:
            match = _HOST.match(href)
            if match:
                self.hosts[match[1].lower()] += 1


_NO_STYLE = Style()
_HOST = re.compile(r"\s*(?:https?:)?//(?:[^/?#@\s]*@)?([\w.-]+)", re.IGNORECASE)


def _large(size: str) -> bool:
    """Whether ``<font size>`` is above the usual 3."""
    size = size.strip()
    return size[:1] == "+" or size[:1] in set("4567")


def _integer(value: str | None, default: int) -> int:
    try:
        return max(-999_999, min(999_999, int(value or "")))
    except ValueError:
        return default


_LIST_STYLES = {"decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i",
                "upper-roman": "I", "cjk-ideographic": "一", "simp-chinese-informal": "一", "trad-chinese-informal": "一",
                "cjk-decimal": "〇", "none": ""}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)


def _list_style(kind: str | None, css: str | None) -> str:
    match = _LIST_STYLE.search(css) if css else None
    if match:
        return _LIST_STYLES.get(match[1].lower(), "1")
    return kind.strip() if kind and kind.strip() in set("1aAiI") else "1"


def list_number(number: int, style: str) -> str:
    """The number that a browser prints before a list item."""
    from essaykit.read.numerals import numeral

    if not style:
        return ""
    scheme = {
        "1": "decimal",
        "a": "lowerLetter",
        "A": "upperLetter",
        "i": "lowerRoman",
        "I": "upperRoman",
        "一": "chineseCounting",
        "〇": "ideographDigital",
    }
    return numeral(number, scheme[style]) + ("、" if style in "一〇" else ".")


def read_html(data: bytes, *, encoding: str | None = None, declared: str | None = None) -> SourceText:
    """Read a page; ``declared`` is the encoding that its transport states, checked like the page's own.

    Raises:
        ReadError: if the bytes are no text.
    """
    head = data[:8192]
    match = _META.search(head)
    if declared is None and match:
        declared = (match[1] or match[2]).decode("ascii")
    text, name, evidence, replaced = decode(data, declared=declared, override=encoding)
    return html_source(text, encoding=name, evidence=evidence, replaced=replaced)


def html_source(
    text: str, *, encoding: str | None = None, evidence: str = "", replaced: int = 0, media_type: str = "text/html"
) -> SourceText:
    """Blocks of a page that is decoded already."""
    reader = _Reader()
    counts = reader.counts
    if "\0" in text:
        counts["NUL"] += text.count("\0")
        text = text.replace("\0", "\ufffd")
    text, not_text = well_formed(text, replaced)
    counts.update(dict(not_text))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=reader)
    parser.feed(text.encode())
    parser.close()
    body, blocks = reader.flow.result()
    url = reader.canonical or reader.og_url or reader.saved_from
    hosts = sorted(reader.hosts.items(), key=lambda item: (-item[1], item[0]))[:HOSTS]
    return SourceText(
        text=body,
        blocks=blocks,
        media_type=media_type,
        encoding=encoding,
        encoding_evidence=evidence,
        name=" ".join("".join(reader.title).split()),
        url=url.strip() if url.strip().startswith(("http://", "https://")) else None,
        hosts=tuple(host for host, _ in hosts),
        not_text=tuple(sorted(counts.items())),
    )
