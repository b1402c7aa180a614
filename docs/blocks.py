"""Run what the pages show: ``python docs/blocks.py`` writes what is printed into them, ``--check`` only compares.

In Markdown, a block fenced as ``console`` is run: a line that begins with ``$ `` is a
command, the lines up to the next one are what it prints, on either stream. The
blocks of a page share a folder that begins with a copy of ``raw/``; ``essaykit`` is
this checkout. A line ``…`` stands for any number of lines that nobody needs to see.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"


def pages() -> list[Path]:
    """The pages that may show commands."""
    return sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])


def shown(page: Path) -> str:
    """The text of a page as it ought to be: with what its commands print now."""
    text = page.read_text(encoding="utf-8")
    if not FENCE.search(text):
        return text
    with tempfile.TemporaryDirectory(prefix="essaykit-docs-") as folder:
        place = Path(folder)
        environment = prepared(place)
        return FENCE.sub(lambda m: f"```console\n{run_block(m[1], place / 'work', environment)}```", text)


def prepared(place: Path) -> dict[str, str]:
    """Make a working folder with ``raw/`` and an ``essaykit`` on the path; returns the environment for it."""
    (place / "work").mkdir()
    if (ROOT / "raw").is_dir():
        shutil.copytree(ROOT / "raw", place / "work" / "raw")
    script = place / "bin" / "essaykit"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m essaykit "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    fixed = {"COLUMNS": "100", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1600000000"}
    return {**os.environ, **fixed, "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}


def run_block(block: str, folder: Path, environment: dict[str, str]) -> str:
    """A block with what its commands print now; where the page leaves lines out, and the rest fits, it stays as it is."""
    out = []
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if not part.startswith("$ "):
            out.append(part)
            continue
        command, _, before = part.partition("\n")
        done = subprocess.run(  # noqa: S602 - the pages are ours
            command[2:], shell=True, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        printed = done.stdout.decode()
        out.append(f"{command}\n{before if fits(before, printed) else printed}")
    return "".join(out)


def fits(expected: str, printed: str) -> bool:
    """Whether output is what a page shows.

    >>> fits("a\\n…\\nd\\n", "a\\nb\\nc\\nd\\n"), fits("a\\n", "b\\n")
    (True, False)
    """
    pattern = "".join("(?:.*\n)*" if line == LEFT_OUT + "\n" else re.escape(line) for line in expected.splitlines(keepends=True))
    return re.fullmatch(pattern, printed) is not None


def main() -> int:
    """Rewrite the pages, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for page in pages():
        text = shown(page)
        if text != page.read_text(encoding="utf-8"):
            stale.append(page.name)
            if not check:
                page.write_text(text, encoding="utf-8", newline="\n")
    if stale:
        sys.stderr.write(f"{'stale' if check else 'rewritten'}: {', '.join(stale)}\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
