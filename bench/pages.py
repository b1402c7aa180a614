"""Main text of web pages: scores by source, each site judged by weights that never saw it; speed against a peer in the same run.

    python bench/pages.py [--pages] [--without-speed] [--peer-python PATH]

Reads ``ESSAYKIT_SHARED`` (default ``../shared``), with the samples' own scorer. The peer is trafilatura, else readability-lxml,
from the interpreter that ``--peer-python`` names (one with the peer and lxml installed); without it there is no ratio.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence

from train_pages import PAGES, Page, examples, pages, scorer, train_both

from essaykit.page import find_main_text
from essaykit.read import read_source
from essaykit.workers import few_searches

FOLDS = 10
ROUNDS = 3

PEER = """
import json, sys, time
from pathlib import Path
files = [(p.stem, p.read_bytes()) for p in sorted(Path(sys.argv[1]).glob("*.html"))]
try:
    import trafilatura
    name, extract = "trafilatura " + trafilatura.__version__, trafilatura.extract
except ImportError:
    from lxml import html
    from readability import Document
    name, extract = "readability-lxml", lambda data: html.fromstring(Document(data.decode("utf-8", "replace")).summary()).text_content()
start = time.process_time()
for stem, data in files:
    try:
        text = extract(data) or ""
    except Exception:
        text = ""
    Path(sys.argv[2], stem + ".txt").write_text(text, encoding="utf-8")
print(json.dumps([name, time.process_time() - start]))
"""


def fold(domain: str) -> int:
    """The fold of a site."""
    return hashlib.sha256(domain.encode()).digest()[0] % FOLDS


def judged(score, found: Sequence[Page]) -> list[float]:
    """F1 of each page, by weights trained without its site's fold."""
    names, given = examples(found)
    out = [0.0] * len(found)
    for number in range(FOLDS):
        held = [i for i, page in enumerate(found) if fold(page.domain) == number]
        if held:
            weights = train_both(names, [own for page, own in zip(found, given, strict=True) if fold(page.domain) != number])
            for index in held:
                out[index] = f1(score, found[index], weights)
    return out


def f1(score, page: Page, weights=None) -> float:
    """The scorer's F1 of what is found on a page."""
    chosen = (page.source.blocks[i] for i in find_main_text(page.source, weights=weights).blocks)
    text = "\n".join(page.source.text[b.start : b.end] for b in chosen)
    return score.prf(page.gold, score.strip_title(text, page.title))[2]


def table(found: Sequence[Page], scores: Sequence[float]) -> None:
    alone = Counter(page.domain for page in found)
    groups = {"all": list(range(len(found)))}
    for index, page in enumerate(found):
        groups.setdefault(page.origin, []).append(index)
    groups["pages alone of their site"] = [i for i, page in enumerate(found) if alone[page.domain] == 1]
    print(f"{'pages of':62} pages  mean F1  median   < .5  >= .95")
    for name, own in groups.items():
        part = [scores[i] for i in own]
        low, high = (sum(test(s) for s in part) / len(part) for test in (lambda s: s < 0.5, lambda s: s >= 0.95))
        print(f"{name:62} {len(part):5} {statistics.fmean(part):8.4f} {statistics.median(part):7.4f} {low:6.3f} {high:7.3f}")


def own_seconds(files: Sequence[bytes]) -> float:
    """CPU time of reading all pages and finding their main text."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        with few_searches():  # as `essaykit text` does
            for data in files:
                find_main_text(read_source(data, "page.html"))
        times.append(time.process_time() - start)
    return min(times)


def peer_seconds(python: str, out: str) -> tuple[str, float] | None:
    """Name of the peer and its CPU time; its texts go to a folder."""
    best: tuple[str, float] | None = None
    for _ in range(ROUNDS):
        done = subprocess.run([python, "-W", "ignore", "-c", PEER, str(PAGES / "raw"), out], capture_output=True, text=True, check=False)
        if done.returncode:
            return None
        name, seconds = json.loads(done.stdout.splitlines()[-1])
        best = (name, min(seconds, best[1] if best else seconds))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", action="store_true", help="the worst pages too")
    parser.add_argument("--without-speed", action="store_true")
    parser.add_argument("--peer-python", default=sys.executable)
    args = parser.parse_args()
    score = scorer()
    found = pages(score)
    scores = judged(score, found)
    table(found, scores)
    if args.pages:
        for value, page in sorted(zip(scores, found, strict=True), key=lambda item: item[0])[:30]:
            print(f"  {value:.3f} {page.id} {page.domain}")
    if not args.without_speed:
        files = [path.read_bytes() for path in sorted((PAGES / "raw").glob("*.html"))]
        size = sum(map(len, files)) / 1e6
        own = own_seconds(files)
        print(f"read and decided: {size / own:.1f} MB/s")
        with tempfile.TemporaryDirectory() as out:
            peer = peer_seconds(args.peer_python, out)
            if peer is None:
                print("no peer: name an interpreter that has trafilatura or readability-lxml with --peer-python")
                return
            rows = score.score(PAGES / "gold", out)
        print(f"{peer[0]}: {size / peer[1]:.1f} MB/s, mean F1 {statistics.fmean(r['f1'] for r in rows):.4f}; ratio {peer[1] / own:.1f} x")


if __name__ == "__main__":
    main()
