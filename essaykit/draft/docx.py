"""A draft as a Word file that is right for Chinese: fonts for both scripts, indent by characters, contents and page numbers as fields.

Everything is set on styles, so that a writer who changes a style changes the
whole paper. The bytes depend on the draft alone.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from essaykit.draft.assemble import Draft, DraftSection
from essaykit.draft.listing import OWNERSHIP, attribution, budget_bar, stock_remark, to_do
from essaykit.draft.markdown import spelt_out
from essaykit.draft.profile import Lettering, Profile
from essaykit.draft.seal import docx_seal
from essaykit.errors import EssaykitError

if TYPE_CHECKING:
    from essaykit.draft.quotable import Excerpt

CONTENTS = 'TOC \\o "1-1" \\h \\z \\u'
_TOOL = "essaykit"
_SHARES = (0.28, 0.11, 0.17, 0.11, 0.33)
"""Of the line, for the columns of the table of budgets: a heading and a bar stand on one line."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip archive can name."""


def render_docx(draft: Draft, profile: Profile, *, excerpts: str = "quote") -> bytes:
    """The draft as a Word file.

    Args:
        draft: what is written.
        profile: how it is set.
        excerpts: ``quote``: as marked paragraphs; ``comment``: as comments in the margin.

    Raises:
        EssaykitError: if python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise EssaykitError("python-docx is not installed", hint="pip install 'essaykit[docx]'") from None
    document = docx.Document()
    _set_styles(document, profile)
    _set_page(document, profile)
    document.add_paragraph(spelt_out(draft.title), style="Title")
    contents = profile.contents
    for section in draft.sections:
        if contents and section.heading:  # after the cover
            _field(document.add_paragraph(style="Contents"), CONTENTS, "目录：在 Word 里右击这一行，选“更新域”。")
            contents = False
        _section(document, section, excerpts)
    _closing(document, draft)
    for name in ("author", "last_modified_by", "comments"):
        setattr(document.core_properties, name, "")
    document.core_properties.title = spelt_out(draft.title)
    return _packed(document)


def _section(document: Any, section: DraftSection, excerpts: str) -> None:
    last = document.add_paragraph(spelt_out(section.heading), style="Heading 1") if section.heading else None
    for paragraph in section.paragraphs:
        style = "Heading 2" if paragraph.heading else "Body Text" if section.budget else "Cover"
        last = document.add_paragraph(spelt_out(paragraph.text), style=style)
    asked = [gap for gap in section.gaps if gap.state == "empty" and not gap.optional]
    for gap in asked:
        last = document.add_paragraph(style="Body Text")
        run = last.add_run(f"〔待写：{gap.name}〕")
        _comment(document, run, f"{gap.ask}（事实表 {gap.slot}）")
    if section.questions and last is not None and last.runs:
        _comment(document, last.runs[-1], f"还差 {section.budget - section.words} 字，想一想：{' '.join(section.questions)}")
    for excerpt in section.excerpts:
        if excerpts == "comment" and last is not None and last.runs:
            _comment(document, last.runs[-1], " ".join(_quotation(excerpt)))
        else:
            for line in _quotation(excerpt):
                document.add_paragraph(line, style="Excerpt")


def _quotation(excerpt: Excerpt) -> list[str]:
    remark = f"（{stock_remark(excerpt)}）" if excerpt.sources > 1 else ""
    return [f"【摘录】{spelt_out(excerpt.text)}", f"—— {attribution(excerpt)}{remark}"]


def _closing(document: Any, draft: Draft) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    heading = document.add_paragraph("写作清单", style="Heading 1")
    heading.paragraph_format.page_break_before = True
    document.add_paragraph(f"这一部分由工具列出，交稿前整段删去。{OWNERSHIP}", style="Body Text")
    counted = [s for s in draft.sections if s.budget]
    table = document.add_table(rows=0, cols=5)
    table.style = "Table Grid"
    table.autofit = False
    page = document.sections[0]
    for column, share in zip(table.columns, _SHARES, strict=True):
        column.width = int(share * (page.page_width - page.left_margin - page.right_margin))
    sums = [*((s.heading, s.words, s.own_words, s.budget) for s in counted), ("合计", draft.words, draft.own_words, draft.budget)]
    rows = [("部分", "已写", "自己的话", "预算", "")]
    rows += [(name, str(words), str(own), str(budget), budget_bar(words, budget)) for name, words, own, budget in sums]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].style = "Cover"
            cell.paragraphs[0].add_run(spelt_out(text))
    for line in to_do(draft):
        document.add_paragraph(spelt_out(line), style="Cover")
    if draft.sources:
        document.add_paragraph("摘录出处", style="Heading 2")
        for number, source in enumerate(draft.sources, 1):
            document.add_paragraph(f"{number}. {attribution(source)}（{'；'.join(map(spelt_out, source.sections))}）", style="Cover")


def _set_styles(document: Any, profile: Profile) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:eastAsia"), "zh-CN")
    for name in ("Cover", "Contents", "Excerpt"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    lettering = {
        "Normal": profile.body, "Body Text": profile.body, "Cover": profile.body, "Contents": profile.body, "Excerpt": profile.quote,
        "Title": profile.title, "Heading 1": profile.headings[0], "Heading 2": profile.headings[1],
    }  # fmt: skip
    for name, wanted in lettering.items():
        style = styles[name]
        _set_fonts(style, wanted)
        style.font.color.rgb = RGBColor(0x55, 0x55, 0x55) if name == "Excerpt" else RGBColor(0, 0, 0)
        style.font.bold = False
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        if profile.line_points:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(profile.line_points, wanted.points * 1.2))
        else:
            form.line_spacing = profile.lines
    for name in ("Body Text", "Excerpt"):
        _set_indent(styles[name], profile.indent_characters, lettering[name].points)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)


def _set_fonts(style: Any, wanted: Lettering) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name = wanted.latin
    style.font.size = Pt(wanted.points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), wanted.font)


def _set_indent(style: Any, characters: float, points: float) -> None:
    """By characters, so that it follows the size; in twips for programs that don't know characters."""
    from docx.oxml.ns import qn

    indent = style.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(round(characters * 100)))
    indent.set(qn("w:firstLine"), str(round(characters * points * 20)))


