"""A Word file against a school's profile: fonts, sizes, indent, spacing, margins, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from essaykit.draft.profile import Lettering, Profile
from essaykit.draft.remarks import Finding

NEAR_CM, NEAR_POINTS, NEAR_LINES = 0.1, 0.25, 0.05
"""Differences that nobody sees."""
_CALLED = {
    "SimSun": "宋体", "NSimSun": "宋体", "新宋体": "宋体", "SimHei": "黑体", "KaiTi": "楷体", "KaiTi_GB2312": "楷体", "楷体_GB2312": "楷体",
    "FangSong": "仿宋", "FangSong_GB2312": "仿宋", "仿宋_GB2312": "仿宋", "Microsoft YaHei": "微软雅黑",
}  # fmt: skip
"""Fonts that one file calls by their English, another by their Chinese name."""


def profile_findings(document: Any, profile: Profile) -> Iterator[Finding]:
    """What a Word file does otherwise than the profile says.

    Args:
        document: as python-docx opens it.
        profile: how it ought to be set.
    """
    section, page = document.sections[0], profile.page
    for name, length, wanted in (
        ("纸宽", section.page_width, page.width_cm), ("纸高", section.page_height, page.height_cm),
        ("上边距", section.top_margin, page.top_cm), ("下边距", section.bottom_margin, page.bottom_cm),
        ("左边距", section.left_margin, page.left_cm), ("右边距", section.right_margin, page.right_cm),
    ):  # fmt: skip
        if length is not None and abs(length.cm - wanted) > NEAR_CM:
            yield _finding(f"{name} {length.cm:.2f} 厘米", f"应为 {wanted:g} 厘米")
    body = [p for p in document.paragraphs if p.text.strip() and len(p.text) > 30 and not _styled(p, ("Heading", "Title", "Excerpt"))]
    if body:
        yield from _lettering("正文", Counter(_font_of(p, document) for p in body).most_common(1)[0][0], profile.body)
        if profile.indent_characters and not any(_indent_of(p) for p in body):
            yield _finding("正文首行没有缩进", f"应缩进 {profile.indent_characters:g} 字符")
        lines, points = Counter(_spacing_of(p, document) for p in body).most_common(1)[0][0]
        if abs(lines - profile.lines) > NEAR_LINES or abs(points - profile.line_points) > NEAR_POINTS:
            yield _finding(f"正文行距{_spacing(lines, points)}", f"应为{_spacing(profile.lines, profile.line_points)}")
    heads = [p for p in document.paragraphs if p.text.strip() and _styled(p, ("Heading 1",))]
    if heads:
        yield from _lettering("一级标题", Counter(_font_of(p, document) for p in heads).most_common(1)[0][0], profile.headings[0])
    if profile.page_numbers and not any("PAGE" in part._element.xml for s in document.sections for part in (s.footer, s.header)):  # noqa: SLF001
        yield _finding("没有页码", "在页脚插入页码")
    if profile.contents and not re.search(r"\bTOC\b", document.element.xml):
        yield _finding("没有目录", "在封面之后插入自动目录")


def _lettering(what: str, has: tuple[str, float], wanted: Lettering) -> Iterator[Finding]:
    font, points = has
    if font and _CALLED.get(font, font) != _CALLED.get(wanted.font, wanted.font):
        yield _finding(f"{what}字体是{font}", f"应为{wanted.font}")
    if points and abs(points - wanted.points) > NEAR_POINTS:
        yield _finding(f"{what}字号 {points:g} 磅", f"应为 {wanted.points:g} 磅")


def _finding(found: str, advice: str) -> Finding:
    return Finding(severity="should", check="profile", found=found, advice=advice)


def _styled(paragraph: Any, names: tuple[str, ...]) -> bool:
    return bool(paragraph.style is not None and paragraph.style.name.startswith(names))


def _chain(paragraph: Any) -> Iterator[Any]:
    style = paragraph.style
    while style is not None:
        yield style
        style = style.base_style


def _font_of(paragraph: Any, document: Any) -> tuple[str, float]:
    """Chinese font and size of a paragraph: of its first run, else of its style and what that is based on; empty and 0 if unsaid."""
    from docx.oxml.ns import qn

    run = next((r for r in paragraph.runs if r.text.strip()), None)
    sources = [run, *_chain(paragraph), document.styles["Normal"]] if run is not None else [*_chain(paragraph), document.styles["Normal"]]
    font, points = "", 0.0
    for source in sources:
        properties = source._element.rPr if hasattr(source._element, "rPr") else None  # noqa: SLF001
        fonts = properties.find(qn("w:rFonts")) if properties is not None else None
        font = font or (fonts.get(qn("w:eastAsia")) or "" if fonts is not None else "")
        points = points or (source.font.size.pt if source.font.size is not None else 0.0)
    return font, points


def _spacing_of(paragraph: Any, document: Any) -> tuple[float, float]:
    """Line spacing of a paragraph: as a multiple, or in points; the other is 0."""
    for form in (paragraph.paragraph_format, *(style.paragraph_format for style in _chain(paragraph))):
        spacing = form.line_spacing
        if spacing is not None:
            return (spacing, 0.0) if isinstance(spacing, float) else (0.0, spacing.pt)
    from docx.oxml.ns import qn

    default = next(document.styles.element.iterfind("/".join(map(qn, ("w:docDefaults", "w:pPrDefault", "w:pPr", "w:spacing")))), None)
    line = float(default.get(qn("w:line")) or 240) if default is not None else 240.0
    multiple = default is None or default.get(qn("w:lineRule")) in (None, "auto")
    return (round(line / 240, 2), 0.0) if multiple else (0.0, line / 20)


def _spacing(lines: float, points: float) -> str:
    return f"{lines:g} 倍" if lines else f"固定值 {points:g} 磅"


def _indent_of(paragraph: Any) -> bool:
    from docx.oxml.ns import qn

    for element in (paragraph._element.pPr, *(style._element.pPr for style in _chain(paragraph))):  # noqa: SLF001
        indent = element.find(qn("w:ind")) if element is not None else None
        if indent is not None and any((indent.get(qn(f"w:{name}")) or "0") != "0" for name in ("firstLineChars", "firstLine")):
            return True
    return bool(paragraph.text.startswith(("\u3000\u3000", "    ")))
