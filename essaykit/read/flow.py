"""Blocks from formats without lines of their own: pieces of text flow in, lines with their looks come out.

HTML and Word differ in how they say that something is bold, hidden or a link,
not in what a line then is. Both put pieces into a `Flow` and end lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from essaykit.model import Block, BlockKind

_ASCII_SPACE = " \t\n\r\f"
_SPACES = re.compile(f"[{_ASCII_SPACE}]+")
_BREAKABLE = frozenset({"paragraph", "cell", "list_item"})
"""Kinds that are lines rather than a whole when a line break cuts them."""

LARGE = 1.15
"""Text this many times as large as most of the text stands out as bold text does."""


class Look(msgspec.Struct, frozen=True, gc=False):
    """How a piece of text looks, and where it stands."""

    path: str = ""
    hidden: bool = False
    link: bool = False
    bold: bool = False
    size: float = 0
    """In any unit that is the same in the whole document; 0 where it is unknown."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """What the blocks of one container share."""

    path: str = ""
    kind: BlockKind = "paragraph"
    level: int = 0
    centred: bool = False
    page: int = 0


Run = tuple[int, int, Look]
"""Start, end and look of a stretch of a line."""


class Flow:
    """Collects the text and blocks of one document in reading order."""

    __slots__ = ("_length", "_looks", "_parts", "_previous", "_sizes", "after_break", "blocks", "label", "pieces")

    def __init__(self) -> None:
        self.label = ""
        """List number for the next block."""
        self.pieces: list[str] = []
        """What stands on the current line."""
        self.after_break = False
        """Whether a line break has ended the line before."""
        self.blocks: list[Block] = []
        """The lines that have ended."""
        self._parts: list[str] = []
        self._length = 0
        self._sizes: list[float] = []
        self._looks: list[Look] = []
        self._previous: Place | None = None  # container of the line before, if a line break ended that

    def add(self, text: str, look: Look) -> None:
        """Put a piece on the current line."""
        self.pieces.append(text)
        self._looks.append(look)

    def line_break(self, place: Place, *, collapse: bool = True) -> None:
        """End the line within its container; a second break leaves a blank line."""
        if not self.pieces and self.after_break and self._parts:
            self._write("\n")
        self._flush(place, collapse=collapse, broken=True)
        self.after_break = True

    def end(self, place: Place, *, collapse: bool = True) -> None:
        """End the line and its container."""
        if self.pieces:
            self._flush(place, collapse=collapse, broken=False)
        self.after_break = False
        self._previous = None

    def extend(self, other: Flow) -> None:
        """Append what another flow has collected."""
        if other.blocks:
            self.append("".join(other._parts), other.blocks, other._sizes)

    def append(self, text: str, blocks: Sequence[Block], sizes: Sequence[float] = ()) -> None:
        """Append a text that has its blocks already."""
        if self._parts:
            self._write("\n")
        base = self._length
        self._write(text)
        self.blocks.extend(replace(block, start=block.start + base, end=block.end + base) for block in blocks)
        self._sizes.extend(sizes or [0.0] * len(blocks))

    def result(self) -> tuple[str, tuple[Block, ...]]:
        """The text and its blocks; text larger than most counts as bold."""
        weights: Counter[float] = Counter()
        for block, size in zip(self.blocks, self._sizes, strict=True):
            if size:
                weights[size] += block.end - block.start
        if len(weights) > 1:
            usual = max(weights, key=lambda size: (weights[size], -size))
            blocks = [
                replace(block, bold=True) if size > LARGE * usual and not block.bold else block
                for block, size in zip(self.blocks, self._sizes, strict=True)
            ]
        else:
            blocks = self.blocks
        return "".join(self._parts), tuple(blocks)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _flush(self, place: Place, *, collapse: bool, broken: bool) -> None:
        """Write the line, if anything stands on it."""
        pieces, looks = self.pieces, self._looks
        if not pieces:
            return
        self.pieces, self._looks = [], []
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if collapse:
            text = _collapsed(text)
        if not text or text.isspace():
            return
        parts = self._parts
        if parts:
            parts.append("\n")
            self._length += 1
        base = self._length
        parts.append(text)
        self._length += len(text)
        kind = place.kind
        if self.after_break and kind in _BREAKABLE:
            kind = "line"
            if self._previous is place and self.blocks[-1].kind in _BREAKABLE:
                self.blocks[-1] = replace(self.blocks[-1], kind="line")
        self._previous = place if broken else None
        first = looks[0]
        if len(looks) == 1 or looks.count(first) == len(looks):
            self._record(text, base, place, kind, first)
            return
        runs = _collapsed_runs(pieces, looks) if collapse else _runs(pieces, looks)
        i = 0
        while i < len(runs):  # a hidden stretch of a line is a block of its own
            hidden = runs[i][2].hidden
            j = i + 1
            while j < len(runs) and (runs[j][2].hidden == hidden or text[runs[j][0] : runs[j][1]].isspace()):
                j += 1
            self._block(text, runs[i:j], place, kind, base)
            i = j

    def _block(self, text: str, runs: Sequence[Run], place: Place, kind: BlockKind, base: int) -> None:
        """Record a stretch of a line that looks different in different places."""
        start, end = runs[0][0], runs[-1][1]
        first = runs[0][2]
        if len(runs) == 1:
            self._record(text[start:end], base + start, place, kind, first)
            return
        linked = total = 0
        path, bold, size = first.path, True, 0.0
        for a, b, look in runs:
            shown = b - a - text.count(" ", a, b)
            if not shown or text[a:b].isspace():
                continue
            total += shown
            linked += shown * look.link
            bold = bold and look.bold
            size = min(size, look.size) if size else look.size
            if look.path != path:
                path = place.path
        link = round(linked / total, 4) if total else 0.0
        self._record(text[start:end], base + start, place, kind, Look(path, first.hidden, False, bold, size), link)

    def _record(self, piece: str, base: int, place: Place, kind: BlockKind, look: Look, link: float | None = None) -> None:
        """Record a stretch of a line without the white space at its ends; ``base`` is where it begins."""
        bare = piece.strip()
        if not bare:
            return
        if len(bare) < len(piece):
            base += piece.find(bare[0])
        self.blocks.append(
            Block(
                start=base,
                end=base + len(bare),
                kind=kind,
                page=place.page,
                path=look.path,
                link_share=float(look.link) if link is None else link,
                hidden=look.hidden,
                label=self.label,
                level=place.level,
                bold=look.bold,
                centred=place.centred,
            )
        )
        self._sizes.append(look.size)
        self.label = ""


def _collapsed(text: str) -> str:
    """A line as a browser shows it: white space of ASCII is one blank, and none at its ends."""
    text = text.strip(_ASCII_SPACE)
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:  # seldom, and quicker looked up than replaced
        return _SPACES.sub(" ", text)
    return text


def _runs(pieces: list[str], looks: list[Look]) -> list[Run]:
    """Stretches of one look, white space kept."""
    runs: list[Run] = []
    position = 0
    for piece, look in zip(pieces, looks, strict=True):
        if piece:
            end = position + len(piece)
            _join(runs, position, end, look)
            position = end
    return runs


def _collapsed_runs(pieces: list[str], looks: list[Look]) -> list[Run]:
    """Stretches of one look in the text that collapsing white space leaves; it collapses across pieces too."""
    runs: list[Run] = []
    position = 0
    spaced = True  # at the beginning of a line spaces vanish
    for piece, look in zip(pieces, looks, strict=True):
        text = _SPACES.sub(" ", piece)
        if spaced and text.startswith(" "):
            text = text[1:]
        if text:
            spaced = text.endswith(" ")
            end = position + len(text)
            _join(runs, position, end, look)
            position = end
    if runs and spaced:  # so does the one at the end
        start, end, look = runs.pop()
        if end - 1 > start:
            runs.append((start, end - 1, look))
    return runs


def _join(runs: list[Run], start: int, end: int, look: Look) -> None:
    """Add a stretch, to the one before if it looks the same."""
    if runs and runs[-1][2] == look:
        runs[-1] = (runs[-1][0], end, look)
    else:
        runs.append((start, end, look))
