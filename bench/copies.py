"""Copies: how good on the samples, how fast against datasketch and rensa in the same run, and how the time grows.

    python bench/copies.py [quality] [speed] [growth] [incremental] [--essays N] [--seed S]

Without a word all four are done. `quality` needs the folder of samples (environment variable ESSAYKIT_SHARED,
else ../shared beside the repository); `speed` says so where datasketch or rensa is not installed. `--essays` is the
size for speed (default 10,000); growth goes from a tenth of 100,000 to all, or with `--essays` to that number.

In `speed` each side begins with the texts. Ours normalises them, hashes all 5-grams, finds candidates, stock and
sources, and compares every pair in full, both ways. The peers hash the 5-grams of the text as it is, and ask for
the candidates of each text before it is put in; they compare nothing. The sides take turns, and the best turn of
each counts, so that what else the machine does falls on all alike.
"""

import argparse
import gc
import importlib.util
import math
import os
import random
import resource
import sys
import tempfile
import time
from contextlib import redirect_stdout
from functools import partial
from itertools import accumulate
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from essaykit.copies import find_copies, find_grams

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SAMPLES = SHARED / "samples" / "reuse"
HAN = [chr(0x4E00 + (i * 7) % 6000) for i in range(3000)]
COPIES, SENTENCES = 0.3, (12, 26)


def essays(count: int, seed: int) -> list[str]:
    """Essays of some 460 characters: 30 % are copies of an earlier one with edits, half carry stock sentences."""
    rng = random.Random(seed)
    weights = list(accumulate(1 / (rank + 20) for rank in range(len(HAN))))

    def sentence() -> str:
        return "".join(rng.choices(HAN, cum_weights=weights, k=rng.randint(14, 30))) + "。"

    stock = [sentence() for _ in range(60)]
    made: list[list[str]] = []
    for _ in range(count):
        if made and rng.random() < COPIES:
            text = list(made[rng.randrange(len(made))])
            for _ in range(rng.randint(0, len(text) // 2)):
                at = rng.randrange(len(text))
                text[at] = text[at].replace(text[at][rng.randrange(len(text[at]) - 1)], rng.choice(HAN))
            if rng.random() < 0.2:
                rng.shuffle(text)
            if rng.random() < 0.2:
                text = text[: len(text) // 2 + 1]
        else:
            text = [sentence() for _ in range(rng.randint(*SENTENCES))]
        if rng.random() < 0.5:
            text = [*text, *rng.sample(stock, rng.randint(1, 3))]
        made.append(text)
    return ["".join(text) for text in made]


def timed(work, repeat: int = 3) -> float:
    """The least CPU seconds of several runs."""
    best = math.inf
    for _ in range(repeat):
        gc.collect()
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def ours(texts):
    return find_copies(find_grams(texts))


def datasketch(texts):
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([text[i : i + 5].encode() for i in range(len(text) - 4)])
        index.query(sketch)
        index.insert(number, sketch)


def rensa(texts):
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update([text[i : i + 5] for i in range(len(text) - 4)])
        index.query(sketch)
        index.insert(number, sketch)


def scorer():
    spec = importlib.util.spec_from_file_location("score", SAMPLES / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quality() -> None:
    if not SAMPLES.is_dir():
        print(f"quality: skipped, there are no samples at {SAMPLES}")
        return
    from essaykit.cli.main import main

    score, data = scorer(), str(SAMPLES)
    with tempfile.TemporaryDirectory() as folder:
        pairs, clusters, passages = (f"{folder}/{name}" for name in ("pairs.tsv", "clusters.tsv", "passages.jsonl"))
        docs = f"{data}/docs.jsonl"
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            main(["copies", "--from", docs, "--pairs", pairs, "--clusters", clusters])
            main(["overlap", "--from", docs, "--among", f"{data}/passage_pairs.tsv", "--passages", passages])
        found = score.pairs(data, pairs)
        for task in ("same", "reuse"):
            r = found[task]
            print(
                f"{task}: F1 {r['f1']:.4f}, precision {r['precision']:.4f}, recall {r['recall']:.4f}, false {r['false_stock'] + r['false_other']}"
            )
        c = score.clusters(data, clusters)
        print(f"clusters: F1 {c['f1']:.4f}, sources {c['sources_found']} of {c['sources_true']}")
        p = score.passages(data, passages)
        print(
            f"passages: plagdet {p['ALL']['plagdet']:.4f}, granularity {p['ALL']['granularity']:.4f}, in hard negatives {p['false_passages_in_hard_negatives']}"
        )
        for kind, row in sorted(p.items(), key=lambda item: item[1]["plagdet"] if isinstance(item[1], dict) else 9):
            if isinstance(row, dict) and row["cases"]:
                print(f"  {kind:24} {row['plagdet']:.3f}")


def in_turns(works, repeat: int = 3) -> list[float]:
    """The least CPU seconds of each."""
    rounds = [[timed(work, 1) for work in works] for _ in range(repeat)]
    return [min(taken) for taken in zip(*rounds, strict=True)]


def speed(count: int, seed: int) -> None:
    texts = essays(count, seed)
    some = texts[: max(2000, count // 5)]
    peers = [peer for peer in (datasketch, rensa) if importlib.util.find_spec(peer.__name__)]
    for work in (ours, *peers):
        work(texts[:100])
    given = {ours: texts, datasketch: some, rensa: texts}
    own, *others = in_turns([partial(work, given[work]) for work in (ours, *peers)])
    print(f"speed, {count} essays: ours {count / own:,.0f} a CPU second")
    for peer in (datasketch, rensa):
        if peer not in peers:
            print(f"  {peer.__name__}: not installed, skipped")
            continue
        taken = others[peers.index(peer)] / len(given[peer])
        print(f"  {peer.__name__}: {1 / taken:,.0f} a CPU second; ours is {taken / (own / count):.1f} x as fast")


def growth(count: int, seed: int) -> None:
    texts = essays(count, seed)
    ours(texts[:100])
    small = timed(lambda: ours(texts[: count // 10]))
    large = timed(lambda: ours(texts), 2)
    print(f"growth: {count // 10} essays {small:.2f} s, {count} {large:.2f} s, exponent {math.log10(large / small):.3f}")
    print(f"  most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, texts included")


def incremental(count: int, seed: int) -> None:
    import numpy as np

    from essaykit.copies import Index, overlapping
    from essaykit.copies.added import with_added

    texts = essays(count, seed)
    index = Index.of(find_grams(texts))
    new = "".join([texts[5][:200], texts[-1][100:300]])
    print(f"a new essay against {count}: {timed(lambda: overlapping(index, new)):.3f} s")
    texts.append(new)
    grams, old = find_grams(texts), np.arange(count)
    found = find_copies(grams.some(old))
    print(f"  added to the copies known: {timed(lambda: with_added(found, old, grams)):.3f} s")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=["quality", "speed", "growth", "incremental", []])
    parser.add_argument("--essays", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    what = given.what or ["quality", "speed", "growth", "incremental"]
    if "quality" in what:
        quality()
    if "speed" in what:
        speed(given.essays or 10_000, given.seed)
    if "growth" in what:
        growth(given.essays or 100_000, given.seed)
    if "incremental" in what:
        incremental(given.essays or 100_000, given.seed)
