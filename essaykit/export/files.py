"""What goes into which file: an export as names and bytes, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from essaykit.analyse.texts import Text
from essaykit.errors import UsageError
from essaykit.export.rows import grouped, rows_of
from essaykit.export.tables import csv_bytes, json_lines_bytes, parquet_bytes, workbook_bytes
from essaykit.export.texts import markdown_bytes, plain_bytes, word_bytes

Format = Literal["txt", "md", "docx", "jsonl", "csv", "xlsx", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
RUNNING = ("txt", "md", "docx")
"""Formats that hold running text: a folder of them has a file for each essay, and a table that says which is which."""
TABLE = "metadata.csv"
LONGEST = 80
"""Characters of a file's name."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s\ud800-\udfff]+')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")


def export_bytes(texts: Sequence[Text], to: Format, *, bom: bool = False, name: str = "") -> bytes:
    """All texts as one file.

    Args:
        texts: the texts.
        to: the format.
        bom: begin CSV with a byte order mark.
        name: of the file, for messages.

    Raises:
        UsageError: if a library is missing.
    """
    match to:
        case "txt":
            return plain_bytes(texts)
        case "md":
            return markdown_bytes(texts)
        case "docx":
            return word_bytes(texts, name)
        case "jsonl":
            return json_lines_bytes(rows_of(texts))
        case "parquet":
            return parquet_bytes(rows_of(texts), name)
        case "csv" | "xlsx":
            rows = rows_of(texts)
            return csv_bytes(rows.names, rows.rows, bom=bom) if to == "csv" else workbook_bytes(rows.names, rows.rows, name)


def export_files(texts: Sequence[Text], to: Format, *, by: str | None = None, bom: bool = False) -> Iterator[tuple[str, bytes]]:
    """Texts as files of a folder: names and contents, one at a time.

    Running text makes a file for each essay, or for each group; tables one file, or one for each group. With running text comes
    ``metadata.csv``, a row for each essay, for AntConc, KH Coder and Voyant.

    Raises:
        UsageError: if no text has the field, or a library is missing.
    """
    if by is not None:
        parts = [(value or "none", members) for value, members in grouped(texts, by).items()]
    elif to in RUNNING:
        parts = [(text.id, [text]) for text in texts]
    else:
        parts = [("essays", list(texts))]
    used: set[str] = {TABLE}
    files: dict[str, str] = {}
    for stem, members in parts:
        name = _file_name(stem, to, used)
        files.update((text.id, name) for text in members)
        yield name, export_bytes(members, to, bom=bom, name=name)
    if to in RUNNING:
        yield TABLE, _metadata(texts, files, bom=bom)


def out_format(out: str) -> Format | None:
    """The format that a file's name asks for; None for a folder.

    >>> out_format("a/essays.CSV"), out_format("texts"), out_format("v1.2")
    ('csv', None, None)
    """
    ending = out.rpartition("/")[2].rpartition(".")[2].lower()
    return next((form for form in FORMATS if form == ending and "." in out), None)


def check_out(out: str, to: Format, by: str | None, *, bom: bool) -> None:
    """Say before the work begins what can't be.

    Raises:
        UsageError: if groups are to go into one file, the name asks for another format, or a mark is to begin what is no CSV.
    """
    asked = out_format(out)
    if by is not None and (out == "-" or asked):
        raise UsageError("--by writes a file for each group", file=out, hint="name a folder with --out")
    if asked and asked != to:
        raise UsageError(f"its name asks for {asked}, and --to for {to}", file=out, hint="let both say the same, or name a folder")
    if bom and to not in ("csv", *RUNNING):
        raise UsageError("--bom is for CSV", file="essaykit export", hint="leave it out: nothing else needs it")


def _metadata(texts: Sequence[Text], files: dict[str, str], *, bom: bool) -> bytes:
    """The table beside running text: which file, and all but the text."""
    rows = rows_of(texts)
    kept = [place for place, name in enumerate(rows.names) if name != "text"]
    table = [(files[str(row[0])], *(row[place] for place in kept)) for row in rows.rows]
    return csv_bytes(("file", *(rows.names[place] for place in kept)), table, bom=bom)


def _file_name(stem: str, to: Format, used: set[str]) -> str:
    """A name that every system takes, not used before even where capitals don't count."""
    safe = _UNSAFE.sub("_", stem).strip("._ ")[:LONGEST] or "_"
    if safe.lower().endswith(f".{to}"):
        safe = safe[: -len(to) - 1]
    if _RESERVED.fullmatch(safe):
        safe = f"_{safe}"
    name, number = f"{safe}.{to}", 1
    while name.lower() in used:
        number += 1
        name = f"{safe}-{number}.{to}"
    used.add(name.lower())
    return name
