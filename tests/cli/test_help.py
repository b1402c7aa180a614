"""Every command and option explains itself, and the table of commands tells the truth."""

import inspect
import shlex
import subprocess
import sys
from importlib import import_module

import pytest
import typer

from essaykit.cli.root import new_app
from essaykit.cli.schemas import OUTPUTS, output_schema
from essaykit.cli.table import COMMANDS
from tests.cli.lines import LINES

HEAVY = {
    "numpy",
    "sklearn",
    "jieba",
    "rjieba",
    "bs4",
    "lxml",
    "pandas",
    "docx",
    "pypdfium2",
    "pydantic",
    "rich",
    "msgspec",
    "scrapy",
    "twisted",
    "warcio",
    "multiprocessing",
}


def commands():
    """Full name and parsed command of everything that can be called."""
    program = typer.main.get_command(new_app())
    waiting = [(program, typer.Context(program, info_name="essaykit"))]
    while waiting:
        command, context = waiting.pop(0)
        if hasattr(command, "list_commands"):
            for name in command.list_commands(context):
                member = command.get_command(context, name)
                waiting.append((member, typer.Context(member, parent=context, info_name=name)))
        else:
            yield context.command_path.removeprefix("essaykit "), command, context


ALL = {name: (command, context) for name, command, context in commands()}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says(name):
    entry = COMMANDS[name]
    module, _, attribute = entry.target.partition(":")
    found = getattr(import_module(module), attribute)
    text = found.info.help if isinstance(found, typer.Typer) else inspect.getdoc(found)
    assert text.splitlines()[0] == entry.summary
    assert len(entry.summary) <= 66, "one line of the help page in 80 columns"


@pytest.mark.parametrize("name", ALL)
def test_every_command_has_help_and_examples_of_itself(name):
    command, _ = ALL[name]
    assert command.help
    examples = [line for line in (command.epilog or "").splitlines() if line]
    assert examples
    assert all(line.startswith("$ ") for line in examples)
    assert any(f"essaykit {name}" in line for line in examples)


@pytest.mark.parametrize("name", ALL)
def test_every_option_of_an_example_exists(name):
    """The examples are parsed by the parser itself, up to the point where the command would run."""
    program = typer.main.get_command(new_app())
    for line in ALL[name][0].epilog.splitlines():
        if line.strip():
            words = shlex.split(line.removeprefix("$ ").split(" | ")[-1].split(" > ")[0])
            assert words[0] == "essaykit"
            context = program.make_context("essaykit", words[1:])
            command, rest = program, [*context._protected_args, *context.args]
            while hasattr(command, "list_commands"):
                _, command, rest = command.resolve_command(context, rest)
            command.make_context(name, rest, parent=context)


@pytest.mark.parametrize("name", ALL)
def test_every_option_and_argument_has_help_and_a_placeholder(name):
    command, context = ALL[name]
    for param in command.get_params(context):
        assert param.help, param.name
        assert getattr(param, "is_flag", False) or param.metavar, param.name


@pytest.mark.parametrize("name", ALL)
def test_json_has_a_schema(name):
    has_json = any("--json" in param.opts for param in ALL[name][0].params)
    assert has_json == (name in OUTPUTS)
    if has_json:
        assert output_schema(name)["$defs"]


def test_every_command_has_a_line_that_works():
    assert set(LINES) == set(ALL)


@pytest.mark.parametrize("group", ["draft", "template", "facts", "rules", "note"])
def test_a_group_names_its_commands_without_cutting_their_summaries(group, essaykit):
    assert "..." not in essaykit(group, "--help")[1].partition("Commands:")[2]


def test_help_pages_import_nothing_heavy():
    code = (
        "import sys; from essaykit.cli.main import main\n"
        f"for name in {sorted(ALL)!r} + ['']: main([*name.split(), '--help'])\n"
        f"sys.exit(' '.join({HEAVY!r} & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
