"""Values that are plain are taken as they are; nobody can tell that the parser was not asked."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer
from typer.core import TyperCommand

from essaykit.cli.groups import PARSER_ERROR, Command

Number = Annotated[int, typer.Option("--x", min=1, max=50)]
Text = Annotated[str | None, typer.Option("--x")]
Order = Annotated[Literal["left", "right"], typer.Option("--x")]
File = Annotated[Path, typer.Option("--x")]
Files = Annotated[list[Path] | None, typer.Option("--x")]
Flag = Annotated[bool, typer.Option("--x")]
NeededText = Annotated[str, typer.Argument()]
NeededFiles = Annotated[list[Path], typer.Argument()]


def answer(command, kind, default, args):
    """What a command with one value of a kind is called with, or how the parser refuses."""
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    got = []

    if default is ...:

        def function(x):
            got.append(x)
    else:

        def function(x=default):
            got.append(x)

    function.__annotations__["x"] = kind
    app.command("run", cls=command)(function)
    try:
        typer.main.get_command(app).main(args, prog_name="run", standalone_mode=False)
    except PARSER_ERROR as error:
        return error.format_message()
    return got


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        (Number, 3),
        (Text, None),
        (Order, "left"),
        (File, Path("corpus")),
        (Files, None),
        (Flag, False),
        (NeededText, ...),
        (NeededFiles, ...),
    ],
    ids=["number", "text", "one of some words", "path", "paths", "flag", "needed text", "needed paths"],
)
@pytest.mark.parametrize(
    "values",
    [[], ["7"], ["0"], ["51"], ["-3"], ["1e1"], ["٣"], [" 7"], ["left"], ["LEFT"], [""], ["a/b"], ["."], ["a", "b"], ["实习"]],
    ids=repr,
)
def test_the_same_values_and_the_same_refusals(kind, default, values):
    args = values if default is ... else [part for value in values for part in ("--x", value)]
    assert answer(Command, kind, default, args) == answer(TyperCommand, kind, default, args)


def test_a_command_does_not_import_the_converter():
    code = (
        "import sys; from essaykit.cli.main import main;"
        "main(['kwic', '银行', '--top', '1', '--sort', 'left', '--corpus', 'none', '--from', 'none']);"
        "print([name for name in sys.modules if name.startswith('pydantic')])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout == "[]\n"
