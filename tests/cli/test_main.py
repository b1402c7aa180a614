"""The program without any command: welcome, help, version, unknown names, and what it imports."""

import subprocess
import sys

import pytest

from essaykit import __version__
from essaykit.cli.main import main
from essaykit.errors import Exit

HEAVY = ["numpy", "sklearn", "jieba", "bs4", "lxml", "pandas", "docx", "pydantic", "rich", "msgspec", "essaykit.model"]


def test_without_arguments_it_welcomes_its_three_users_briefly(capsys):
    assert main([]) == Exit.OK
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 25
    for user in ("Editors", "Researchers", "Students"):
        at = next(i for i, line in enumerate(lines) if line.startswith(user))
        assert lines[at + 1].strip().startswith("essaykit ")


def test_version(capsys):
    assert main(["--version"]) == Exit.OK
    assert capsys.readouterr().out == f"essaykit {__version__}\n"


@pytest.mark.parametrize(("args", "answer"), [(["--hepl"], "did you mean --help?")])
def test_the_nearest_name_is_suggested(args, answer, capsys):
    assert main(args) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert answer in err
    assert err.count("\n") == 1


def test_help_imports_nothing_heavy():
    code = (
        f"import sys; from essaykit.cli.main import main; main(['--help']); sys.exit(' '.join(set({HEAVY!r}) & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
