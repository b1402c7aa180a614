"""Forms that a log fills in anew for each entry: what stands behind one and the same label has one and the same role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from essaykit.label.decode import BODY, INSIDE, TRAIL
from essaykit.label.survey import Survey
from essaykit.model import SourceText

LONGEST_LABEL = 16
LEAST_ENTRIES = 2  # in which a label stands
VERDICT, ONES_OWN = "verdict", "自"
"""The class of words that say that a label is for somebody else, unless it says for whom: 指导教师评语, but 自我鉴定."""


def agree_behind_labels(source: SourceText, found: Survey, states: list[int]) -> None:
    """Where a form's label stands in several entries and most of what it heads is not the author's, none of it is.

    Of a label that asks for a verdict one entry is enough.
    """
    zones = found.zones[1:]
    if len(zones) < LEAST_ENTRIES:
        return
    labels = [_labels_of(source, found, states, low, high) for low, high in zones]
    behind: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for places, (_, high) in zip(labels, zones, strict=True):
        for place, end in pairwise([*places, high]):
            behind[found.lines[place].folded].append((place + 1, end, high))
    for label, stretches in behind.items():
        foreign = sum(BODY not in states[start:end] for start, end, _ in stretches)
        asks = VERDICT in found.lines[stretches[0][0] - 1].words and ONES_OWN not in label
        least = 1 if asks else len(stretches) // 2 + 1
        if len(stretches) < LEAST_ENTRIES or foreign < least or not label:
            continue
        for start, end, high in stretches:
            states[start:end] = [INSIDE if BODY in states[end:high] else TRAIL] * (end - start)


def _labels_of(source: SourceText, found: Survey, states: Sequence[int], low: int, high: int) -> list[int]:
    """The lines of an entry that are a form's labels: short cells, or with a colon, that stand in other entries too."""
    places = []
    for index in range(low, high):
        line = found.lines[index]
        if states[index] != BODY and not line.plain and len(line.text) <= LONGEST_LABEL and found.around.repeats[line.folded] > 1:
            block = source.blocks[line.unit.block]
            if line.text[-1] in ":：" or block.kind == "cell":
                places.append(index)
    return places
