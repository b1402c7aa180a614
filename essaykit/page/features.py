"""Inspectable features of a page's blocks: shape, links, boxes, names, neighbours, place. One matrix, a column a feature."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from essaykit.model import SourceText
from essaykit.page.boxes import CLOSE, DENSE, HALF, ROOMY, Boxes, arrange, heart, nearest, running
from essaykit.page.measures import Measures, measure
from essaykit.page.names import groups, unpacked
from essaykit.page.title import title_block

Array = NDArray[np.float64]

AROUND = 8  # blocks on either side that are a block's neighbourhood
FEW = 0.02  # share of the page's prose that counts as none
_KINDS = {kind: number for number, kind in enumerate(("line", "heading", "list_item", "cell", "caption"))}
NOTICE_BOX = 12  # blocks of the largest box that a copyright notice makes one of its own


class Survey(NamedTuple):
    """A page before any decision."""

    names: tuple[str, ...]
    rows: Array
    """One row a block, one column a feature."""
    by: Measures
    boxes: Boxes
    title: int
    """Block that repeats the page's title; -1 where none does."""


def survey(source: SourceText) -> Survey:
    """Look at each block of a page that has any."""
    by = measure(source)
    boxes = arrange(source.boxes, by)
    columns: dict[str, Array] = {}
    _shape(columns, source, by)
    _neighbours(columns, by)
    _paths(columns, by)
    _boxes(columns, by, boxes)
    title = title_block(source)
    _title(columns, title, by, boxes)
    _notices(columns, by, boxes)
    return Survey(tuple(columns), np.array(list(columns.values())).T, by, boxes, title)


def _log(values: Array) -> Array:
    return np.log1p(values) / 5


def _flag(values: NDArray[np.bool_]) -> Array:
    return values.astype(np.float64)


def _shape(columns: dict[str, Array], source: SourceText, by: Measures) -> None:
    """The block itself."""
    size = by.characters
    columns["size"] = _log(size)
    for limit in (4, 10, 20, 40, 80):
        columns[f"longer than {limit}"] = _flag(size > limit)
    columns["links"] = by.linked
    columns["mostly links"] = _flag(by.linked > 0.5)
    columns["hidden"] = by.hidden
    columns["marks"] = np.minimum(by.marks / size, 0.15) * 6
    columns["sentences"] = np.minimum(by.sentences, 3) / 3
    columns["commas"] = np.minimum(by.commas, 4) / 4
    columns["ends a sentence"] = by.ends
    columns["digits"] = by.digits / size
    columns["running text"] = by.running
    columns["bold"] = np.array([float(b.bold) for b in source.blocks])
    kinds = np.array([_KINDS.get(b.kind, -1) for b in source.blocks])
    columns["line of a paragraph"] = _flag(kinds == _KINDS["line"])
    for kind in ("heading", "list_item", "cell", "caption"):
        columns[f"kind: {kind}"] = _flag(kinds == _KINDS[kind])
    columns["centred"] = np.array([float(b.centred) for b in source.blocks])
    columns["code"] = np.array([float(e.code) for e in by.endings])[by.path]
    own = unpacked([e.groups for e in by.endings])[by.path]
    for index, group in enumerate(groups()):
        columns[f"called {group.name}"] = own[:, index]


def _neighbours(columns: dict[str, Array], by: Measures) -> None:
    """What stands above and below."""
    count = len(by.characters)
    at = np.arange(count)
    low, high = np.maximum(0, at - AROUND), np.minimum(count, at + AROUND + 1)

    def near(values: Array) -> Array:
        sums = np.concatenate(([0.0], np.cumsum(values)))
        return sums[high] - sums[low]

    characters = near(by.characters)
    columns["prose around"] = near(by.prose) / characters
    columns["links around"] = near(by.characters * by.linked) / characters
    columns["link lines around"] = near(by.only_link) / (high - low)
    columns["size around"] = _log(characters / (high - low))
    for name, values in (("size", columns["size"]), ("links", by.linked), ("ends a sentence", by.ends), ("running text", by.running)):
        padded = np.concatenate(([0.0], values, [0.0]))
        columns[f"block above: {name}"], columns[f"block below: {name}"] = padded[:-2], padded[2:]
    above = np.concatenate(([0.0], np.cumsum(by.prose)))
    above /= max(above[-1], 1e-9)
    columns["prose above"], columns["prose below"] = above[:-1], 1 - above[1:]
    columns["no prose above"], columns["no prose below"] = _flag(above[:-1] < FEW), _flag(1 - above[1:] < FEW)


