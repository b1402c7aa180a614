"""Write the pages that are made from the code: commands, exit codes, rules, flags, records, schemas.

``python docs/generate.py`` writes them; ``tests/docs/test_generated.py`` fails when
a committed page is not what the code says.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import typer

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # so that it runs from a checkout, installed or not

from essaykit.cli.root import new_app  # noqa: E402
from essaykit.cli.rulebook import all_rules  # noqa: E402
from essaykit.cli.schemas import OUTPUTS, output_schema  # noqa: E402
from essaykit.errors import Exit, printable  # noqa: E402
from essaykit.flags import DOCUMENT_FLAGS, ESSAY_FLAGS  # noqa: E402
from essaykit.flags.card import flag_card  # noqa: E402
from essaykit.model import FlagName  # noqa: E402

NOTE = "<!-- made by docs/generate.py from the code; change the code, not this page -->\n\n"
WIDTH = 80
RECORDS = {
    "The document and its parts": "essaykit.model",
    "The index of a corpus": "essaykit.store.index",
    "What a build did": "essaykit.build.report",
    "What a check found": "essaykit.build.check",
    "What `text` wrote": "essaykit.build.texts",
    "An essay as analysis sees it": "essaykit.store.corpus",
    "What commands print": "essaykit.cli.records",
    "What a count is about": "essaykit.analyse.texts",
    "Keywords": "essaykit.analyse.keywords",
    "Key words of groups": "essaykit.analyse.keyness",
    "Phrases and terms": "essaykit.analyse.phrasebook",
    "N-grams": "essaykit.analyse.ngrams",
    "Places of a word": "essaykit.analyse.concordance",
    "Essays that were found": "essaykit.analyse.search",
    "Collocations": "essaykit.analyse.collocations",
    "Co-occurrence": "essaykit.analyse.cooccurrence",
    "Dispersion": "essaykit.analyse.dispersion",
    "Trends": "essaykit.analyse.trends",
    "Vocabulary growth": "essaykit.analyse.growth",
    "Readability-like counts": "essaykit.analyse.readability",
    "The reflection mix": "essaykit.analyse.reflection",
}


def pages() -> dict[str, str]:
    """All generated files by their path under ``docs/``."""
    found = {
        "commands.md": commands_page(),
        "exit-codes.md": exit_codes_page(),
        "rules.md": rules_page(),
        "flags.md": flags_page(),
        "records.md": records_page(),
    }
    for command in OUTPUTS:
        found[f"schema/{command.replace(' ', '-')}.json"] = json.dumps(output_schema(command), ensure_ascii=False, indent=2) + "\n"
    return found


def command_contexts() -> Iterator[Any]:
    """The parser's context of the program and of each command, groups before their members."""
    program: Any = typer.main.get_command(new_app())
    waiting: list[typer.Context] = [typer.Context(program, info_name="essaykit", terminal_width=WIDTH)]
    while waiting:
        context: Any = waiting.pop(0)
        yield context
        if hasattr(context.command, "list_commands"):
            names = context.command.list_commands(context)
            members = ((context.command.get_command(context, name), name) for name in names)
            waiting[:0] = [typer.Context(command, parent=context, info_name=name, terminal_width=WIDTH) for command, name in members]


def commands_page() -> str:
    """The help page of every command, as it is printed."""
    parts = [
        "# Commands\n",
        f"What `--help` prints in {WIDTH} columns. The output of each command with `--json` has a [schema](schema/).\n",
    ]
    for context in command_contexts():
        level = "##" if context.parent is None or context.parent.parent is None else "###"
        help_page = "\n".join(line.rstrip() for line in context.get_help().splitlines())
        parts.append(f"{level} {context.command_path}\n\n```text\n{help_page}\n```\n")
    return NOTE + "\n".join(parts)


def exit_codes_page() -> str:
    """The table of exit codes."""
    rows = [(str(code.value), f"`Exit.{name}`", text) for name, text in field_docs(Exit) if (code := Exit[name]) is not None]
    head = "# Exit codes\n\nThey are part of the interface and stay as they are; `from essaykit.errors import Exit` has them by name.\n\n"
    foot = (
        "\nWhat went wrong stands in one line on standard error: file, place, cause, and what to do. With `--json` the same is\n"
        'printed as a document `{"error": {…}}` on standard output, so that a program always gets one that parses.\n'
    )
    return NOTE + head + table(("code", "name", "meaning"), rows) + foot


