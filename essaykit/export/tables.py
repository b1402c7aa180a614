"""Tables: CSV, workbooks, JSON Lines, Parquet. The same rows give the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from essaykit.errors import UsageError
from essaykit.export.rows import Rows
from essaykit.export.zips import dateless

BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CELL = 32_767
"""Characters that a cell of a workbook holds; a longer text goes on in further columns."""


def csv_bytes(names: Sequence[str], rows: Iterable[Sequence[Any]], *, delimiter: str = ",", bom: bool = False) -> bytes:
    """Rows as CSV in UTF-8.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        names: of the columns.
        rows: their values.
        delimiter: between values.
        bom: begin with a byte order mark, by which Excel knows UTF-8.
    """
    import csv

    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\n")
    writer.writerow([_cell(name) for name in names])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return ((BOM if bom else "") + made.getvalue()).encode("utf-8", "backslashreplace")


def workbook_bytes(names: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> bytes:
    """Rows as a workbook in which no text is a formula.

    Args:
        names: of the columns.
        rows: their values.
        name: of the file, for the message.

    Raises:
        UsageError: if openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ImportError:
        raise UsageError("openpyxl is not installed", file=name, hint="pip install 'essaykit[xlsx]', or write a .csv file") from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet("essaykit")

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, legal(value))
        made.data_type = "s"  # never a formula
        return made

    for row in (names, *_in_cells(names, rows)):
        sheet.append([cell(value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return dateless(made.getvalue())


def _in_cells(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    """Rows whose texts fit cells: what is left of a longer one stands behind the last column."""
    for row in rows:
        cut = [value[:CELL] if isinstance(value, str) else value for value in row]
        rest = [value[i : i + CELL] for value in row if isinstance(value, str) for i in range(CELL, len(value), CELL)]
        yield [*cut, *[None] * (len(names) - len(cut)), *rest]


def json_lines_bytes(rows: Rows) -> bytes:
    """Rows as JSON Lines, which ``--from`` reads again."""
    lines = (msgspec.json.encode(dict(zip(rows.names, map(_plain, row), strict=True))) + b"\n" for row in rows.rows)
    return b"".join(lines)


def parquet_bytes(rows: Rows, name: str) -> bytes:
    """Rows as Parquet: words are whole numbers, all else texts.

    Raises:
        UsageError: if pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError("pyarrow is not installed", file=name, hint="pip install 'essaykit[parquet]', or write a .csv file") from None
    columns = zip(*rows.rows, strict=True) if rows.rows else [()] * len(rows.names)
    kinds = [pa.int64() if column == "words" else pa.string() for column in rows.names]
    arrays = [pa.array([_plain(v) for v in column], kind) for column, kind in zip(columns, kinds, strict=True)]
    made = io.BytesIO()
    pq.write_table(pa.table(arrays, names=list(rows.names)), made, compression="zstd")
    return made.getvalue()


def legal(text: str) -> str:
    """Text without the characters that XML has no place for."""
    return _ILLEGAL.sub("\ufffd", text)


def _plain(value: Any) -> Any:
    """Text that UTF-8 can spell: a lone surrogate becomes its escape."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
