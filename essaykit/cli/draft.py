"""Drafts: `template list`, `template show`, `facts new`, `draft build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from essaykit.cli.groups import add_command, new_group
from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, FromOption, JsonOption
from essaykit.cli.output import one_line, print_exact, print_json, print_lines, print_table, say
from essaykit.errors import ReadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from essaykit.analyse.texts import Text
    from essaykit.draft.excerpts import Excerpt, GivenEssay
    from essaykit.draft.facts import Facts
    from essaykit.draft.template import Template

TemplateArgument = Annotated[str, typer.Argument(metavar="TEMPLATE", help="Id or Chinese name of a template, such as report or 实习报告.")]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write; '-' is standard output.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Write over a file that holds your own work.")]

STDIO = Path("-")
MOST_FACTS = 1_000_000
"""Bytes of a facts file; a student's answers are a hundredth of that."""


def template_list(json: JsonOption = False) -> None:
    """List the templates.

    Examples:
      $ essaykit template list
      $ essaykit template list --json
    """
    from essaykit.draft.template import TemplateListing, load_templates

    templates = tuple(load_templates().values())
    if json:
        print_json(TemplateListing(templates=templates))
    else:
        print_table([(t.id, t.name, t.words, t.about) for t in templates], ("id", "name", "words", "about"))


def template_show(template: TemplateArgument, json: JsonOption = False) -> None:
    """Show a template: sections, budgets, questions, and what belongs in each.

    Examples:
      $ essaykit template show report
      $ essaykit template show 实习心得
    """
    from essaykit.draft.template import find_template

    found = find_template(template)
    print_json(found) if json else print_lines(_template_lines(found))


def facts_new(template: TemplateArgument, out: OutOption = STDIO, force: ForceOption = False) -> None:
    """Write a facts file to fill in: every question of a template, each with an example of a good answer.

    A file that exists is not written over.

    Examples:
      $ essaykit facts new report --out facts.toml
      $ essaykit facts new 实习心得
    """
    from essaykit.draft.facts import blank_facts
    from essaykit.draft.template import find_template

    _write(out, blank_facts(find_template(template)), command="essaykit facts new", force=force)


def draft_build(
    template: TemplateArgument,
    *,
    facts: Annotated[
        Path | None,
        typer.Option("--facts", metavar="FILE", help="Your facts, begun with 'essaykit facts new'; '-' is standard input. Without: none."),
    ] = None,
    out: OutOption = STDIO,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    excerpts: Annotated[
        Literal["quote", "none"], typer.Option("--excerpts", metavar="quote|none", help="Quotations from the corpus beside each section.")
    ] = "quote",
    force: ForceOption = False,
    json: JsonOption = False,
) -> None:
    """Work your facts into a template and write a Markdown draft, with attributed excerpts beside each section.

    What you left empty stands in the draft as a question. A draft that you have changed is not written over.

    Examples:
      $ essaykit draft build report --facts facts.toml --out draft.md
      $ essaykit draft build 实习心得 --facts facts.toml --from essays.jsonl --out draft.md
      $ essaykit draft build report --facts facts.toml --excerpts none
    """
    from essaykit.draft.assemble import build_draft
    from essaykit.draft.facts import parse_facts
    from essaykit.draft.markdown import render_markdown
    from essaykit.draft.template import find_template

    if facts == STDIO and STDIO in (given or ()):
        raise UsageError("standard input can't be both facts and essays", file="essaykit draft build", hint="put one of them in a file")
    found = find_template(template)
    said = parse_facts(_read_facts(facts), found, str(facts or "facts"))
    draft = build_draft(found, said, _excerpts(found, said, corpus, given) if excerpts == "quote" else None)
    if not (json and out == STDIO):
        _write(out, render_markdown(draft), command="essaykit draft build", force=force)
    if json:
        print_json(draft)
    elif out != STDIO:
        gaps = [gap for section in draft.sections for gap in section.gaps if not (gap.optional and gap.state == "empty")]
        count = sum(len(section.excerpts) for section in draft.sections)
        say(f"{one_line(str(out))}: {draft.words} of {draft.budget} words, {len(gaps)} answers missing or vague, {count} excerpts")


