"""A network of words that stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from essaykit.analyse.arrays import Ints, Rows
from essaykit.analyse.cooccurrence import Link, Network
from essaykit.plot.picture import Picture, Shown, colour, parameters_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROUNDS = 300


def network_picture(found: Network, seed: int = 0) -> Picture:
    """Words as points, the larger the more sources they have; links the wider the closer their words are."""
    names = Link.__struct_fields__
    rows = tuple(tuple(getattr(link, name) for name in names) for link in found.links)
    place = {node.word: number for number, node in enumerate(found.nodes)}
    ends = np.array([(place[link.a], place[link.b]) for link in found.links], dtype=np.int64).reshape(-1, 2)

    def draw(figure: Figure, shown: Shown) -> None:
        from matplotlib.collections import LineCollection

        points = spread_points(len(found.nodes), ends, seed)
        axes = figure.subplots()
        widths = [0.4 + 3 * max(0.0, link.npmi) for link in found.links]
        axes.add_collection(LineCollection(list(points[ends]), linewidths=widths, colors="#bbbbbb", zorder=1))
        most = max((node.sources for node in found.nodes), default=1)
        axes.scatter(
            points[:, 0],
            points[:, 1],
            s=[30 + 300 * node.sources / most for node in found.nodes],
            color=colour(0),
            alpha=0.7,
            zorder=2,
            linewidths=0,
        )
        for (x, y), node in zip(points, found.nodes, strict=True):
            axes.text(x, y, shown(node.word), ha="center", va="center", fontsize=9, zorder=3)
        axes.set_axis_off()

    return Picture("共现网络", names, rows, {**parameters_of(found), "seed": seed}, draw, (9.0, 9.0))


def spread_points(count: int, ends: Ints, seed: int) -> Rows:
    """Places for the nodes of a network: linked ones attract, all repel one another (Fruchterman and Reingold 1991).

    Args:
        count: nodes.
        ends: links × 2, the nodes that each joins.
        seed: of the places at the beginning.
    """
    random = np.random.default_rng(seed)
    points = random.random((count, 2))
    near = 1.5 / max(1.0, count**0.5)
    for heat in np.linspace(0.1, 0.001, ROUNDS):
        apart = points[:, None] - points[None]
        distance = np.maximum(np.linalg.norm(apart, axis=2), 0.01)
        force = (apart * (near**2 / distance**2)[:, :, None]).sum(axis=1)
        pull = points[ends[:, 0]] - points[ends[:, 1]]
        pull *= np.linalg.norm(pull, axis=1, keepdims=True) / near
        np.add.at(force, ends[:, 0], -pull)
        np.add.at(force, ends[:, 1], pull)
        force += (0.5 - points) * 0.3  # what is linked to nothing stays in the picture
        length = np.maximum(np.linalg.norm(force, axis=1, keepdims=True), 0.01)
        points += force / length * np.minimum(length, heat)
    return points
