"""Keywords against human ones: exact and partial F1@5 on abstracts with their authors' keywords, as the samples' scorer counts.

    python bench/keywords.py            # each method as shipped; phrases also by cross-validation
    python bench/keywords.py --fit      # fits the weights anew and writes analyse/data/keyword-weights.toml

Needs the folder of samples (environment variable ESSAYKIT_SHARED, else ../shared
beside the repository) and, for fitting, scikit-learn.
"""

import argparse
import importlib.util
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from essaykit.analyse import chances
from essaykit.analyse import keywords as shipped
from essaykit.analyse.background import rarity_at_large, word_rarity
from essaykit.analyse.chances import SECOND_FEATURES, SECOND_LOOK, products, second_columns
from essaykit.analyse.features import FEATURES, OF_CANDIDATES, OF_PHRASES, PAIRED, SECOND, Ground, holders, kin_features
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.phrases import candidates_of, find_phrases
from essaykit.analyse.texts import Text, headed
from essaykit.analyse.tokens import kinds_of, traits_of
from essaykit.analyse.words import make_segmenter

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
FOLDER = SHARED / "samples" / "keywords"
WEIGHTS = Path(shipped.__file__).parent / "data" / "keyword-weights.toml"
FOLDS = 5
STRENGTH = 0.1  # inverse of the penalty of the first look; 0.03 to 1 do alike
PENALTY = 100.0  # of the second; 3 to 300 do alike
STEPS = 100


@dataclass
class Sample:
    """Candidates of some documents: which document, what, features, and whether a person chose it."""

    document: np.ndarray
    words: list[str]
    features: np.ndarray
    more: np.ndarray
    """What a second look asks besides, without what the first chances say."""
    chosen: np.ndarray
    keywords: np.ndarray
    """How many its document has."""
    holder: np.ndarray
    held: np.ndarray
    """Pairs of candidates of which the first holds the second."""