def _excerpts(template: Template, facts: Facts, corpus: Path, given: list[Path] | None) -> dict[str, tuple[Excerpt, ...]]:
    from essaykit.draft.excerpts import QuotableEssay, about_work, choose_excerpts
    from essaykit.store import open_corpus

    essays: Iterable[QuotableEssay]
    if given:
        from essaykit.cli.texts import given_texts

        essays = [_quotable(text) for text in given_texts(corpus, given, everything=True).texts]
    elif corpus == DEFAULT_CORPUS and not corpus.exists():
        say(f"{corpus}: no such folder, so the draft has no excerpts (--corpus DIR names one, 'essaykit build' makes one)")
        return {}
    else:
        essays = open_corpus(corpus)
    return choose_excerpts(essays, template, about_work(template, facts))


def _quotable(text: Text) -> GivenEssay:
    """A text given with ``--from``; its fields say where it comes from, as far as it says."""
    from essaykit.draft.excerpts import GivenEssay

    fields = text.fields
    return GivenEssay(
        id=text.id, document=fields.get("document") or text.id, title=text.title, text=text.text,
        path=fields.get("path", ""), site=fields.get("site", ""), url=fields.get("url", ""),
    )  # fmt: skip


def _read_facts(path: Path | None) -> bytes:
    if path is None:
        return b""
    if path == STDIO:
        import sys

        if sys.stdin is None:
            raise UsageError("standard input is closed", file="-", hint="name a file, or send text through a pipe")
        data = sys.stdin.buffer.read(MOST_FACTS + 1)
    else:
        if path.exists() and not path.is_file():
            raise ReadError("is not a file", file=str(path), hint="name the facts file itself")
        with path.open("rb") as file:
            data = file.read(MOST_FACTS + 1)
    if len(data) > MOST_FACTS:
        raise ReadError("is too large for a facts file", file=str(path), hint=f"at most {MOST_FACTS:,} bytes")
    return data


def _write(path: Path, text: str, *, command: str, force: bool) -> None:
    """Write a file whole; raises UsageError rather than write over someone's work."""
    if path == STDIO:
        print_exact(text)
        return
    from essaykit.draft.markdown import is_untouched
    from essaykit.store.files import write_whole

    if path.is_dir():
        raise UsageError("is a folder", file=str(path), hint="name a file")
    if path.exists() and not path.is_file():  # a device or a pipe: nothing to replace
        with path.open("wb") as file:
            file.write(text.encode())
        return
    if path.is_file() and not force and not is_untouched(path.read_bytes()):
        raise UsageError("exists and holds work of your own", file=str(path), hint=f"choose another --out, or '{command} … --force'")
    write_whole(path.resolve() if path.is_symlink() else path, text.encode())


def _template_lines(template: Template) -> Iterator[str]:
    from essaykit.draft.template import KIND_NAMES

    budgets = template.budgets()
    yield f"{template.id}  {template.name}  {template.words} 字"
    yield template.about
    for number, section in enumerate(template.sections, 1):
        budget = f"  {budgets[section.id]} 字（{section.weight}%）" if section.weight else ""
        yield ""
        yield f"{number}. [{section.id}] {section.heading or '（不设标题）'}{budget}"
        yield f"   {section.purpose}"
        yield f"   写：{'；'.join(section.belongs)}"
        yield f"   不写：{'；'.join(section.avoid)}"
        for slot in section.slots:
            marks = "，可不填" * slot.optional + "，可多件" * slot.many
            yield f"   - {slot.id}（{slot.name}，{KIND_NAMES[slot.kind]}{marks}）{slot.ask}"
        if section.questions:
            yield f"   想一想：{' '.join(section.questions)}"


template_app = new_group("List and show the kinds of text that can be drafted.")
add_command(template_app, "list", template_list)
add_command(template_app, "show", template_show)

facts_app = new_group("Collect your own facts for a draft.")
add_command(facts_app, "new", facts_new)

draft_app = new_group("Build a draft from a template, your facts, and excerpts.")
add_command(draft_app, "build", draft_build)
