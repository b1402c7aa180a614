"""All commands: where each is defined and what it does in one line.

The help page of the whole program is written from this table alone, so that it
costs no import of any command (see `essaykit.cli.groups.RootGroup`).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Section = Literal["Corpus", "Why and undo", "Analysis", "Drafts", "Help"]


class Entry(NamedTuple):
    """One command of the program."""

    section: Section
    target: str
    """``module:attribute`` of a function, or of a `typer.Typer` with sub-commands."""
    summary: str
    """First line of its docstring; a test compares them."""


COMMANDS: dict[str, Entry] = {}
"""By name, in the order of the help page."""
