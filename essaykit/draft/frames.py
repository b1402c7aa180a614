"""Sentence frames: a template's joining words around a student's own.

``{slot}`` is what the student wrote; ``[…]`` is left out when a slot inside it
is empty; a frame whose slots outside brackets are empty is left out as a whole.
Answers are put in once, as text: braces and brackets in them mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from essaykit.errors import CardError
from essaykit.model import Record
from essaykit.text import HAN

_TOKEN = re.compile(r"\{([a-z0-9_.]+)\}|([\[\]])|([{}])|([^\[\]{}]+)")
_STOPS = "。！？!?…"
_WEAK = "，、；：,;:"
_CLOSERS = "”’」』）)》"


class Piece(Record, frozen=True, kw_only=True):
    """A run of text in a paragraph; ``slot`` is None where the words are the template's."""

    text: str
    slot: str | None = None


class Frame(Record, frozen=True, kw_only=True):
    """A parsed frame: literal text, names of slots, and optional groups in their order."""

    parts: tuple[Part, ...]

    def names(self) -> Iterator[str]:
        """Names of all slots, those in optional groups too."""
        for part in self.parts:
            if part.group is not None:
                yield from part.group.names()
            elif part.name is not None:
                yield part.name


class Part(Record, frozen=True, kw_only=True):
    """One of: literal text, the name of a slot, an optional group."""

    text: str = ""
    name: str | None = None
    group: Frame | None = None


@cache
def parse_frame(text: str) -> Frame:
    """Read a frame.

    >>> list(parse_frame("在{unit}[的{department}]实习").names())
    ['unit', 'department']

    Raises:
        CardError: if brackets or braces don't match, or groups stand in each other.
    """
    outer: list[Part] = []
    inner: list[Part] | None = None
    for match in _TOKEN.finditer(text):
        name, bracket, brace, literal = match.groups()
        here = outer if inner is None else inner
        if brace is not None:
            raise CardError(f"a brace without its slot in the frame {text!r}")
        if bracket == "[" and inner is None:
            inner = []
        elif bracket == "]" and inner is not None:
            outer.append(Part(group=Frame(parts=tuple(inner))))
            inner = None
        elif bracket is not None:
            raise CardError(f"brackets don't match in the frame {text!r}")
        else:
            here.append(Part(text=literal or "", name=name))
    if inner is not None:
        raise CardError(f"brackets don't match in the frame {text!r}")
    return Frame(parts=tuple(outer))


def fill_frame(frame: Frame, value: Callable[[str], str]) -> list[Piece]:
    """The pieces of a sentence, or nothing when a slot that it cannot do without is empty.

    ``value`` gives the text of a slot, empty where there is none. A frame made of
    optional groups only is left out when all of them are.

    >>> said = {"unit": "城南支行", "department": ""}
    >>> "".join(p.text for p in fill_frame(parse_frame("在{unit}[的{department}]实习"), said.__getitem__))
    '在城南支行实习'
    """
    pieces = _fill(frame, value)
    return pieces if pieces is not None and any(piece.slot is not None for piece in pieces) else []


def _fill(frame: Frame, value: Callable[[str], str]) -> list[Piece] | None:
    pieces: list[Piece] = []
    for part in frame.parts:
        if part.group is not None:
            pieces += _fill(part.group, value) or []
        elif part.name is not None:
            text = value(part.name)
            if not text:
                return None
            pieces.append(Piece(text=text, slot=part.name))
        else:
            pieces.append(Piece(text=part.text))
    return pieces


def close_sentence(pieces: list[Piece]) -> list[Piece]:
    """Make the marks right where the student's words and the template's meet, and end the sentence.

    A mark that ends an answer gives way to the one that follows; of a word that
    both say at a seam the template's goes, never the student's.

    >>> "".join(p.text for p in close_sentence([Piece(text="我的任务是"), Piece(text="我的任务是对账。", slot="t"), Piece(text="，很细")]))
    '我的任务是对账，很细。'
    """
    out: list[Piece] = []
    for piece in pieces:
        text = piece.text
        if not text:
            continue
        if out:
            last = out[-1]
            if piece.slot is None and text[0] in _STOPS + _WEAK + _CLOSERS:
                kept = last.text.rstrip("。；，、;,")
                if kept[-1:] and kept[-1] in _STOPS and text[0] not in _CLOSERS:
                    text = text[1:]
                out[-1] = Piece(text=kept, slot=last.slot)
            elif piece.slot is not None and last.slot is None:
                out[-1] = Piece(text=last.text[: len(last.text) - _said_twice(last.text, text)])
            elif last.slot is not None:
                out[-1] = Piece(text=last.text.rstrip("。；，、;,"), slot=last.slot)
        out.append(Piece(text=text, slot=piece.slot))
    out = [piece for piece in out if piece.text]
    if not out:
        return out
    last = out[-1]
    bare = last.text.rstrip(_WEAK)
    if bare.rstrip(_CLOSERS)[-1:] in tuple(_STOPS) or (bare[-1:] == "." and not re.match(f"[{HAN}]", bare[-2:-1])):
        out[-1] = Piece(text=bare, slot=last.slot)
    else:
        out[-1] = Piece(text=bare.rstrip("."), slot=last.slot)
        out.append(Piece(text="。"))
    return [piece for piece in out if piece.text]


def _said_twice(before: str, answer: str) -> int:
    """How many characters at the end of ``before`` the answer begins with; one alone counts only if it is 我."""
    for size in range(min(len(before), len(answer)), 1, -1):
        if before.endswith(answer[:size]):
            return size
    return 1 if before.endswith("我") and answer.startswith("我") else 0
