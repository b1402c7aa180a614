"""How good copies, overlap, keywords and topics are, through the command, as another tool would call it.

    python bench/contract.py [--floors bench/contract-floors.toml]

Runs the installed command on the labelled samples (`--from FILE`, `--json`, tab-separated files), scores what it writes
with the samples' own scorers, and prints one line a number. ``--floors`` ends with exit code 1 where a number is worse
than its floor. The methods were chosen with these samples in view; see the docs for what was cross-validated.

Needs the folder of samples (environment variable ESSAYKIT_SHARED, else `../shared` beside the repository);
without it a message says so and the exit code is 0.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SAMPLES = SHARED / "samples"
Numbers = Iterator[tuple[str, float]]


def essaykit(*arguments: str | Path) -> str:
    """What the command prints."""
    command = [sys.executable, "-m", "essaykit", *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def scored(scorer: str, *arguments: str | Path) -> dict:
    """What a scorer of the samples makes of a prediction."""
    command = [sys.executable, str(SAMPLES / scorer / "score.py"), *map(str, arguments), "--json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout)


def copies(folder: Path) -> Numbers:
    """Pairs and clusters of near-duplicates."""
    data, pairs, clusters = SAMPLES / "reuse", folder / "pairs.tsv", folder / "clusters.tsv"
    essaykit("copies", "--from", data / "docs.jsonl", "--pairs", pairs, "--clusters", clusters)
    found = scored("reuse", "pairs", data, pairs)
    yield "same_f1", found["same"]["f1"]
    yield "reuse_f1", found["reuse"]["f1"]
    found = scored("reuse", "clusters", data, clusters)
    yield "clusters_f1", found["f1"]
    yield "sources", found["sources_found"] / found["sources_true"]


def overlap(folder: Path) -> Numbers:
    """Passages of given pairs."""
    data, passages = SAMPLES / "reuse", folder / "passages.jsonl"
    essaykit("overlap", "--from", data / "docs.jsonl", "--among", data / "passage_pairs.tsv", "--passages", passages)
    found = scored("reuse", "passages", data, passages)
    yield "plagdet", found["ALL"]["plagdet"]
    yield "least_kind", min(kind["plagdet"] for kind in found.values() if isinstance(kind, dict) and kind["cases"])


def keywords(folder: Path) -> Numbers:
    """Keywords of each text by the two methods."""
    gold = SAMPLES / "keywords" / "dev.jsonl"
    for method, how in (("phrases", "exact"), ("words", "partial")):
        told = folder / f"{method}.jsonl"
        answer = essaykit("keywords", "--from", gold, "--each", "--top", "5", "--json", "--method", method)
        told.write_text(answer, encoding="utf-8")
        yield f"{method}_{how}_f1", scored("keywords", gold, told, "--k", "5")["@5"][how]["F1"]


def topics(folder: Path) -> Numbers:
    """Clusters with the right number given, seed 0."""
    for name in ("csl12", "news10"):
        gold, told = SAMPLES / "topics" / f"{name}_dev.jsonl", folder / f"{name}.jsonl"
        with gold.open(encoding="utf-8") as lines:
            count = len({json.loads(line)["label"] for line in lines})
        answer = json.loads(essaykit("topics", "--from", gold, "--k", str(count), "--seed", "0", "--json"))
        told.write_text("".join(json.dumps(text) + "\n" for text in answer["assignments"]), encoding="utf-8")
        found = scored("topics", gold, told)
        yield f"{name}_nmi", found["NMI"]
        yield f"{name}_ari", found["ARI"]


PARTS = {"copies": copies, "overlap": overlap, "keywords": keywords, "topics": topics}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--floors", type=Path, metavar="FILE", help="exit 1 where a number is worse than its floor")
    given = parser.parse_args()
    if not SAMPLES.is_dir():
        print(f"no samples in {SHARED}: set ESSAYKIT_SHARED to the folder that holds samples/", file=sys.stderr)
        return 0
    floors = tomllib.loads(given.floors.read_text(encoding="utf-8")) if given.floors else {}
    worse = 0
    for name, part in PARTS.items():
        with tempfile.TemporaryDirectory(prefix="essaykit-contract-") as folder:
            numbers = dict(part(Path(folder)))
        bounds = floors.get(name, dict.fromkeys(numbers, 0.0))
        if set(bounds) != set(numbers):
            sys.exit(f"{given.floors}: [{name}] wants floors for {', '.join(numbers)}")
        for measure, value in numbers.items():
            below = value < bounds[measure]
            worse += below
            print(f"{name:10}{measure:20}{value:8.4f}" + (f"  below its floor {bounds[measure]}" if below else ""))
    return int(worse > 0)


if __name__ == "__main__":
    sys.exit(main())
