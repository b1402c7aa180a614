"""Running the program in this process and as it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from essaykit.cli.main import main
from tests.cli.corpora import sample


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """The sample corpus as ``./corpus`` of an empty working folder."""
    monkeypatch.chdir(tmp_path)
    return sample(tmp_path / "corpus")


@pytest.fixture
def essaykit(capfdbinary):
    """Run a command line in this process; gives exit code, standard output and standard error."""

    def call(*args: str) -> tuple[int, str, str]:
        code = main(args)
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return call


def program() -> list[str]:
    """The installed entry point if there is one, else the module."""
    script = shutil.which("essaykit", path=str(Path(sys.executable).parent))
    return [script] if script else [sys.executable, "-m", "essaykit"]


def our_environment() -> dict[str, str]:
    """The environment of a process that finds this checkout, installed or not."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture
def installed(tmp_path):
    """Run the program as a process of its own; keyword arguments as for `subprocess.run`, ``env`` is added to ours."""

    def call(*args: str, env: dict[str, str] | None = None, **rest) -> subprocess.CompletedProcess[bytes]:
        environment = {**our_environment(), "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8", **(env or {})}
        settings = {
            "cwd": tmp_path,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "stdin": subprocess.DEVNULL,
            "timeout": 60,
            **rest,
        }
        return subprocess.run([*program(), *args], env=environment, check=False, **settings)

    return call


@pytest.fixture(scope="session")
def raw_corpus(tmp_path_factory):
    """The corpus that the shipped raw documents become."""
    from essaykit.build import build_corpus

    raw = Path(__file__).parents[2] / "raw"
    if not raw.is_dir():
        pytest.skip("raw/ is not here (an installed package has none)")
    folder = tmp_path_factory.mktemp("shipped") / "corpus"
    build_corpus([raw], folder)
    return folder
