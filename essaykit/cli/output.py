r"""What the user sees: results on standard output, talk on standard error.

Text goes through `visible`, so that no terminal obeys what stands in a
document; consoles that lack a character show its escape. JSON is UTF-8 whatever
the console is.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from essaykit.errors import EssaykitError, Exit
from essaykit.text import display_width

STANDARD_OUTPUT = "standard output"

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def prepare_streams() -> None:
    """Let no character break the output, and no library talk into it. Called once at the start."""
    import warnings

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller: the result is not wanted
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - open until the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace", newline="\n" if not stream.isatty() else None)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def visible(text: str) -> str:
    r"""Text with controls, bidirectional overrides and lone surrogates spelt out; line ends and tabs stay.

    >>> visible("a\x1b[31mb\n")
    'a\\x1b[31mb\n'
    """
    return _UNSAFE.sub(lambda m: m.group().encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def one_line(text: str) -> str:
    r"""Text for one line of a table: like `visible`, line ends and tabs spelt out too.

    >>> one_line("a\tb\nc")
    'a\\tb\\nc'
    """
    return visible(text).replace("\t", "\\t").replace("\n", "\\n")


def print_text(text: str = "") -> None:
    """Print text as a result, ending in a line end."""
    sys.stdout.write(visible(text) + "\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print one line for each text, whatever stands in it."""
    sys.stdout.writelines(one_line(line) + "\n" for line in lines)


def is_terminal() -> bool:
    """Whether a person reads the results as they come."""
    return sys.stdout.isatty()


def print_exact(text: str) -> None:
    """Print text as it is, in UTF-8 and without a line end of our own; on a terminal made `visible`."""
    if is_terminal():
        sys.stdout.write(visible(text))
    else:
        _write_bytes(text.encode("utf-8", "surrogatepass"))


def print_bytes(data: bytes) -> None:
    """Print a file as it is."""
    _write_bytes(data)


def print_json(value: Any) -> None:
    """Print one JSON document: UTF-8, indented, no escapes but those that JSON needs."""
    _write_bytes(json_bytes(value))


def json_bytes(value: Any) -> bytes:
    """What `print_json` prints."""
    return _encoded(value, indent=2) + b"\n"


def print_json_lines(values: Iterable[Any]) -> None:
    """Print records, each on a line, for outputs that are JSON Lines."""
    _write_bytes(b"".join(_encoded(value, indent=None) + b"\n" for value in values))


def _encoded(value: Any, indent: int | None) -> bytes:
    import msgspec

    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:  # a lone surrogate, from a file name that is not UTF-8: JSON can spell it as an escape
        import json

        return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")
    return msgspec.json.format(data, indent=indent) if indent else data


def print_table(rows: Iterable[Sequence[Any]], header: Sequence[str] = ()) -> None:
    """Print rows in aligned columns, numbers to the right; East Asian characters are two columns wide.

    On a terminal, lines are cut to fit; in a pipe nothing is cut.
    """
    values = [tuple(row) for row in rows]
    cells = [[_cell(value) for value in row] for row in values]
    numeric = [all(isinstance(value, (int, float)) for value in column) for column in zip(*values, strict=True)]
    if header:
        cells.insert(0, list(header))
        numeric = numeric or [False] * len(header)
    columns = [aligned(column, right=right) for column, right in zip(zip(*cells, strict=True), numeric, strict=True)]
    room = terminal_width() if is_terminal() else None
    for row in zip(*columns, strict=True):
        line = "  ".join(row).rstrip()
        sys.stdout.write((line if room is None else cut(line, room)) + "\n")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.3f}" if isinstance(value, float) else one_line(str(value))


