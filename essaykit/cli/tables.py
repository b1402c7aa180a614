"""`--csv` of the counting commands: rows of a result as a table that spreadsheets read; and the line that says what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from essaykit.cli.output import say
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.analyse.texts import Counted
    from essaykit.model import Record

SUFFIXES = {".csv": ",", ".tsv": "\t", ".xlsx": ""}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_table(path: Path | None) -> None:
    """Say before the work begins that a table can't be written in this format.

    Raises:
        UsageError: if the name has another ending, or a library is missing.
    """
    if path is None:
        return
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError("is no table that can be written", file=str(path), hint="a name that ends in .csv, .tsv or .xlsx")
    if path.suffix.lower() == ".xlsx":
        _openpyxl(path)


def write_table(path: Path | None, kind: type[Record], rows: Sequence[Record]) -> None:
    """Write records, each as a row under the names of their fields, whole or not at all; nothing where no file is asked for.

    A text that a spreadsheet would take for a formula gets an apostrophe before it in CSV, and is a text in a workbook.
    """
    if path is None:
        return
    from essaykit.store.files import write_whole

    names = kind.__struct_fields__
    table = [[getattr(row, name) for name in names] for row in rows]
    if path.suffix.lower() == ".xlsx":
        write_whole(path, _workbook(path, names, table))
        return
    import csv
    import io

    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=SUFFIXES[path.suffix.lower()], lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in table)
    write_whole(path, made.getvalue().encode("utf-8", "backslashreplace"))


def say_counted(counted: Counted) -> None:
    """Say what a result is about."""
    selected = f" ({', '.join(counted.selected)})" if counted.selected else ""
    say(f"{counted.texts} essays of {counted.sources} independent sources, {counted.words} words{selected}")


def _cell(value: Any) -> Any:
    text = _plain(value)
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


def _plain(value: Any) -> Any:
    """A value that fits a cell."""
    if isinstance(value, (tuple, list)):
        return "、".join(map(str, value))
    if isinstance(value, dict):
        return "、".join(f"{key}: {number}" for key, number in value.items())
    return value


def _openpyxl(path: Path) -> Any:
    try:
        import openpyxl
    except ImportError:
        raise UsageError("openpyxl is not installed", file=str(path), hint="pip install 'essaykit[xlsx]', or write a .csv file") from None
    return openpyxl


def _workbook(path: Path, names: Sequence[str], table: list[list[Any]]) -> bytes:
    import io
    import re

    book = _openpyxl(path).Workbook(write_only=True)
    sheet = book.create_sheet("essaykit")
    from openpyxl.cell import WriteOnlyCell

    def cell(value: Any) -> Any:
        plain = _plain(value)
        if not isinstance(plain, str):
            return plain
        made = WriteOnlyCell(sheet, re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", plain))
        made.data_type = "s"  # never a formula
        return made

    sheet.append(list(names))
    for row in table:
        sheet.append([cell(value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return _dateless(made.getvalue())


def _dateless(data: bytes) -> bytes:
    """A workbook without the time at which it was made, so that the same rows give the same bytes."""
    import io
    import re
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
