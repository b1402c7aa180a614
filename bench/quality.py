"""How good the corpus is: builds the labelled samples, scores them, and prints a table.

    python bench/quality.py [--workers N] [--unseen] [--floors bench/floors.toml] [--readme]

``--floors`` ends with exit code 1 where a number is worse than its floor.
``--unseen`` adds columns for documents that the label weights were not trained
on: each bank of the composed samples, and each of six parts of the real ones (by
source), built with weights trained without it.
``--readme`` (with ``--unseen``) writes the tables into README.md and README.zh.md.

Needs the folder of samples (environment variable ESSAYKIT_SHARED, else `../shared`
beside the repository); without it a message says so and the exit code is 0.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("ESSAYKIT_SHARED", ROOT.parent / "shared")).resolve()
SETS = ("composed", "real")
BANKS = ("dev-a", "dev-b", "dev-c")
PAGES = {"README.md": "en", "README.zh.md": "zh"}
PLACE = re.compile(r"(<!-- quality: [^\n]*-->\n).*?(<!-- end of quality -->)", re.DOTALL)

Totals = dict[str, Any]


class Measure(NamedTuple):
    """A number of the table: where it stands in the scorer's totals, what it is called, whether less is better."""

    key: str
    en: str
    zh: str
    at: Callable[[Totals], float | None]
    less_is_better: bool = False
    percent: bool = False


MEASURES = (
    Measure("strict_precision", "essays, strict: precision", "文章（严格）：精确率", lambda t: t["strict"]["precision"]),
    Measure("strict_recall", "essays, strict: recall", "文章（严格）：召回率", lambda t: t["strict"]["recall"]),
    Measure("strict_f1", "**essays, strict: F1**", "**文章（严格）：F1**", lambda t: t["strict"]["f1"]),
    *(
        Measure(f"strict_f1_{bank}", f"… bank {bank}", f"… 题库 {bank}", lambda t, bank=bank: t["by_bank"].get(bank, {}).get("strict_f1"))
        for bank in BANKS
    ),
    Measure("entries_f1", "… diaries only by entry", "… 日记只按篇目计", lambda t: t["entries"]["strict"]["f1"]),
    Measure("lenient_f1", "essays, lenient: F1", "文章（宽松）：F1", lambda t: t["lenient"]["f1"]),
    Measure("loss", "author's text lost", "作者文字丢失", lambda t: t["loss"], less_is_better=True, percent=True),
    Measure("leak", "boilerplate left in essays", "网站文字残留", lambda t: t["leak"], less_is_better=True, percent=True),
    Measure("paragraph_ends_f1", "paragraph ends: F1", "段落边界：F1", lambda t: t["paragraph_ends"]["f1"]),
    Measure("heading_accuracy", "headings right", "篇名正确", lambda t: t["heading_accuracy"]),
    Measure("title_accuracy", "titles right", "总标题正确", lambda t: t["title_accuracy"]),
    Measure("promised_accuracy", "promised counts right", "承诺篇数正确", lambda t: t["promised_accuracy"]),
    Measure("promised_stated", "… where the document states one", "… 其中写明篇数的文档", lambda t: t["promised_accuracy_where_stated"]),
    Measure(
        "negatives_with_essays", "documents without essays that got one", "无文章却被认出文章的文档",
        lambda t: t["negatives_with_essays"], less_is_better=True,
    ),
)  # fmt: skip
HEAD = {
    "en": {
        "measure": "measure",
        "composed": "composed ({})",
        "composed, unseen": "… bank not trained on",
        "real": "real ({})",
        "real, unseen": "… source not trained on",
    },
    "zh": {
        "measure": "指标",
        "composed": "合成（{}）",
        "composed, unseen": "… 未参与训练的题库",
        "real": "真实（{}）",
        "real, unseen": "… 未参与训练的来源",
    },
}


def module(name: str, path: Path) -> Any:
    """A Python file as a module."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded
    spec.loader.exec_module(loaded)
    return loaded


def build(raw: Path, out: Path, workers: int, package: Path = ROOT) -> None:
    """Build a corpus with the essaykit that lies in a folder."""
    command = [sys.executable, "-m", "essaykit", "build", str(raw), "--out", str(out), "--quiet", "--workers", str(workers)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(package)}, capture_output=True, text=True, cwd=package, check=False)
    if done.returncode not in (0, 4):
        sys.exit(f"the build of {raw} failed:\n{done.stderr}")


def rows(scorer: Any, which: str, corpus: Path, keep: Callable[[str], bool] = lambda _: True) -> tuple[list[Any], list[Any]]:
    """The scorer's rows for the documents whose names `keep` takes: as it is, and with diaries counted by entry only."""
    samples = SHARED / "samples" / which
    with tempfile.TemporaryDirectory() as folder:
        for gold in (samples / "gold").glob("*.json"):
            if keep(gold.stem):
                shutil.copy(gold, folder)
        scored = [scorer.score(Path(folder), corpus, samples / "raw", use_alt)[1] for use_alt in (True, False)]
    return scored[0], scored[1]


