"""``corpus/`` is what a build of ``raw/`` writes, byte for byte, with the versions of ``constraints.txt``."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RAW, CORPUS = ROOT / "raw", ROOT / "corpus"
REMAKE = "run: essaykit build raw --out corpus --force"


def contents(folder):
    """Bytes of each file of a corpus by its path; ``state/`` can be thrown away and is no result."""
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {path: file.read_bytes() for path, file in files.items() if not path.startswith("state/")}


@pytest.mark.usefixtures("pinned")
@pytest.mark.skipif(not (CORPUS.is_dir() and RAW.is_dir()), reason=f"corpus/ or raw/ is not here ({REMAKE})")
def test_a_build_of_raw_writes_the_corpus_that_stands_here(tmp_path):
    command = [sys.executable, "-m", "essaykit", "build", str(RAW), "--out", str(tmp_path / "corpus"), "--quiet"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    made, kept = contents(tmp_path / "corpus"), contents(CORPUS)
    assert sorted(made) == sorted(kept), REMAKE
    assert [path for path in made if made[path] != kept[path]] == [], REMAKE
