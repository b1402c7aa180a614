"""Bars: keywords of groups, key words with the interval of their log ratio, dispersion of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from essaykit.analyse.dispersion import Dispersed, DispersionResult
from essaykit.analyse.keyness import KeyItem, KeynessResult
from essaykit.analyse.keywords import KeywordResult
from essaykit.plot.picture import Picture, Shown, colour, grid, parameters_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_GROUPS, MOST_BARS = 12, 15
"""Groups and bars that are drawn; the data has all."""
INCH = 0.26
"""Height of a bar."""


def keyword_bars(found: KeywordResult) -> Picture:
    """Keywords of each group."""
    lists = [one for one in found.lists if one.keywords][:MOST_GROUPS]
    rows = tuple((one.id, k.keyword, k.score, k.frequency, k.texts, k.sources) for one in found.lists for k in one.keywords)

    def draw(figure: Figure, shown: Shown) -> None:
        for number, (axes, one) in enumerate(zip(_small(figure, len(lists)), lists, strict=False)):
            best = one.keywords[:MOST_BARS]
            _bars(axes, [shown(k.keyword) for k in best], [k.score for k in best], colour(number))
            axes.set_title(shown(one.id or "（无）"))

    names = ("group", "keyword", "score", "frequency", "essays", "sources")
    return Picture("关键词", names, rows, parameters_of(found), draw, _size(len(lists), found.top))


def keyness_bars(found: KeynessResult) -> Picture:
    """Log ratio of each group's key words, with its 95 % interval."""
    groups = [one for one in found.groups if one.items][:MOST_GROUPS]
    names = KeyItem.__struct_fields__
    rows = tuple(tuple(getattr(item, name) for name in names) for one in found.groups for item in one.items)

    def draw(figure: Figure, shown: Shown) -> None:
        for number, (axes, one) in enumerate(zip(_small(figure, len(groups)), groups, strict=False)):
            best = one.items[:MOST_BARS]
            ratios = [item.log_ratio for item in best]
            _bars(axes, [shown(item.item) for item in best], ratios, colour(number))
            errors = [[max(0.0, i.log_ratio - i.low) for i in best], [max(0.0, i.high - i.log_ratio) for i in best]]
            axes.errorbar(ratios, range(len(best)), xerr=errors, fmt="none", ecolor="#333333", elinewidth=0.8, capsize=2)
            axes.axvline(0, color="#333333", linewidth=0.8)
            axes.set_title(shown(f"{one.group or '（无）'}（对照：{'其余' if one.against == '(rest)' else one.against or '（无）'}）"))
            axes.set_xlabel(shown("对数比（95% 区间）"))

    return Picture("主题词对比", names, rows, parameters_of(found), draw, _size(len(groups), found.top))


def dispersion_bars(found: DispersionResult) -> Picture:
    """Gries' DP of each word: 0 is even."""
    names = Dispersed.__struct_fields__
    rows = tuple(tuple(getattr(word, name) for name in names) for word in found.words)
    best = found.words[:40]

    def draw(figure: Figure, shown: Shown) -> None:
        axes = figure.subplots()
        heights = range(len(best))
        axes.hlines(heights, 0, [w.dp_norm for w in best], color="#bbbbbb", linewidth=1)
        largest = max((w.frequency for w in best), default=1)
        axes.scatter([w.dp_norm for w in best], heights, s=[20 + 180 * w.frequency / largest for w in best], color=colour(0), zorder=3)
        axes.set_yticks(heights, [shown(w.word) for w in best])
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.set_xlabel(shown("离散度 DP（0：均匀，1：集中于一处）；点的大小：频次"))

    return Picture("词的分布", names, rows, parameters_of(found), draw, (7.0, 1.2 + INCH * max(4, len(best))))


def _bars(axes: Axes, labels: Sequence[str], values: Sequence[float], fill: str) -> None:
    heights: Any = range(len(labels))
    axes.barh(heights, values, color=fill, height=0.7)
    axes.set_yticks(heights, labels)
    axes.invert_yaxis()


def _small(figure: Figure, count: int) -> list[Axes]:
    """Places for small pictures, those left over empty."""
    down, across = grid(count)
    places = [axes for row in figure.subplots(down, across, squeeze=False) for axes in row]
    for axes in places[count:]:
        axes.set_axis_off()
    return places


def _size(groups: int, top: int) -> tuple[float, float]:
    down, across = grid(groups)
    return 3.4 * across + 1, down * (1.2 + INCH * min(top, MOST_BARS))
