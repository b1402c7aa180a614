"""Help for other programs: `completion` for shells, `schema` for whoever reads the output."""

from __future__ import annotations

from typing import Annotated

import typer

from essaykit.cli.output import print_json
from essaykit.errors import Exit, UsageError

SHELLS = ("bash", "zsh", "fish", "powershell")


def completion(shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")]) -> Exit:
    """Print the script that lets a shell complete commands and options.

    Examples:
      $ essaykit completion bash > ~/.local/share/bash-completion/completions/essaykit
      $ essaykit completion fish > ~/.config/fish/completions/essaykit.fish
    """
    import os

    from essaykit.cli.root import new_app

    if shell not in SHELLS:
        raise UsageError(f"no such shell: {shell}", file="essaykit completion", hint="one of: " + ", ".join(SHELLS))
    os.environ["_ESSAYKIT_COMPLETE"] = f"source_{shell}"
    try:
        typer.main.get_command(new_app(completion=True)).main([], prog_name="essaykit")
    except SystemExit as done:  # the parser prints the script and leaves
        return Exit.OK if not done.code else Exit.USAGE
    else:
        return Exit.USAGE
    finally:
        del os.environ["_ESSAYKIT_COMPLETE"]


def schema(
    names: Annotated[list[str], typer.Argument(metavar="COMMAND", help="A command that knows --json, such as 'list' or 'rules show'.")],
) -> None:
    """Print the JSON Schema of what a command prints with --json.

    Examples:
      $ essaykit schema list
      $ essaykit schema draft check
    """
    from essaykit.cli.groups import suggestion
    from essaykit.cli.schemas import OUTPUTS, output_schema

    command = " ".join(names)
    if command not in OUTPUTS:
        raise UsageError(
            f"no command with --json is called {command}", file="essaykit schema", hint=suggestion(command, OUTPUTS, "essaykit")
        )
    print_json(output_schema(command))
