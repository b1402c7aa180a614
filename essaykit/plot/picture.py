"""A picture, and the files that it becomes: the image, its data as CSV, its parameters as JSON."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from essaykit.errors import UsageError
from essaykit.export.tables import csv_bytes, legal
from essaykit.model import Record
from essaykit.plot.fonts import chinese_font, without_boxes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = (".svg", ".png", ".html")
COLOURS = (
    "#4477aa",
    "#ee6677",
    "#228833",
    "#ccbb44",
    "#66ccee",
    "#aa3377",
    "#999933",
    "#882255",
    "#44aa99",
    "#ddaa33",
    "#332288",
    "#777777",
)
"""Told apart by people who see few colours too (after Paul Tol's schemes)."""
DOTS = 150
"""Dots an inch of PNG."""
_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "essaykit", "svg.fonttype": "path", "text.parse_math": False, "axes.unicode_minus": False, "axes.spines.top": False,
    "axes.spines.right": False, "font.size": 10, "figure.dpi": 100,
}  # fmt: skip


Shown = Callable[[str], str]
"""Makes a text one that the font can draw."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What to draw, and what it is drawn from."""

    title: str
    names: tuple[str, ...]
    """Of the columns of the data."""
    rows: tuple[tuple[Any, ...], ...]
    parameters: dict[str, Any]
    draw: Callable[[Figure, Shown], None]
    """Puts it on a figure."""
    size: tuple[float, float] = (8.0, 5.0)
    """Inches."""


def check_picture(path: Path) -> None:
    """Say before the work begins that a picture can't be drawn.

    Raises:
        UsageError: if the name has another ending, matplotlib is missing, or there is no font with Chinese characters.
    """
    if path.suffix.lower() not in FORMATS:
        raise UsageError("is no picture that can be drawn", file=str(path), hint="a name that ends in .svg, .png or .html")
    try:
        import matplotlib as mpl
    except ImportError:
        raise UsageError("matplotlib is not installed", file=str(path), hint="pip install 'essaykit[plot]'") from None
    mpl.set_loglevel("ERROR")
    chinese_font()


def picture_files(path: Path, picture: Picture) -> tuple[dict[Path, bytes], str]:
    """A picture as files by their paths, and the characters that the font lacks.

    Beside FILE.svg (.png, .html) stand FILE.csv and FILE.json. The same result, font and versions give the same bytes.

    Raises:
        UsageError: as `check_picture`; also if there is nothing to draw.
    """
    check_picture(path)
    if not picture.rows:
        raise UsageError("there is nothing to draw", file=str(path), hint="the result is empty; without --plot it is printed")
    form = path.suffix.lower().removeprefix(".")
    image, missing = _image(picture, "png" if form == "png" else "svg")
    parameters = {"picture": picture.title, "font": chinese_font().name, **picture.parameters}
    files = {
        path: _page(picture, image, parameters) if form == "html" else image,
        path.with_suffix(".csv"): csv_bytes(picture.names, picture.rows),
        path.with_suffix(".json"): msgspec.json.format(msgspec.json.encode(parameters), indent=2) + b"\n",
    }
    return files, missing


def parameters_of(result: Record) -> dict[str, Any]:
    """What a result depends on: its fields but for the lists that are its data."""
    values = {name: getattr(result, name) for name in result.__struct_fields__}
    built: dict[str, Any] = msgspec.to_builtins({name: value for name, value in values.items() if not _is_data(value)})
    return built


def colour(number: int) -> str:
    """The colour of the n-th thing."""
    return COLOURS[number % len(COLOURS)]


def _is_data(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(one, msgspec.Struct) for one in value)


def _image(picture: Picture, form: str) -> tuple[bytes, str]:
    font = chinese_font()
    lacking: dict[str, None] = {}

    def shown(text: str) -> str:
        (found,), missing = without_boxes([" ".join(text.split())], font)
        lacking.update(dict.fromkeys(missing))
        return found

    with _styled(font):
        from matplotlib.figure import Figure

        figure = Figure(figsize=picture.size, layout="constrained")
        picture.draw(figure, shown)
        made = io.BytesIO()
        metadata = {"Software": None} if form == "png" else {"Date": None, "Creator": None}
        figure.savefig(made, format=form, dpi=DOTS, metadata=metadata)
    return made.getvalue(), "".join(lacking)


@contextmanager
def _styled(font: Path) -> Iterator[None]:
    import matplotlib as mpl
    from matplotlib import font_manager

    if not any(entry.fname == str(font) for entry in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(str(font))
    name = font_manager.FontProperties(fname=str(font)).get_name()
    with mpl.rc_context({**_STYLE, "font.family": [name]}):
        yield


def _page(picture: Picture, image: bytes, parameters: dict[str, Any]) -> bytes:
    """A page that needs nothing else: the picture, its data, its parameters."""
    drawing = re.sub(r"^.*?(?=<svg)", "", image.decode("utf-8"), flags=re.DOTALL)
    told = msgspec.json.format(msgspec.json.encode(parameters), indent=2).decode()
    head = "".join(f"<th>{html.escape(name)}</th>" for name in picture.names)
    body = "\n".join("<tr>" + "".join(f"<td>{html.escape(legal(_cell(value)))}</td>" for value in row) + "</tr>" for row in picture.rows)
    title = html.escape(picture.title)
    return (
        f'<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        "<style>body{font-family:sans-serif;max-width:60em;margin:2em auto}svg{max-width:100%;height:auto}"
        "td,th{padding:.1em .6em;text-align:left}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{drawing}\n<h2>数据</h2>\n<table>\n<tr>{head}</tr>\n{body}\n</table>\n"
        f"<h2>参数</h2>\n<pre>{html.escape(told)}</pre>\n</body>\n</html>\n"
    ).encode("utf-8", "backslashreplace")


def _cell(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def grid(count: int, columns: int = 3) -> tuple[int, int]:
    """Rows and columns for so many small pictures.

    >>> grid(2), grid(7)
    ((1, 2), (3, 3))
    """
    across = min(columns, max(1, count))
    return -(-count // across), across
