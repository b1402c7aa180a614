"""Phrases against human keywords that jieba's dictionary lacks, on abstracts with their authors' keywords.

    python bench/phrases.py

P@100: share of the first hundred phrases that are somebody's keyword. R@1000: share of the keywords that stand at least so
often in the texts and are among the first thousand; of those that jieba makes several words of, and of all. Strings are compared as the samples' scorer does. *Cross-validated*: the
chance of a phrase in a text comes from weights that never saw the text. Needs the folder of samples (ESSAYKIT_SHARED) and scikit-learn.
"""

import math
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import keywords as bench
from essaykit.analyse.installed import jieba_file
from essaykit.analyse.phrasebook import FREEDOM, find_terms, rank_phrases
from essaykit.analyse.words import make_segmenter

LEAST = (3, 4, 5)


def gold_of(documents, score) -> dict[str, int]:
    """Keywords that the dictionary lacks → how often they stand in the texts."""
    with jieba_file("dict.txt").open(encoding="utf-8") as lines:
        have = {score.norm(line.split(" ")[0]) for line in lines}
    everything = "\n".join(score.norm(d["text"]) for d in documents)
    names = {k for d in documents for k in score.uniq(d["keywords"]) if len(k) > 1 and k not in have}
    return {name: everything.count(name) for name in sorted(names)}


def rate(phrases, gold, several, score) -> str:
    first = score.uniq(phrases)[:1000]
    precision = sum(p in gold for p in first[:100]) / 100
    recalls = [
        [sum(some.get(p, 0) >= n for p in first) / sum(times >= n for times in some.values()) for n in LEAST] for some in (several, gold)
    ]
    return f"P@100 {precision:.2f}   R@1000 " + "; all ".join(" ".join(f"{r:.3f}" for r in rs) for rs in recalls)


def cross_validated(documents, score, freedom: dict[str, float]) -> list[str]:
    train = [bench.sample(documents, score, titles=titles) for titles in (True, False)]
    test = train[0]
    fold = np.arange(len(documents)) * 7919 % bench.FOLDS
    total: dict[str, float] = dict.fromkeys(freedom, 0.0)
    for number in range(bench.FOLDS):
        weights = bench.fit(
            np.concatenate([s.features[fold[s.document] != number] for s in train]),
            np.concatenate([s.chosen[fold[s.document] != number] for s in train]),
        )
        for row in np.flatnonzero(fold[test.document] == number).tolist():
            if test.words[row] in total:
                total[test.words[row]] += float(1 / (1 + np.exp(-(test.features[row] @ weights[1:] + weights[0]))))
    return sorted(freedom, key=lambda name: -total[name] * freedom[name])


def main() -> int:
    if not bench.FOLDER.exists():
        print(f"no samples in {bench.FOLDER}: set ESSAYKIT_SHARED")
        return 3
    score = bench.scorer()
    documents = score.read(bench.FOLDER / "dev.jsonl")
    gold = gold_of(documents, score)
    segmenter = make_segmenter()
    several = {name: times for name, times in gold.items() if len(segmenter.words(name)) > 1}
    texts = bench.texts_of(documents, titles=True)
    begin = time.process_time()
    ranked = rank_phrases(texts, top=10**6).phrases
    seconds = time.process_time() - begin
    found = [p.phrase for p in ranked]
    freedom = {p.phrase: math.sqrt(FREEDOM + min(p.left_entropy, p.right_entropy)) for p in ranked}
    single = [p.phrase for p in rank_phrases(texts, single=True, top=10**6).phrases]
    terms = [p.phrase for p in find_terms(texts, min_spread=1, top=10**6).phrases]
    print(f"keywords that stand in {', '.join(map(str, LEAST))} places or more")
    print(f"phrases, as shipped       {rate(found, gold, several, score)}   {seconds:.1f} CPU s")
    print(f"phrases, cross-validated  {rate(cross_validated(documents, score, freedom), gold, several, score)}")
    print(f"with single words         {rate(single, gold, several, score)}")
    print(f"terms                     {rate(terms, gold, several, score)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
