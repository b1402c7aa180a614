"""CPU time of help pages against that of a bare interpreter: ``python bench/cli.py``.

Bound for the program's own page: 8 times ``python -c pass``; for a command's: 10 times.
Exit code 1 if one is passed by more than a quarter, which no noise explains.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SLACK = 1.25
sys.path.insert(0, str(ROOT))

from essaykit.cli.table import COMMANDS  # noqa: E402


def cpu(args: list[str], repeats: int) -> float:
    """Smallest CPU time of several runs of the interpreter, in milliseconds."""
    best = float("inf")
    for _ in range(repeats):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *args], stdout=subprocess.DEVNULL, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best * 1000


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=9)
    repeats = parser.parse_args().repeats
    bare = cpu(["-c", "pass"], repeats)
    print(f"{'python -c pass':28} {bare:6.1f} ms")
    bad = False
    for line, bound in [("--version", 8), ("--help", 8), *((f"{name} --help", 10) for name in COMMANDS)]:
        spent = cpu(["-m", "essaykit", *line.split()], repeats)
        ratio = spent / bare
        bad |= ratio > bound * SLACK
        print(f"{'essaykit ' + line:28} {spent:6.1f} ms  {ratio:4.1f} x  (bound {bound})")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