def _paths(columns: dict[str, Array], by: Measures) -> None:
    """How much of the page's prose stands in elements of the same path: paragraphs of one text are siblings."""
    prose = np.bincount(by.path, by.prose) / max(by.prose.sum(), 1e-9)
    same = dict(zip(by.paths, prose.tolist(), strict=True))
    parents: dict[str, float] = {}
    above = [path.rpartition("/")[0] for path in same]
    for parent, share in zip(above, same.values(), strict=True):
        parents[parent] = parents.get(parent, 0.0) + share
    kin = [max(same.get(parent, 0.0), parents.get(path, 0.0), parents[parent]) for path, parent in zip(same, above, strict=True)]
    columns["prose of the same path"] = prose[by.path]
    columns["prose of sibling paths"] = np.array(kin)[by.path]


def _boxes(columns: dict[str, Array], by: Measures, boxes: Boxes) -> None:
    """The boxes around the block."""
    held = boxes.last - boxes.first
    inner = boxes.inner
    for name, fits in (("close box", held >= CLOSE), ("roomy box", boxes.characters >= ROOMY)):
        box = nearest(boxes, fits)[inner]
        columns[f"{name}: prose"] = boxes.density[box]
        columns[f"{name}: links"] = boxes.linked[box]
        columns[f"{name}: link lines"] = boxes.links[box]
        columns[f"{name}: size of lines"] = _log(boxes.characters / held)[box]
        columns[f"{name}: share of the prose"] = boxes.covered[box]
        columns[f"{name}: lines"] = _log(held[box].astype(np.float64))
    named = boxes.named[inner]
    for index, group in enumerate(groups()):
        columns[f"inside {group.name}"] = named[:, index]
    columns["share of the prose of a dense box"] = running(boxes, np.where(boxes.density > DENSE, boxes.covered, 0.0))[inner]
    columns["densest box"] = running(boxes, np.where((held >= 3) & (boxes.characters > ROOMY / 2), boxes.density, 0.0))[inner]
    at = np.arange(len(by.characters))
    half = np.flatnonzero(boxes.covered >= HALF)
    most = int(half[np.argmin(held[half])]) if len(half) else 0
    inside = _flag((at >= boxes.first[most]) & (at < boxes.last[most]))
    columns["in the box of half the prose"] = inside
    columns["density of that box"] = inside * boxes.density[most]
    core = heart(boxes, by)
    columns["in the heart"] = _flag((at >= boxes.first[core]) & (at < boxes.last[core]))


def _title(columns: dict[str, Array], title: int, by: Measures, boxes: Boxes) -> None:
    """How far below the line that repeats the page's title."""
    count = len(by.characters)
    found = title >= 0
    distance = np.arange(count) - title
    columns["page with its title"] = np.full(count, float(found))
    columns["the title"] = _flag((distance == 0) & found)
    for most in (1, 3, 8, 25):
        columns[f"within {most} below the title"] = _flag((distance > 0) & (distance <= most) & found)
    columns["above the title"], columns["below the title"] = _flag((distance < 0) & found), _flag((distance > 0) & found)
    inside = np.zeros(count)
    if found:
        below = np.concatenate(([0.0], np.cumsum(by.characters)))
        around = np.flatnonzero((boxes.first <= title) & (title < boxes.last) & (below[boxes.last] - below[title + 1] >= ROOMY / 2))
        if len(around):
            box = around[np.argmin((boxes.last - boxes.first)[around])]
            inside[boxes.first[box] : boxes.last[box]] = 1.0
    columns["in the box of the title"] = inside


def _notices(columns: dict[str, Array], by: Measures, boxes: Boxes) -> None:
    """How near a copyright notice is."""
    columns["copyright notice"] = by.notice
    count = len(by.notice)
    at = np.arange(count)
    sums = np.concatenate(([0.0], np.cumsum(by.notice)))
    held = boxes.last - boxes.first
    with_notice = (sums[boxes.last] > sums[boxes.first]) & (held <= NOTICE_BOX) & (boxes.covered < HALF)
    columns["box with a copyright notice"] = running(boxes, _flag(with_notice))[boxes.inner]
    for near in (2, 6):
        columns[f"copyright notice within {near}"] = _flag(sums[np.minimum(count, at + near + 1)] > sums[np.maximum(0, at - near)])
    columns["below the first copyright notice"] = _flag(sums[:-1] > 0)
