"""What kind of file some bytes are: content first, the name's ending second."""

from __future__ import annotations

import re
from collections.abc import Iterator

from essaykit.errors import ReadError

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
MHTML = "multipart/related"
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
PDF = "application/pdf"
RECORD = "application/x-ndjson"

OFFICE = {
    "application/msword": "an old Word or WPS file",
    "application/rtf": "an RTF file",
    "application/vnd.oasis.opendocument.text": "an OpenDocument text",
    "application/vnd.ms-wordml": "a Word 2003 XML file",
}
"""What LibreOffice can turn into docx, and how messages call it."""

_SUPPORTED = "essaykit reads txt, md, html, mhtml, docx, pdf and jsonl"

UNREADABLE = {
    "application/x-encrypted-office": ("is encrypted", "open it with its password and save it without one"),
    f"{_OOXML}.spreadsheetml.sheet": ("is a spreadsheet (xlsx), which is not supported", _SUPPORTED),
    f"{_OOXML}.presentationml.presentation": ("is a presentation (pptx), which is not supported", _SUPPORTED),
    "application/vnd.ms-excel": ("is a spreadsheet (xls), which is not supported", _SUPPORTED),
    "application/vnd.ms-powerpoint": ("is a presentation (ppt), which is not supported", _SUPPORTED),
    "application/x-ole-storage": ("is an OLE file without a Word document", _SUPPORTED),
    "application/x-broken-zip": ("is a broken zip or docx file", "its end is missing: fetch or copy it again"),
    "application/zip": ("is a zip archive without a Word document", "unpack it first"),
    "application/json": ("is JSON, but not one record a line", "jsonl: one object with 'html' or 'text' on each line"),
    "application/octet-stream": ("is binary", _SUPPORTED),
}  # fmt: skip
"""What is known and can't be read: cause and hint."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "a PNG picture"),
    (b"\xff\xd8\xff", "image/jpeg", "a JPEG picture"),
    (b"GIF8", "image/gif", "a GIF picture"),
    (b"II*\0", "image/tiff", "a TIFF picture"),
    (b"MM\0*", "image/tiff", "a TIFF picture"),
    (b"Rar!\x1a\x07", "application/vnd.rar", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "a 7z archive"),
    (b"\x1f\x8b\x08", "application/gzip", "a gzip archive"),
    (b"BZh", "application/x-bzip2", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "application/x-xz", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "application/zstd", "a zstd archive"),
    (b"SQLite format 3\0", "application/vnd.sqlite3", "an SQLite database"),
    (b"\x7fELF", "application/x-executable", "a program"),
    (b"MZ\x90\0", "application/x-msdownload", "a Windows program"),
    (b"\xca\xfe\xba\xbe", "application/java-vm", "a Java class"),
    (b"ID3\x03", "audio/mpeg", "a sound file"),
    (b"ID3\x04", "audio/mpeg", "a sound file"),
    (b"OggS\0", "audio/ogg", "a sound file"),
    (b"%!PS", "application/postscript", "a PostScript file"),
    (b"AT&TFORM", "image/vnd.djvu", "a DjVu file"),
    (b"wOFF", "font/woff", "a font"),
    (b"wOF2", "font/woff2", "a font"),
)  # fmt: skip
for _, _type, _what in _MAGIC:
    UNREADABLE[_type] = (f"is {_what}, not text", _SUPPORTED)
for _type, _what in {
    "image/webp": "a WebP picture",
    "audio/wav": "a sound file",
    "video/mp4": "a video",
    "image/bmp": "a BMP picture",
}.items():
    UNREADABLE[_type] = (f"is {_what}, not text", _SUPPORTED)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "application/x-encrypted-office"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL
)
_FRAGMENT_START = re.compile(r"\s*<(?:article|center|div|font|h[1-6]|ol|p|section|span|table|ul)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|<!doctype|<!--", re.IGNORECASE)
_WORDML = re.compile(r"<\?mso-application\s+progid=\"Word\.Document\"|<w:wordDocument\b")
_MIME = re.compile(r"(?:^|\n)content-type\s*:\s*(?:multipart/related|text/html|multipart/alternative)", re.IGNORECASE)
_MIME_START = re.compile(
    r"\s*(?:from|subject|date|mime-version|content-type|snapshot-content-location|x-[\w-]+|message-id|to)\s*:", re.IGNORECASE
)
_RECORD_NAME = re.compile(r"#\d+\Z")
_RECORD_KEYS = re.compile(rb'"(?:html|text|content)"\s*:')
_ENDINGS = {
    "md": MARKDOWN, "markdown": MARKDOWN, "htm": HTML, "html": HTML, "xhtml": HTML, "shtml": HTML,
    "mht": MHTML, "mhtml": MHTML, "jsonl": RECORD, "ndjson": RECORD, "json": "application/json",
}  # fmt: skip


def media_type(data: bytes, name: str) -> str:
    """Media type of a raw document.

    >>> media_type(b"%PDF-1.7", "x.txt"), media_type("实习".encode(), "x.md")
    ('application/pdf', 'text/markdown')
    """
    binary = _binary_type(data)
    if binary:
        return binary
    if _RECORD_NAME.search(name) and _peek(data, 200).lstrip().startswith("{"):
        return RECORD
    ending = _ENDINGS.get(_ending(name), TEXT)
    head = _peek(data)
    if head.lstrip().startswith("{\\rtf"):
        return "application/rtf"
    if _WORDML.search(head[:2000]):
        return "application/vnd.ms-wordml"
    if _MIME_START.match(head) and _MIME.search(head[:4000]):
        return MHTML
    if ending == MHTML:
        ending = HTML
    if _HTML_START.match(head) or (ending == TEXT and "</" in head and _FRAGMENT_START.match(head)):
        return HTML
    if ending == HTML and not _TAG.search(head) and not _TAG.search(_peek(data, len(data))):
        return TEXT
    return ending


def _binary_type(data: bytes) -> str | None:
    """Type by magic bytes."""
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-") or (b"%PDF-1." in data[:1024] and b"\0" in data[:4096]):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    if data.startswith(_OLE):
        return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in data), "application/x-ole-storage")
    for magic, kind, _ in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] in {b"WEBP", b"WAVE"}:
        return "image/webp" if data[8:12] == b"WEBP" else "audio/wav"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    if data[:2] == b"BM" and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    return None


def _zip_type(data: bytes) -> str:
    """Type of a zip archive by what it holds."""
    import io
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace")
                if kind in OFFICE:
                    return kind
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib.error):
        return "application/x-broken-zip"
    if "[Content_Types].xml" in names or "word/document.xml" in names:
        for folder, kind in (("xl/", "spreadsheetml.sheet"), ("ppt/", "presentationml.presentation")):
            if any(name.startswith(folder) for name in names) and not any(name.startswith("word/") for name in names):
                return f"{_OOXML}.{kind}"
        return DOCX
    return "application/zip"


def _peek(data: bytes, size: int = 8192) -> str:
    """The beginning as text, whatever the encoding: markup is ASCII in all of them."""
    head = data[:size]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if b"\0" in head[:200]:
        return head.replace(b"\0", b"").decode("latin-1")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def _ending(name: str) -> str:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[1].lower() if "." in base else ""


def mistaken(kind: str, name: str) -> str | None:
    """The binary format that a name promises where the content is of no known kind.

    >>> mistaken(TEXT, "a.docx"), mistaken(TEXT, "a.txt")
    ('docx', None)
    """
    ending = _ending(name)
    return ending if kind == TEXT and ending in {"docx", "pdf", "doc", "wps", "rtf"} else None


def is_record_file(data: bytes, name: str) -> bool:
    """Whether a file is JSON Lines: each line a document of its own.

    >>> is_record_file(b'{"text": "a"}', "x.jsonl"), is_record_file(b"{", "x.txt")
    (True, False)
    """
    if _binary_type(data):
        return False
    if _ENDINGS.get(_ending(name)) == RECORD:
        return True
    first = _first_line(data)
    if not (first.startswith(b"{") and first.endswith(b"}") and _RECORD_KEYS.search(first)):
        return False
    import json

    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict)


def _first_line(data: bytes) -> bytes:
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while start < len(data):
        stop = data.find(b"\n", start)
        stop = len(data) if stop < 0 else stop
        line = data[start:stop].strip()
        if line:
            return line
        start = stop + 1
    return b""


def read_records(data: bytes, name: str) -> Iterator[tuple[str, bytes | ReadError]]:
    r"""The records of a JSON Lines file: path and bytes of each, or what is wrong with its line.

    >>> list(read_records(b'{"text": "a"}\n\n{"text": "b"}', "x.jsonl"))
    [('x.jsonl#1', b'{"text": "a"}'), ('x.jsonl#3', b'{"text": "b"}')]
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    number = found = 0
    while start < len(data):
        stop = data.find(b"\n", start)
        stop = len(data) if stop < 0 else stop
        number += 1
        line = data[start:stop].strip()
        start = stop + 1
        if not line:
            continue
        found += 1
        path = f"{name}#{number}"
        if line.startswith(b"{") and line.endswith(b"}"):
            yield path, line
        else:
            yield (
                path,
                ReadError("is no JSON object", file=name, place=f"line {number}", hint="each line is one object with 'html' or 'text'"),
            )
    if not found:
        yield name, ReadError("holds no records", file=name, hint="each line is one object with 'html' or 'text'")
