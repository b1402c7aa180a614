"""Lines: words over years, parts of essays, sections or groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaykit.analyse.trends import Period, TrendResult
from essaykit.plot.picture import Picture, Shown, colour, parameters_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_OVER = {"year": "年份", "position": "文中位置", "section": "章节"}


def trend_lines(found: TrendResult) -> Picture:
    """Share of the sources (or essays) of each period that have a word, with its 95 % interval."""
    names = Period.__struct_fields__
    rows = tuple(tuple(getattr(period, name) for name in names) for period in found.periods)

    def draw(figure: Figure, shown: Shown) -> None:
        axes = figure.subplots()
        for number, word in enumerate(found.words):
            own = [p for p in found.periods if p.word == word]
            across = range(len(own))
            axes.plot(across, [p.share for p in own], marker="o", color=colour(number), label=shown(word))
            axes.fill_between(across, [p.low for p in own], [p.high for p in own], color=colour(number), alpha=0.15, linewidth=0)
            axes.set_xticks(across, [shown(p.period or "（无）") for p in own], rotation=45 if len(own) > 8 else 0)
        axes.set_ylim(0, 1)
        axes.set_xlabel(shown(_OVER.get(found.over, found.over)))
        axes.set_ylabel(shown("含该词的来源所占比例" if found.unit == "sources" else "含该词的文章所占比例"))
        axes.legend(frameon=False)

    return Picture("词的走势", names, rows, parameters_of(found), draw)
