"""Reading: raw bytes become one string with blocks.

The formats are found by content first and by name second; each has a module of
its own that is imported when a file of its kind comes. Nothing here opens files
or the network; only `convert_office` starts a program.
"""

from __future__ import annotations

from collections.abc import Callable

from essaykit.errors import ReadError
from essaykit.model import SourceText
from essaykit.read.media import (
    DOCX,
    HTML,
    MARKDOWN,
    MHTML,
    OFFICE,
    PDF,
    RECORD,
    TEXT,
    UNREADABLE,
    is_record_file,
    media_type,
    mistaken,
    read_records,
)  # fmt: skip

__all__ = ["NeedsOffice", "convert_office", "is_record_file", "media_type", "read_records", "read_source"]


class NeedsOffice(ReadError):  # noqa: N818 - says what is needed, not what went wrong
    """An old Word, WPS or RTF file: `convert_office` makes a docx of it."""


def read_source(data: bytes, name: str, *, encoding: str | None = None) -> SourceText:
    """Read one raw document, or one record of a record file.

    Args:
        data: its bytes.
        name: its path, for the ending and for messages; ``file.jsonl#3`` for a record.
        encoding: what the user says the text formats are encoded in.

    Raises:
        NeedsOffice: if LibreOffice has to convert it first.
        ReadError: if there is nothing to read: empty, binary, broken, encrypted, too large when unpacked.
    """
    try:
        return _read(data, name, encoding)
    except ReadError as error:
        error.file = name
        raise


_NO_TEXT = {
    HTML: "the page shows none by itself; perhaps a script loads it",
    MHTML: "the page shows none by itself",
    DOCX: "perhaps it holds pictures only",
    PDF: "no text layer: it is a scan and needs OCR first",
}


def _read(data: bytes, name: str, encoding: str | None) -> SourceText:
    if not data:
        raise ReadError("is empty", hint="0 bytes")
    kind = media_type(data, name)
    if kind in UNREADABLE:
        raise ReadError(*UNREADABLE[kind][:1], hint=UNREADABLE[kind][1])
    if kind in OFFICE:
        raise NeedsOffice(f"is {OFFICE[kind]}", hint="LibreOffice converts it when it is installed; or save it as .docx")
    try:
        source = _READERS[kind](data, name, encoding)
    except ReadError:
        if said := mistaken(kind, name):
            raise ReadError(
                f"is no {said} file, though its name says so", hint="it is damaged, or something else: fetch or copy it again"
            ) from None
        raise
    if not source.blocks:
        raise ReadError("holds no text", hint=_NO_TEXT.get(source.media_type, "only white space"))
    return source


def _text(data: bytes, _name: str, encoding: str | None) -> SourceText:
    from essaykit.read.lines import read_text

    return read_text(data, encoding=encoding)


def _markdown(data: bytes, _name: str, encoding: str | None) -> SourceText:
    from essaykit.read.markdown import read_markdown

    return read_markdown(data, encoding=encoding)


def _html(data: bytes, _name: str, encoding: str | None) -> SourceText:
    from essaykit.read.html import read_html

    return read_html(data, encoding=encoding)


def _mhtml(data: bytes, _name: str, encoding: str | None) -> SourceText:
    from essaykit.read.mhtml import read_mhtml

    return read_mhtml(data, encoding=encoding)


def _docx(data: bytes, _name: str, _encoding: str | None) -> SourceText:
    from essaykit.read.word import read_docx

    return read_docx(data)


def _pdf(data: bytes, _name: str, _encoding: str | None) -> SourceText:
    from essaykit.read.pdf import read_pdf

    return read_pdf(data)


def _record(data: bytes, name: str, encoding: str | None) -> SourceText:
    from essaykit.read.records import read_record

    return read_record(data, name, encoding=encoding)


_READERS: dict[str, Callable[[bytes, str, str | None], SourceText]] = {
    TEXT: _text, MARKDOWN: _markdown, HTML: _html, MHTML: _mhtml, DOCX: _docx, PDF: _pdf, RECORD: _record,
}  # fmt: skip


def convert_office(data: bytes, name: str, timeout: float = 60.0) -> bytes:
    """Convert an old office file to docx with LibreOffice.

    Args:
        data: the file's bytes.
        name: its path, for messages and the ending.
        timeout: seconds after which LibreOffice is ended.

    Raises:
        ReadError: if LibreOffice is not installed, fails, or takes too long.
    """
    from essaykit.read.office import convert

    try:
        return convert(data, name, timeout)
    except ReadError as error:
        error.file = name
        raise
