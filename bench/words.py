"""Segmentation against jieba itself, on the same texts in the same run: the ratio of speeds, and whether every token is the same.

Ours is what the commands call (`cut_texts`): texts cut, and their words numbered.
What stands in several texts is cut once, so that the ratio rises with how much
they repeat; ``again`` is the share of characters in pieces that were there before.

    python bench/words.py [FILE.jsonl …] [--essays N]

Without files: N generated essays (default 400), and the samples if there are
any (environment variable ESSAYKIT_SHARED, else ../shared beside the repository).
Exits 1 if a single token differs.
"""

import argparse
import json
import os
import sys
import time
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.generate import compilations
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.pieces import piece_starts
from essaykit.analyse.words import make_segmenter, quiet_jieba
from essaykit.text import code_points

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SAMPLES = ("essays/essays.jsonl", "topics/csl_dev.jsonl", "topics/news10_dev.jsonl", "keywords/dev.jsonl")
RUNS = 3


def best(function, runs: int = RUNS):
    """Least CPU seconds of some runs, and the result."""
    least, result = float("inf"), None
    for _ in range(runs):
        begin = time.process_time()
        result = function()
        least = min(least, time.process_time() - begin)
    return least, result


def differing(tokens, expected) -> int:
    """Texts with another word."""
    texts = zip(tokens.starts[:-1].tolist(), tokens.starts[1:].tolist(), expected, strict=True)
    return sum([tokens.words[i] for i in tokens.ids[begin : end - 1].tolist()] != words for begin, end, words in texts)


def pieces(text):
    return (text[a:b] for a, b in pairwise([*np.flatnonzero(piece_starts(code_points(text))), len(text)]))


def repeated(texts) -> float:
    """Share of the characters in pieces that were there before."""
    different = {piece for text in texts for piece in pieces(text)}
    return 1 - sum(map(len, different)) / sum(map(len, texts))


def read(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--essays", type=int, default=400)
    given = parser.parse_args()
    corpora = {path.name: read(path) for path in given.files}
    if not corpora:
        corpora = {"generated": list(compilations(given.essays))}
        corpora |= {name: read(path) for name in SAMPLES if (path := SHARED / "samples" / name).exists()}
    jieba = quiet_jieba().Tokenizer()
    jieba.FREQ, jieba.total = jieba.gen_pfdict(jieba.get_dict_file())
    jieba.initialized = True
    segmenter = make_segmenter()
    segmenter.words("实习")
    differ, ours, theirs = 0, 0.0, 0.0
    print(f"{'texts':24}{'MB':>7}{'again':>8}{'jieba MB/s':>12}{'ours MB/s':>12}{'ratio':>8}{'differ':>8}")
    for name, texts in corpora.items():
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
        mine, tokens = best(partial(cut_texts, texts, segmenter))
        plain, expected = best(partial(list, map(jieba.lcut, texts)), 1)
        wrong, again = differing(tokens, expected), repeated(texts)
        print(f"{name:24}{size:7.2f}{again:8.0%}{size / plain:12.2f}{size / mine:12.1f}{plain / mine:8.1f}{wrong:8}")
        differ, ours, theirs = differ + wrong, ours + mine, theirs + plain
    print(f"{'all':24}{'':39}{theirs / ours:8.1f}{differ:8}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
