"""A cloud of words: the more a word weighs, the larger it is; large ones in the middle (after Feinberg's Wordle)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from essaykit.analyse.keywords import KeywordResult
from essaykit.plot.picture import Picture, Shown, colour, parameters_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2D

MOST_WORDS = 120
SMALLEST, LARGEST = 9.0, 60.0
"""Heights of words, in units of the picture."""
GAP = 1.5
WIDER = 1.7
"""How much wider than high the cloud is."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def keyword_cloud(found: KeywordResult) -> Picture:
    """The keywords of a corpus; their size follows their score."""
    keywords = found.lists[0].keywords if found.lists else ()
    rows = tuple((k.keyword, k.score, k.frequency, k.texts, k.sources) for k in keywords)

    def draw(figure: Figure, shown: Shown) -> None:
        _draw(figure, [(shown(k.keyword), k.score) for k in keywords[:MOST_WORDS]])

    return Picture("关键词词云", ("keyword", "score", "frequency", "essays", "sources"), rows, parameters_of(found), draw)


def _draw(figure: Figure, words: Sequence[tuple[str, float]]) -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.patches import PathPatch
    from matplotlib.textpath import TextPath

    from essaykit.plot.fonts import chinese_font

    font = FontProperties(fname=str(chinese_font()))
    most = max((weight for _, weight in words), default=1.0) or 1.0
    axes = figure.subplots()
    placed: list[Box] = []
    for number, (word, weight) in enumerate(words):
        path = TextPath((0, 0), word, size=SMALLEST + (LARGEST - SMALLEST) * math.sqrt(max(weight, 0) / most), prop=font)
        bounds = path.get_extents()
        box = place_box(bounds.width + GAP, bounds.height + GAP, placed)
        placed.append(box)
        moved = path.transformed(_shift(box[0] - bounds.x0, box[1] - bounds.y0))
        axes.add_patch(PathPatch(moved, color=colour(number), linewidth=0))
    axes.set_xlim(min(b[0] for b in placed), max(b[2] for b in placed))
    axes.set_ylim(min(b[1] for b in placed), max(b[3] for b in placed))
    axes.set_aspect("equal")
    axes.set_axis_off()


def place_box(width: float, height: float, placed: Sequence[Box]) -> Box:
    """The first place on a spiral from the middle where a box meets no other.

    >>> place_box(2, 1, [])
    (-1.0, -0.5, 1.0, 0.5)
    """
    for x, y in _spiral():
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in placed):
            return box
    raise AssertionError  # a spiral has no end


def _spiral() -> Iterator[tuple[float, float]]:
    turn = 0.0
    while True:
        radius = 1.5 * turn
        yield WIDER * radius * math.cos(turn), radius * math.sin(turn)
        turn += 0.1 if turn < 10 else 1 / turn


def _shift(x: float, y: float) -> Affine2D:
    from matplotlib.transforms import Affine2D

    return Affine2D().translate(x, y)
