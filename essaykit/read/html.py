"""HTML: what a browser would show, block by block, in one pass over the parser's events.

No tree is built: markup nested a hundred thousand levels deep costs memory in
proportion and no recursion. Scripts, styles, comments and drop-down lists are
counted, not read; what is hidden from a reader is read as hidden blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from lxml import etree
from msgspec.structs import replace

from essaykit.errors import ReadError
from essaykit.model import Block, Box, SourceText
from essaykit.read.css import hiding_classes
from essaykit.read.elements import FURTHER, LISTS, PATH_CHARS, VOID, Inside, Key, inside, outermost
from essaykit.read.encoding import decode
from essaykit.read.flow import Flow
from essaykit.read.lines import well_formed
from essaykit.read.numerals import numeral

HOSTS = 8
"""Hosts kept, the most frequent ones."""

CHUNK = 65_536
"""Bytes that the parser gets at a time."""

SEARCHES = 500_000_000
"""The parser searches the open elements for each end tag; a page that would cost more than so many steps is refused."""

HEAD_BYTES = 8192
"""Where a page's declaration of its encoding is looked for."""

LINE_CHARS, FEW_CHARS, SEEN_SHARE = 20, 150, 0.25
"""A page that a script shows has fewer characters to see than these before, in lines so long, and at most this share of the hidden ones."""

_NOFRAMES = re.compile("<(/?)noframes(?![a-z])", re.IGNORECASE)
_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)


_SKIPPED = {"script": "script", "style": "style", "select": "drop-down list", "datalist": "drop-down list"}
_SPECIAL = LISTS | {"li", "title", "a"}
_HOST = re.compile(r"\s*(?:https?:)?//(?:[^/?#@\s]*@)?([\w.-]+)", re.IGNORECASE)
_ASCII_SPACE = " \t\n\r\f"


class _List:
    """A list being numbered; bullets have no style."""

    __slots__ = ("next", "step", "style")

    def __init__(self, start: int, step: int, style: str) -> None:
        self.next = start
        self.step = step
        self.style = style

    def number(self) -> str:
        """The number that a browser prints before the next item."""
        label = numeral(self.next, _SCHEMES[self.style]) + ("、" if self.style in "一〇" else ".") if self.style else ""
        self.next += self.step
        return label


