"""A collocation graph: a word in the middle, its collocates around it, as near as they are bound to it.

After Brezina, McEnery and Wattam, Collocations in context (International Journal of Corpus Linguistics, 2015): the
distance shows the strength of the association, the side where the collocate stands, the size how often.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from essaykit.analyse.collocations import Collocate, CollocationResult, Measure
from essaykit.plot.picture import Picture, Shown, colour, parameters_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_COLLOCATES = 40
"""Collocates that are drawn; the data has all."""
NEAREST = 0.35
"""Distance of the strongest one; that of the weakest is 1."""
_MEASURES: dict[Measure, str] = {"g2": "G²", "pmi": "PMI", "t": "t 值", "logdice": "logDice"}


def collocation_graph(found: CollocationResult) -> Picture:
    """The collocates of a word."""
    names = Collocate.__struct_fields__
    rows = tuple(tuple(getattr(one, name) for name in names) for one in found.collocates)
    drawn = found.collocates[:MOST_COLLOCATES]

    def draw(figure: Figure, shown: Shown) -> None:
        axes = figure.subplots()
        points = graph_points(drawn, found.measure)
        most = max((one.together for one in drawn), default=1)
        for (x, y), one in zip(points, drawn, strict=True):
            axes.plot([0, x], [0, y], color="#bbbbbb", linewidth=1, zorder=1)
            axes.scatter([x], [y], s=40 + 500 * one.together / most, color=colour(0), alpha=0.55, linewidths=0, zorder=2)
            axes.text(x, y, shown(one.collocate), ha="center", va="center", fontsize=10, zorder=3)
        axes.scatter([0], [0], s=900, color=colour(1), alpha=0.8, linewidths=0, zorder=2)
        axes.text(0, 0, shown(found.node), ha="center", va="center", fontsize=13, zorder=3)
        axes.set_title(shown(f"越近：{_MEASURES[found.measure]} 越大；左右：多在前还是多在后；点的大小：频次"), fontsize=10)
        axes.set_xlim(-1.15, 1.15)
        axes.set_ylim(-1.15, 1.15)
        axes.set_axis_off()

    return Picture("搭配图", names, rows, parameters_of(found), draw, (9.0, 9.0))


def graph_points(collocates: Sequence[Collocate], measure: Measure) -> list[tuple[float, float]]:
    """Places around (0, 0): those that stand after the word on the right, those before it on the left, evenly spread above and below."""
    order = sorted(range(len(collocates)), key=lambda i: (collocates[i].left - collocates[i].right) / collocates[i].together)
    strength = [max(0.0, getattr(one, measure)) ** 0.5 for one in collocates]
    most, least = max(strength, default=0.0), min(strength, default=0.0)
    points = [(0.0, 0.0)] * len(collocates)
    for place, number in enumerate(order):
        angle = math.pi * (place + 0.5) / len(order) * (1 if place % 2 else -1)
        weakness = (most - strength[number]) / (most - least) if most > least else 0.5
        distance = NEAREST + (1 - NEAREST) * weakness
        points[number] = (distance * math.cos(angle), distance * math.sin(angle))
    return points
