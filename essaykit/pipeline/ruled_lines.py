"""What people ruled on lines and parts of lines: pieces of a line with roles of their own, and the line that names the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec.structs import replace

from essaykit.label import Labelled, Labelling, Ruling, Unit
from essaykit.model import Block, SourceText


def rulings_of_parts(text: SourceText, rulings: Sequence[Ruling]) -> list[Ruling]:
    """The rulings that begin or end inside a line: they say nothing of the rest of it. A heading is a unit of its own anyway."""
    return [r for r in rulings if r.role != "heading" and any(_divides(text, b, edge) for b in text.blocks for edge in (r.start, r.end))]


def _divides(text: SourceText, block: Block, edge: int) -> bool:
    return block.start < edge < block.end and bool(text.text[block.start : edge].strip()) and bool(text.text[edge : block.end].strip())


def cut_at(text: str, labels: Labelling, parts: Sequence[Ruling], splits: Collection[int], rulings: Sequence[Ruling]) -> Labelling:
    """Labels with units cut where a person meant a part of a line, or began an essay in its midst; the later ruling counts.

    Args:
        text: the source text.
        labels: as decided for whole lines.
        parts: rulings on parts of lines.
        splits: where people began essays.
        rulings: all rulings of people, in order.
    """
    if not parts and not splits:
        return labels
    units: list[Labelled] = []
    title = -1
    for index, unit in enumerate(labels.units):
        low, high = unit.unit.start, unit.unit.end
        inside = [r for r in parts if r.start < high and low < r.end]
        edges = {edge for ruling in inside for edge in (ruling.start, ruling.end)}
        cuts = sorted(edge for edge in edges.union(splits) if low < edge < high)
        title = len(units) if index == labels.title else title
        if unit.unit.heading >= 0 or not (inside or cuts):
            units.append(unit)
            continue
        for piece in _pieces(text, unit.unit, cuts):
            ruled = [r for r in rulings if r.start <= piece.start and piece.end <= r.end] if inside else []
            units.append(Labelled(piece, ruled[-1].role, 1.0, (), ruled[-1].rule) if ruled else replace(unit, unit=piece))
    return labels._replace(units=units, title=title)


def _pieces(text: str, unit: Unit, cuts: Sequence[int]) -> Iterator[Unit]:
    at = unit.start
    for cut in (*cuts, unit.end):
        piece = text[at:cut]
        if piece.strip():
            yield replace(unit, start=at + len(piece) - len(piece.lstrip()), end=at + len(piece.rstrip()), whole=not cuts)
        at = cut


def with_ruled_title(text: str, labels: Labelling, rulings: Sequence[Ruling]) -> Labelling:
    """Labels whose title is the line that a person said it is; what was taken for it is kept, as neither title nor text.

    A line that says the title once more, or stands in an essay, takes no title's place.
    """
    named = [r for r in rulings if r.role == "title"]
    if not named:
        return labels
    units = labels.units
    above = next((i for i, u in enumerate(units) if u.role in ("body", "heading")), len(units))
    ruled = [i for i, u in enumerate(units[:above]) if u.role == "title" and u.rule == "decision"]
    chosen = next((i for i in ruled if named[-1].start <= units[i].unit.start < named[-1].end), -1)
    if chosen < 0 or (labels.title >= 0 and _wording(text, units[labels.title]) == _wording(text, units[chosen])):
        return labels
    if labels.title < 0 or labels.title in ruled:
        return labels._replace(title=chosen)
    old = replace(units[labels.title], role="other", evidence=())
    return labels._replace(units=[*units[: labels.title], old, *units[labels.title + 1 :]], title=chosen)


def _wording(text: str, unit: Labelled) -> str:
    return "".join(text[unit.unit.start : unit.unit.end].split())
