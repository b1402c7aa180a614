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
        from essaykit.export.tables import workbook_bytes

        workbook_bytes((), (), str(path))


def write_table(path: Path | None, kind: type[Record], rows: Sequence[Record]) -> None:
    """Write records, each as a row under the names of their fields, whole or not at all; nothing where no file is asked for.

    A text that a spreadsheet would take for a formula gets an apostrophe before it in CSV, and is a text in a workbook.
    """
    if path is None:
        return
    from essaykit.export.tables import csv_bytes, workbook_bytes
    from essaykit.store.files import write_whole

    names = kind.__struct_fields__
    table = [[_plain(getattr(row, name)) for name in names] for row in rows]
    delimiter = SUFFIXES[path.suffix.lower()]
    write_whole(path, csv_bytes(names, table, delimiter=delimiter) if delimiter else workbook_bytes(names, table, str(path)))


def say_if_none(rows: Sequence[object], **limits: float) -> None:
    """Where there are no rows, say which options ask for much."""
    if not rows:
        asked = (f"--{name.replace('_', '-')} {limit:g}" for name, limit in limits.items())
        say(f"nothing reaches {' and '.join(asked)}: ask for less")


def say_counted(counted: Counted) -> None:
    """Say what a result is about."""
    say(told_counted(counted))


def told_counted(counted: Counted) -> str:
    """What a result is about."""
    selected = f" ({', '.join(counted.selected)})" if counted.selected else ""
    return f"{counted.texts} essays of {counted.sources} independent sources, {counted.words} words{selected}"


def _plain(value: Any) -> Any:
    """A value that fits a cell."""
    if isinstance(value, (tuple, list)):
        return "、".join(map(str, value))
    if isinstance(value, dict):
        return "、".join(f"{key}: {number}" for key, number in value.items())
    return value
