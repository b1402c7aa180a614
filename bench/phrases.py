"""Phrases against human keywords that jieba's dictionary lacks, on abstracts with their authors' keywords.

    python bench/phrases.py

P@100: share of the first hundred phrases that are somebody's keyword. R@1000: share of the keywords that stand at least so
often in the texts and are among the first thousand. Strings are compared as the samples' scorer does. *Cross-validated*: the
chance of a phrase in a text comes from weights that never saw the text. Needs the folder of samples (ESSAYKIT_SHARED) and scikit-learn.
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import keywords as bench
from essaykit.analyse.installed import jieba_file
from essaykit.analyse.phrasebook import find_terms, rank_phrases

LEAST = (3, 4, 5)


def gold_of(documents, score) -> dict[str, int]:
    """Keywords that the dictionary lacks → how often they stand in the texts."""
    with jieba_file("dict.txt").open(encoding="utf-8") as lines:
        have = {score.norm(line.split(" ")[0]) for line in lines}
    everything = "\n".join(score.norm(d["text"]) for d in documents)
    names = {k for d in documents for k in score.uniq(d["keywords"]) if len(k) > 1 and k not in have}
    return {name: everything.count(name) for name in sorted(names)}


def rate(phrases, gold, score) -> str:
    first = score.uniq(phrases)[:1000]
    precision = sum(p in gold for p in first[:100]) / 100
    recalls = [sum(gold.get(p, 0) >= n for p in first) / sum(times >= n for times in gold.values()) for n in LEAST]
    return f"P@100 {precision:.2f}   R@1000 " + "  ".join(f"({n}+ places) {r:.3f}" for n, r in zip(LEAST, recalls, strict=True))


def cross_validated(documents, score, candidates: list[str]) -> list[str]:
    train = [bench.sample(documents, score, titles=titles) for titles in (True, False)]
    test = train[0]
    fold = np.arange(len(documents)) * 7919 % bench.FOLDS
    total: dict[str, float] = dict.fromkeys(candidates, 0.0)
    for number in range(bench.FOLDS):
        weights = bench.fit(
            np.concatenate([s.features[fold[s.document] != number] for s in train]),
            np.concatenate([s.chosen[fold[s.document] != number] for s in train]),
        )
        for row in np.flatnonzero(fold[test.document] == number).tolist():
            if test.words[row] in total:
                total[test.words[row]] += float(1 / (1 + np.exp(-(test.features[row] @ weights[1:] + weights[0]))))
    return sorted(candidates, key=lambda name: -total[name])


def main() -> int:
    if not bench.FOLDER.exists():
        print(f"no samples in {bench.FOLDER}: set ESSAYKIT_SHARED")
        return 3
    score = bench.scorer()
    documents = score.read(bench.FOLDER / "dev.jsonl")
    gold = gold_of(documents, score)
    texts = bench.texts_of(documents, titles=True)
    begin = time.process_time()
    found = [p.phrase for p in rank_phrases(texts, top=10**6).phrases]
    seconds = time.process_time() - begin
    terms = [p.phrase for p in find_terms(texts, min_spread=1, top=10**6).phrases]
    print(f"phrases, as shipped       {rate(found, gold, score)}   {seconds:.1f} CPU s")
    print(f"phrases, cross-validated  {rate(cross_validated(documents, score, found), gold, score)}")
    print(f"terms                     {rate(terms, gold, score)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
