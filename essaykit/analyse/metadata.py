"""A table of a user's own about the texts, joined on essay or path, so that texts can be grouped by what it says."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from msgspec.structs import replace

from essaykit.analyse.texts import Text, Texts
from essaykit.errors import ReadError

ID_COLUMNS = ("id", "essay", "essay_id", "document", "编号")
"""Names of a column with essay or document ids, in any case."""
PATH_COLUMNS = ("path", "file", "filename", "file_name", "文件", "文件名", "路径")
"""Names of a column with source paths, whole or only their last part."""
_SIGNS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Metadata:
    """A table of metadata."""

    file: str
    columns: tuple[str, ...]
    """Names of its fields."""
    by_id: dict[str, dict[str, str]]
    by_path: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts with the fields of a table."""

    texts: Texts
    without_row: int
    """Texts that the table says nothing of: its fields are empty strings there."""
    without_text: int
    """Rows that are about no text."""


def parse_metadata(text: str, file: str) -> Metadata:
    r"""Read a table: separated by commas, tabs or semicolons, names of the columns in the first line.

    >>> parse_metadata("Path,school\na.txt,A\n", "m.csv").by_path
    {'a.txt': {'school': 'A'}}

    Raises:
        ReadError: if it has no column to join on, a row with more cells than names, or two rows about the same.
    """
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    if not lines:
        raise ReadError("is empty", file=file, hint="its first line names the columns")
    sign = max(_SIGNS, key=lines[0].count)
    try:
        rows = list(csv.reader(io.StringIO("".join(lines), newline=""), delimiter=sign, strict=True))
    except csv.Error as error:
        raise ReadError(f"is no table: {error}", file=file, hint="a CSV file, such as spreadsheets save") from None
    names = [name.strip() for name in rows[0]]
    folded = [name.lower() for name in names]
    repeated = [name for name, times in Counter(names).items() if times > 1 and name]
    if repeated:
        raise ReadError(f"has two columns called {repeated[0]}", file=file, place="line 1", hint="give each a name of its own")
    ids = next((i for i, name in enumerate(folded) if name in ID_COLUMNS), None)
    paths = next((i for i, name in enumerate(folded) if name in PATH_COLUMNS), None)
    if ids is None and paths is None:
        raise ReadError(
            f"has no column to join on: {', '.join(names[:8])}",
            file=file,
            place="line 1",
            hint="call one of them id or path",
        )
    fields = [i for i, name in enumerate(names) if name and i not in (ids, paths)]
    table = Metadata(file, tuple(names[i] for i in fields), {}, {})
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(names):
            raise ReadError(
                f"has {len(row)} cells under {len(names)} names", file=file, place=f"row {number}", hint="quote what holds commas"
            )
        cells = [*row, *[""] * (len(names) - len(row))]
        values = {names[i]: cells[i].strip() for i in fields}
        for column, known in ((ids, table.by_id), (paths, table.by_path)):
            key = "" if column is None else cells[column].strip()
            if column is not None and key:
                if key in known and known[key] != values:
                    raise ReadError(f"says two things of {key}", file=file, place=f"row {number}", hint="keep one of the rows")
                known[key] = values
                break  # a row that names an essay is about that essay, not about all of its file
    return table


def join_metadata(texts: Texts, table: Metadata) -> Joined:
    """Give each text the fields of its row: by its id, its document's id, its path, or the last part of its path.

    Raises:
        ReadError: if no row is about any of the texts.
    """
    none = dict.fromkeys(table.columns, "")
    used: set[int] = set()
    joined, without_row = [], 0
    for text in texts.texts:
        row = _row(text, table)
        if row is None:
            without_row += 1
        else:
            used.add(id(row))
        joined.append(replace(text, fields={**text.fields, **(row or none)}))
    if texts.texts and not used:
        raise ReadError("says nothing of any of the texts", file=table.file, hint=f"ids are like {texts.texts[0].id}; see 'essaykit list'")
    rows = {id(row) for row in (*table.by_id.values(), *table.by_path.values())}
    return Joined(replace(texts, texts=tuple(joined)), without_row, len(rows - used))


def _row(text: Text, table: Metadata) -> dict[str, str] | None:
    path = text.fields.get("path", "")
    keys = ((table.by_id, text.id), (table.by_id, text.fields.get("document", "")), (table.by_path, path))
    for known, key in (*keys, (table.by_path, path.rpartition("/")[2])):
        if key and key in known:
            return known[key]
    return None