class _Reader:
    """Target of the parser: gets its events, fills a `Flow`."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.counts: Counter[str] = Counter()
        self.hosts: Counter[str] = Counter()
        self.title: list[str] = []
        self.address = {"canonical": "", "og:url": "", "saved from": ""}
        self._stack: list[Inside] = []
        self._top = outermost()
        self._lists: list[_List] = []
        self._titles = 0
        self._firsts: list[int] = []  # for each open block element, how many blocks stand before it
        self._boxes: list[tuple[int, int, str]] = []
        self._sheet: list[str] = []
        self._hiding: set[str] = set()
        self._skip = ""  # element that is not text, and how many of it are open
        self._skipped = 0

    # ---- events --------------------------------------------------------------------------------

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        """An element begins."""
        if self._skip:
            self._skipped += tag == self._skip
            return
        top = self._top
        if tag in VOID:
            self._void(tag, attrib, top)
            return
        if tag in _SKIPPED:
            self.counts[_SKIPPED[tag]] += 1
            self._skip, self._skipped = tag, 1
            return
        if attrib:
            get = attrib.get
            further = () if FURTHER.isdisjoint(attrib) else tuple([item for item in attrib.items() if item[0] in FURTHER])
            key: Key = tag, get("class"), get("id"), get("style"), "href" in attrib, further
        else:
            key = tag, None, None, None, False, ()
        found = top.inner.get(key)
        if found is None:
            found = top.inner[key] = inside(key, top, self._hiding)
        if found.block:
            flow = self.flow
            if flow.pieces or flow.after_break:
                flow.end(top.place, collapse=not top.pre)
            self._firsts.append(len(flow.blocks))
        if tag in _SPECIAL:
            self._special(tag, attrib)
        self._stack.append(top)
        self._top = found

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skip:
            if tag == self._skip:
                self._skipped -= 1
                if not self._skipped:
                    self._skip = ""
                    if self._sheet:
                        self._hiding |= hiding_classes("".join(self._sheet))
                        self._sheet = []
            return
        if tag in VOID:
            return
        top = self._top
        if top.block:
            flow = self.flow
            if flow.pieces or flow.after_break:
                flow.end(top.place, collapse=not top.pre)
            first, last = self._firsts.pop(), len(flow.blocks)
            if first < last:
                self._box(first, last, top.step)
            if tag in _SPECIAL:
                if tag == "li":
                    flow.label = ""
                elif tag in LISTS:
                    self._lists.pop()
        self._top = self._stack.pop()

    def data(self, data: str) -> None:
        """Characters; one text may come in several pieces."""
        if self._skip:
            if self._skip == "style":
                self._sheet.append(data)
            return
        top = self._top
        flow = self.flow
        if top.pre:
            self._verbatim(data, top)
        elif top.tag == "title":
            if self._titles == 1:
                self.title.append(data)
        elif flow.pieces or data.strip(_ASCII_SPACE):
            flow.add(data, top.look)

    def _verbatim(self, data: str, top: Inside) -> None:
        """Characters whose line ends count."""
        flow = self.flow
        if "\n" in data:
            *lines, data = data.split("\n")
            for line in lines:
                if line:
                    flow.add(line, top.look)
                flow.line_break(top.place, collapse=False)
        if data:
            flow.add(data, top.look)

    def comment(self, text: str) -> None:
        """A comment; browsers write into one where they saved a page from."""
        self.counts["comment"] += 1
        if "saved from url=" in text[:60]:
            self.address["saved from"] = self.address["saved from"] or text.split(")", 1)[-1].strip()

    def close(self) -> None:
        """The page ends."""
        self.flow.end(self._top.place)

    def boxes(self) -> tuple[Box, ...]:
        """The block elements that hold text, each before those inside it."""
        return tuple(Box(first=a, last=b, path=path) for a, b, path in sorted(self._boxes, key=lambda box: (box[0], -box[1])))

    def _box(self, first: int, last: int, step: str) -> None:
        """A block element with text has ended; one that holds the blocks of the one that ended before it shares its box."""
        boxes = self._boxes
        if boxes and boxes[-1][0] == first and boxes[-1][1] == last:
            step = f"{step}/{boxes.pop()[2]}"
        boxes.append((first, last, step if len(step) <= PATH_CHARS else "…" + step[1 - PATH_CHARS :]))

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._stack)

    # ---- elements that do more than look -------------------------------------------------------

    def _void(self, tag: str, attrib: Mapping[str, str], top: Inside) -> None:
        """An element that can't hold text: a line break, a picture, the page's address."""
        if tag == "br":
            self.flow.line_break(top.place, collapse=not top.pre)
        elif tag == "hr":
            self.flow.end(top.place, collapse=not top.pre)
        elif tag == "img":
            self.counts["picture"] += 1
        elif tag == "link":
            if attrib.get("rel", "").lower() == "canonical":
                self.address["canonical"] = self.address["canonical"] or attrib.get("href", "")
        elif tag == "meta" and attrib.get("property") == "og:url":
            self.address["og:url"] = self.address["og:url"] or attrib.get("content", "")

    def _special(self, tag: str, attrib: Mapping[str, str]) -> None:
        """Links are counted by host, list items numbered, titles told apart."""
        if tag == "a":
            href = attrib.get("href", "")
            match = _HOST.match(href) if "//" in href else None
            if match:
                self.hosts[match[1].lower()] += 1
        elif tag == "title":
            self._titles += 1
        elif tag == "li":
            if self._lists:
                if "value" in attrib:
                    self._lists[-1].next = _integer(attrib["value"], self._lists[-1].next)
                self.flow.label = self._lists[-1].number()
        elif tag == "ol":
            start = _integer(attrib.get("start"), 1)
            self._lists.append(
                _List(start, -1 if "reversed" in attrib else 1, _list_style(attrib.get("type", ""), attrib.get("style", "")))
            )
        else:
            self._lists.append(_List(1, 1, ""))


def _integer(text: str | None, default: int) -> int:
    try:
        return max(-999_999, min(999_999, int(text or "")))
    except ValueError:
        return default


_SCHEMES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCounting", "〇": "ideographDigital",
}  # fmt: skip
_LIST_STYLES = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I",
    "cjk-ideographic": "一", "simp-chinese-informal": "一", "trad-chinese-informal": "一", "cjk-decimal": "〇", "none": "",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)


def _list_style(kind: str, css: str) -> str:
    match = _LIST_STYLE.search(css)
    if match:
        return _LIST_STYLES.get(match[1].lower(), "1")
    kind = kind.strip()
    return kind if kind in _SCHEMES else "1"


def read_html(data: bytes, *, encoding: str | None = None, declared: str | None = None) -> SourceText:
    """Read a page; ``declared`` is the encoding that its transport states, checked like the page's own.

    Raises:
        ReadError: if the bytes are no text.
    """
    match = _META.search(data[:HEAD_BYTES])
    if match and declared is None:
        declared = (match[1] or match[2]).decode("ascii")
    text, name, evidence, replaced = decode(data, declared=declared, override=encoding)
    return html_source(text, encoding=name, evidence=evidence, replaced=replaced)


def html_source(text: str, *, encoding: str | None = None, evidence: str = "", replaced: int = 0) -> SourceText:
    """Blocks of a page that is decoded already."""
    reader = _Reader()
    text, not_text = well_formed(text, replaced)
    reader.counts.update(dict(not_text))
    if "\0" in text:
        reader.counts["NUL"] += text.count("\0")
        text = text.replace("\0", "\ufffd")
    if "<frameset" in text or "<FRAMESET" in text:
        text = _NOFRAMES.sub(r"<\1div", text)  # all the text that such a page has; the parser would read its tags as text
    if text:
        _parse(text.encode(), reader)
    body, blocks = reader.flow.result()
    blocks = _shown(blocks)
    url = next((url.strip() for url in reader.address.values() if url.strip().startswith(("http://", "https://"))), None)
    hosts = sorted(reader.hosts.items(), key=lambda item: (-item[1], item[0]))[:HOSTS]
    return SourceText(
        text=body,
        blocks=blocks,
        media_type="text/html",
        encoding=encoding,
        encoding_evidence=evidence,
        name=" ".join("".join(reader.title).split()),
        url=url,
        hosts=tuple(host for host, _ in hosts),
        boxes=reader.boxes(),
        not_text=tuple(sorted((what, count) for what, count in reader.counts.items() if count)),
    )


def _shown(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Where a page shows hardly a line of text and hides many, a script shows them, as on pages that fade in: none counts as hidden."""
    seen = unseen = 0.0
    for block in blocks:
        if block.end - block.start >= LINE_CHARS:
            own = (block.end - block.start) * (1 - block.link_share)
            if block.hidden:
                unseen += own
            else:
                seen += own
    if seen > FEW_CHARS or unseen < FEW_CHARS or seen > SEEN_SHARE * unseen:
        return blocks
    return tuple([replace(block, hidden=False) if block.hidden else block for block in blocks])


def _parse(raw: bytes, reader: _Reader) -> None:
    """Run the parser over a page.

    Raises:
        ReadError: if its nesting would take the parser ages.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=reader)
    searches = 0
    for start in range(0, len(raw), CHUNK):
        chunk = raw[start : start + CHUNK]
        before = reader.depth
        parser.feed(chunk)
        searches += max(before, reader.depth) * chunk.count(b"</")
        if searches > SEARCHES:
            raise ReadError("is nested too deeply", hint=f"{reader.depth} elements stand open")
    parser.close()
