"""What `essaykit` does without a command: its help page, its version, and a welcome."""

from __future__ import annotations

from typing import Annotated

import typer

from essaykit.cli.groups import HelpOption, RootGroup
from essaykit.cli.output import print_text

WELCOME = """\
essaykit - corpora of Chinese internship essays: cleaned, split, traceable, searchable

Editors: turn raw documents into clean essays; see and undo every change.
    essaykit build raw --out corpus

Researchers: count, search and group what the essays say.
    essaykit kwic 实习 --corpus corpus

Students: plan and draft a report of your own beside excerpts that name their source.
    essaykit template list

'essaykit --help' lists all commands, 'essaykit COMMAND --help' explains one."""


def new_app(*, completion: bool = False) -> typer.Typer:
    """The program; with ``completion`` one that answers a shell that asks what could stand next."""
    app = typer.Typer(cls=RootGroup, rich_markup_mode=None, add_completion=completion, invoke_without_command=True, add_help_option=False)
    app.callback()(root)
    return app


def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
    show_help: HelpOption = False,  # noqa: ARG001 - acts by its callback
) -> None:
    """Corpora of Chinese internship essays: cleaned, split, traceable, searchable.

    Results go to standard output, talk and progress to standard error.
    """
    if version:
        from essaykit import __version__

        print_text(f"essaykit {__version__}")
    elif context.invoked_subcommand is None:
        print_text(WELCOME)
    else:
        return
    raise typer.Exit
