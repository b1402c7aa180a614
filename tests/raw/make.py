"""Make the samples that only a program can make: Word, PDF and mhtml files, and pages in old encodings.

Run from anywhere: ``python tests/raw/make.py``. The results are committed; running it again changes no byte
with the same versions of python-docx and zlib. The PDF is only written where reportlab is installed,
which is no dependency of the project.
Sources stand in ``tests/raw/make/`` as TOML. A source with ``text`` is a text or page in an ``encoding`` of its own;
one with ``section`` a report in Word, with ``rows`` a form in Word, with ``paragraphs`` a PDF.
"""

from __future__ import annotations

import base64
import datetime as dt
import importlib.util
import io
import quopri
import tomllib
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES = HERE / "make"
RAW = HERE.parents[1] / "raw"
FIXED = dt.datetime(2021, 6, 1, 8, 0, 0)  # noqa: DTZ001 - Word's own dates carry no zone
MHTML_ADDRESS = "https://www.dahuaishu.example/law/190902.html"


def encoded(card: dict[str, Any]) -> bytes:
    """Bytes of a text in the encoding that its card names; UTF-16 is little-endian with its mark on every machine."""
    text, encoding = card["text"], card["encoding"]
    if encoding == "mhtml":
        return mhtml(text)
    return b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)


def mhtml(page: str) -> bytes:
    """A saved page as browsers write it: one HTML part in quoted-printable, one picture, CRLF."""
    boundary = "----MultipartBoundary--samples0001----"
    body = quopri.encodestring(page.replace("\r\n", "\n").encode("utf-8")).decode("ascii").replace("\n", "\r\n")
    pixel = base64.b64encode(
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    ).decode()
    lines = [
        "From: <Saved by Blink>", f"Snapshot-Content-Location: {MHTML_ADDRESS}",
        "Subject: =?utf-8?Q?=E6=B3=95=E9=99=A2=E4=B9=A6=E8=AE=B0=E5=91=98=E5=AE=9E=E4=B9=A0=E5=BF=83=E5=BE=97?=",
        "Date: Mon, 2 Sep 2019 10:00:00 -0000", "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{boundary}"', "", "",
        f"--{boundary}", "Content-Type: text/html", "Content-ID: <frame-1@mhtml.blink>", "Content-Transfer-Encoding: quoted-printable",
        f"Content-Location: {MHTML_ADDRESS}", "", body,
        f"--{boundary}", "Content-Type: image/gif", "Content-Transfer-Encoding: base64",
        "Content-Location: https://www.dahuaishu.example/p.gif", "", pixel, "",
        f"--{boundary}--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode("ascii")


def stable_zip(data: bytes) -> bytes:
    """The same archive with fixed times, so that the bytes depend on the contents only."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name))
    return out.getvalue()


def _word_file(card: dict[str, Any], title: str) -> Any:
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.last_modified_by = title, "", "", ""
    properties.created = properties.modified = FIXED
    document.sections[0].header.paragraphs[0].text = card["header"]
    document.sections[0].footer.paragraphs[0].text = card["footer"]
    return document


def _word_bytes(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return stable_zip(out.getvalue())


def _auto_numbering(document: Any) -> str:
    """Add a list that counts 一、二、三、 and return its number: Word shows the labels, the text doesn't hold them."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
    )
    numbering.insert(0, abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    return "90"


def report_docx(card: dict[str, Any], title: str) -> bytes:
    """A report with cover, contents, header, footer and headings that Word numbers itself."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = _word_file(card, title)
    number = _auto_numbering(document)
    for i, line in enumerate(card["cover"]):
        paragraph = document.add_paragraph()
        paragraph.add_run(line).bold = i < 2
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for line in card["contents"]:
        document.add_paragraph(line)
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for section in card["section"]:
        heading = document.add_heading(section["heading"], level=1)
        heading._p.get_or_add_pPr().append(  # python-docx has no call for list numbers
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')
        )
        for text in section["paragraphs"]:
            document.add_paragraph(text)
    for line in card["after"]:
        document.add_paragraph(line)
    return _word_bytes(document)


def form_docx(card: dict[str, Any], title: str) -> bytes:
    """An evaluation form: a table of blanks with upright labels, and notes under it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = _word_file(card, title)
    document.add_paragraph(card["title"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    table = document.add_table(rows=0, cols=len(card["rows"][0]))
    table.style = "Table Grid"
    for row in card["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for label, text in card["wide"]:
        cells = table.add_row().cells
        cells[0].text = label
        cells[1].merge(cells[-1]).text = text
    for line in card["notes"]:
        document.add_paragraph(line)
    return _word_bytes(document)


def wrap(text: str, width: int) -> list[str]:
    """Hard-wrapped lines of a paragraph: two blanks in front, no mark at the beginning of a line."""
    rest, lines = "\u3000\u3000" + text, []
    while rest:
        cut = width + 1 if rest[width : width + 1] in tuple("，。；：？！”、") else width
        lines.append(rest[:cut])
        rest = rest[cut:]
    return lines


def report_pdf(card: dict[str, Any]) -> bytes:
    """A report as a PDF with a text layer: lines, a running head and ``- 1 -`` at the foot of each page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(card["title"])
    lines = [line for paragraph in card["paragraphs"] for line in wrap(paragraph, card["width"])]
    lines = [card["title"], *lines]
    size = card["lines_a_page"]
    for page, first in enumerate(range(0, len(lines), size), 1):
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(A4[0] / 2, 800, card["head"])
        for i, line in enumerate(lines[first : first + size]):
            if page == 1 and i == 0:
                canvas.setFont("STSong-Light", 18)
                canvas.drawCentredString(A4[0] / 2, 750, line)
            else:
                canvas.setFont("STSong-Light", 12)
                canvas.drawString(80, 750 - 30 * i, line)
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(A4[0] / 2, 40, f"- {page} -")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def main() -> None:
    """Write every sample that has a source."""
    for source in sorted(SOURCES.glob("*.toml")):
        card = tomllib.loads(source.read_text(encoding="utf-8"))
        name = source.stem
        if "text" in card:
            (RAW / name).write_bytes(encoded(card))
        elif "section" in card:
            (RAW / f"{name}.docx").write_bytes(report_docx(card, name))
        elif "rows" in card:
            (RAW / f"{name}.docx").write_bytes(form_docx(card, card["title"]))
        elif importlib.util.find_spec("reportlab"):
            (RAW / f"{name}.pdf").write_bytes(report_pdf(card))
        else:
            print(f"{name}.pdf: left as it is (reportlab is not installed)")  # noqa: T201


if __name__ == "__main__":
    main()
