"""How rare words are: in the texts, and in Chinese at large, which a small corpus cannot tell.

The table of the language at large is jieba's own, read from its package; none is shipped.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from essaykit.analyse.arrays import Floats
from essaykit.analyse.installed import jieba_file
from essaykit.analyse.tokens import Tokens

BACKGROUND_TEXTS = 50
"""The background counts as so many texts beside the corpus. 10, 50 and 200 do alike from 1 to 1,000 texts (bench/keywords.py)."""

LARGE = 1000
"""From so many texts on the corpus speaks for itself, and the table is not read."""

UNKNOWN_RARITY = 11.5
"""Inverse text frequency of a word that jieba's table lacks: near its median of 11.7."""


def rarity_at_large(words: tuple[str, ...]) -> Floats:
    """Inverse text frequency (nats) of words in Chinese at large."""
    rarity = np.full(len(words), UNKNOWN_RARITY)
    path = jieba_file("analyse", "idf.txt")
    if path is not None:
        number = {word.encode("utf-8", "surrogatepass"): i for i, word in enumerate(words)}
        with path.open("rb") as lines:
            for line in lines:
                word, _, value = line.rpartition(b" ")
                at = number.get(word)
                if at is not None:
                    rarity[at] = float(value)
    return rarity


def word_rarity(tokens: Tokens, at_large: Callable[[tuple[str, ...]], Floats] = rarity_at_large) -> tuple[Floats, float]:
    """Inverse text frequency (nats) of each word of the vocabulary, and the greatest there can be; ``at_large`` is for Chinese at large."""
    texts = np.zeros(len(tokens.words))
    for begin, end in zip(tokens.starts[:-1].tolist(), tokens.starts[1:].tolist(), strict=True):
        texts[tokens.ids[begin:end].astype(np.int64)] += 1  # repeated ids count once: fancy indexing works that way
    total = float(tokens.texts + 1)
    if tokens.texts < LARGE:
        texts += BACKGROUND_TEXTS * np.exp(-at_large(tokens.words))
        total += BACKGROUND_TEXTS
    rarity: Floats = np.log(total / (texts + 0.5))
    return rarity, float(np.log(total))