def aligned(cells: Sequence[str], *, right: bool = False) -> list[str]:
    """Cells of a column filled up to the width of the widest one; each is measured once, as there may be a hundred thousand.

    >>> aligned(["实习", "12"]), aligned(["实习", "12"], right=True)
    (['实习', '12  '], ['实习', '  12'])
    """
    widths = [display_width(cell) for cell in cells]
    most = max(widths, default=0)
    spaces = (" " * (most - width) for width in widths)
    return [space + cell if right else cell + space for cell, space in zip(cells, spaces, strict=True)]


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill up with spaces to a width in terminal columns.

    >>> pad("实习", 6), pad("12", 4, right=True)
    ('实习  ', '  12')
    """
    space = " " * max(0, width - display_width(text))
    return space + text if right else text + space


def cut(text: str, width: int) -> str:
    """Cut to a width in terminal columns, with an ellipsis where something is left out.

    >>> cut("实习报告", 6), cut("实习", 6)
    ('实习…', '实习')
    """
    if display_width(text) <= width:
        return text
    used, end = 1, 0
    for char in text:
        used += display_width(char)
        if used > width:
            break
        end += 1
    return text[:end] + "…"


def wrap(text: str, width: int) -> list[str]:
    """Break into lines of at most a width in terminal columns; at least one line.

    >>> wrap("实习报告a", 5)
    ['实习', '报告a']
    """
    lines, start, used = [], 0, 0
    for at, char in enumerate(text):
        columns = display_width(char)
        if used + columns > width and at > start:
            lines.append(text[start:at])
            start, used = at, 0
        used += columns
    return [*lines, text[start:]]


def counted(number: int, what: str) -> str:
    """A number of things, one or many.

    >>> counted(1, "page"), counted(2, "page")
    ('1 page', '2 pages')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def terminal_width() -> int:
    """Columns of the terminal, 80 where there is none."""
    import shutil

    return shutil.get_terminal_size().columns


def say(text: str) -> None:
    """Print talk, which is no result, to standard error."""
    sys.stderr.write(visible(text) + "\n")
    sys.stderr.flush()


def report(error: Exception, *, json: bool = False) -> Exit:
    """Say in one line what went wrong, and return the exit code.

    Args:
        error: whatever was raised.
        json: print it as a JSON document too, for a program that waits for one.
    """
    if isinstance(error, BrokenPipeError) or (isinstance(error, OSError) and error.errno == errno.EINVAL and os.name == "nt"):
        return Exit.OK  # the reader has what it wanted
    if os.environ.get("ESSAYKIT_DEBUG") and not isinstance(error, (EssaykitError, OSError)):
        raise error
    told = _told(error)
    say(str(told))
    if json and told.file != STANDARD_OUTPUT:
        from essaykit.cli.records import Trouble, TroubleReport

        trouble = Trouble(cause=told.cause, file=told.file, place=told.place, hint=told.hint, exit_code=told.exit_code)
        print_json(TroubleReport(error=trouble))
    return told.exit_code


def _told(error: Exception) -> EssaykitError:
    """Any error as one of ours, with a next step."""
    if isinstance(error, EssaykitError):
        error.hint = error.hint or "'essaykit COMMAND --help' explains the command"
        return error
    if isinstance(error, OSError):
        file = error.filename if isinstance(error.filename, str) else STANDARD_OUTPUT
        told = EssaykitError(error.strerror or str(error), file=file, hint=_remedy(error))
        if file == STANDARD_OUTPUT:
            told.exit_code = Exit.SOME_FAILED  # what was asked for may be done, but its report is lost
        return told
    cause = f"{type(error).__name__}: {error}"
    if isinstance(error, (MemoryError, RecursionError)):
        cause = "it is too large or nested too deeply"
    return EssaykitError(cause, file="essaykit", place="unexpected", hint="with ESSAYKIT_DEBUG=1 it says where; please report it")


def _remedy(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "free some space and run the same command again"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return "choose a place that you may read and write"
        case errno.ENOENT:
            return "is the name spelt right?"
        case errno.EISDIR:
            return "name a file, not a folder"
        case errno.ENOTDIR | errno.EEXIST:
            return "a file stands where a folder should be; choose another name"
        case _:
            return "check the file and run the same command again"


def _write_bytes(data: bytes) -> None:
    """Write bytes behind whatever text was printed before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
