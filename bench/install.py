"""Seconds and megabytes of an installation against those of the five packages that the job can't do without.

    python bench/install.py [--uv UV] [--repeats N]

Each is installed into a fresh environment of this interpreter, with the pip that
comes with it (or with uv), in a folder whose name has Chinese characters and a
blank. Every first round fills the cache and isn't counted. Afterwards ``--help``
of every command is called. Bound: 1.3 times the five alone.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from essaykit.cli.table import COMMANDS  # noqa: E402

FIVE = ["jieba", "scikit-learn", "beautifulsoup4", "typer", "pytest"]
WANTED = {"the five alone": FIVE, "essaykit": [str(ROOT)], "essaykit[test]": [f"{ROOT}[test]"]}
BIN = "Scripts" if os.name == "nt" else "bin"


def installed(place: Path, wanted: list[str], uv: str | None) -> tuple[float, float]:
    """Seconds that an installation takes, and the megabytes that it adds to an empty environment."""
    venv.create(place, with_pip=True)
    python = str(place / BIN / "python")
    before = megabytes(place)
    command = [uv, "pip", "install", "--quiet", "--python", python] if uv else [python, "-m", "pip", "install", "--quiet"]
    begin = time.perf_counter()
    subprocess.run([*command, *wanted], check=True)
    return time.perf_counter() - begin, megabytes(place) - before


def megabytes(place: Path) -> float:
    """Size of all files of a folder."""
    return sum(file.lstat().st_size for file in place.rglob("*") if file.is_file()) / 1e6


def helps(place: Path) -> int:
    """Number of commands whose help page is printed; ends the program at the first one that fails."""
    program = str(place / BIN / "essaykit")
    for name in ["", *COMMANDS]:
        subprocess.run([program, *name.split(), "--help"], check=True, stdout=subprocess.DEVNULL)
    return len(COMMANDS) + 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uv", metavar="PROGRAM", help="install with uv instead of the environment's own pip")
    parser.add_argument("--repeats", type=int, default=2)
    given = parser.parse_args()
    found: dict[str, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory(prefix="实习 心得 ") as folder:
        for turn in range(given.repeats + 1):
            for name, wanted in WANTED.items():
                place = Path(folder) / f"{name} {turn}"
                seconds, size = installed(place, wanted, given.uv)
                if turn:
                    found[name] = min(found.get(name, (seconds, size)), (seconds, size))
        pages = helps(Path(folder) / f"essaykit {given.repeats}")
    base = found["the five alone"]
    print(f"{'':16}{'seconds':>9}{'':9}{'MB':>7}")
    for name, (seconds, size) in found.items():
        print(f"{name:16}{seconds:9.1f}{seconds / base[0]:7.2f} x{size:7.0f}{size / base[1]:7.2f} x")
    print(f"{pages} help pages printed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
