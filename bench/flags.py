"""Measure the flags: precision and recall on labelled essays, false alarms on clean ones, speed.

    python bench/flags.py [--bank dev-a,dev-b] [--show FLAG] [--alarms] [--speed]

Gold essays are looked up in the source text as `read_source` gives it, so that
marks and lines which a cleaner removes are seen too; the essay's text is the
gold text. Documents whose essays can't be found that way are left out and
counted. Needs the folder of samples (environment variable ESSAYKIT_SHARED, else
`../shared` beside the repository); without it a message says so.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from essaykit.errors import EssaykitError
from essaykit.flags import ESSAY_FLAGS, EssayEvidence, flag_essay
from essaykit.read import read_source

SHARED = Path(os.environ.get("ESSAYKIT_SHARED", Path(__file__).resolve().parents[2] / "shared"))
HELD_OUT = frozenset([f"{number:03}" for number in (3, 7, 11, 14, 15, 24, 29, 30, 33, 37, 38, 45, 46, 49, 50, 52, 53, 57)])
EDGE = 14


def squeezed(text: str) -> tuple[str, list[int]]:
    """Text without white space and invisible characters, with offsets."""
    kept = [(i, c) for i, c in enumerate(text) if not c.isspace() and c.isprintable()]
    return "".join(c for _, c in kept), [i for i, _ in kept]


def located(source: str, essays: list[dict]) -> list[tuple[int, int] | None]:
    """Extents of the gold essays in the source; None where one can't be found."""
    flat, offsets = squeezed(source)
    found: list[tuple[int, int] | None] = []
    at = 0
    for essay in essays:
        text = squeezed(essay.get("text_strict") or essay["text"])[0]
        start = _find(flat, text, at, front=True)
        end = _find(flat, text, max(start, 0), front=False)
        if start < 0 or end <= start or end - start > 3 * len(text) + 400:
            found.append(None)
            continue
        found.append((offsets[start], offsets[end - 1] + 1))
        at = end
    return found


def _find(flat: str, text: str, at: int, *, front: bool) -> int:
    """Start (or end) of a text, found by its first (or last) characters that stand in the source in one piece."""
    for skip in range(0, 120, 4):
        edge = text[skip : skip + EDGE] if front else text[len(text) - skip - EDGE : len(text) - skip]
        if len(edge) < EDGE:
            break
        place = flat.find(edge, at if front else max(at, at + len(text) - 200))
        if place >= 0:
            return max(at, place - skip) if front else min(len(flat), place + EDGE + skip)
    return -1


def evidence(source: str, gold: dict) -> Iterator[tuple[int, dict, EssayEvidence | None]]:
    """Each gold essay with its evidence."""
    essays = gold["essays"]
    spots = located(source, essays)
    for i, (essay, spot) in enumerate(zip(essays, spots, strict=True)):
        if spot is None:
            yield i, essay, None
            continue
        low = spots[i - 1][1] if i and spots[i - 1] else 0
        if essay.get("heading"):
            place = source.rfind(essay["heading"], low, spot[0] + len(essay["heading"]))
            low = place + len(essay["heading"]) if place >= 0 else low
        high = len(source)
        if i + 1 < len(essays) and spots[i + 1]:
            high = spots[i + 1][0]
            if essays[i + 1].get("heading"):
                place = source.rfind(essays[i + 1]["heading"], spot[1], high + len(essays[i + 1]["heading"]))
                high = place if place >= 0 else high
        seen = EssayEvidence(
            source=source, start=spot[0], end=spot[1], text=essay["text"], heading=essay.get("heading"),
            zone=(min(low, spot[0]), max(high, spot[1])), is_first=i == 0, is_last=i == len(essays) - 1, document_title=gold.get("title"),
        )  # fmt: skip
        yield i, essay, seen


def gold_documents(folder: Path, banks: tuple[str, ...] = ("",)) -> Iterator[tuple[str, str, dict]]:
    """Name, source text and gold of each document whose name begins with one of `banks`."""
    for path in sorted((folder / "gold").glob("*.json")):
        if not path.stem.startswith(banks):
            continue
        gold = json.loads(path.read_text(encoding="utf-8"))
        raw = folder / "raw" / gold["file"]
        try:
            yield path.stem, read_source(raw.read_bytes(), gold["file"]).text, gold
        except (EssaykitError, ImportError) as error:
            print(f"left out {path.stem}: {error}", file=sys.stderr)