def scorer():
    spec = importlib.util.spec_from_file_location("score", FOLDER / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts_of(documents, *, titles: bool) -> list[Text]:
    made = []
    for d in documents:
        text = d["text"] if titles else d["text"][len(d["title"]) :].lstrip("。")
        made.append(Text(id=d["id"], title=d["title"] if titles else "", text=text))
    return made


class Words(NamedTuple):
    """What dictionaries say about words."""

    kinds: Callable[[tuple[str, ...]], np.ndarray]
    rarity: Callable[[tuple[str, ...]], np.ndarray]


def words_of(documents) -> Words:
    """What dictionaries say about the words of the documents, read once: for a thousand corpora of one document that is most of the time."""
    words = cut_texts([headed(text)[0] for titles in (True, False) for text in texts_of(documents, titles=titles)], make_segmenter()).words

    def told(values: np.ndarray) -> Callable[[tuple[str, ...]], np.ndarray]:
        value = dict(zip(words, values, strict=True))
        return lambda some: np.array([value[word] for word in some])

    return Words(told(kinds_of(words)), told(rarity_at_large(words)))


def sample(documents, score, known: Words, *, titles: bool, size: int = 1000) -> Sample:
    """Candidates of the documents, as corpora of so many documents each."""
    parts, found = [], 0
    for begin in range(0, len(documents), size):
        some = documents[begin : begin + size]
        heads = [headed(text) for text in texts_of(some, titles=titles)]
        tokens = cut_texts([head for head, _ in heads], make_segmenter())
        phrases = find_phrases(tokens, traits_of(tokens.words))
        ground = Ground(phrases, known.kinds(tokens.words), *word_rarity(tokens, known.rarity), np.array([length for _, length in heads]))
        of_phrases = [feature(ground) for feature in OF_PHRASES.values()]
        gold = [set(score.uniq(d["keywords"])) for d in some]
        for c in candidates_of(phrases):
            columns = [*(column[c.phrase] for column in of_phrases), *(feature(ground, c) for feature in OF_CANDIDATES.values())]
            features = np.column_stack(columns).astype(float)
            length = phrases.words[c.phrase]
            words = [
                "".join(tokens.words[i] for i in tokens.ids[p : p + n]) for p, n in zip(c.place.tolist(), length.tolist(), strict=True)
            ]
            chosen = np.array([score.norm(word) in gold[t] for word, t in zip(words, c.text.tolist(), strict=True)])
            order = np.lexsort((length, c.place))
            place = np.argsort(order) + found
            holder, held = (place[side] for side in holders(ground, c))
            found += len(order)
            keywords = np.array([len(some_gold) for some_gold in gold])[c.text]
            told = dict(second_columns(ground)(c, np.arange(len(c.text)), np.zeros(len(c.text))))
            more = np.column_stack([told[name] for name in SECOND])
            own = (c.text[order] + begin, features[order], more[order], chosen[order], keywords[order], holder, held)
            parts.append((own, [words[i] for i in order]))
    document, *columns = (np.concatenate(column) for column in zip(*(own for own, _ in parts), strict=True))
    return Sample(document, [word for _, words in parts for word in words], *columns)


def fit(features, chosen) -> np.ndarray:
    """Bias and weights of a logistic regression, for the features as they are."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit((features - mean) / spread, chosen)
    weights = model.coef_[0] / spread
    return np.append(model.intercept_[0] - weights @ mean, weights)


def fit_lists(features, chosen, document, keywords) -> np.ndarray:
    """Bias and weights that tell each chosen candidate from those of its text that were not (softmax over each and them).

    A text of few keywords counts for more, as each of them does in its F1; the result is brought to the scale of chances.
    """
    from scipy.optimize import minimize

    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    order = np.argsort(document, kind="stable")
    scaled, right, wrong = (features[order] - mean) / spread, chosen[order].astype(float), ~chosen[order]
    begin = np.flatnonzero(np.diff(document[order], prepend=-1))
    whose = np.repeat(np.arange(len(begin)), np.diff(begin, append=len(order)))
    weight = 1 / (5 + keywords[order])
    weight *= right / weight[begin].mean()

    def loss(weights):
        score = scaled @ weights
        score -= np.maximum.reduceat(score, begin)[whose]
        power = np.exp(score)
        against = power + np.add.reduceat(power * wrong, begin)[whose]
        slope = weight * (power / against - 1) + wrong * power * np.add.reduceat(weight / against, begin)[whose]
        return weight @ (np.log(against) - score) + PENALTY / 2 * weights @ weights, scaled.T @ slope + PENALTY * weights

    weights = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x / spread
    bias, scale = fit((features @ weights)[:, None], chosen)
    return np.append(bias, scale * weights)


def rate(documents, score, sample: Sample, values) -> tuple[float, float]:
    predicted = {d["id"]: [] for d in documents}
    for row in np.lexsort((-values, sample.document)).tolist():
        predicted[documents[sample.document[row]]["id"]].append(sample.words[row])
    return f1(score.score(documents, {k: v[:5] for k, v in predicted.items()}, (5,)))


def f1(found) -> tuple[float, float]:
    return found["@5"]["exact"]["F1"], found["@5"]["partial"]["F1"]


def second_look(sample: Sample, first: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Features of the second look for some candidates, in the order of `SECOND_FEATURES`."""
    features = sample.features[rows]
    paired = dict(products({name: features[:, FEATURES.index(name)] for name in PAIRED}))
    number = np.full(len(first), -1)
    number[rows] = np.arange(len(rows))
    holder, held = number[sample.holder], number[sample.held]
    both = (holder >= 0) & (held >= 0)
    kin = kin_features(holder[both], held[both], 1 / (1 + np.exp(-first[rows])))
    return np.column_stack([features, sample.more[rows], *kin.values(), first[rows], *paired.values()])


def best_few(sample: Sample, first: np.ndarray, among: np.ndarray) -> np.ndarray:
    """The candidates of each document that are looked at again."""
    order = np.lexsort((-first, sample.document))
    documents = sample.document[order]
    rank = np.arange(len(order)) - np.searchsorted(documents, documents)
    few = order[rank < SECOND_LOOK]
    return few[among[few]]


def fit_both(train: list[Sample], among: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Weights of the first chance and of the second, from some of the candidates of each sample."""
    features = np.concatenate([s.features[mine] for s, mine in zip(train, among, strict=True)])
    one = fit(features, np.concatenate([s.chosen[mine] for s, mine in zip(train, among, strict=True)]))
    looked = []
    for number, (s, mine) in enumerate(zip(train, among, strict=True)):
        first = one[0] + s.features @ one[1:]
        few = best_few(s, first, mine)
        looked.append((second_look(s, first, few), s.chosen[few], s.document[few] * len(train) + number, s.keywords[few]))
    return one, fit_lists(*(np.concatenate(column) for column in zip(*looked, strict=True)))


def cross_validated(documents, score, train: list[Sample], tests: list[Sample]) -> list[tuple[float, float]]:
    """F1 in each of the tests, every document judged by weights that were fitted without it."""
    fold = np.arange(len(documents)) * 7919 % FOLDS
    values = [np.full(len(test.chosen), -np.inf) for test in tests]
    for number in range(FOLDS):
        one, two = fit_both(train, [fold[s.document] != number for s in train])
        for test, value in zip(tests, values, strict=True):
            first = one[0] + test.features @ one[1:]
            few = best_few(test, first, fold[test.document] == number)
            value[few] = two[0] + second_look(test, first, few) @ two[1:]
    return [rate(documents, score, test, value) for test, value in zip(tests, values, strict=True)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    if not FOLDER.exists():
        print(f"no samples in {FOLDER}: set ESSAYKIT_SHARED")
        return 3
    score = scorer()
    documents = score.read(FOLDER / "dev.jsonl")
    known = words_of(documents)
    train = [sample(documents, score, known, titles=titles) for titles in (True, False)]
    tests = {
        "phrases, cross-validated": train[0],
        "  without titles": train[1],
        "  each text alone": sample(documents, score, known, titles=True, size=1),
        "  in corpora of 50": sample(documents, score, known, titles=True, size=50),
    }
    rows = list(zip(tests, cross_validated(documents, score, train, list(tests.values())), strict=True))
    if given.fit:
        both = fit_both(train, [np.ones(len(s.chosen), bool) for s in train])
        WEIGHTS.write_text(card(*both, [numbers for _, numbers in rows]), encoding="utf-8")
        chances._card.cache_clear()  # noqa: SLF001 - read before
    for method in ("phrases", "words", "textrank"):
        found = shipped.text_keywords(texts_of(documents, titles=True), method=method, top=5)
        predicted = {k.id: [w.keyword for w in k.keywords] for k in found.lists}
        rows.append((f"{method}, as shipped", f1(score.score(documents, predicted, (5,)))))
    for name, (exact, partial) in rows:
        print(f"{name:28} exact {exact:.3f}  partial {partial:.3f}")
    return 0


def card(first, second, rows) -> str:
    (exact, partial), (bare, bare_partial), *_ = rows
    lines = [
        "# Weights of the features in analyse/features.py for `keywords --method phrases`: a logistic regression, and a second look at",
        "# the best few of each text (analyse/chances.py), fitted to set what was chosen before the rest of its text.",
        "# Fitted by `python bench/keywords.py --fit` on 1,000 abstracts with their authors' keywords, each once with and once",
        f"# without its title. Five-fold cross-validation: exact F1@5 {exact:.3f}, partial {partial:.3f}; bare {bare:.3f}, {bare_partial:.3f}.",
    ]
    for name, names, weights in (("first", FEATURES, first), ("second", SECOND_FEATURES, second)):
        lines += ["", f"[{name}]", f"bias = {weights[0]:.4f}", "", f"[{name}.weights]"]
        lines += [f"{json.dumps(key, ensure_ascii=False)} = {weight:.4f}" for key, weight in zip(names, weights[1:], strict=True)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
