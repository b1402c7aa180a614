"""What the rules hit in labelled documents, and whether they are right.

    python bench/rules.py [--bank dev-a dev-b] [--show RULE] [--without-samples]

Reads ``ESSAYKIT_SHARED`` (default ``../shared``). For each rule: hits, characters in
them, how many lie in text that the labels call somebody else's, the author's, or
neither, and the precision (foreign / (foreign + author)). Then hits in text that is
known to be an author's alone: labelled essays and the essays of the real samples
that are not held out. A line rule that hits there destroys text: exit code 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict

from train_labels import HELD_REAL, SHARED, documents, scorer

from essaykit.clean import engine
from essaykit.errors import EssaykitError
from essaykit.model import Block
from essaykit.read import read_source

AROUND = 8  # characters on both sides of a repair that say whether the author's text reads so


def blocks_of(text: str) -> list[Block]:
    """The lines of a plain text as blocks."""
    found, at = [], 0
    for line in text.split("\n"):
        inner = line.strip()
        if inner:
            start = at + line.index(inner)
            found.append(Block(start=start, end=start + len(inner)))
        at += len(line) + 1
    return found


def verdict(hit, text: str, labels, fold, authors: str) -> str:
    """Whose text a hit is: foreign, author or unknown."""
    if engine().cards[hit.rule].role is not None:
        role = labels.role(text[hit.start : hit.end])
        return "unknown" if role is None else "author" if role == "body" else "foreign"
    left, right = fold(text[max(0, hit.start - AROUND) : hit.start]), fold(text[hit.end : hit.end + AROUND])
    kept, changed = left + fold(text[hit.start : hit.end]) + right, left + fold(hit.replacement) + right
    if kept == changed:
        return "unknown"
    return "foreign" if changed in authors else "author" if kept in authors else "unknown"


def measure(banks: list[str]):
    """Hits by rule: (verdict, document, text)."""
    score = scorer()
    found = defaultdict(list)
    for which in ("composed", "real"):
        for gold, name, data, labels in documents(score, which):
            if (which == "real" and name[:3] in HELD_REAL) or (which == "composed" and gold["bank"] not in banks):
                continue
            try:
                source = read_source(data, name)
            except EssaykitError:
                continue
            authors = "\n".join(labels.author_lines)
            for hit in engine().run(source.text, source.blocks):
                found[hit.rule].append((verdict(hit, source.text, labels, score.fold, authors), name, source.text[hit.start : hit.end]))
    return found


def author_texts():
    """Texts that authors alone wrote: name and text."""
    path = SHARED / "samples" / "essays" / "essays.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield record["id"], record["text"]
    score = scorer()
    for gold, name, _, _ in documents(score, "real"):
        if name[:3] in HELD_REAL:
            continue
        raw = score.lines_of(SHARED / "samples" / "real" / "raw", name) if any("text" not in e for e in gold["essays"]) else []
        for essay in gold["essays"]:
            for text in score.plain_texts(essay, gold, raw):
                yield name, text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bank", nargs="+", default=["dev-a", "dev-b"])
    parser.add_argument("--show", nargs="*", default=[], help="rules whose hits are printed")
    args = parser.parse_args()
    found = measure(args.bank)
    print(f"{'rule':28} {'hits':>5} {'chars':>7} {'foreign':>7} {'author':>6} {'unknown':>7} precision")
    for rule in engine().cards:
        hits = found.get(rule, [])
        count = {v: sum(h[0] == v for h in hits) for v in ("foreign", "author", "unknown")}
        known = count["foreign"] + count["author"]
        share = f"{count['foreign'] / known:.3f}" if known else "-"
        size = sum(len(h[2]) for h in hits)
        print(f"{rule:28} {len(hits):5} {size:7} {count['foreign']:7} {count['author']:6} {count['unknown']:7} {share}")
    for rule in args.show:
        for kind, name, text in found.get(rule, []):
            print(f"   {rule} {kind:8} {name:16} {text[:90]!r}")
    for rule, hits in found.items():
        for kind, name, text in hits:
            if kind == "author":
                print(f"author's: {rule} {name} {text[:100]!r}")
    bad = 0
    for name, text in author_texts():
        for hit in engine().run(text, blocks_of(text)):
            print(f"in an essay: {hit.rule} {name} {text[hit.start : hit.end][:80]!r} -> {hit.replacement[:20]!r}")
            bad += engine().cards[hit.rule].role is not None
    print(f"{bad} lines of authors hit by line rules")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
