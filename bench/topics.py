"""Topics against labels: NMI and ARI, means over five seeds, with the right number given and with our own.

    python bench/topics.py [--method nmf] [--features embedding] [--sets csl12,news10,trades]

The last part of each first line is about trust: how pure the texts are that are called stable, and the rest.
Needs the folder of samples (environment variable ESSAYKIT_SHARED, else ../shared beside the repository).
"""

import argparse
import importlib.util
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from essaykit.analyse.texts import Text
from essaykit.analyse.topics import STABLE, find_topics
from essaykit.analyse.words import make_segmenter

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SETS = {
    "csl12": ("topics/csl12_dev.jsonl", "label"),
    "news10": ("topics/news10_dev.jsonl", "label"),
    "trades": ("essays/essays.jsonl", "trade"),
}
SEEDS = range(5)


def scorer():
    spec = importlib.util.spec_from_file_location("score", SHARED / "samples" / "topics" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.cluster_scores


def read(name: str, label: str) -> tuple[list[Text], list[str]]:
    with (SHARED / "samples" / name).open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [Text(id=str(r["id"]), text=r["text"]) for r in records], [r[label] for r in records]


def purity(labels, clusters, mask) -> float:
    labels, clusters = np.array(labels)[mask], np.array(clusters)[mask]
    most = sum(max(np.sum(labels[clusters == c] == name) for name in set(labels)) for c in set(clusters.tolist()))
    return most / max(1, len(labels))


def main() -> int:
    if not (SHARED / "samples" / "topics").exists():
        print(f"no samples in {SHARED}: set ESSAYKIT_SHARED")
        return 3
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--method", default="lsa")
    parser.add_argument("--features", default="words")
    parser.add_argument("--sets", default=",".join(SETS))
    given = parser.parse_args()
    rate = scorer()
    with tempfile.TemporaryDirectory() as folder:
        how = {"method": given.method, "features": given.features, "segmenter": make_segmenter(folder=Path(folder))}
        measure(rate, how, given.sets.split(","))
    return 0


def measure(rate, how, names) -> None:
    for name, (path, label) in SETS.items():
        if name not in names:
            continue
        texts, labels = read(path, label)
        true = len(set(labels))
        begin = time.process_time()
        rows = []
        for seed in SEEDS:
            found = find_topics(texts, k=true, seed=seed, **how)
            clusters = [a.cluster for a in found.assignments]
            stable = np.array([a.stability >= STABLE for a in found.assignments])
            got = rate(labels, clusters)
            rows.append(
                (
                    got["NMI"],
                    got["ARI"],
                    found.stability,
                    stable.mean(),
                    purity(labels, clusters, stable),
                    purity(labels, clusters, ~stable),
                )
            )
        mean, spread = np.mean(rows, axis=0), np.std(rows, axis=0)
        seconds = (time.process_time() - begin) / len(SEEDS)
        print(f"{name:8} k={true}: NMI {mean[0]:.3f}±{spread[0]:.3f}  ARI {mean[1]:.3f}±{spread[1]:.3f}  stability {mean[2]:.2f}", end="  ")
        print(f"stable {mean[3]:.0%}, {mean[4]:.2f} pure, the rest {mean[5]:.2f}  {seconds:.2f} s")
        own = [find_topics(texts, seed=seed, **how) for seed in SEEDS]
        got = [rate(labels, [a.cluster for a in found.assignments]) for found in own]
        print(f"{'':8} own k {[f.k for f in own]}: NMI {np.mean([g['NMI'] for g in got]):.3f}  ARI {np.mean([g['ARI'] for g in got]):.3f}")


if __name__ == "__main__":
    sys.exit(main())
