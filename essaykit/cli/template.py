"""Templates: `template list`, `show`, `new`, `check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.drafting import (
    STDIO,
    ForceOption,
    OutOption,
    TemplateArgument,
    TradeOption,
    given_template,
    problems_of,
    whole_bytes,
    write_work,
)
from essaykit.cli.groups import add_command, new_group
from essaykit.cli.options import JsonOption
from essaykit.cli.outline import template_learn
from essaykit.cli.output import counted, print_json, print_lines, print_table, print_text, say
from essaykit.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from essaykit.draft.form import Placeholder
    from essaykit.draft.template import Template


def template_list(json: JsonOption = False) -> None:
    """List the templates, and the trades that add questions to them.

    Examples:
      $ essaykit template list
      $ essaykit template list --json
    """
    from essaykit.draft.library import TemplateListing, load_templates
    from essaykit.draft.trades import load_trades

    templates, trades = tuple(load_templates().values()), tuple(load_trades().values())
    if json:
        print_json(TemplateListing(templates=templates, trades=trades))
        return
    print_table([(t.id, t.name, t.words, t.about) for t in templates], ("id", "name", "words", "about"))
    print_text("trades (--trade): " + ", ".join(f"{t.id} {t.name}" for t in trades))


def template_show(template: TemplateArgument, trade: TradeOption = None, json: JsonOption = False) -> None:
    """Show a template: sections, budgets, questions, and what belongs in each.

    Examples:
      $ essaykit template show report
      $ essaykit template show 实习心得 --trade 护理
    """
    found = given_template(template, trade)
    print_json(found) if json else print_lines(_lines(found))


def template_new(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id of the new template: small letters, digits, '-'.")],
    *,
    like: Annotated[str, typer.Option("--like", metavar="TEMPLATE", help="The template to begin with.")] = "report",
    out: OutOption = STDIO,
    force: ForceOption = False,
) -> None:
    """Begin a template of your own, as a file to change: your school's sections, budgets and questions.

    'essaykit template check' tells what is wrong with it; every command that takes a template takes the file.

    Examples:
      $ essaykit template new my-school --out my-school.toml
      $ essaykit template new my-diary --like diary --out my-diary.toml
    """
    from essaykit.draft.library import template_text

    write_work(out, template_text(like, name).encode(), command="essaykit template new", force=force)


def template_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A template of your own (.toml), or a form with placeholders (.docx).")],
    *,
    like: Annotated[
        str, typer.Option("--for", metavar="TEMPLATE", help="Of a form: the template whose slots it holds; an id or a .toml file.")
    ] = "report",
    json: JsonOption = False,
) -> Exit:
    """Check a template of your own, or a school's form in Word. Exit code 1 if something is wrong.

    Of a form the placeholders are listed, those of headers and footers too. Loops, calls and filters are refused.

    Examples:
      $ essaykit template check my-school.toml
      $ essaykit template check school.docx --for report
    """
    from essaykit.cli.records import TemplateCheck

    placeholders: tuple[Placeholder, ...] = ()
    if file.suffix.lower() == ".docx":
        from essaykit.draft.form import check_form

        found = check_form(whole_bytes(file), given_template(like), str(file))
        placeholders, problems = found.placeholders, list(found.problems)
    else:
        problems = problems_of(file)
    if json:
        print_json(TemplateCheck(file=str(file), problems=tuple(problems), placeholders=placeholders))
    else:
        print_table(
            [(p.name, p.part, "" if p.known else "unknown") for p in placeholders], ("placeholder", "part", "")
        ) if placeholders else None
        print_lines(f"{file}: {problem}" for problem in problems)
        say(f"{file}: {counted(len(problems), 'problem')}" if problems else f"{file}: fit for use")
    return Exit.FINDINGS if problems else Exit.OK


def _lines(template: Template) -> Iterator[str]:
    from essaykit.draft.template import KIND_NAMES

    budgets = template.budgets()
    yield f"{template.id}  {template.name}  {template.words} 字" + (f"  {template.overlay}" if template.overlay else "")
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


template_app = new_group("List, show, begin and check the kinds of text to draft.")
add_command(template_app, "list", template_list)
add_command(template_app, "show", template_show)
add_command(template_app, "new", template_new)
add_command(template_app, "check", template_check)
add_command(template_app, "learn", template_learn)
