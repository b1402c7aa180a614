"""`--plot FILE`: a picture of the result, with its data and its parameters beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.output import say
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.plot.picture import Picture

PlotOption = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help="Draw it: .svg, .png or .html. FILE.csv holds the data, FILE.json the parameters."),
]


def check_plot(path: Path | None, *others: Path | None) -> None:
    """Say before the work begins that a picture can't be drawn.

    Raises:
        UsageError: if the name has another ending, a library is missing, or a font; or if what stands beside the picture would be
            written over another file that is asked for.
    """
    if path is None:
        return
    from essaykit.plot.picture import check_picture

    check_picture(path)
    beside = {path, path.with_suffix(".csv"), path.with_suffix(".json")}
    taken = next((other for other in others if other in beside), None)
    if taken is not None:
        raise UsageError(
            "belongs to the picture", file=str(taken), hint=f"beside {path} stand its data and its parameters: choose another name"
        )


def write_plot(path: Path, picture: Picture) -> None:
    """Write a picture and what belongs to it; all is made before anything is written."""
    from essaykit.plot.picture import picture_files
    from essaykit.store.files import write_whole

    files, missing = picture_files(path, picture)
    for name, data in files.items():
        write_whole(name, data)
    if missing:
        say(f"{path}: the font lacks {missing[:20]}: a question mark stands for each")
