"""Train the weights of the label model from labelled documents that are not shipped.

    python bench/train_labels.py [--without dev-c|part-1|…|none] [--write]

Reads ``ESSAYKIT_SHARED`` (default ``../shared``). Prints what the model gets right on
the bank, or the part of the real documents, that is left out; with ``--write`` trains on
everything else and writes ``essaykit/label/weights.json``. Features are shapes and places;
see ``essaykit/label/features.py``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from essaykit.align.normalise import simplify
from essaykit.clean import lone_marks
from essaykit.label.features import features
from essaykit.label.lines import END, fold
from essaykit.label.survey import Survey, survey
from essaykit.label.words import count_words
from essaykit.model import ContextView, SourceText
from essaykit.read import read_source
from essaykit.split.series import find_headings

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
WEIGHTS = Path(__file__).resolve().parents[1] / "essaykit" / "label" / "weights.json"
FOREIGN_LINES = Path(__file__).with_name("foreign_lines.toml")
HELD_REAL = {"003", "007", "011", "014", "015", "024", "029", "030", "033", "037", "038", "045", "046", "049", "050", "052", "053", "057"}
CLASSES = ("body", "title", "notice", "navigation", "metadata", "intro", "outro", "page_mark", "remark", "other")
ROLE_OF = {
    **dict.fromkeys(("notice", "download", "share", "ad", "watermark", "copyright", "chat_residue", "template_instruction", "slogan", "toc_note"), "notice"),
    **dict.fromkeys(("breadcrumb", "nav", "sidebar", "related", "related_empty", "prevnext", "toc", "pagination", "link_row", "link_block", "footer"), "navigation"),
    **dict.fromkeys(("meta", "byline", "user", "excerpt"), "metadata"),
    **dict.fromkeys(("dup_title", "running_header", "image_alt_title", "foreign_title", "title"), "title"),
    "intro": "intro", "outro": "outro", "page_number": "page_mark",
    **dict.fromkeys(("comments", "reply", "evaluation", "signature"), "remark"),
}  # fmt: skip
PARTS = 6  # of the real documents, for leaving one out; no source stands in two
BANKS = ("dev-a", "dev-b", "dev-c")
GRAM = 5
ENDS = "。！？!?；;：:~～…"  # a sentence of a site ends with one of these, or has commas


def scorer():
    """The samples' own scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "samples" / "score.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["score"] = module
    spec.loader.exec_module(module)
    return module


def grams(text: str) -> set[str]:
    return {text[i : i + GRAM] for i in range(len(text) - GRAM + 1)} or {text}


class Gold:
    """What the labels say of one document, in the scorer's folding."""

    def __init__(self, score, gold: dict, raw: list[str]) -> None:
        self.score = score
        essays = gold["essays"]
        texts = [t for e in essays for t in score.plain_texts(e, gold, raw)] + [e["text_strict"] for e in essays if e.get("text_strict")]
        self.author = set().union(*(grams(score.fold(t)) for t in texts)) if texts else set()
        self.author_lines = {score.fold(line) for t in texts for line in t.split("\n")}
        self.headings = {score.fold(e["heading"]) for e in essays if e.get("heading")}
        self.titles = {score.fold(t) for t in [gold.get("title"), *gold.get("title_alternatives", [])] if t}
        self.pieces = [(score.fold(p["text"]), p["type"]) for p in score.boilerplate(gold, raw)]

    def role(self, text: str) -> str | None:
        """Role of a unit's text; None where the labels don't say."""
        folded = self.score.fold(text)
        if not folded:
            return None
        if folded in self.headings or folded in self.titles:
            return "title"
        exact = [kind for piece, kind in self.pieces if piece == folded]
        if exact and folded not in self.author_lines:
            return ROLE_OF.get(exact[0], "other")
        own = grams(folded)
        share = len(own & self.author) / len(own) if len(folded) >= GRAM else float(any(folded in line for line in self.author_lines))
        if share >= 0.5:
            return "body"
        inside = [(len(piece), kind) for piece, kind in self.pieces if piece and (piece in folded or folded in piece) and len(piece) > 2]
        if inside:
            return ROLE_OF.get(max(inside)[1], "other")
        return "other" if share < 0.2 else None


