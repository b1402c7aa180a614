"""The text of any document, whatever its genre: a page's main text, or what the labels take for the author's."""

from __future__ import annotations

from essaykit.label import Labelled
from essaykit.model import SourceText
from essaykit.page import find_main_text
from essaykit.pipeline.decide import decide
from essaykit.pipeline.decisions import place_decisions
from essaykit.pipeline.document import NO_VIEW
from essaykit.pipeline.removals import is_doubtful
from essaykit.split import find_headings

_KEPT = ("title", "heading", "body")


def plain_lines(text: SourceText) -> list[str]:
    """The text of a document, a block a line; headings are in it, what belongs to the site is not."""
    if text.boxes:  # only pages have any
        kept = [(text.blocks[i].start, text.blocks[i].end, i) for i in find_main_text(text).blocks]
    else:
        kept = [(u.unit.start, u.unit.end, u.unit.block) for u in _labelled(text) if u.role in _KEPT or is_doubtful(u, inside=False)]
    lines: list[str] = []
    last = -1
    for start, end, block in kept:
        piece = " ".join(text.text[start:end].splitlines())
        if block == last:  # a heading and what stands behind it on the line, or the sentences of a long one
            lines[-1] += piece
        else:
            lines.append(piece)
        last = block
    return lines


def _labelled(text: SourceText) -> list[Labelled]:
    return decide(text, find_headings(text), NO_VIEW, place_decisions((), text.text)).labels.units
