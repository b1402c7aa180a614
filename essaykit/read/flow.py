"""Blocks from formats without lines of their own: pieces of text flow in, lines with their looks come out.

HTML and Word differ in how they say that something is bold, hidden or a link,
not in what a line then is. Both put pieces into a `Flow` and end lines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from essaykit.model import Block, BlockKind

_SPACES = re.compile("[ \t\n\r\f]+")
_SPACE = re.compile("\\s+")


class Look(NamedTuple):
    """How a piece of text looks, and where it stands."""

    path: str = ""
    hidden: bool = False
    link: bool = False
    bold: bool = False


class Place(NamedTuple):
    """What the blocks of one container share."""

    path: str = ""
    kind: BlockKind = "paragraph"
    level: int = 0
    centred: bool = False
    page: int = 0


class Flow:
    """Collects the text and blocks of one document in reading order."""

    __slots__ = ("_after_break", "_blocks", "_length", "_looks", "_parts", "_pieces", "_previous", "label")

    def __init__(self) -> None:
        self.label = ""
        """List number for the next block."""
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._looks: list[Look] = []
        self._after_break = False
        self._previous: Place | None = None  # of the line before, if a line break ended it

    def add(self, text: str, look: Look) -> None:
        """Put a piece on the current line."""
        self._pieces.append(text)
        self._looks.append(look)

    def line_break(self, place: Place, *, collapse: bool = True) -> None:
        """End the line within its container; a second break leaves a blank line."""
        if not self._pieces and self._after_break and self._parts:
            self._parts.append("\n")
            self._length += 1
        self.end(place, collapse=collapse, broken=True)
        self._after_break = True

    def end(self, place: Place, *, collapse: bool = True, broken: bool = False) -> None:
        """End the line, and with it (unless only broken) the container."""
        pieces = self._pieces
        if pieces:
            looks = self._looks
            self._pieces = []
            self._looks = []
            first = looks[0]
            text = "".join(pieces)
            if collapse:
                text = _SPACES.sub(" ", text).strip(" ")
            if text and not text.isspace():
                if len(looks) == 1 or looks.count(first) == len(looks):
                    self._emit(text, ((0, len(text), first),), place, broken=broken)
                else:
                    self._emit(text, _runs(pieces, looks) if not collapse else _collapsed_runs(pieces, looks), place, broken=broken)
        if not broken:
            self._after_break = False
            self._previous = None

    def _emit(
        self, text: str, runs: tuple[tuple[int, int, Look], ...] | list[tuple[int, int, Look]], place: Place, *, broken: bool
    ) -> None:
        """Write a line; a hidden stretch of it is a block of its own."""
        if self._parts:
            self._parts.append("\n")
            self._length += 1
        base = self._length
        self._parts.append(text)
        self._length += len(text)
        kind = place.kind
        if self._after_break and kind in _BREAKABLE:
            kind = "line"
            if self._previous is place and self._blocks and self._blocks[-1].kind in _BREAKABLE:
                self._blocks[-1] = _as_line(self._blocks[-1])
        self._previous = place if broken else None
        i = 0
        while i < len(runs):
            hidden = runs[i][2].hidden
            j = i + 1
            while j < len(runs) and (runs[j][2].hidden == hidden or text[runs[j][0] : runs[j][1]].isspace()):
                j += 1
            self._block(text, runs[i:j], place, kind, base)
            i = j

    def _block(
        self, text: str, runs: tuple[tuple[int, int, Look], ...] | list[tuple[int, int, Look]], place: Place, kind: BlockKind, base: int
    ) -> None:
        start, end = runs[0][0], runs[-1][1]
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start >= end:
            return
        first = runs[0][2]
        if len(runs) == 1:
            path, link, bold = first.path, float(first.link), first.bold
        else:
            linked = total = 0
            bold = True
            path = first.path
            for a, b, look in runs:
                size = b - a - text.count(" ", a, b)
                total += size
                if look.link:
                    linked += size
                if size and not look.bold:
                    bold = False
                if look.path != path:
                    path = place.path
            link = round(linked / total, 4) if total else 0.0
        self._blocks.append(
            Block(
                start=base + start,
                end=base + end,
                kind=kind,
                page=place.page,
                path=path,
                link_share=link,
                hidden=first.hidden,
                label=self.label,
                level=place.level,
                bold=bold,
                centred=place.centred,
            )
        )
        self.label = ""

    def result(self) -> tuple[str, tuple[Block, ...]]:
        """The text and its blocks."""
        return "".join(self._parts), tuple(self._blocks)


_BREAKABLE = ("paragraph", "cell", "list_item")


def _as_line(block: Block) -> Block:
    from msgspec.structs import replace

    return replace(block, kind="line")


def _runs(pieces: list[str], looks: list[Look]) -> list[tuple[int, int, Look]]:
    """Stretches of one look, white space kept."""
    runs: list[tuple[int, int, Look]] = []
    position = 0
    for piece, look in zip(pieces, looks, strict=True):
        if not piece:
            continue
        end = position + len(piece)
        if runs and runs[-1][2] == look:
            runs[-1] = (runs[-1][0], end, look)
        else:
            runs.append((position, end, look))
        position = end
    return runs


def _collapsed_runs(pieces: list[str], looks: list[Look]) -> list[tuple[int, int, Look]]:
    """Stretches of one look in the text that white space collapsing leaves; it collapses across pieces too."""
    runs: list[tuple[int, int, Look]] = []
    position = 0
    spaced = True  # at the beginning of a line spaces vanish
    for piece, look in zip(pieces, looks, strict=True):
        text = _SPACES.sub(" ", piece)
        if spaced and text.startswith(" "):
            text = text[1:]
        if not text:
            continue
        spaced = text.endswith(" ")
        end = position + len(text)
        if runs and runs[-1][2] == look:
            runs[-1] = (runs[-1][0], end, look)
        else:
            runs.append((position, end, look))
        position = end
    while runs and spaced:  # the one space at the end vanishes too
        start, end, look = runs.pop()
        if end - 1 > start:
            runs.append((start, end - 1, look))
        spaced = False
    return runs