def rules_page() -> str:
    """All rules with their reasons and examples."""
    parts = ["# Rules\n", "`essaykit rules list` counts them in a corpus, `essaykit rules test` holds them to these examples.\n"]
    for kind, title in (
        ("span", "Changes inside the text"),
        ("line", "What a line is"),
        ("role", "Removed roles"),
        ("heading", "Heading styles"),
    ):
        parts.append(f"## {title}\n")
        for rule in all_rules().values():
            if rule.kind != kind:
                continue
            risk = "applied" if rule.risk == "safe" else "proposed: a person decides"
            parts.append(f"### {rule.id}\n\n{rule.reason.en}<br>{rule.reason.zh}\n\nSince {rule.since}, {risk}.\n")
            rows = [("evidence", text) for text in rule.evidence]
            rows += [("hit", code(text)) for text in rule.hits] + [("near miss", code(text)) for text in rule.misses]
            if rows:
                parts.append(table(("", ""), rows))
    return NOTE + "\n".join(parts)


def flags_page() -> str:
    """All flags: what they say, what they miss."""
    parts = ["# Flags\n", "A flag never changes a text; its evidence stands beside it. `essaykit list --flag FLAG` finds what has one.\n"]
    finders = {**ESSAY_FLAGS, **DOCUMENT_FLAGS}
    for name in get_args(FlagName):
        parts.append(f"## {name}\n")
        if name not in finders:
            parts.append("Part of the record; nothing sets it yet.\n")
        elif files("essaykit.flags").joinpath(f"data/{name}.toml").is_file():
            card = flag_card(name)
            parts.append(f"{card.about.en}<br>{card.about.zh}\n\nLimits: {card.limits.en}<br>{card.limits.zh}\n\nSince {card.since}.\n")
        else:
            parts.append(f"{inspect.getdoc(finders[name])}\n")
    return NOTE + "\n".join(parts)


def records_page() -> str:
    """All records of which JSON is made, with their fields."""
    parts = ["# Records\n", "What JSON files and `--json` hold. Offsets are code points of the source text, half open.\n"]
    for title, module_name in RECORDS.items():
        module = importlib.import_module(module_name)
        parts.append(f"## {title}\n")
        for name, found in vars(module).items():
            if (
                inspect.isclass(found)
                and found.__module__ == module_name
                and not name.startswith("_")
                and getattr(found, "__struct_fields__", ())
            ):
                parts.append(f"### {name}\n\n{inspect.cleandoc(found.__doc__ or '')}\n")
                types = field_types(module, name)
                docs = dict(field_docs(found))
                parts.append(table(("field", "type", "meaning"), [(f"`{f}`", code(types[f]), docs.get(f, "")) for f in types]))
    return NOTE + "\n".join(parts)


def field_docs(owner: type[Any]) -> Iterator[tuple[str, str]]:
    """Name and docstring of each field or member of a class; an empty string where there is none."""
    body = class_body(importlib.import_module(owner.__module__), owner.__name__)
    for statement, following in zip(body, [*body[1:], None], strict=True):
        name = field_name(statement)
        if name is not None:
            documented = (
                isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant) and isinstance(following.value.value, str)
            )
            yield name, " ".join(following.value.value.split()) if documented else ""  # type: ignore[union-attr]


def field_types(module: ModuleType, class_name: str) -> dict[str, str]:
    """Field → its annotation, as it is written."""
    return {
        s.target.id: ast.unparse(s.annotation)
        for s in class_body(module, class_name)
        if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)
    }


def field_name(statement: ast.stmt) -> str | None:
    """The name that a statement of a class body gives a value to."""
    target = (
        statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0] if isinstance(statement, ast.Assign) else None
    )
    return target.id if isinstance(target, ast.Name) else None


def class_body(module: ModuleType, class_name: str) -> list[ast.stmt]:
    """The statements of a class in a module's source."""
    tree = ast.parse(inspect.getsource(module))
    return next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name)


def table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines) + "\n"


def code(text: str) -> str:
    """Text as code in a table cell, with nothing invisible in it."""
    shown = printable(text)
    ticks = "``" if "`" in shown else "`"
    space = " " if ticks == "``" or shown != shown.strip() else ""
    return f"{ticks}{space}{shown}{space}{ticks}" if shown else ""


def main() -> None:
    """Write all pages, and remove schemas of commands that are gone."""
    made = pages()
    for path, text in made.items():
        target = HERE / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    for file in (HERE / "schema").glob("*.json"):
        if f"schema/{file.name}" not in made:
            file.unlink()


if __name__ == "__main__":
    main()
