"""A map of topics: texts as dots, topics named where their texts are, and a table of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from essaykit.analyse.arrays import Ints, Rows
from essaykit.analyse.clusters import unit_rows
from essaykit.analyse.topics import Fitted
from essaykit.plot.picture import Picture, Shown, colour, parameters_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from essaykit.analyse.topics import TopicResult

MOST_DOTS = 2000
"""Texts that are drawn, evenly taken; the data has all."""
NEAR = 30
"""Neighbours that decide where a text is (perplexity); fewer where there are few texts."""


def topic_map(fitted: Fitted, texts: dict[str, str]) -> Picture:
    """The texts of `essaykit.analyse.topics.fit_topics` on a plane: near ones are alike, of far ones it tells nothing.

    Args:
        fitted: the topics.
        texts: id → title.
    """
    found = fitted.result
    assigned = [found.assignments[i] for i in fitted.judged.tolist()]
    drawn = np.arange(0, len(assigned), max(1, -(-len(assigned) // MOST_DOTS)))
    points = flat_points(unit_rows(fitted.rows, fitted.clusters.centres.shape[1])[drawn], found.seed)
    place = {int(text): (round(float(x), 3), round(float(y), 3)) for text, (x, y) in zip(drawn, points, strict=True)}
    words = {t.topic: " ".join(t.words[:5]) for t in found.topics}
    rows = tuple(
        (a.id, texts.get(a.id, ""), a.cluster, words[a.cluster], a.stability, *place.get(number, ("", "")))
        for number, a in enumerate(assigned)
    )

    def draw(figure: Figure, shown: Shown) -> None:
        left, right = figure.subplots(1, 2, width_ratios=(3, 2))
        _dots(left, found, points, np.array([assigned[text].cluster for text in drawn.tolist()]), shown)
        _table(right, found, shown)

    names = ("id", "title", "topic", "words", "stability", "x", "y")
    return Picture("主题图", names, rows, parameters_of(found), draw, (12.0, max(5.0, 1.5 + 0.3 * len(found.topics))))


def flat_points(rows: Rows, seed: int) -> Rows:
    """Rows on a plane, by t-SNE (van der Maaten and Hinton 2008) as scikit-learn has it, in one thread."""
    if len(rows) < 4:
        return np.column_stack((np.arange(len(rows)), np.zeros(len(rows)))).astype(np.float64)
    from sklearn.manifold import TSNE

    start = "pca" if min(rows.shape) > 1 else "random"
    model = TSNE(perplexity=min(NEAR, (len(rows) - 1) / 3), init=start, random_state=seed)
    with threadpool_limits(limits=1):
        return np.asarray(model.fit_transform(rows), dtype=np.float64)


def _dots(axes: Axes, found: TopicResult, points: Rows, cluster: Ints, shown: Shown) -> None:
    for topic in found.topics:
        own = points[cluster == topic.topic]
        axes.scatter(own[:, 0], own[:, 1], s=14, alpha=0.6, color=colour(topic.topic), linewidths=0)
        if not len(own):
            continue
        x, y = np.median(own, axis=0)
        axes.text(x, y, shown(f"{topic.topic} {' '.join(topic.words[:2])}"), ha="center", va="center", fontsize=9,
                  bbox={"boxstyle": "round", "facecolor": "white", "alpha": 0.8, "edgecolor": colour(topic.topic)})  # fmt: skip
    axes.spines[:].set_visible(False)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_title(shown(f"{found.counted.texts} 篇，{found.k} 个主题，稳定性 {found.stability:.2f}"))


def _table(axes: Axes, found: TopicResult, shown: Shown) -> None:
    cells = [[str(t.topic), str(t.size), f"{t.stability:.2f}", shown(" ".join(t.words[:4]))] for t in found.topics]
    axes.set_axis_off()
    made = axes.table(
        cells, colLabels=[shown(name) for name in ("主题", "篇数", "稳定性", "词")], colWidths=[0.1, 0.12, 0.14, 0.64], cellLoc="left",
        loc="center",
    )  # fmt: skip
    made.auto_set_font_size(False)
    made.set_fontsize(9)
    made.scale(1, 1.3)