class Score(NamedTuple):
    """How one flag did: rightly raised, wrongly raised, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def accuracy(banks: tuple[str, ...], show: str | None = None) -> dict[str, Score]:
    """Score of each flag on the composed documents of some banks; prints what is wrong for one flag, or for ``all``."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, source, gold in gold_documents(SHARED / "samples" / "composed", banks):
        for i, essay, seen in evidence(source, gold):
            if seen is None:
                print(f"  not found in its source: {name}/{i}", file=sys.stderr)
                continue
            flags = {f.name: f for f in flag_essay(seen)}
            for flag in ESSAY_FLAGS:
                said, is_so = flag in flags, flag in essay["flags"]
                if said or is_so:
                    counts[flag, "right" if said and is_so else "wrong" if said else "missed"] += 1
                if show in (flag, "all") and said != is_so:
                    proof = flags[flag].evidence if said else essay["text"][:40] + " … " + essay["text"][-30:]
                    print(f"  {'false' if said else 'missed'} {flag} {name}/{i} {essay['flags']} {proof}")
    return {flag: Score(*(counts[flag, kind] for kind in Score._fields)) for flag in ESSAY_FLAGS}


def print_accuracy(banks: tuple[str, ...], show: str | None) -> None:
    scores = accuracy(banks, show)
    print(f"{'flag':18} cases precision recall  ({', '.join(banks)})")
    for flag, score in scores.items():
        print(f"{flag:18} {score.right + score.missed:5} {score.precision:9.3f} {score.recall:6.3f}")


def flagged_clean_essays() -> list[tuple[str, str, tuple[str, ...]]]:
    """Essay, flag and evidence of every flag on the written essays, which have no damage."""
    found = []
    for line in (SHARED / "samples" / "essays" / "essays.jsonl").read_text(encoding="utf-8").splitlines():
        essay = json.loads(line)
        found += [(essay["id"], flag.name, flag.evidence) for flag in flag_essay(as_evidence(essay["text"]))]
    return found


def alarms() -> None:
    """Every flag on essays without known damage, for reading."""
    clean = flagged_clean_essays()
    print(*(f"  clean {essay} {flag} {proof}" for essay, flag, proof in clean), f"flags on clean essays: {len(clean)}", sep="\n")
    raised = total = 0
    for name, source, gold in gold_documents(SHARED / "samples" / "real"):
        if name in HELD_OUT:
            continue
        for i, _, seen in evidence(source, gold):
            total += 1
            flags = flag_essay(seen) if seen else ()
            raised += bool(flags)
            for flag in flags:
                print(f"  real {name}/{i} {flag.name} {flag.evidence}")
    print(f"real essays: {raised} of {total} carry a flag")


def speed() -> None:
    """All flags on clean essays, in MB of UTF-8 a second of CPU time, and each flag alone."""
    lines = (SHARED / "samples" / "essays" / "essays.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    stock = {sentence for line in lines for sentence in json.loads(line)["sentences_stock"]}
    plain = [without(text, stock) for text in texts]
    for label, bodies in (("essays", texts), ("six essays in one", ["\n".join(plain[i : i + 6]) for i in range(0, len(plain), 6)])):
        size = sum(len(t.encode()) for t in bodies) / 1e6
        # fresh evidence each time: what it keeps for all flags is part of the cost
        print(f"{label}: all flags {size / timed(lambda bodies=bodies: [flag_essay(as_evidence(t)) for t in bodies]):.0f} MB/s")
        seen = [as_evidence(t) for t in bodies]
        for name, find in ESSAY_FLAGS.items():
            print(f"  {name:18} {size / timed(lambda find=find, seen=seen: [find(e) for e in seen]):6.0f} MB/s")


def as_evidence(text: str) -> EssayEvidence:
    return EssayEvidence(source=text, start=0, end=len(text), text=text, heading="篇1", zone=(0, len(text)), document_title="")


def without(text: str, sentences: set[str]) -> str:
    for sentence in sentences:
        text = text.replace(sentence, "")
    return text


def timed(work: object, rounds: int = 20) -> float:
    """CPU seconds of one call, the best of several."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bank", default="dev-a,dev-b")
    parser.add_argument("--show", help="print what is wrong for one flag, or for all")
    parser.add_argument("--alarms", action="store_true", help="only the flags on clean and real essays")
    parser.add_argument("--speed", action="store_true", help="only the speed")
    args = parser.parse_args()
    if not (SHARED / "samples").is_dir():
        print(f"no samples in {SHARED}: set ESSAYKIT_SHARED to the folder that holds them", file=sys.stderr)
        return
    if not args.alarms and not args.speed:
        print_accuracy(tuple(args.bank.split(",")), args.show)
    if args.alarms or not (args.show or args.speed):
        alarms()
    if args.speed or not (args.show or args.alarms):
        speed()


if __name__ == "__main__":
    main()
