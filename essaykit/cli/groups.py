"""Groups of commands that import a command only when it is called, and suggest the nearest name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from importlib import import_module
from inspect import cleandoc, unwrap
from typing import Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from essaykit.cli.table import COMMANDS, Entry
from essaykit.cli.values import take_nothing, take_plain_values
from essaykit.errors import UsageError

# Contexts, formatters and commands are `Any` here: Typer's releases bring them from click or from a copy of their own.
PARSER_ERROR = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""The parser's ``UsageError``, which Typer does not export."""


_WHOLE = 400  # characters, more than any first sentence has


class Command(TyperCommand):
    """A command whose help page names its arguments as the documentation does, and ends with examples."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        take_plain_values(self.params, unwrap(settings["callback"]))

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            take_nothing(option)
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options; the metavar says what is asked for, so no type stands beside it."""
        rows: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for param in self.get_params(ctx):
            name, text = param.get_help_record(ctx) or ("", "")
            if param.param_type_name == "argument":
                rows["Arguments"].append((str(param.metavar), text))
            elif name:
                rows["Options"].append((name, text))
        for title, found in rows.items():
            if found:
                with formatter.section(title):
                    formatter.write_dl(found)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click's signature
        """Write the examples, each on its line."""
        if self.epilog:
            with formatter.section("Examples"):
                formatter.write_text("\b\n" + self.epilog)


class Group(TyperGroup):
    """A group of sub-commands; for an unknown name it suggests the nearest one."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the arguments name.

        Raises:
            UsageError: if there is none of that name.
        """
        name = args[0]
        if ctx.resilient_parsing or name.startswith("-") or name in self.list_commands(ctx):
            return super().resolve_command(ctx, args)
        raise UsageError(
            f"no such command: {name}", file=ctx.command_path, hint=suggestion(name, self.list_commands(ctx), ctx.command_path)
        )

    def invoke(self, ctx: Any) -> Any:
        """Run the sub-command.

        Raises:
            UsageError: if none was given.
        """
        if not (ctx._protected_args or ctx.args or self.invoke_without_command):  # noqa: SLF001 - the only place where the name stands
            names = ", ".join(self.list_commands(ctx))
            raise UsageError("a command is missing", file=ctx.command_path, hint=f"one of: {names}")
        return super().invoke(ctx)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, each with the whole first sentence of its help page."""
        commands: list[tuple[str, Any]] = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(_WHOLE).rstrip(".")) for name, command in commands])


class RootGroup(Group):
    """The program: its commands are those of `COMMANDS`, imported on use."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        """Names in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - click's signature
        """The command of that name, imported now; None if there is none."""
        entry = COMMANDS.get(cmd_name)
        if entry is not None and cmd_name not in self.commands:
            self.commands[cmd_name] = load(cmd_name, entry)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - click's signature
        """Write the commands under their sections, from the table alone."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, entry in COMMANDS.items():
            sections.setdefault(entry.section, []).append((name, entry.summary.rstrip(".")))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl(rows)


def load(name: str, entry: Entry) -> Any:
    """Import a command and make it ready to be called."""
    module, _, attribute = entry.target.partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    shell = typer.Typer(rich_markup_mode=None, add_completion=False)
    add_command(shell, name, found)
    return typer.main.get_command(shell)


def new_group(summary: str) -> typer.Typer:
    """An empty group of sub-commands; fill it with `add_command`."""
    group = typer.Typer(cls=Group, help=summary, rich_markup_mode=None, add_completion=False, add_help_option=False)
    group.callback()(_group)
    return group


def _show_help(context: typer.Context, value: bool) -> None:
    if value:
        from essaykit.cli.output import print_text

        print_text(context.get_help())
        raise typer.Exit


HelpOption = Annotated[bool, typer.Option("--help", is_eager=True, callback=_show_help, help="Show this message and exit.")]
"""A group's own ``--help``: the parser's is None where it isn't given, and the parser imports pydantic to coerce that."""


def _group(*, help_page: HelpOption = False) -> None:
    pass


def add_command(group: typer.Typer, name: str, function: Callable[..., Any]) -> None:
    """Add a function to a group: its docstring is the help page, its ``Examples:`` stand at the end."""
    text, _, examples = cleandoc(function.__doc__ or "").partition("\n\nExamples:\n")
    group.command(name, cls=Command, help=text, epilog=cleandoc(examples) or None)(function)


def suggestion(name: str, known: Iterable[str], command_path: str) -> str:
    """What to do about an unknown name.

    >>> suggestion("bulid", ["build", "check"], "essaykit")
    'did you mean build?'
    >>> suggestion("x", ["build"], "essaykit")
    "'essaykit --help' lists what there is"
    """
    near = get_close_matches(name, list(known), n=1)
    return f"did you mean {near[0]}?" if near else f"'{command_path} --help' lists what there is"


def usage_error(error: Any) -> UsageError:
    """An error of the parser as one line of ours. ``error`` is a click ``UsageError``, whichever click it comes from."""
    path = error.ctx.command_path if error.ctx else "essaykit"
    cause = cast("str", error.format_message()).rstrip(".").replace("Value error, ", "")  # as newer parsers begin it
    hint = f"see '{path} --help'"
    name = getattr(error, "option_name", None)
    if name and type(error).__name__ == "NoSuchOption":
        cause = f"no such option: {name}"
        options = [o for p in error.ctx.command.get_params(error.ctx) for o in p.opts if o.startswith("-")] if error.ctx else []
        hint = suggestion(name, options, path)
    return UsageError(cause[:1].lower() + cause[1:], file=path, hint=hint)
