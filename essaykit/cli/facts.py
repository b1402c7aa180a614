"""A student's own facts: `facts new` and `note add`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from essaykit.cli.drafting import STDIO, ForceOption, OutOption, TemplateArgument, TradeOption, given_template, small_bytes, write_work
from essaykit.cli.groups import add_command, new_group
from essaykit.cli.output import one_line, say
from essaykit.errors import UsageError


def facts_new(template: TemplateArgument, trade: TradeOption = None, out: OutOption = STDIO, force: ForceOption = False) -> None:
    """Write a facts file to fill in: every question of a template, each with an example of a good answer.

    A file that exists is not written over.

    Examples:
      $ essaykit facts new report --out facts.toml
      $ essaykit facts new 实习心得 --trade nursing
    """
    from essaykit.draft.blank import blank_facts

    write_work(out, blank_facts(given_template(template, trade)).encode(), command="essaykit facts new", force=force)


def note_add(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What happened, in a sentence or two.")],
    *,
    slot: Annotated[
        str, typer.Option("--for", metavar="SLOT", help="Slot that it is for, as 'problem.mistakes'; without: the day's or week's log.")
    ] = "",
    day: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Day that it is about. Without: today.")] = None,
    file: Annotated[Path, typer.Option("--file", metavar="FILE", help="The notes file; made where there is none.")] = Path("notes.md"),
) -> None:
    """Note a line of the day. Notes flow into weekly logs and into the slots of a report.

    'draft build --notes notes.md' works them in.

    Examples:
      $ essaykit note add "在取号机旁边站了一天，引导了八十个人"
      $ essaykit note add "写错一张登记单，客户重填了一遍" --for problem.mistakes --date 2025-07-02
    """
    import datetime as dt

    from essaykit.draft.notes import HEAD, Note, note_line, parse_notes
    from essaykit.store.files import write_whole

    try:
        date = dt.date.fromisoformat(day) if day else dt.date.today()  # noqa: DTZ011 - the writer's own day is meant
    except ValueError:
        raise UsageError(f"{day} is no day", file="--date", hint="as in 2025-07-01") from None
    line = note_line(Note(day=date.isoformat(), text=text, slot=slot))
    before = small_bytes(file) if file.exists() else HEAD.encode()
    parse_notes(before, str(file))
    write_whole(file, before + (b"" if not before or before.endswith(b"\n") else b"\n") + line.encode("utf-8", "replace"))
    say(f"{one_line(str(file))}: {one_line(line.strip())}")


facts_app = new_group("Collect your own facts for a draft.")
add_command(facts_app, "new", facts_new)

note_app = new_group("Keep notes, a line a day, that a draft is made from.")
add_command(note_app, "add", note_add)