def totals(scorer: Any, pairs: Iterable[tuple[list[Any], list[Any]]]) -> Totals:
    """The scorer's totals over rows of several parts."""
    parts = list(pairs)
    plain, entries = ([row for part in parts for row in part[i]] for i in (0, 1))
    return {**scorer.summarise(plain, [], []), "entries": scorer.summarise(entries, [], [])}


def seen(scorer: Any, workers: int, place: Path) -> dict[str, Totals]:
    """Both sets as the program of this checkout builds them."""
    found = {}
    for which in SETS:
        build(SHARED / "samples" / which / "raw", place / which, workers)
        found[which] = totals(scorer, [rows(scorer, which, place / which)])
    return found


def unseen(scorer: Any, workers: int, place: Path) -> dict[str, Totals]:
    """Documents that the weights don't know: each bank, and each part of the real ones, without itself."""
    part_of = module("train_labels", ROOT / "bench" / "train_labels.py").part_of()
    package = place / "package"
    shutil.copytree(ROOT / "essaykit", package / "essaykit", ignore=shutil.ignore_patterns("__pycache__"))
    (package / "bench").mkdir()
    trainer = shutil.copy(ROOT / "bench" / "train_labels.py", package / "bench")
    shutil.copy(ROOT / "bench" / "foreign_lines.toml", package / "bench")
    environment = {**os.environ, "PYTHONPATH": str(package), "ESSAYKIT_SHARED": str(SHARED), "OMP_NUM_THREADS": "1"}
    scored: dict[str, list[tuple[list[Any], list[Any]]]] = {which: [] for which in SETS}
    for out in (*BANKS, *sorted(set(part_of.values()))):
        subprocess.run([sys.executable, trainer, "--without", out, "--write"], env=environment, check=True, stdout=subprocess.DEVNULL)
        which = "composed" if out in BANKS else "real"
        raw = place / f"raw-{out}"
        raw.mkdir()
        for file in (SHARED / "samples" / which / "raw").iterdir():
            if file.name.startswith(out) or part_of.get(file.name) == out:
                shutil.copy(file, raw)
        build(raw, place / out, workers, package)
        scored[which].append(rows(scorer, which, place / out, {file.stem for file in raw.iterdir()}.__contains__))
    return {f"{which}, unseen": totals(scorer, parts) for which, parts in scored.items()}


def shown(measure: Measure, found: Totals) -> str:
    """A number as the table has it."""
    value = measure.at(found)
    if value is None:
        return "–"
    if measure.key == "negatives_with_essays":
        return f"{value} of {found['negatives']}" if found["negatives"] else "–"
    return f"{100 * value:.2f} %" if measure.percent else f"{value:.3f}"


def table(results: dict[str, Totals], language: str = "en") -> str:
    """The Markdown table."""
    order = [column for which in SETS for column in (which, f"{which}, unseen") if column in results]
    head = HEAD[language]
    cells = [[head["measure"], *(head[column].format(results[column]["documents"]) for column in order)], ["---", *("---:" for _ in order)]]
    cells += [[getattr(m, language), *(shown(m, results[column]) for column in order)] for m in MEASURES]
    text = "".join(f"| {' | '.join(row)} |\n" for row in cells)
    return text.replace(" of ", " / ") if language == "zh" else text


def below(results: dict[str, Totals], floors: dict[str, dict[str, float]]) -> list[str]:
    """What is worse than its floor, one line each.

    Raises:
        KeyError: if a floor names a set or measure that doesn't exist.
    """
    by_key = {m.key: m for m in MEASURES}
    lines = []
    for which, bounds in floors.items():
        for key, bound in bounds.items():
            value = by_key[key].at(results[which])
            worse = value is None or (value > bound if by_key[key].less_is_better else value < bound)
            lines += [f"{which}: {key} is {value}, its floor {bound}"] if worse else []
    return lines


def write_pages(results: dict[str, Totals]) -> None:
    """Put the tables into the pages that have a place for them."""
    for name, language in PAGES.items():
        page = ROOT / name
        text = PLACE.sub(lambda m, language=language: m[1] + table(results, language) + m[2], page.read_text(encoding="utf-8"))
        page.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--unseen", action="store_true", help="also train weights without each bank and part, and score that")
    parser.add_argument("--floors", type=Path, metavar="FILE", help="exit 1 where a number is worse than its floor")
    parser.add_argument("--readme", action="store_true", help="write the tables into the READMEs")
    parser.add_argument("--json", action="store_true", help="all that the scorer counts")
    given = parser.parse_args()
    if not (SHARED / "samples" / "score.py").is_file():
        print(f"no samples in {SHARED}: set ESSAYKIT_SHARED to the folder that holds samples/", file=sys.stderr)
        return 0
    scorer = module("score", SHARED / "samples" / "score.py")
    with tempfile.TemporaryDirectory(prefix="essaykit-quality-") as folder:
        results = seen(scorer, given.workers, Path(folder))
        if given.unseen or given.readme:
            results |= unseen(scorer, given.workers, Path(folder))
    print(json.dumps(results, ensure_ascii=False, indent=1) if given.json else table(results), end="")
    if given.readme:
        write_pages(results)
    worse = below(results, tomllib.loads(given.floors.read_text(encoding="utf-8"))) if given.floors else []
    print(*worse, sep="\n", file=sys.stderr, end="\n" if worse else "")
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main())
