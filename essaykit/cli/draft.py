"""Drafts: `draft build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from essaykit.cli.drafting import (
    STDIO,
    FactsOption,
    ForceOption,
    NotesOption,
    OutOption,
    TemplateArgument,
    TradeOption,
    given_facts,
    given_profile,
    given_template,
    whole_bytes,
    write_work,
)  # fmt: skip
from essaykit.cli.excerpting import excerpts_beside
from essaykit.cli.groups import add_command, new_group
from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, FromOption, JsonOption
from essaykit.cli.output import one_line, print_json, say
from essaykit.cli.papers import draft_check, draft_disclose, draft_report
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.draft.assemble import Draft
    from essaykit.draft.facts import Facts
    from essaykit.draft.profile import Profile
    from essaykit.draft.template import Template


def draft_build(
    template: TemplateArgument,
    *,
    trade: TradeOption = None,
    facts: FactsOption = None,
    notes: NotesOption = None,
    out: OutOption = STDIO,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    excerpts: Annotated[
        Literal["quote", "comment", "none"],
        typer.Option("--excerpts", metavar="quote|comment|none", help="Sentences of the corpus: as quotations, in the margin, or none."),
    ] = "quote",
    profile: Annotated[
        str, typer.Option("--profile", metavar="PROFILE", help="How a .docx is set: standard, compact, or a .toml file of your school.")
    ] = "standard",
    form: Annotated[
        Path | None,
        typer.Option("--form", metavar="FILE", help="A .docx of your school with placeholders as {{ cover.name }}."),
    ] = None,
    force: ForceOption = False,
    json: JsonOption = False,
) -> None:
    """Work your facts into a template: a draft as .md, .docx or .html, with attributed excerpts beside each section.

    What you left empty stands in the draft as a question. A draft that you have changed is not written over.

    Examples:
      $ essaykit draft build report --facts facts.toml --out draft.md
      $ essaykit draft build report --facts facts.toml --excerpts comment --out draft.docx
      $ essaykit draft build report --facts facts.toml --form school.docx --out mine.docx
      $ essaykit draft build weekly --notes notes.md --out log.md
      $ essaykit draft build 实习心得 --facts facts.toml --from essays.jsonl --out draft.md
      $ essaykit draft build report --facts facts.toml --excerpts none
    """
    from essaykit.draft.assemble import build_draft

    setting = given_profile(profile)
    if [facts, notes, *(given or ())].count(STDIO) > 1:
        raise UsageError("standard input can't be two things at once", file="essaykit draft build", hint="put one of them in a file")
    found, said = given_facts(given_template(template, trade), facts, notes)
    draft = build_draft(found, said, excerpts_beside(found, said, corpus, given) if excerpts != "none" else None)
    if not (json and out == STDIO):
        data = _rendered(draft, out, excerpts, setting) if form is None else _filled(form, found, draft, said, out)
        write_work(out, data, command="essaykit draft build", force=force)
    if json:
        print_json(draft)
    elif out != STDIO:
        gaps = [gap for section in draft.sections for gap in section.gaps if not (gap.optional and gap.state == "empty")]
        count = sum(len(section.excerpts) for section in draft.sections)
        say(f"{one_line(str(out))}: {draft.words} of {draft.budget} words, {len(gaps)} answers missing or vague, {count} excerpts")


def _filled(form: Path, template: Template, draft: Draft, facts: Facts, out: Path) -> bytes:
    from essaykit.draft.form import fill_form

    if out.suffix.lower() != ".docx":
        raise UsageError("a form is filled into a .docx", file=str(out), hint="--out FILE.docx")
    data, missing = fill_form(whole_bytes(form), template, draft, facts, str(form))
    if missing:
        say(f"{form}: nothing known for {', '.join(missing)}")
    return data


def _rendered(draft: Draft, out: Path, excerpts: str, profile: Profile) -> bytes:
    """The draft in the format that the name of the file asks for."""
    suffix = out.suffix.lower()
    if suffix == ".docx":
        from essaykit.draft.docx import render_docx

        return render_docx(draft, profile, excerpts=excerpts)
    if suffix in (".html", ".htm"):
        from essaykit.draft.html import render_html

        return render_html(draft, excerpts=excerpts).encode()
    from essaykit.draft.markdown import render_markdown

    if suffix in (".pdf", ".doc", ".odt"):
        raise UsageError(f"{suffix} can't be written", file=str(out), hint="write .docx, .html or .md")
    return render_markdown(draft, excerpts=excerpts).encode()


draft_app = new_group("Build a draft from your facts, and check what you write.")
add_command(draft_app, "build", draft_build)
add_command(draft_app, "check", draft_check)
add_command(draft_app, "report", draft_report)
add_command(draft_app, "disclose", draft_disclose)
