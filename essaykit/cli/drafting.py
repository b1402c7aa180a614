"""What the commands around drafts share: templates by name or file, files read whole, files that nobody's work is lost in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.output import print_exact
from essaykit.errors import CardError, ReadError, UsageError

if TYPE_CHECKING:
    from essaykit.draft.facts import Facts
    from essaykit.draft.profile import Profile
    from essaykit.draft.template import Template

TemplateArgument = Annotated[
    str,
    typer.Argument(metavar="TEMPLATE", help="A template: its id, its Chinese name, or a .toml file of your own."),
]
TradeOption = Annotated[
    str | None,
    typer.Option("--trade", metavar="TRADE", help="Add the questions of a trade, such as bank; 'template list' names them."),
]
FactsOption = Annotated[
    Path | None,
    typer.Option("--facts", metavar="FILE", help="Your facts, begun with 'essaykit facts new'; '-' is standard input. Without: none."),
]
NotesOption = Annotated[
    Path | None,
    typer.Option("--notes", metavar="FILE", help="Notes kept with 'essaykit note add', to be worked in."),
]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write; '-' is standard output.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over a file that holds your own work.")]

STDIO = Path("-")
MOST_WHOLE = 64 << 20
"""Bytes of a paper or a form."""
MOST = 1_000_000
"""Bytes of a facts file, a template or notes; a student's answers are a hundredth of that."""


def given_template(name: str, trade: str | None = None) -> Template:
    """A template by its name, or of a file; with the questions of a trade.

    Raises:
        UsageError: if there is none of that name.
        CardError: if the file is no sound template.
    """
    from essaykit.draft.library import find_template, read_template
    from essaykit.draft.trades import find_trade, with_trade

    found = read_template(small_text(Path(name)), name) if name.lower().endswith(".toml") else find_template(name)
    return with_trade(found, find_trade(trade)) if trade else found


def given_profile(name: str) -> Profile:
    """A profile by its name, or of a file.

    Raises:
        UsageError: if there is none of that name.
        CardError: if the file is no sound profile.
    """
    from essaykit.draft.profile import find_profile, read_profile

    return read_profile(small_text(Path(name)), name) if name.lower().endswith(".toml") else find_profile(name)


def given_facts(template: Template | None, facts: Path | None, notes: Path | None) -> tuple[Template, Facts]:
    """Facts and notes worked together; the template with the trade that the facts file states.

    Without a template it is the one that the facts file says it is for.

    Raises:
        EssaykitError: if a file can't be read, or does not fit the template.
    """
    from essaykit.cli.output import say
    from essaykit.draft.facts_file import facts_template, parse_facts, stated_template
    from essaykit.draft.notes import has_slot, parse_notes, with_notes

    name = str(facts or "facts")
    data = small_bytes(facts)
    if template is None:
        template = given_template(stated_template(data, name) or "report")
    template = facts_template(data, template, name)
    said = parse_facts(data, template, name)
    if notes is not None:
        kept = parse_notes(small_bytes(notes), str(notes))
        said, lost = with_notes(said, template, kept, str(notes))
        moved = sum(1 for note in kept if note.slot and not has_slot(template, note.slot))
        if moved:
            say(f"{notes}: {moved} notes are for slots of other templates, and stand under their days")
        if lost:
            say(f"{notes}: {lost} notes name no slot, and {template.id} has no place for notes by day or week")
    return template, said


def small_text(path: Path) -> str:
    """The text of a small UTF-8 file.

    Raises:
        ReadError: if it is missing, too large or not UTF-8.
    """
    try:
        return small_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReadError("is not UTF-8", file=str(path), hint="save it again with the encoding UTF-8") from None


def small_bytes(path: Path | None) -> bytes:
    """The bytes of a small file, or of standard input; none where there is no path."""
    if path is None:
        return b""
    if path == STDIO:
        import sys

        if sys.stdin is None:
            raise UsageError("standard input is closed", file="-", hint="name a file, or send text through a pipe")
        data = sys.stdin.buffer.read(MOST + 1)
    else:
        if path.exists() and not path.is_file():
            raise ReadError("is not a file", file=str(path), hint="name the file itself")
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    if len(data) > MOST:
        raise ReadError("is too large for a facts file", file=str(path), hint=f"at most {MOST:,} bytes")
    return data


def whole_bytes(path: Path) -> bytes:
    """The bytes of a file that may be large, such as a Word file.

    Raises:
        ReadError: if it is missing, no file, or larger than any paper.
    """
    if path.exists() and not path.is_file():
        raise ReadError("is not a file", file=str(path), hint="name the file itself")
    with path.open("rb") as file:
        data = file.read(MOST_WHOLE + 1)
    if len(data) > MOST_WHOLE:
        raise ReadError("is too large", file=str(path), hint=f"at most {MOST_WHOLE >> 20} MB")
    return data


def write_work(path: Path, data: bytes, *, command: str, force: bool) -> None:
    """Write a file whole.

    Raises:
        UsageError: rather than write over someone's work.
    """
    if path == STDIO:
        print_exact(data.decode())
        return
    from essaykit.draft.seal import is_untouched
    from essaykit.store.files import write_whole

    if path.is_dir():
        raise UsageError("is a folder", file=str(path), hint="name a file")
    if path.exists() and not path.is_file():  # a device or a pipe: nothing to replace
        with path.open("wb") as file:
            file.write(data)
        return
    if path.is_file() and not force and not is_untouched(path.read_bytes()):
        raise UsageError("exists and holds work of your own", file=str(path), hint=f"choose another --out, or '{command} … --force'")
    write_whole(Path(os.path.realpath(path)) if path.is_symlink() else path, data)


def problems_of(template_file: Path) -> list[str]:
    """What is wrong with a template file, one line each."""
    from essaykit.cards import parse_card
    from essaykit.draft.template import Template
    from essaykit.draft.template_check import template_problems

    try:
        return template_problems(parse_card(small_text(template_file), str(template_file), Template))
    except CardError as error:
        return [f"{error.place}: {error.cause}" if error.place else error.cause]