def _set_page(document: Any, profile: Profile) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section, page = document.sections[0], profile.page
    section.page_width, section.page_height = Cm(page.width_cm), Cm(page.height_cm)
    section.top_margin, section.bottom_margin = Cm(page.top_cm), Cm(page.bottom_cm)
    section.left_margin, section.right_margin = Cm(page.left_cm), Cm(page.right_cm)
    if profile.page_numbers:
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(paragraph, "PAGE", "1")


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field that Word works out anew; what stands there until then is said too."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "shown":
            run.text = shown
            continue
        element = OxmlElement("w:instrText" if kind == "instruction" else "w:fldChar")
        if kind == "instruction":
            element.set(qn("xml:space"), "preserve")
            element.text = f" {instruction} "
        else:
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 - python-docx has no fields


def _comment(document: Any, run: Any, text: str) -> None:
    from docx.oxml.ns import qn

    comment = document.add_comment(run, text=spelt_out(text), author=_TOOL, initials="ek")
    comment._comment_elm.attrib.pop(qn("w:date"), None)  # noqa: SLF001 - the same draft gives the same bytes


def _packed(document: Any) -> bytes:
    import datetime as dt

    document.core_properties.created = document.core_properties.modified = dt.datetime(*_EPOCH[:3])  # noqa: DTZ001 - as the format has it
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        body = archive.read("word/document.xml")
    document.core_properties.identifier = docx_seal(body)
    buffer = io.BytesIO()
    document.save(buffer)
    return timeless(buffer.getvalue())


def timeless(data: bytes) -> bytes:
    """A zip archive without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in _ordered(archive.namelist()):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, archive.read(name))
    return out.getvalue()


def _ordered(names: Iterable[str]) -> list[str]:
    """The part that says what the others are comes first."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
