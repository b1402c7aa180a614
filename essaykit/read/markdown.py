"""Markdown: the file as it is; its marks tell what a line is."""

from __future__ import annotations

import re

from essaykit.model import Block, BlockKind, SourceText
from essaykit.read.encoding import decode
from essaykit.read.lines import spans, well_formed
from essaykit.read.media import MARKDOWN

_HEADING = re.compile(r"(#{1,6})(?:[ \t\u3000\xa0]|(?=[^\s#!])(?!.*#\Z))")
"""With a space behind the signs, or without, as many write it in Chinese; ``#话题#`` is none."""
_UNDERLINE = re.compile(r"(=+|-+)\Z")
_LIST_ITEM = re.compile(r"[-*+][ \t]+\S|\d{1,9}[.)][ \t]+\S")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(?:(?!\1).)+\1\Z")
_LINK = re.compile(r"\[[^\[\]]{0,300}\]\([^()\s]{0,2000}(?:\s\"[^\"]{0,200}\")?\)|https?://[^\s<>()\[\]]{1,2000}")
_FIELD = re.compile(r"[\w-]+\s*[:=]|\s*- |\s*#")
_TITLE = re.compile(r"(?m)^title\s*[:=]\s*(['\"]?)(.+?)\1\s*$")
_FRONT_LINES = 60
"""Lines within which a front matter has to end."""


def read_markdown(data: bytes, *, encoding: str | None = None) -> SourceText:
    """Read a Markdown file.

    Raises:
        ReadError: if the bytes are no text.
    """
    text, name, evidence, replaced = decode(data, override=encoding)
    text, not_text = well_formed(text, replaced)
    blocks, title = _blocks(text)
    return SourceText(
        text=text, blocks=blocks, media_type=MARKDOWN, encoding=name, encoding_evidence=evidence, name=title, not_text=not_text
    )


def _blocks(text: str) -> tuple[tuple[Block, ...], str]:
    r"""Blocks of a text and the title its front matter gives.

    >>> blocks, title = _blocks("---\ntitle: 实习\n---\n# 一\n- 二\n```\n# 三\n```")
    >>> [(b.kind, b.level, b.path) for b in blocks if b.path != "front-matter"], title
    ([('heading', 1, ''), ('list_item', 0, ''), ('line', 0, 'code'), ('line', 0, 'code'), ('line', 0, 'code')], '实习')
    """
    lines = list(spans(text))
    front = _front_matter(text, lines)
    title = _TITLE.search(text, 0, lines[front - 1][1]) if front else None
    blocks: list[Block] = []
    fence, comment = "", False
    for index, (start, end, line, page) in enumerate(lines):
        content = text[start:end]
        kind: BlockKind = "line"
        level, path, bold, links = 0, "", False, 0.0
        if index < front:
            path = "front-matter"
        elif fence:
            path = "code"
            if content.startswith(fence) and not content.strip(fence[0]):
                fence = ""
        elif comment or content.startswith("<!--"):
            path, comment = "comment", "-->" not in content
            if not content.endswith("-->") and not comment:
                path = ""
        elif match := _FENCE.match(content):
            path, fence = "code", match[1]
        else:
            if content.startswith(">"):
                path, content = "quote", content.lstrip("> \t")
            if match := _HEADING.match(content):
                kind, level = "heading", len(match[1])
            elif _LIST_ITEM.match(content):
                kind = "list_item"
            elif index > front and (match := _UNDERLINE.match(content)) and _underlines(blocks[-1], line, match[1]):
                path = "underline"
                above = blocks[-1]
                blocks[-1] = Block(
                    start=above.start, end=above.end, kind="heading", line=above.line, page=above.page, level=1 if match[1][0] == "=" else 2
                )
            bold = bool(_BOLD.match(content))
            if "](" in content or "://" in content:
                links = round(sum(len(match[0]) for match in _LINK.finditer(content)) / len(content), 4)
        blocks.append(
            Block(
                start=start,
                end=end,
                kind=kind,
                line=line,
                page=page,
                path=path,
                link_share=links,
                hidden=path == "comment",
                level=level,
                bold=bold,
            )
        )
    return tuple(blocks), " ".join(title[2].split()) if title else ""


def _underlines(above: Block, line: int, marks: str) -> bool:
    """Whether a row of ``=`` or ``-`` makes a heading of the line above."""
    return above.kind == "line" and not above.path and above.line == line - 1 and len(marks) >= 2


def _front_matter(text: str, lines: list[tuple[int, int, int, int]]) -> int:
    """How many blocks the front matter has, marks included; its first mark may be missing."""
    if not lines:
        return 0
    first = text[lines[0][0] : lines[0][1]]
    mark = first if first in {"---", "+++"} else ""
    for index, (start, end, _, _) in enumerate(lines[1:_FRONT_LINES] if mark else lines[:_FRONT_LINES], 1 if mark else 0):
        content = text[start:end]
        if content == (mark or "---") or (mark == "---" and content == "..."):
            return index + 1 if mark or index else 0
        if not mark and not _FIELD.match(content):
            return 0
    return 0
