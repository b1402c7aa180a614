"""The rule engine with its ledger, and the whole build, against the plain loop over lines and rules, in one run.

    python bench/engine.py [--essays 400] [--rounds 3] [--least 3.0] [--least-build 0.5]

All go over the same generated compilations (``bench/generate.py``). Loop and engine
must give the same hits; the engine also makes an operation of each. The build reads,
labels, cleans, splits, flags and writes the JSON of each document. Exit code 1 on
different hits, or when engine or build is not so many times as fast as the loop as
``--least`` and ``--least-build`` say.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from generate import compilations

from essaykit.clean import Hit, engine
from essaykit.clean.engine import only_counted
from essaykit.ledger import make_operation
from essaykit.model import Block
from essaykit.pipeline import build_document
from essaykit.store.documents import encode_document


def blocks_of(text: str) -> list[Block]:
    """Lines as the reader makes them."""
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Block(start=at + len(line) - len(line.lstrip()), end=at + len(line.rstrip())))
        at += len(line) + 1
    return found


def plain_loop(text: str, blocks: list[Block]) -> list[Hit]:
    """For each line, each rule: what its pattern finds."""
    cards = engine().cards
    ready = [(card, card.regex(), card.scope == "line") for card in cards.values()]
    found = set()
    for block in blocks:
        for card, pattern, whole in ready:
            if whole:
                if pattern.match(text, block.start, block.end):
                    found.add(Hit(card.id, block.start, block.end, ""))
            else:
                for match in pattern.finditer(text, block.start, block.end):
                    if match.end() > match.start():
                        found.add(Hit(card.id, match.start(), match.end(), card.replacement(match)))
    return sorted(only_counted(found, cards, text), key=lambda h: (h.start, h.end, h.rule))


def with_ledger(text: str, blocks: list[Block]) -> list[Hit]:
    """The engine's hits, with an operation made of each."""
    cards = engine().cards
    hits = engine().run(text, blocks)
    for hit in hits:
        card = cards[hit.rule]
        make_operation(hit.rule, hit.start, text[hit.start : hit.end], hit.replacement, card.reason, evidence=card.evidence)
    return hits


def whole_build(text: str, _: list[Block]) -> list[Hit]:
    """A document's JSON, as `build` writes it; no hits to compare."""
    encode_document(build_document(text.encode(), "compilation.txt"))
    return []


def timed(function, works) -> tuple[float, list[list[Hit]]]:
    begin = time.process_time()
    found = [function(text, blocks) for text, blocks in works]
    return time.process_time() - begin, found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--essays", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3, help="the fastest counts")
    parser.add_argument("--least", type=float, default=3.0, help="times as fast as the loop the engine must be")
    parser.add_argument("--least-build", type=float, default=0.5, help="times as fast as the loop the whole build must be")
    args = parser.parse_args()
    works = [(text, blocks_of(text)) for text in compilations(args.essays)]
    size = sum(len(text.encode()) for text, _ in works) / 1e6
    whole_build(works[0][0], [])
    slow, expected = min((timed(plain_loop, works) for _ in range(args.rounds)), key=lambda r: r[0])
    fast, found = min((timed(with_ledger, works) for _ in range(args.rounds)), key=lambda r: r[0])
    whole, _ = min((timed(whole_build, works) for _ in range(args.rounds)), key=lambda r: r[0])
    hits = Counter(hit.rule for hits in found for hit in hits)
    print(f"{len(engine().cards)} rules, {size:.1f} MB in {len(works)} documents, {sum(hits.values())} hits of {len(hits)} rules")
    print(f"plain loop {size / slow:6.1f} MB/s   engine with ledger {size / fast:6.1f} MB/s   ratio {slow / fast:.1f}")
    print(f"whole build {size / whole:5.1f} MB/s   ratio to the plain loop {slow / whole:.2f}")
    different = [(a, b) for a, b in zip(expected, found, strict=True) if a != b]
    for a, b in different[:3]:
        print("different hits:", sorted(set(a) ^ set(b))[:5])
    return int(bool(different) or slow / fast < args.least or slow / whole < args.least_build)


if __name__ == "__main__":
    sys.exit(main())
