"""PDF: the lines as laid out, page by page.

A PDF knows glyphs and places, not paragraphs. Lines stay lines, and what their
places tell about paragraphs goes into the path: ``pdf/indent`` begins further
right than the lines around it, ``…/short`` ends well before the right edge,
``pdf/margin`` stands alone above or below the body of the page.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from essaykit.errors import ReadError
from essaykit.model import SourceText
from essaykit.read.flow import Flow, Look, Place
from essaykit.read.lines import well_formed
from essaykit.read.media import PDF

PAGES = 5000
"""Most pages that are read."""

UNREADABLE_SHARE = 0.3
"""Above this share of characters without a Unicode value the text layer is of no use."""

MARGIN = 0.1
"""The outer tenth of a page's height is where running headers and page numbers stand."""

SCAN_CHARS = 40
"""A page with no more characters than this, covered by a picture, is a scan with a watermark."""

_HYPHENS = {0x2: "-", 0xFFFE: "-"}
"""What pdfium writes for a hyphen at the end of a line."""

_STRANGE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\uffff]")
_LOCK = threading.Lock()
"""pdfium is not thread-safe."""


class _Line(NamedTuple):
    """A line of a page in points, from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool


def read_pdf(data: bytes) -> SourceText:
    """Read a PDF.

    Raises:
        ReadError: if it is broken, encrypted, or has no text layer.
    """
    with _LOCK:
        return _read(data)


def _read(data: bytes) -> SourceText:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        # its own error code may be left over from the file before
        if b"/Encrypt" in data:
            raise ReadError("is encrypted", hint="open it with its password and save it without one") from None
        raise ReadError("is a broken PDF", hint="it is cut off or damaged: fetch or copy it again") from None
    try:
        count = len(document)
        if count > PAGES:
            raise ReadError(f"has {count} pages", hint=f"at most {PAGES} are read: split it")
        pages: list[tuple[float, list[_Line]]] = []
        failed = scans = 0
        for index in range(count):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                failed += 1
                continue
            lines = _lines(page)
            scans += sum(len(line.text) for line in lines) <= SCAN_CHARS and _is_picture(page)
            pages.append((page.get_height(), lines))
            page.close()
        name = " ".join(document.get_metadata_value("Title").split())
    except pdfium.PdfiumError:
        raise ReadError("is a broken PDF", hint="it is cut off or damaged: fetch or copy it again") from None
    finally:
        document.close()
    if not pages:
        raise ReadError("is a broken PDF", hint="no page of it can be read")
    if scans == len(pages):
        raise ReadError("has no text layer", hint="it is a scan: run OCR on it first, for instance with ocrmypdf")
    text = "".join(line.text for _, lines in pages for line in lines)
    if len(_STRANGE.findall(text)) > UNREADABLE_SHARE * len(text):
        raise ReadError("has a text layer without readable characters", hint="its fonts don't say what they show: run OCR on it first")
    return _source(pages, name, failed)


def _source(pages: list[tuple[float, list[_Line]]], name: str, failed: int) -> SourceText:
    """Text and blocks of the lines."""
    lines = [line for _, of_page in pages for line in of_page]
    size = _usual(Counter(_rounded(line.size) for line in lines for _ in line.text))
    left, right = _edges(lines)
    flow = Flow()
    for number, (height, of_page) in enumerate(pages, 1):
        # left and right pages of a book have other margins, but the same width
        page_left = _edges(of_page)[0] if len(of_page) >= 8 else left
        page_right = page_left + right - left
        margin = _margin_lines(of_page, height, size)
        ordered = sorted(range(len(of_page)), key=lambda i: margin.get(i, 0))
        for index in ordered:
            line = of_page[index]
            path, centred = _path(line, page_left, page_right, margin=index in margin)
            flow.add(line.text, Look(path, bold=line.bold, size=_rounded(line.size)))
            flow.end(Place(path, "line", page=number, centred=centred), collapse=False)
    text, blocks = flow.result()
    checked, not_text = well_formed(text)
    if failed:
        not_text = (*not_text, ("unreadable page", failed))
    return SourceText(text=checked, blocks=blocks, media_type=PDF, name=well_formed(name)[0], not_text=not_text)


def _path(line: _Line, left: float, right: float, *, margin: bool) -> tuple[str, bool]:
    """Path of a line and whether it is centred."""
    before, after = line.left - left, right - line.right
    em = line.size or 10.0
    centred = before > 2 * em and after > 2 * em and abs(before - after) < 1.5 * em
    if margin:
        return "pdf/margin", centred
    path = "pdf"
    if 1.2 * em < before < 5 * em and not centred:
        path += "/indent"
    if after > 2.5 * em:
        path += "/short"
    return path, centred


def _edges(lines: list[_Line]) -> tuple[float, float]:
    """Left and right edge of the body: where most characters' lines begin, and where long lines end."""
    if not lines:
        return 0.0, 0.0
    lefts = Counter(round(line.left / 3) for line in lines for _ in line.text)
    left = 3.0 * _usual(lefts)
    rights = sorted(line.right for line in lines)
    return left, rights[int(len(rights) * 0.9)]


