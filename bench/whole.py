"""The whole run against what a user would write: CPU seconds and peak memory, each step in a process of its own, same data, same run.

    python bench/whole.py [N] [--k K] [--peer SCRIPT] [--no-peer]

N essays (default 10,000) are generated as compilations; essaykit builds a corpus
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

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.generate import write

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak megabytes of a command, its own children included."""
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
    return float(cpu), time.perf_counter() - begin, int(peak) / (1024 if sys.platform != "darwin" else 1 << 20)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("essays", nargs="?", type=int, default=10_000)
    parser.add_argument("--k", default="20")
    parser.add_argument("--peer", type=Path, default=ROOT / "bench" / "peer.py")
    parser.add_argument("--no-peer", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw, corpus, out = (str(Path(folder) / name) for name in ("raw.jsonl", "corpus", "peer.json"))
        write(given.essays, Path(raw))
        print(f"{given.essays} essays, {Path(raw).stat().st_size / 1e6:.1f} MB")
        essaykit = [sys.executable, "-m", "essaykit"]
        steps = {
            "build": [*essaykit, "build", raw, "--out", corpus, "--quiet", "--workers", "1"],
            "keywords --each": [*essaykit, "keywords", "--each", "--json", "--corpus", corpus],
            "topics": [*essaykit, "topics", "--k", given.k, "--json", "--corpus", corpus],
            "kwic": [*essaykit, "kwic", "银行", "--top", "100", "--json", "--corpus", corpus],
        }
        compileall.compile_dir(ROOT / "essaykit", quiet=1)
        rows = {name: run(*command) for name, command in steps.items()}
        total = sum(cpu for cpu, _, _ in rows.values())
        peak = max(peak for _, _, peak in rows.values())
        for name, (cpu, wall, most) in rows.items():
            print(f"  {name:18}{cpu:8.2f} CPU s{wall:8.2f} s{most:8.0f} MB")
        print(f"{'essaykit':20}{total:8.2f} CPU s{'':10}{peak:8.0f} MB")
        if not given.no_peer:
            cpu, wall, most = run(sys.executable, str(given.peer), raw, out)
            print(f"{given.peer.name:20}{cpu:8.2f} CPU s{wall:8.2f} s{most:8.0f} MB")
            print(f"{'ratio':20}{cpu / total:8.1f} x less CPU{peak / most:13.2f} of the memory")
    return 0


if __name__ == "__main__":
    sys.exit(main())
