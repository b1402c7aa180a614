"""Python that README and docs show runs, on a corpus of the samples."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FENCE = "```python\n"
BLOCKS = [
    pytest.param(part.partition("```")[0], id=f"{page.name}-{number}")
    for page in sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])
    for number, part in enumerate(page.read_text(encoding="utf-8").split(FENCE)[1:], 1)
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("blocks")
    command = [sys.executable, "-m", "essaykit", "build", str(ROOT / "raw"), "--out", "corpus", "--quiet"]
    subprocess.run(command, check=True, cwd=place, timeout=300, env=_environment())
    return place


def _environment():
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@pytest.mark.skipif(not (ROOT / "raw").is_dir(), reason="raw/ is not here")
@pytest.mark.parametrize("code", BLOCKS)
def test_the_code_of_a_page_runs(code, folder):
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
