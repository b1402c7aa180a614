"""Lines: words over years, parts of essays, sections or groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaykit.analyse.trends import Period, TrendResult
from essaykit.plot.picture import Picture, Shown, colour, parameters_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_APART = {"": "（无）", "(none)": "（无）", "(other)": "（其他）"}
"""Periods that are none: they stand beside the line, not on it."""
_OVER = {"year": "年份", "position": "文中位置", "section": "章节"}


def trend_lines(found: TrendResult) -> Picture:
    """Share of the sources (or essays) of each period that have a word, with its 95 % interval."""
    names = Period.__struct_fields__
    rows = tuple(tuple(getattr(period, name) for name in names) for period in found.periods)

    def draw(figure: Figure, shown: Shown) -> None:
        axes = figure.subplots()
        for number, word in enumerate(found.words):
            own = [p for p in found.periods if p.word == word]
            joined = [at for at, p in enumerate(own) if p.period not in _APART]
            low, share, high = ([getattr(p, name) for p in own] for name in ("low", "share", "high"))
            axes.plot(joined, [share[at] for at in joined], color=colour(number))
            axes.plot(range(len(own)), share, "o", color=colour(number), label=shown(word))
            axes.fill_between(
                joined, [low[at] for at in joined], [high[at] for at in joined], color=colour(number), alpha=0.15, linewidth=0
            )
            for at in set(range(len(own))).difference(joined):
                axes.vlines(at, low[at], high[at], color=colour(number), alpha=0.3)
            axes.set_xticks(range(len(own)), [shown(_APART.get(p.period, p.period)) for p in own], rotation=45 if len(own) > 8 else 0)
        axes.set_ylim(-0.02, 1.05 * max((p.high for p in found.periods), default=1) + 0.01)
        axes.set_xlabel(shown(_OVER.get(found.over, found.over)))
        axes.set_ylabel(shown("含该词的来源所占比例" if found.unit == "sources" else "含该词的文章所占比例"))
        axes.legend(frameon=False)

    return Picture("词的走势", names, rows, parameters_of(found), draw)
