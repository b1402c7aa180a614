"""What each block of a page measures: characters, marks, links, prose. All of them in a few passes over the text."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from essaykit.model import SourceText
from essaykit.page.names import Ending, ending_of
from essaykit.text import code_points

Array = NDArray[np.float64]

PROSE_MARKS = 12  # a mark in twelve characters is as good as prose gets
SOFT = 0.45  # long lines without marks count this much: some authors write blanks for commas
SOFT_FROM, SOFT_OVER = 15, 50
ONLY_LINK = 0.9
RUNNING, RUNNING_MARKS, RUNNING_LINKS = 24, 2, 0.3

_COMMA, _SENTENCE, _DIGIT, _QUOTE, _BLANK = range(1, 6)
_END = "。！？!?…”」』；;"
_NOTICE = re.compile("©|copyright|\\(c\\)|all rights|版权|版權|ICP|备案|備案|免责|免責|著作權", re.IGNORECASE)


def _kinds() -> NDArray[np.uint8]:
    table = np.zeros(0x10000, np.uint8)
    for kind, signs in (
        (_COMMA, "，、,；;：:"),
        (_SENTENCE, "。！？!?…"),
        (_DIGIT, "0123456789０１２３４５６７８９"),
        (_QUOTE, "“”「」『』《》（）()"),
        (_BLANK, " \t\n\r\f\v\u3000\xa0\u200b"),
    ):
        table[[ord(sign) for sign in signs]] = kind
    return table


_KINDS = _kinds()


class Measures(NamedTuple):
    """What the blocks of a page measure; one number a block."""

    characters: Array
    """Without blanks, at least 1."""
    commas: Array
    sentences: Array
    """Marks that end a sentence."""
    digits: Array
    marks: Array
    linked: Array
    """Share of characters in links."""
    only_link: Array
    hidden: Array
    field: Array
    """Whether it is the content of an input field."""
    ends: Array
    """Whether its last character ends a sentence."""
    prose: Array
    """Characters that a reader sees as running text: outside links, weighted by how thick the marks stand."""
    running: Array
    """Whether it is a paragraph of running text."""
    notice: Array
    """Whether it has a sign or word of a copyright notice."""
    path: NDArray[np.int64]
    """Number of its path."""
    paths: tuple[str, ...]
    """The different paths, by these numbers."""
    endings: tuple[Ending, ...]
    """What the end of each path says."""


def measure(source: SourceText) -> Measures:
    """Measure the blocks of a page."""
    blocks, text = source.blocks, source.text
    codes = code_points(text)
    kinds = _KINDS[np.minimum(codes, 0xFFFF)]
    starts, ends = np.array([b.start for b in blocks]), np.array([b.end for b in blocks])

    def count(kind: int) -> Array:
        at = np.flatnonzero(kinds == kind)
        return (np.searchsorted(at, ends) - np.searchsorted(at, starts)).astype(np.float64)

    commas, sentences = count(_COMMA), count(_SENTENCE)
    marks = commas + sentences + count(_QUOTE)
    characters = np.maximum(ends - starts - count(_BLANK), 1.0)
    linked = np.array([b.link_share for b in blocks])
    hidden = np.array([float(b.hidden) for b in blocks])
    numbers: dict[str, int] = {}
    path = np.array([numbers.setdefault(b.path, len(numbers)) for b in blocks])
    endings = tuple(map(ending_of, numbers))
    field = np.array([float(ending.field) for ending in endings])[path]
    unseen = (hidden > 0) | (field > 0)
    thick = np.minimum(marks / characters * PROSE_MARKS, 1.0)
    soft = SOFT * np.clip((characters - SOFT_FROM) / SOFT_OVER, 0.0, 1.0)
    notice = np.zeros(len(blocks))
    places = [match.start() for match in _NOTICE.finditer(text)]
    if places:
        notice[np.searchsorted(starts, places, side="right") - 1] = 1.0
    return Measures(
        characters=characters,
        commas=commas,
        sentences=sentences,
        digits=count(_DIGIT),
        marks=marks,
        linked=linked,
        only_link=(linked > ONLY_LINK).astype(np.float64),
        hidden=hidden,
        field=field,
        ends=np.array([float(text[b.end - 1] in _END) for b in blocks]),
        prose=characters * (1 - linked) * np.where(unseen, 0.0, np.maximum(thick, soft)),
        running=((characters >= RUNNING) & (linked < RUNNING_LINKS) & (marks >= RUNNING_MARKS) & ~unseen).astype(np.float64),
        notice=notice,
        path=path,
        paths=tuple(numbers),
        endings=endings,
    )
