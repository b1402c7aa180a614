"""Concordance against a plain scan of the same texts in the same run: CPU milliseconds, and whether every place is found.

    python bench/concordance.py [N] [--words 实习,的,…]

The plain scan is a loop over the texts that finds all places with `str.find` and
slices the contexts. Ours is once what `kwic --top 100` does, and once a record of
each place with its essay, its section and its contexts. N essays are generated
(default 10,000). Exits 1 if a place is missing.
"""

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.generate import DATA, essay
from essaykit.analyse.concordance import find_contexts
from essaykit.analyse.texts import Text, Texts

WIDTH, SHOWN, RUNS = 20, 100, 7
WORDS = ("的", "实习", "师傅", "柜", "银行", "客户经理", "无此词")


def plain_scan(texts: Texts, word: str) -> list[tuple[int, str, str]]:
    found = []
    for one in texts.texts:
        text = one.text
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            found.append((start, text[max(0, start - WIDTH) : start], text[end : end + WIDTH]))
            start = text.find(word, end)
    return found


def milliseconds(function):
    begin = time.process_time()
    result = function()
    return 1000 * (time.process_time() - begin), result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("essays", nargs="?", type=int, default=10_000)
    parser.add_argument("--words", type=lambda words: words.split(","), default=WORDS)
    given = parser.parse_args()
    rng = random.Random(0)
    trades = list(DATA["trades"].values())
    texts = Texts(texts=tuple(Text(id=str(number), text=essay(rng, rng.choice(trades))) for number in range(given.essays)))
    print(f"{given.essays} essays, {sum(len(text.text) for text in texts.texts) / 1e6:.1f} million characters")
    print(f"{'word':10}{'places':>9}{'plain ms':>10}{f'first {SHOWN}':>11}{'ratio':>7}{'all':>9}{'ratio':>7}")
    wrong = 0
    for word in given.words:
        times, places, all_found = [], [], []
        for _ in range(RUNS):  # in turn, so that what else the machine does hits all three
            plain, places = milliseconds(lambda word=word: plain_scan(texts, word))
            first, some = milliseconds(lambda word=word: find_contexts(texts, word, width=WIDTH, top=SHOWN))
            every, all_found = milliseconds(lambda word=word: find_contexts(texts, word, width=WIDTH))
            times.append((plain, first, every))
        plain, first, every = map(min, zip(*times, strict=True))
        wrong += [(h.start, h.left, h.right) for h in all_found.hits] != places or some.found != len(places)
        space = " " * (10 - 2 * len(word))
        print(f"{word}{space}{len(places):9}{plain:10.1f}{first:11.1f}{first / plain:7.2f}{every:9.1f}{every / plain:7.2f}")
    print(f"{wrong} words with another result")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
