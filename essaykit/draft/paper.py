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

Kind = Literal["heading", "body", "quotation", "question", "list"]
"""``question``: what the tool still asks; ``list``: the tool's own closing part."""

LIST_HEADING = "写作清单"
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_ASKED = re.compile(r"^\s*待写〔([^〕]*)〕")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
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
    text = re.sub(r"(?<!\\)(?:\*\*|__|`)", "", _LINK.sub(r"\1", text))
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
    """A paper of a Word file."""
    lines: list[tuple[Kind, str]] = []
    for paragraph in document.paragraphs:
        text, style = paragraph.text.strip(), paragraph.style.name if paragraph.style is not None else ""
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
