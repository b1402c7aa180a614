"""Word files (docx): paragraphs, tables, text boxes, notes, headers and footers in reading order.

Word's own XML is read, not python-docx's view of it: that leaves out text
boxes, tracked insertions, content controls, fields and generated numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree
from msgspec.structs import replace

from essaykit.errors import ReadError
from essaykit.model import BlockKind, SourceText
from essaykit.read.flow import Flow, Look, Place
from essaykit.read.html import read_html
from essaykit.read.media import DOCX, HTML, MHTML, media_type
from essaykit.read.mhtml import read_mhtml
from essaykit.read.numbering import Numbering, whole
from essaykit.read.package import Package, attribute, child, local, switch, value
from essaykit.read.styles import PLAIN, Style, read_styles

_THROUGH = frozenset(["ins", "moveTo", "smartTag", "customXml", "hyperlink", "dir", "bdo", "oMath", "oMathPara", "r", "sdtContent"])
"""Elements that show what is in them."""

_SYMBOLS = {0xA8: "□", 0xFE: "☑", 0x52: "☑", 0xFC: "✓", 0xFD: "☒", 0x6F: "□", 0x6C: "●", 0x6E: "■", 0xB7: "•", 0xD8: "➢", 0xE0: "→"}
"""Characters of Word's symbol fonts (Wingdings, Symbol) that forms use."""


class _Looks(NamedTuple):
    """What all parts of a file share: styles, the usual size in half points, counts of what is no text."""

    styles: dict[str, Style]
    size: int
    counts: Counter[str]
    embedded: Callable[[str], SourceText | None]
    """A page that stands for part of the document, by the id of its relation."""


class Where(NamedTuple):
    """The containers around a paragraph."""

    path: str = ""
    kind: BlockKind | None = None
    toc: bool = False


def read_docx(data: bytes) -> SourceText:
    """Read a Word file.

    Raises:
        ReadError: if it is broken, encrypted, hostile or unpacks to too much.
    """
    package = Package(data)
    part = package.main_part()
    root = package.xml(part) if part else None
    if root is None:
        raise ReadError("is a broken docx file", hint="it has no main document")
    relations = package.relations(part)

    def first(kind: str, *, needed: bool = True) -> etree._Element | None:
        """The part of a kind; one that holds no text may be broken."""
        try:
            return next((package.xml(target) for found, target in relations.values() if found == kind), None)
        except ReadError:
            if needed:
                raise
            counts["unreadable part"] += 1
            return None

    counts: Counter[str] = Counter()
    styles, size = read_styles(first("styles", needed=False))
    looks = _Looks(styles, size, counts, lambda ident: _page(package, relations.get(ident, ("", ""))[1]))
    numbering = Numbering(first("numbering", needed=False), {ident: style.number for ident, style in styles.items() if style.number})
    try:
        body = _Body(looks, numbering)
        body.pages(root)
        body.blocks(child(root, "body"), Where())
        flows = [*_margins(package, relations, root, "header", looks), body.flow]
        for kind in ("footnotes", "endnotes"):
            flows.extend(_notes(first(kind), kind[:-1], looks))
        flows.extend(_margins(package, relations, root, "footer", looks))
    except RecursionError:
        raise ReadError("is nested too deeply", place=part, hint="Word itself allows far less") from None
    whole_text = Flow()
    for flow in flows:
        whole_text.extend(flow)
    text, blocks = whole_text.result()
    return SourceText(
        text=text,
        blocks=blocks,
        media_type=DOCX,
        name=_title(package),
        not_text=tuple(sorted((k, n) for k, n in counts.items() if n)),
    )


def _page(package: Package, part: str) -> SourceText | None:
    """A web page inside a Word file: what editors in the browser export is often nothing else."""
    data = package.read(part) if part else None
    kind = media_type(data, part) if data else ""
    if data is None or kind not in {HTML, MHTML}:
        return None
    try:
        source = read_html(data) if kind == HTML else read_mhtml(data)
    except ReadError:
        return None
    return source if source.blocks else None


