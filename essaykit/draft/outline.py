"""A template as an outline: Markdown, OPML, or a FreeMind map (XMind reads both)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from essaykit.draft.assemble import han_number
from essaykit.draft.markdown import inline, spelt_out
from essaykit.draft.template import KIND_NAMES, Template, TemplateSection
from essaykit.model import Record


class Point(Record, frozen=True, kw_only=True):
    """A line of an outline with what stands below it."""

    text: str
    points: tuple[Point, ...] = ()


def outline_of(template: Template) -> Point:
    """Sections with their budgets; below each what it is for, what is asked, and what to think about."""
    budgets = template.budgets()
    headed = [section.id for section in template.sections if section.heading]
    points = []
    for section in template.sections:
        number = f"{han_number(headed.index(section.id) + 1)}、" if template.numbered and section.heading else ""
        budget = f"（{budgets[section.id]} 字）" if section.weight else ""
        points.append(Point(text=f"{number}{section.heading or section.purpose}{budget}", points=tuple(_inside(section))))
    return Point(text=f"{template.name}（{template.words} 字）", points=tuple(points))


def _inside(section: TemplateSection) -> Iterator[Point]:
    if section.heading:
        yield Point(text=section.purpose)
    for slot in section.slots:
        yield Point(text=f"{slot.name}（{KIND_NAMES[slot.kind]}{'，可不填' if slot.optional else ''}）", points=(Point(text=slot.ask),))
    if section.questions:
        yield Point(text="想一想", points=tuple(Point(text=question) for question in section.questions))
    if section.avoid:
        yield Point(text=f"不写：{'；'.join(section.avoid)}")


def outline_markdown(outline: Point) -> str:
    """The outline as nested lists under one heading."""
    lines = [f"# {inline(outline.text)}", ""]

    def add(points: tuple[Point, ...], depth: int) -> None:
        for point in points:
            lines.append(f"{'  ' * depth}- {inline(point.text)}")
            add(point.points, depth + 1)

    add(outline.points, 0)
    return "\n".join(lines) + "\n"


def outline_opml(outline: Point) -> str:
    """The outline as OPML 2.0."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = spelt_out(outline.text)
    _grow(ET.SubElement(root, "body"), (outline,), "outline", "text")
    return _xml(root)


def outline_freemind(outline: Point) -> str:
    """The outline as a FreeMind map."""
    root = ET.Element("map", version="1.0.1")
    _grow(root, (outline,), "node", "TEXT")
    return _xml(root)


def _grow(parent: ET.Element, points: tuple[Point, ...], tag: str, attribute: str) -> None:
    for point in points:
        _grow(ET.SubElement(parent, tag, {attribute: spelt_out(point.text)}), point.points, tag, attribute)


def _xml(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


FORMATS = {"md": outline_markdown, "opml": outline_opml, "mm": outline_freemind}
"""How an outline can be written."""