@cache
def source_of() -> dict[str, str]:
    """The repository, or other place, that each real document is from, by file name."""
    rows = (SHARED / "samples" / "real" / "sources.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {row.split("\t")[0]: ":".join(row.split("\t")[1].split(":")[:2]) for row in rows if row}


@cache
def part_of() -> dict[str, str]:
    """The part that each real document belongs to, by file name: parts of one size, whole sources, the largest dealt first."""
    by_source = defaultdict(list)
    for name, source in source_of().items():
        by_source[source].append(name)
    parts: list[list[str]] = [[] for _ in range(PARTS)]
    for _, names in sorted(by_source.items(), key=lambda item: (-len(item[1]), item[0])):
        min(parts, key=len).extend(names)
    return {name: f"part-{number}" for number, names in enumerate(parts, 1) for name in names}


def documents(score, which: str):
    """Gold records with the bytes of their raw files."""
    folder = SHARED / "samples" / which
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        name = gold["file"]
        data = (folder / "raw" / name).read_bytes()
        needs_raw = gold.get("boilerplate_lines") or any("text" not in e for e in gold["essays"] + gold.get("alt_essays", []))
        raw = score.lines_of(folder / "raw", name) if needs_raw else []
        yield gold, name, data, Gold(score, gold, raw)


class Surveyed(NamedTuple):
    """A labelled document as the model sees it."""

    name: str
    bank: str
    labels: Gold
    source: SourceText
    found: Survey
    holds_essays: bool


def marks_in(text: str) -> list[tuple[int, int]]:
    """Marks that somebody put into sentences, where each is known by its own build."""
    return [(mark.start, mark.end) for mark in lone_marks(text, [(0, len(text))])]


def surveyed(score, which: str, keep) -> list[Surveyed]:
    """The documents that `keep` takes."""
    out = []
    for gold, name, data, labels in documents(score, which):
        if not keep(gold, name):
            continue
        try:
            source = read_source(data, name)
        except Exception as error:
            print("unread", name, str(error)[:100])
            continue
        heads = find_headings(source)
        found = survey(source, heads.series, [(t.start, t.end) for t in heads.titles], ContextView(), heads.keywords, marks_in)
        out.append(Surveyed(name, gold.get("bank") or which, labels, source, found, bool(gold["essays"])))
    return out


def examples(documents: Iterable[Surveyed]):
    """Features, class, document and wording of each unit that the model judges."""
    for document in documents:
        for index, line in enumerate(document.found.lines):
            if line.plain or line.unit.heading >= 0:
                continue
            role = document.labels.role(line.text)
            if role is not None:
                yield features(index, document.found.around, document.source), role, document.name, line.text


DRAWS = 5  # times that each of what follows is drawn, with a fifth of the weight: less is left to chance
MOVED = 0.03  # share of the running lines in mid essay that are shown a second time with a notice in their place
AT_ENDS = 0.1  # the same of the first and last lines of essays
LEAST_RUNS = 3  # running lines of an essay that is shown with foreign ends; entries of a log are shorter
FROM_SITE = 0.5  # share of the notices in mid essay that are the samples' own
WITHOUT_WORDS = 0.5  # share of these notices of which the words of the page are hidden


@cache
def foreign_lines() -> dict[str, list[tuple[str, str]]]:
    """Lines of our own with their roles, by the place where they stand: first, inside, last."""
    slots = tomllib.loads(FOREIGN_LINES.read_text(encoding="utf-8"))["slot"]
    found = defaultdict(list)
    for slot in slots:
        found[slot["place"]] += [(line, slot["role"]) for line in slot["lines"]]
    return found


def shown_at(document: Surveyed, index: int, text: str, role: str, words: dict[str, int]):
    """The example that a line of a document is with another text in its place."""
    around, lines, likeness = document.found.around, document.found.lines, document.found.around.likeness
    line, alike = lines[index], likeness[index]
    running = len(text) >= 24 and (text[-1] in END or text.count("，") + text.count("。") >= 2)
    lines[index] = replace(line, text=text, folded=fold(text), words=words, plain=False, running=running)
    likeness[index] = ()
    row = features(index, around, document.source), role, document.name, text, 1 / DRAWS
    lines[index], likeness[index] = line, alike
    return row


def moved(documents: Sequence[Surveyed], rows):
    """Examples of what the samples have too little of: lines of sites, robots and teachers in and at the ends of essays.

    A sentence that the site put elsewhere, in a document of the same bank, takes the place of a running line of an
    essay, and lines of our own that of running, first and last ones; of half of them no list knows the words. Only in
    composed documents, which are of the kind that such lines stand in. Seeded by document; what is left out of training
    lends no sentence.
    """
    bank_of = {document.name: document.bank for document in documents}
    pool = defaultdict(dict)
    for _, role, name, text, *_ in rows:
        if role in ("notice", "intro", "outro", "remark") and 16 <= len(text) <= 90 and (text[-1] in ENDS or "，" in text or "," in text):
            pool[bank_of[name]].setdefault(text, role)
    own = foreign_lines()
    for document in documents:
        if not document.holds_essays or document.bank == "real":
            continue
        around, lines = document.found.around, document.found.lines
        some = list(pool[document.bank].items())
        for draw in range(DRAWS):
            rng = random.Random(f"{document.name} {draw}")
            for index in range(1, len(lines) - 1):
                line = lines[index]
                if not (line.running and around.running_before[index] and around.running_after[index]) or rng.random() > MOVED:
                    continue
                text, role = rng.choice(some) if some and rng.random() < FROM_SITE else rng.choice(own["inside"])
                yield shown_at(document, index, text, role, words_of(text, rng))
            for low, high in document.found.zones[1:]:
                runs = [index for index in range(low, high) if lines[index].running]
                for place, index in (("first", low), ("last", runs[-1] if runs else low)):
                    if len(runs) >= LEAST_RUNS and rng.random() < AT_ENDS:
                        text, role = rng.choice(own[place])
                        yield shown_at(document, index, text, role, words_of(text, rng))


def words_of(text: str, rng: random.Random) -> dict[str, int]:
    """The words of the page in a line; of half of all lines none."""
    return {} if rng.random() < WITHOUT_WORDS else count_words(simplify(text), [0])[0] or {}


def matrix(rows, names: list[str]):
    index = {n: i for i, n in enumerate(names)}
    out = np.zeros((len(rows), len(names)))
    for r, row in enumerate(rows):
        for name, value in row.items():
            if name in index:
                out[r, index[name]] = value
    return out


def train(rows, names, c: float):
    """Weights of the multinomial logistic regression, one row a class."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=c, max_iter=5000, fit_intercept=False)
    weights = [r[4] if len(r) > 4 else 1.0 for r in rows]
    model.fit(matrix([r[0] for r in rows], names), np.array([CLASSES.index(r[1]) for r in rows]), weights)
    full = np.zeros((len(CLASSES), len(names)))
    full[:, 0] = -9.0
    for row, label in enumerate(model.classes_):
        full[label] = model.coef_[row]
    return full


def report(rows, names, full, title: str) -> None:
    rows = [r[:4] for r in rows]
    y = np.array([CLASSES.index(r[1]) for r in rows])
    guess = (matrix([r[0] for r in rows], names) @ full.T).argmax(1)
    author, given = y == 0, guess == 0
    print(f"{title}: {len(rows)} units, author or not {(author == given).mean():.4f}, author lost {(author & ~given).sum()} of {author.sum()}, "
          f"let in {(~author & given).sum()} of {(~author).sum()}, roles of the rest {(y == guess)[~author].mean():.3f}")  # fmt: skip


def with_moved(documents: Sequence[Surveyed]):
    """Examples of documents, and those made of them."""
    rows = list(examples(documents))
    return [*rows, *moved(documents, rows)]


def folds(score) -> None:
    """Results on each bank, and each part of the real documents, that the training leaves out, over strengths of regularisation."""
    known = surveyed(score, "composed", lambda g, n: True), surveyed(score, "real", lambda g, n: True)
    for strength in (0.3, 0.5, 1.0, 2.0):
        print(f"C={strength}")
        for out in (*BANKS, *sorted(set(part_of().values()))):
            rows = [row for documents in known for row in with_moved([d for d in documents if out not in (d.bank, part_of().get(d.name))])]
            names = names_of(rows)
            test = examples(d for documents in known for d in documents if out in (d.bank, part_of().get(d.name)))
            report(list(test), names, train(rows, names, strength), f"  without {out}")


def names_of(rows) -> list[str]:
    """The features of the rows, the bias first."""
    return ["bias", *sorted({name for row in rows for name in row[0]} - {"bias"})]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--without",
        default="dev-c",
        choices=(*BANKS, *(f"part-{number}" for number in range(1, PARTS + 1)), "none"),
        help="bank, or part of the real documents, kept out of the training; 'none': everything is used, as for the shipped weights",
    )
    parser.add_argument("--strength", type=float, default=1.0, help="inverse regularisation")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument(
        "--folds", action="store_true", help="leave each bank and each part of the real documents out in turn, for several strengths"
    )
    args = parser.parse_args()
    score = scorer()
    if args.folds:
        folds(score)
        return
    out = args.without
    rows = with_moved(surveyed(score, "composed", lambda g, n: g["bank"] != out))
    real = with_moved(surveyed(score, "real", lambda g, n: part_of()[n] != out))
    left = surveyed(score, "composed", lambda g, n: g["bank"] == out) + surveyed(score, "real", lambda g, n: part_of()[n] == out)
    test = list(examples(left))
    names = names_of(rows + real)
    full = train(rows + real, names, args.strength)
    report(rows, names, full, "seen banks")
    report(real, names, full, "seen real ")
    if test:
        report(test, names, full, f"{out:10}")
    if args.errors:
        guess = (matrix([r[0] for r in test], names) @ full.T).argmax(1) == 0
        for row, g in [(r, g) for r, g in zip(test, guess, strict=True) if (r[1] == "body") != g][: args.errors]:
            print(f"   {row[2]:14} {row[1]:10} {row[3][:60]!r}")
    if args.write:
        which = "all development samples" if out == "none" else f"the development samples without {out}"
        data = {
            "trained": f"{len(rows + real)} units of {which}; C={args.strength}",
            "classes": CLASSES,
            "weights": {name: [round(float(v), 3) for v in full[:, i]] for i, name in enumerate(names)},
        }
        WEIGHTS.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
