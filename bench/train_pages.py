"""Train the weights of the main-text model from labelled pages that are not shipped.

    python bench/train_pages.py [--write]

Reads ``ESSAYKIT_SHARED`` (default ``../shared``). Each page is learned from as it is and changed in three ways, so that the
model does not lean on what only some sites have: laid out as pages were twenty years ago (tables, cells, line breaks, no
names), with only the first lines of its text left, and both. Every site counts alike. Features are shapes, places and class
names; see ``essaykit/page/features.py``. `bench/pages.py` measures.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from essaykit.model import Box, SourceText
from essaykit.page.decode import choose
from essaykit.page.features import Survey, survey
from essaykit.page.main_text import seen_shares
from essaykit.page.model import Weights
from essaykit.page.parts import NAMES, find_parts
from essaykit.read import read_source

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
PAGES = SHARED / "samples" / "html"
WEIGHTS = Path(__file__).resolve().parents[1] / "essaykit" / "page" / "weights.json"
STRENGTH = 0.03  # inverse regularisation; 0.01 to 0.1 are as good
SHORTENED = 150  # characters of text that a shortened page keeps, to the end of the block
GRAM = 4
PART_FOLDS = 5
PART_STRENGTH = 0.003  # .01 is as good with most ways to draw the folds; .03 lets the stretch win more often
SHARPNESS = 5.0

_TAG = re.compile("[^.#]*")


def scorer():
    """The samples' own scorer, as a module."""
    spec = importlib.util.spec_from_file_location("score", PAGES / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Page(NamedTuple):
    """A labelled page."""

    id: str
    domain: str
    origin: str
    source: SourceText
    title: str
    gold: str
    """The main text in the scorer's folding."""
    label: np.ndarray
    size: np.ndarray
    """Characters of each block, 0 for those that repeat the title: the gold sets disagree about them."""


def pages(score) -> list[Page]:
    """All labelled pages."""
    found = []
    for path in sorted((PAGES / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        source = read_source((PAGES / "raw" / f"{path.stem}.html").read_bytes(), f"{path.stem}.html")
        text, title = score.strip_title(gold["text"], gold["title"]), score.norm(gold["title"])
        pieces = [score.norm(source.text[b.start : b.end]) for b in source.blocks]
        size = np.array([0.0 if len(title) >= 4 and p.lstrip("#") == title else float(len(p)) for p in pieces])
        found.append(Page(gold["id"], gold["domain"], gold["source"], source, gold["title"], text, labels(score, pieces, size, text), size))
    return found


def labels(score, pieces: Sequence[str], size: np.ndarray, gold: str) -> np.ndarray:
    """Whether each block is main text: its 4-grams stand in the gold text; short ones, that stand anywhere, as their neighbours."""
    grams = score.grams(gold, GRAM)
    share = np.array([_share(score.grams(p, GRAM), grams) if len(p) >= GRAM else 0.5 * (p in gold) for p in pieces])
    low, high = stretch(np.where(size >= GRAM, (share - 0.5) * size, 0.0))
    label = (share >= 0.5).astype(float)
    inside = np.zeros(len(label), bool)
    inside[low:high] = True
    label[(size < 2 * GRAM) & ~inside] = 0.0
    for index in range(low, high):
        if size[index] < GRAM:
            above = next((label[j] for j in range(index - 1, low - 1, -1) if size[j] >= GRAM), 1.0)
            below = next((label[j] for j in range(index + 1, high) if size[j] >= GRAM), 1.0)
            label[index] = float(above and below)
    return label


def _share(own: Counter, gold: Counter) -> float:
    return sum(min(n, gold[gram]) for gram, n in own.items() if gram in gold) / max(1, sum(own.values()))


def stretch(gains: np.ndarray) -> tuple[int, int]:
    """The stretch with the largest sum."""
    sums = np.concatenate(([0.0], np.cumsum(gains)))
    lowest = np.minimum.accumulate(sums)
    high = int(np.argmax(sums - lowest))
    return int(np.argmin(sums[: high + 1])), high


# ---- the same page in other shapes ---------------------------------------------------------------


def old_fashioned(source: SourceText) -> SourceText:
    """A page as it was laid out twenty years ago: tables for boxes, lines for paragraphs, no names."""
    kinds = {"paragraph": "line", "heading": "line", "list_item": "cell"}
    blocks = [replace(b, path=_old_path(b.path), kind=kinds.get(b.kind, b.kind), level=0, label="") for b in source.blocks]
    boxes = [
        replace(b, path=_old_path(b.path)) for b in source.boxes if b.last - b.first > 1 or not re.match("(?:p|h[1-6])(?![a-z])", b.path)
    ]
    return replace(source, blocks=tuple(blocks), boxes=tuple(boxes))


_OLD = {
    **dict.fromkeys(("p", "span", "section", "article", "main", "header", "footer", "nav", "strong", "em", "b"), ""),
    "div": "table/tr/td", **dict.fromkeys(("h1", "h2", "h3", "h4"), "font"),
    **dict.fromkeys(("ul", "ol", "dl"), "table"), **dict.fromkeys(("li", "dt", "dd"), "tr/td"),
}  # fmt: skip


def _old_path(path: str) -> str:
    tags = [_TAG.match(step)[0] for step in path.split("/")]
    return "/".join(step for step in (_OLD.get(tag, tag) for tag in tags) if step)


def shortened(page: Page) -> Page:
    """A page with nothing but the first blocks of its main text left."""
    sums = np.cumsum(page.label * page.size)
    keep = np.flatnonzero((page.label == 0) | (sums - page.label * page.size < SHORTENED))
    parts, blocks, at = [], [], 0
    for index in keep.tolist():
        block = page.source.blocks[index]
        piece = page.source.text[block.start : block.end]
        blocks.append(replace(block, start=at, end=at + len(piece)))
        parts.append(piece)
        at += len(piece) + 1
    before = np.concatenate(([0], np.cumsum(np.isin(np.arange(len(page.label)), keep))))
    boxes: dict[tuple[int, int], str] = {}
    for box in page.source.boxes:
        span = int(before[box.first]), int(before[box.last])
        if span[0] < span[1]:
            boxes[span] = f"{boxes[span]}/{box.path}" if span in boxes else box.path
    source = replace(
        page.source, text="\n".join(parts), blocks=tuple(blocks), boxes=tuple(Box(first=a, last=b, path=p) for (a, b), p in boxes.items())
    )
    return page._replace(source=source, label=page.label[keep], size=page.size[keep])


def shapes(page: Page) -> list[Page]:
    """A page and its variants."""
    short = shortened(page)
    return [page, page._replace(source=old_fashioned(page.source)), short, short._replace(source=old_fashioned(short.source))]


# ---- training ------------------------------------------------------------------------------------


class Example(NamedTuple):
    """What is learned from one shape of a page."""

    domain: str
    page: Survey
    source: SourceText
    label: np.ndarray
    size: np.ndarray


def examples(given: Sequence[Page]) -> tuple[tuple[str, ...], list[list[Example]]]:
    """Names of the features, and the examples of each page."""
    names: tuple[str, ...] = ()
    out = []
    for page in given:
        own = []
        for shape in shapes(page):
            found = survey(shape.source)
            names = found.names
            own.append(Example(page.domain, found, shape.source, shape.label, shape.size))
        out.append(own)
    return names, out


def train(names: Sequence[str], given: Sequence[Sequence[Example]], strength: float = STRENGTH) -> Weights:
    """Fit the weights; every site counts alike, every page of a site too, a block by the root of its length."""
    from sklearn.linear_model import LogisticRegression

    of_site = Counter(own[0].domain for own in given)
    flat = [example for own in given for example in own]
    weight = np.concatenate([np.sqrt(e.size) / (np.sqrt(e.size).sum() + 1) / of_site[e.domain] for e in flat])
    rows, label = np.concatenate([e.page.rows for e in flat]), np.concatenate([e.label for e in flat])
    weight *= len(weight) / weight.sum() / len(given[0])
    model = LogisticRegression(C=strength, max_iter=5000).fit(rows, label, sample_weight=weight)
    usual = np.average(rows, axis=0, weights=weight)
    return Weights(
        trained=f"{len(given)} pages of {len(of_site)} sites in {len(given[0])} shapes each; C={strength}",
        bias=round(float(model.intercept_[0]), 3),
        usual={name: round(float(v), 3) for name, v in zip(names, usual, strict=True)},
        weights={name: round(float(v), 3) for name, v in zip(names, model.coef_[0], strict=True)},
    )


def site_fold(domain: str) -> int:
    """The fold of a site when the parts are learned."""
    return hashlib.sha256(domain.encode()).digest()[1] % PART_FOLDS


def part_examples(names: Sequence[str], given: Sequence[Sequence[Example]]) -> list[tuple[str, np.ndarray, np.ndarray]]:
    """For each shape of a page its site, the rows of its parts and the F1 of each; by weights that never saw the site."""
    out = []
    for number in sorted({site_fold(own[0].domain) for own in given}):
        weights = train(names, [own for own in given if site_fold(own[0].domain) != number])
        for example in (e for own in given if site_fold(own[0].domain) == number for e in own):
            share = seen_shares(example.page, weights)
            stretch, posts = choose(share, example.page.by.characters, example.page.boxes, example.source.blocks)
            if not posts:
                parts = find_parts(example.page, share, stretch)
                wanted = example.label * example.size
                total = wanted.sum()
                scores = [2 * wanted[b].sum() / max(total + example.size[b].sum(), 1.0) for b in parts.blocks]
                out.append((example.domain, parts.rows, np.array(scores)))
    return out


def train_parts(examples: Sequence[tuple[str, np.ndarray, np.ndarray]], strength: float = PART_STRENGTH) -> dict[str, float]:
    """Weights of parts: by them the expected F1 of a part drawn from the softmax is highest, every site counting alike."""
    from scipy.optimize import minimize

    of_site = Counter(domain for domain, *_ in examples)
    rows = np.concatenate([r for _, r, _ in examples])
    spread = rows.std(0) + 1e-6
    rows = rows / spread * SHARPNESS
    scores = np.concatenate([s for *_, s in examples])
    lengths = np.array([len(s) for *_, s in examples])
    starts = np.cumsum(lengths) - lengths
    weight = np.array([1 / of_site[domain] for domain, *_ in examples])
    weight /= weight.sum()

    def loss(column: np.ndarray) -> tuple[float, np.ndarray]:
        value = rows @ column
        drawn = np.exp(value - np.repeat(np.maximum.reduceat(value, starts), lengths))
        drawn /= np.repeat(np.add.reduceat(drawn, starts), lengths)
        expected = np.add.reduceat(drawn * scores, starts)
        slope = (drawn * (scores - np.repeat(expected, lengths)) * np.repeat(weight, lengths)) @ rows
        return float(strength * column @ column - expected @ weight), 2 * strength * column - slope

    begin = np.zeros(len(NAMES))
    begin[0] = 1.0  # there are several optima: this one begins at the share of the likely text
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x / spread
    return {name: round(float(value), 3) for name, value in zip(NAMES, found, strict=True)}


def train_both(names: Sequence[str], given: Sequence[Sequence[Example]], strength: float = STRENGTH) -> Weights:
    """Weights of blocks and of parts."""
    return replace(train(names, given, strength), parts=train_parts(part_examples(names, given)))


def main() -> None:
    import msgspec

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strength", type=float, default=STRENGTH, help="inverse regularisation")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    names, given = examples(pages(scorer()))
    weights = train_both(names, given, args.strength)
    for name, value in sorted(weights.weights.items(), key=lambda item: -abs(item[1])):
        print(f"{value:+.3f}  {name}")
    for name, value in weights.parts.items():
        print(f"{value:+.3f}  part: {name}")
    if args.write:
        WEIGHTS.write_text(json.dumps(msgspec.to_builtins(weights), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