def _title(package: Package) -> str:
    """Title property; Word fills it with the first line of an older draft as often as not, so it is only a hint."""
    try:
        core = package.xml("docProps/core.xml")
    except ReadError:
        return ""
    title = child(core, "title")
    return " ".join((title.text or "").split()) if title is not None else ""


def _margins(package: Package, relations: dict[str, tuple[str, str]], root: etree._Element, kind: str, looks: _Looks) -> Iterator[Flow]:
    """Headers or footers in the order of the sections that use them, each distinct text once."""
    seen = set()
    place: BlockKind = "page_header" if kind == "header" else "page_footer"
    for reference in root.iter(f"{{*}}{kind}Reference"):
        found = relations.get(attribute(reference, "id") or "")
        part = package.xml(found[1]) if found else None
        if part is None:
            continue
        reader = _Body(looks, Numbering(None, {}))
        reader.blocks(part, Where(path=kind, kind=place))
        text, _ = reader.flow.result()
        if text and text not in seen:
            seen.add(text)
            yield reader.flow


def _notes(root: etree._Element | None, kind: str, looks: _Looks) -> Iterator[Flow]:
    """Footnotes or endnotes, the separators left out."""
    if root is None:
        return
    reader = _Body(looks, Numbering(None, {}))
    for note in root:
        if local(note) == kind and attribute(note, "type") in {None, "normal"}:
            reader.blocks(note, Where(path=kind))
    yield reader.flow