def _margin_lines(lines: list[_Line], height: float, size: float) -> dict[int, int]:
    """Lines apart from the body at the top (-1) and bottom (1) of a page, by index."""
    found: dict[int, int] = {}
    if len(lines) < 3:
        return found
    order = sorted(range(len(lines)), key=lambda i: -lines[i].top)
    gaps = [max(0.0, lines[a].bottom - lines[b].top) for a, b in pairwise(order)]
    usual = median(gaps)
    apart = max(1.5 * usual, usual + 0.5 * size)
    for side, sequence, gap in ((-1, order, gaps), (1, order[::-1], gaps[::-1])):
        for rank, index in enumerate(sequence[:2]):
            outer = lines[index].bottom > (1 - MARGIN) * height if side < 0 else lines[index].top < MARGIN * height
            if not outer:
                break
            if gap[rank] > apart:
                found.update(dict.fromkeys(sequence[: rank + 1], side))
                break
    return found


def _usual(counts: Counter[float] | Counter[int]) -> float:
    return max(counts, key=lambda value: (counts[value], -value)) if counts else 0.0


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _lines(page: pdfium.PdfPage) -> list[_Line]:
    """The lines of a page in the order of its content."""
    textpage = page.get_textpage()
    try:
        if not textpage.count_chars():
            return []
        text = textpage.get_text_range(errors="replace")
        handle = textpage.raw
        lines, start = [], 0
        for piece in text.split("\r\n"):
            bare = piece.strip()
            if bare:
                first = start + piece.find(bare[0])
                lines.append(_measured(handle, bare.translate(_HYPHENS), first, first + _units(bare) - 1))
            start += _units(piece) + 2
        return lines
    finally:
        textpage.close()


def _units(text: str) -> int:
    """Length as pdfium counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _measured(handle: object, text: str, first: int, last: int) -> _Line:
    """A line with its place; offsets are those of the page's text."""
    a, b = _char(handle, first), _char(handle, last)
    middle = _char(handle, (first + last) // 2)
    left, _, bottom, top = _box(handle, a)
    _, right, low, high = _box(handle, b)
    _, _, inner_low, inner_high = _box(handle, middle)
    return _Line(
        text=text,
        left=left,
        right=right,
        bottom=min(bottom, low, inner_low),
        top=max(top, high, inner_high),
        size=inner_high - inner_low,
        bold=raw.FPDFText_GetFontWeight(handle, middle) >= 600 or _bold_font(handle, middle),
    )


def _char(handle: object, index: int) -> int:
    """Index of a character of the page by its offset in the page's text."""
    return max(0, int(raw.FPDFText_GetCharIndexFromTextIndex(handle, index)))


def _box(handle: object, index: int) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a character with its full height."""
    rect = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(handle, index, rect):
        return 0.0, 0.0, 0.0, 0.0
    return rect.left, rect.right, min(rect.bottom, rect.top), max(rect.bottom, rect.top)


def _bold_font(handle: object, index: int) -> bool:
    """Whether a character's font says Bold in its name."""
    size = raw.FPDFText_GetFontInfo(handle, index, None, 0, None)
    if not 0 < size < 1000:
        return False
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFText_GetFontInfo(handle, index, buffer, size, None)
    return b"bold" in buffer.raw.lower()


def _is_picture(page: pdfium.PdfPage) -> bool:
    """Whether a page is one picture, or empty."""
    area = page.get_width() * page.get_height() or 1.0
    covered = found = 0.0
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        found += 1
        left, bottom, right, top = one.get_bounds()
        covered = max(covered, (right - left) * (top - bottom) / area)
    return covered > 0.4
