"""The whole run against what a user would write: CPU seconds and peak memory, each step in a process of its own, same data, same run.

    python bench/whole.py [N …] [--k K] [--peer SCRIPT] [--no-peer]

Of several N the peer does none; a table tells how the cost grows. N essays
(default 10,000) are generated as compilations; essaykit builds a corpus
of them, finds keywords of each essay and topics, and searches a word; the peer
(bench/peer.py, or another script called with the same two arguments) does the
same job its own way.
"""

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.generate import write

ROOT = Path(__file__).resolve().parents[1]
LINES = 2000
"""Of a file, each a compilation of some nine essays."""


class Used(NamedTuple):
    """CPU seconds, wall seconds and peak megabytes."""

    cpu: float
    wall: float
    peak: float


def run(*command: str) -> Used:
    """What a command takes, its own children included."""
    # a helper process in between, so that the peak is that of this command and of no earlier one
    code = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *command], env=environment, capture_output=True, text=True, check=True)
    cpu, peak, status = done.stdout.split()
    if int(status):
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr}")
    return Used(float(cpu), time.perf_counter() - begin, int(peak) / (1024 if sys.platform != "darwin" else 1 << 20))


def steps(essays: int, k: str, peer: Path | None) -> dict[str, Used]:
    """What each step of the whole takes for so many essays, and what the peer does; the whole is called ``essaykit``."""
    with tempfile.TemporaryDirectory() as folder:
        raw, corpus, out = (str(Path(folder) / name) for name in ("raw.jsonl", "corpus", "peer.json"))
        write(essays, Path(raw))
        print(f"{essays} essays, {Path(raw).stat().st_size / 1e6:.1f} MB")
        if peer is None:
            part(Path(raw))
        essaykit = [sys.executable, "-m", "essaykit"]
        commands = {
            "build": [*essaykit, "build", raw, "--out", corpus, "--quiet", "--workers", "1"],
            "keywords --each": [*essaykit, "keywords", "--each", "--json", "--corpus", corpus],
            "topics": [*essaykit, "topics", "--k", k, "--json", "--corpus", corpus],
            "kwic": [*essaykit, "kwic", "银行", "--top", "100", "--json", "--corpus", corpus],
        }
        used = {}
        for name, command in commands.items():
            used[name] = run(*command)
            show(name, used[name])
        used["essaykit"] = Used(*map(sum, zip(*used.values(), strict=True)))._replace(peak=max(one.peak for one in used.values()))
        show("essaykit", used["essaykit"])
        if peer is not None:
            used[peer.name] = run(sys.executable, str(peer), raw, out)
            show(peer.name, used[peer.name])
            ours, theirs = used["essaykit"], used[peer.name]
            print(f"{'ratio':20}{theirs.cpu / ours.cpu:8.1f} x less CPU{ours.peak / theirs.peak:13.2f} of the memory")
    return used


def part(raw: Path) -> None:
    """A folder of files in place of one file: none is read that is larger than 256 MB."""
    with raw.open(encoding="utf-8") as file:
        lines = list(file)
    raw.unlink()
    raw.mkdir()
    for number, begin in enumerate(range(0, len(lines), LINES)):
        (raw / f"{number:04d}.jsonl").write_text("".join(lines[begin : begin + LINES]), encoding="utf-8")


def show(name: str, used: Used) -> None:
    print(f"{name:20}{used.cpu:8.2f} CPU s{used.wall:8.2f} s{used.peak:8.0f} MB", flush=True)


def growth(found: dict[int, dict[str, Used]]) -> None:
    """How the cost grows with the essays: a row for each number of them."""
    names = list(next(iter(found.values())))
    least = min(found)
    print(f"\n{'essays':>8}" + "".join(f"{name:>17}" for name in names) + f"{'ms an essay':>13}{'times':>7}{'of essays':>11}{'peak MB':>9}")
    for essays, used in found.items():
        whole = used["essaykit"]
        times = whole.cpu / found[least]["essaykit"].cpu
        row = "".join(f"{used[name].cpu:17.1f}" for name in names)
        print(f"{essays:8}{row}{1000 * whole.cpu / essays:13.2f}{times:7.2f}{essays / least:11.2f}{whole.peak:9.0f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("essays", nargs="*", type=int, default=[10_000])
    parser.add_argument("--k", default="20")
    parser.add_argument("--peer", type=Path, default=ROOT / "bench" / "peer.py")
    parser.add_argument("--no-peer", action="store_true")
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "essaykit", quiet=1)
    peer = None if given.no_peer or len(given.essays) > 1 else given.peer
    found = {essays: steps(essays, given.k, peer) for essays in given.essays}
    if len(found) > 1:
        growth(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
