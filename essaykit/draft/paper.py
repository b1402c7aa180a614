"""A paper to be checked: its paragraphs in order, and which of them are headings, quotations, or the tool's own list.

Markdown, Word and plain text become the same thing. Bytes and text are handed in; nothing here opens files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from essaykit.draft.roles import is_heading
from essaykit.errors import EssaykitError, ReadError
from essaykit.model import Record

Kind = Literal["heading", "body", "quotation", "question", "list", "margin"]
"""``question``: what the tool still asks; ``list``: the tool's own closing part; ``margin``: header or footer."""

LIST_HEADING = "写作清单"
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ASKED = re.compile(r"^\s*待写〔([^〕]*)〕")
_LINK = re.compile(r"!?\[([^\]]{0,500})\]\([^)]{0,2000}\)")
_STRONG = re.compile(r"(?<!\\)(\*\*)(?=[^\s*])(.{1,300}?)(?<=[^\s*])\*\*|(?<![\\\w])(__)(?=[^\s_])(.{1,300}?)(?<=[^\s_])__(?!\w)")
"""Bold; lone stars and underscores are masks."""
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]<>|~$^&#>+=\-.)])")
_NUMBER = re.compile(r"^\s*(?:第?[一二三四五六七八九十百\d]+\s*[章节、.．)）：:\s]|[(（][一二三四五六七八九十\d]+[)）])\s*")


class PaperParagraph(Record, frozen=True, kw_only=True):
    """A paragraph of a paper."""

    kind: Kind
    text: str
    start: int
    """In the paper's text, in code points."""


class Paper(Record, frozen=True, kw_only=True, dict=True):
    """A paper, read."""

    paragraphs: tuple[PaperParagraph, ...]

    @cached_property
    def text(self) -> str:
        """All paragraphs, one a line; offsets of findings are in it."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def own(self) -> Iterator[PaperParagraph]:
        """What the writer wrote, headings apart."""
        return (paragraph for paragraph in self.paragraphs if paragraph.kind == "body")


def bare_heading(text: str) -> str:
    """A heading without its number.

    >>> bare_heading("三、实习内容"), bare_heading("（二）收获"), bare_heading("第一周")
    ('实习内容', '收获', '第一周')
    """
    return _NUMBER.sub("", text, count=1).strip() or text.strip()


def paper_of(lines: list[tuple[Kind, str]]) -> Paper:
    """A paper of kinds and texts; what follows the heading of the tool's own list is the list."""
    out, at, listed = [], 0, False
    for kind, text in lines:
        listed = listed or (kind == "heading" and bare_heading(text) == LIST_HEADING)
        shown = " ".join(text.split("\n"))
        out.append(PaperParagraph(kind="list" if listed else kind, text=shown, start=at))
        at += len(shown) + 1
    return Paper(paragraphs=tuple(out))


def read_text(text: str) -> Paper:
    """A paper of plain text: a paragraph a line; short lines without an end are headings."""
    return paper_of([("heading" if is_heading(line) else "body", line.strip()) for line in text.split("\n") if line.strip()])


def read_markdown(text: str) -> Paper:
    """A paper of Markdown: what a reader of the finished page would see, and the questions that stand in comments."""
    lines: list[tuple[Kind, str]] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        asked = [match[1] for match in map(_ASKED.match, _COMMENT.findall(block)) if match]
        lines += [("question", name) for name in asked]
        seen = _COMMENT.sub("", block).strip()
        if not seen or re.fullmatch(r"[-*_]{3,}", seen):
            continue
        if seen.startswith(">"):
            lines += [("quotation", _shown(re.sub(r"^>\s?", "", line))) for line in seen.split("\n") if line.strip("> ")]
        else:
            lines += _block(seen)
    return paper_of([(kind, text) for kind, text in lines if text])


def _block(block: str) -> Iterator[tuple[Kind, str]]:
    gathered: list[str] = []
    for line in block.split("\n"):
        heading = re.match(r"#{1,6}\s+(.*?)\s*#*$", line)
        item = re.match(r"\s*(?:[-*+]|\d+[.)])\s+(.*)$", line)
        if (heading or item) and gathered:
            yield "body", _shown("".join(gathered))
            gathered = []
        if heading:
            yield "heading", _shown(heading[1])
        elif item:
            yield "body", _shown(item[1])
        else:
            gathered.append(line.strip())
    if gathered:
        yield "body", _shown("".join(gathered))


def _shown(text: str) -> str:
    """What a line of Markdown shows."""
    text = re.sub(r"(?<!\\)`", "", _STRONG.sub(lambda bold: bold[2] or bold[4], _LINK.sub(r"\1", text)))
    return _ESCAPED.sub(r"\1", text).strip()


def open_docx(data: bytes, file: str) -> Any:
    """A Word file, opened.

    Raises:
        ReadError: if it is none.
        EssaykitError: if python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise EssaykitError("python-docx is not installed", file=file, hint="pip install 'essaykit[docx]'") from None
    try:
        return docx.Document(io.BytesIO(data))
    except Exception as error:  # noqa: BLE001 - whatever the library raises on a strange file
        raise ReadError(f"is no Word file: {' '.join(str(error).split())[:80]}", file=file, hint="save it in Word as .docx") from None


def read_docx(document: Any) -> Paper:
    """A paper of a Word file: cells of tables and text boxes too, and first what stands in headers and footers."""
    lines: list[tuple[Kind, str]] = [("margin", text) for text in dict.fromkeys(_margins(document)) if text]
    for text, style in _styled(document.element.body, document):
        asked = re.fullmatch(r"〔待写：([^〕]*)〕", text)
        if not text or style == "Contents" or style.lower().startswith("toc"):
            continue
        if asked:
            lines.append(("question", asked[1]))
        elif style.startswith(("Heading", "Title", "标题")):
            lines.append(("heading", text))
        elif style in ("Excerpt", "Quote", "Intense Quote", "引用"):
            lines.append(("quotation", text))
        else:
            lines.append(("heading" if style == "Normal" and is_heading(text) else "body", text))
    return paper_of(lines)


def _margins(document: Any) -> Iterator[str]:
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            if not part.is_linked_to_previous:
                yield from (text for text, _ in _styled(part._element, part))  # noqa: SLF001 - python-docx lists neither boxes nor fields


def _styled(root: Any, parent: Any) -> Iterator[tuple[str, str]]:
    """Text and style of each paragraph inside, as it reads with all changes accepted."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for element in root.iter(qn("w:p")):
        if any(above.tag == _FALLBACK for above in element.iterancestors()):
            continue  # said again for old programs
        style = Paragraph(element, parent).style
        yield _text(element).strip(), (style.name or "") if style is not None else ""


_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def _text(paragraph: Any) -> str:
    """Text of a paragraph: what was inserted is there, what was deleted or moved away is not; boxes are paragraphs of their own."""
    from docx.oxml.ns import qn

    signs = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    apart = {qn("w:txbxContent"), qn("w:moveFrom"), qn("w:del"), qn("w:pPr"), qn("w:rPr"), _FALLBACK}

    def inside(element: Any) -> Iterator[str]:
        for child in element:
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in signs:
                yield signs[child.tag]
            elif child.tag not in apart:
                yield from inside(child)

    return "".join(inside(paragraph))