class _Body:
    """Walks one part and fills a `Flow`."""

    def __init__(self, looks: _Looks, numbering: Numbering) -> None:
        self.flow = Flow()
        self._styles = looks.styles
        self._size = looks.size
        self._counts = looks.counts
        self._embedded = looks.embedded
        self._numbering = numbering
        self._page = 0
        self._rendered = False
        self._place = Place()
        self._style = PLAIN
        self._fields: list[list[str]] = []  # open fields: [phase, instruction]
        self._boxes: list[tuple[etree._Element, Where]] = []
        self._where = Where()

    def pages(self, root: etree._Element) -> None:
        """Count pages: by where Word last broke them if it wrote that down, else by hard breaks."""
        self._page = 1
        self._rendered = next(root.iter("{*}lastRenderedPageBreak"), None) is not None

    # ---- containers ----------------------------------------------------------------------------

    def blocks(self, parent: etree._Element | None, where: Where) -> None:
        """Paragraphs and tables of a container."""
        if parent is None:
            return
        for one in parent:
            name = local(one)
            if name == "p":
                self._paragraph(one, where)
            elif name == "tbl":
                self._table(one, where)
            elif name == "sdt":
                gallery = value(child(child(one, "sdtPr"), "docPartObj"), "docPartGallery") or ""
                self.blocks(child(one, "sdtContent"), where._replace(toc=where.toc or gallery == "Table of Contents"))
            elif name == "AlternateContent":
                self.blocks(_alternative(one), where)
            elif name in _THROUGH:
                self.blocks(one, where)
            elif name == "altChunk":
                page = self._embedded(attribute(one, "id") or "")
                if page is None:
                    self._counts["embedded file"] += 1
                else:
                    self.flow.append(page.text, page.blocks)

    def _table(self, table: etree._Element, where: Where) -> None:
        """Cells row by row; a cell merged downwards is read where it begins."""
        inner = where._replace(path=f"{where.path}/tbl".lstrip("/"), kind=where.kind or "cell")
        for row in _inside(table, "tr"):
            if child(child(row, "trPr"), "del") is not None:
                continue
            for cell in _inside(row, "tc"):
                merge = child(child(cell, "tcPr"), "vMerge")
                if merge is None or attribute(merge, "val") == "restart":
                    self.blocks(cell, inner)

    # ---- paragraphs ----------------------------------------------------------------------------

    def _paragraph(self, p: etree._Element, where: Where) -> None:
        properties = child(p, "pPr")
        style_id = value(properties, "pStyle") or ""
        style = self._styles.get(style_id, self._styles.get("", PLAIN))
        level = style.level
        outline = value(properties, "outlineLvl")
        if outline is not None:
            level = whole(outline, 9) + 1
        if not 1 <= level <= 9:
            level = 0
        label = self._label(properties, style, style_id)
        align = value(properties, "jc")
        if switch(properties, "pageBreakBefore") and not self._rendered:
            self._page += 1
        toc = where.toc or any(field[1].startswith("TOC") for field in self._fields) or _leads_to_heading(p)
        kind: BlockKind = where.kind or ("heading" if level else "paragraph" if label is None else "list_item")
        if kind == "cell" and level:
            kind = "heading"
        parts = [where.path, "toc" if toc and not style.name.lower().startswith("toc") else "", style.name]
        self._where, self._style = where, style
        self._place = Place("/".join(part for part in parts if part), kind, level, align == "center" if align else bool(style.centred), 0)
        self.flow.label = label or ""
        self._inline(p, link=False)
        self._end_line()
        self.flow.label = ""
        for field in self._fields:  # an instruction never goes beyond its paragraph; else one lost mark would hide the rest
            field[0] = "result"
        if child(properties, "sectPr") is not None and not self._rendered:
            self._page += value(child(properties, "sectPr"), "type") != "continuous"
        boxes, self._boxes = self._boxes, []
        for box, around in boxes:
            self.blocks(box, around)

    def _label(self, properties: etree._Element | None, style: Style, style_id: str) -> str | None:
        """Generated number of a paragraph; None if it is in no list."""
        numbers = child(properties, "numPr")
        ident = value(numbers, "numId")
        depth = value(numbers, "ilvl")
        if ident is None:
            if not style.number:
                return None
            ident = style.number
            if depth is None and style.depth is None:
                return self._numbering.next_label(ident, self._numbering.level_of_style(ident, style_id))
        return self._numbering.next_label(ident, whole(depth, style.depth or 0))

    def _end_line(self, *, broken: bool = False) -> None:
        place = self._place if self._place.page or not self._page else replace(self._place, page=self._page)
        self._place = place
        if broken:
            self.flow.line_break(place, collapse=False)
        else:
            self.flow.end(place, collapse=False)

    def _inline(self, parent: etree._Element, *, link: bool) -> None:
        """Runs of a paragraph, and what may stand around them."""
        for one in parent:
            name = local(one)
            if name == "r":
                self._run(one, link=link)
            elif name == "hyperlink":
                self._inline(one, link=True)
            elif name in {"fldSimple", "sdtContent"} or name in _THROUGH:
                self._inline(one, link=link)
            elif name == "sdt":
                content = child(one, "sdtContent")
                if content is not None:
                    self._inline(content, link=link)
            elif name == "AlternateContent":
                chosen = _alternative(one)
                if chosen is not None:
                    self._inline(chosen, link=link)
            elif name in {"del", "moveFrom", "pPr", "rPr"}:
                continue
            elif name in _MATHS or one.tag.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/math}"):
                self._maths(one, link=link)

    def _maths(self, one: etree._Element, *, link: bool) -> None:
        """A formula, as the row of its characters."""
        look = Look(self._place.path, False, link, False)
        for text in one.iter("{*}t"):
            if text.text:
                self._add(text.text, look)

    def _run(self, run: etree._Element, *, link: bool) -> None:
        properties = child(run, "rPr")
        style = self._styles.get(value(properties, "rStyle") or "-", PLAIN)
        bold = _first(switch(properties, "b"), style.bold, self._style.bold)
        hidden = _first(switch(properties, "vanish"), style.hidden, self._style.hidden)
        size = whole(value(properties, "sz"), 0) or style.size or self._style.size or self._size
        look = Look(self._place.path, hidden, link or any(field[1].startswith("HYPERLINK") for field in self._fields), bold, size)
        self._content(run, look)

    def _content(self, run: etree._Element, look: Look) -> None:
        """What stands in a run."""
        for one in run:
            name = local(one)
            if name == "t":
                self._add(one.text or "", look)
            elif name in {"tab", "ptab"}:
                self._add("\t", look)
            elif name in {"br", "cr"}:
                if attribute(one, "type") == "page":
                    self._end_line(broken=True)
                    self._turn(rendered=False)
                else:
                    self._end_line(broken=True)
            elif name == "lastRenderedPageBreak":
                self._turn(rendered=True)
            elif name == "noBreakHyphen":
                self._add("\u2011", look)
            elif name == "softHyphen":
                self._add("\u00ad", look)
            elif name == "sym":
                self._add(_symbol(attribute(one, "char")), look)
            elif name == "fldChar":
                self._field(attribute(one, "fldCharType"))
            elif name == "instrText":
                if self._fields:
                    self._fields[-1][1] = (self._fields[-1][1] + (one.text or "")).lstrip()[:200]
            elif name == "ruby":
                self._ruby(one, look)
            elif name in {"drawing", "pict", "object", "AlternateContent"}:
                self._drawing(one)

    def _add(self, text: str, look: Look) -> None:
        """Text of the document, unless it stands where a field has its instruction."""
        if text and not any(field[0] == "instruction" for field in self._fields):
            if self._page and not self._place.page:
                self._place = replace(self._place, page=self._page)
            self.flow.add(text.replace("\r", " ").replace("\n", " ") if "\n" in text or "\r" in text else text, look)

    def _turn(self, *, rendered: bool) -> None:
        """A page begins."""
        if self._page and rendered == self._rendered:
            self._page += 1
            if not self.flow.pieces:
                self._place = replace(self._place, page=self._page)

    def _field(self, mark: str | None) -> None:
        if mark == "begin":
            self._fields.append(["instruction", ""])
        elif self._fields:
            if mark == "separate":
                self._fields[-1][0] = "result"
            elif mark == "end":
                self._fields.pop()

    def _ruby(self, ruby: etree._Element, look: Look) -> None:
        """A word with its reading, which stands above it: shown behind it in brackets."""
        base, reading = (
            "".join(text.text or "" for text in part.iter("{*}t")) if (part := child(ruby, name)) is not None else ""
            for name in ("rubyBase", "rt")
        )
        self._add(base + (f"({reading})" if reading else ""), look)

    def _drawing(self, one: etree._Element) -> None:
        """Pictures are counted; text boxes are read after the paragraph that holds them."""
        chosen = _alternative(one) if local(one) == "AlternateContent" else one
        if chosen is None:
            return
        where = self._where._replace(path=f"{self._where.path}/txbx".lstrip("/"))
        pictures = True
        stack = [chosen]
        while stack:
            element = stack.pop()
            name = local(element)
            if name == "txbxContent":
                self._boxes.append((element, where))
                pictures = False
            elif name == "AlternateContent":
                inner = _alternative(element)
                if inner is not None:
                    stack.append(inner)
            else:
                stack.extend(reversed(element))
        self._counts["picture"] += pictures


_MATHS = frozenset({"oMath", "oMathPara"})


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table, cells of a row, also where a content control or a tracked change stands between."""
    for one in parent:
        found = local(one)
        if found == name:
            yield one
        elif found == "sdt":
            content = child(one, "sdtContent")
            if content is not None:
                yield from _inside(content, name)
        elif found in {"ins", "customXml", "moveTo"}:
            yield from _inside(one, name)


def _alternative(one: etree._Element) -> etree._Element | None:
    """One of two forms of the same thing: the first choice, else the fallback."""
    choice = child(one, "Choice")
    return choice if choice is not None else child(one, "Fallback")


def _leads_to_heading(p: etree._Element) -> bool:
    """Whether a paragraph is an entry of a table of contents: a link to the mark that Word sets at headings."""
    link = child(p, "hyperlink")
    return link is not None and (attribute(link, "anchor") or "").startswith("_Toc")


def _symbol(code: str | None) -> str:
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        return _SYMBOLS.get(number - 0xF000, chr(number))
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0x11_0000 else ""


def _first(*found: bool | None) -> bool:
    return next((one for one in found if one is not None), False)
