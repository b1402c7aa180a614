"""Stock: sentences that stand word for word in several texts. In this genre they hide what a text is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Ints, hashed, steps
from essaykit.analyse.tokens import Tokens, Traits

MIN_TEXTS = 3
"""A sentence in so many texts is stock."""
MIN_CHARACTERS = 8
"""Shorter sentences say too little to be anybody's."""
MAX_SHARE = 0.5
"""A text that would lose a greater share is a copy rather than full of stock, and keeps all."""

STRETCH = 100_000
"""Tokens that are worked on at a time."""

_ENDS = frozenset([*"。！？!?…；;\n\r", "\r\n"])


@dataclass(frozen=True, slots=True)
class Stock:
    """What of the texts is stock."""

    begins: Ints
    """Where the stock sentences that texts lose begin in the tokens, rising …"""
    ends: Ints
    """… and where they end."""
    sentences: int
    """Different stock sentences."""
    characters: int
    copies: int
    """Texts that keep their stock, for there is too much of it."""
    examples: tuple[tuple[int, int], ...] = ()
    """Where each of these sentences first stands: begin and end in the tokens."""

    def inside(self, begin: int, end: int) -> Bools:
        """For each of the tokens from ``begin`` to ``end``, whether it belongs to a stock sentence."""
        first, last = np.searchsorted(self.ends, (begin, end), side="right").tolist()
        some = slice(first, last + 1)
        change = np.zeros(end - begin + 1, dtype=np.int8)
        change[np.clip(self.begins[some], begin, end) - begin] += 1
        change[np.clip(self.ends[some], begin, end) - begin] -= 1  # where one ends the next may begin
        return np.cumsum(change[:-1], dtype=np.int8).astype(bool)


def find_stock(tokens: Tokens, traits: Traits, sources: Ints | None = None) -> Stock:
    """Find the sentences that stand in several texts; sentences are told apart by a 64-bit hash of their words.

    Args:
        tokens: the texts.
        traits: of their words.
        sources: for each text the number of its independent source, where that is known: copies of one text count as one.
    """
    if not len(tokens.ids):
        none = np.zeros(0, dtype=np.int64)
        return Stock(none, none, 0, 0, 0)
    ends = np.array([word == "" or word in _ENDS for word in tokens.words], dtype=bool)
    length = np.where(ends, 0, traits.length)
    parts = [_sentences(tokens.ids[a:b], ends, length) for a, b in tokens.stretches(STRETCH)]
    size, length, key = (np.concatenate(column) for column in zip(*parts, strict=True))
    begin = np.cumsum(size) - size
    owner = np.searchsorted(tokens.starts, begin, side="right") - 1

    long = np.flatnonzero(length >= MIN_CHARACTERS)
    owners = owner if sources is None else sources[owner]
    # texts come in order, so that a stable sort keeps those of a sentence in order too
    order = long[np.argsort(key[long], kind="stable")] if sources is None else long[np.lexsort((owners[long], key[long]))]
    new_key = steps(key[order])
    new_owner = new_key | steps(owners[order])
    number = np.cumsum(new_key) - 1
    texts = np.bincount(number, weights=new_owner) if len(order) else np.zeros(0)
    stock = order[texts[number] >= MIN_TEXTS]

    lost = np.bincount(owner[stock], weights=length[stock], minlength=tokens.texts)
    whole = np.bincount(owner, weights=length, minlength=tokens.texts)
    copied = lost > MAX_SHARE * whole
    taken = np.sort(stock[~copied[owner[stock]]])
    first = order[new_key & (texts[number] >= MIN_TEXTS)]
    examples = tuple(zip(begin[first].tolist(), (begin + size)[first].tolist(), strict=True))
    return Stock(begin[taken], (begin + size)[taken], len(examples), int(lost[~copied].sum()), int(copied.sum()), examples)


def sentence_keys(words: Iterable[str]) -> Iterator[tuple[list[str], int]]:
    """The sentences of a text that is cut into words, and of each a hash that does not depend on other texts; 0 if it is too short."""
    for ends, group in groupby(words, _ENDS.__contains__):
        if not ends:
            sentence = list(group)
            text = "".join(sentence)
            digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            yield sentence, int.from_bytes(digest) if len(text) >= MIN_CHARACTERS else 0


def own_sentences(words: Iterable[str], stock: Collection[int]) -> list[list[str]]:
    """The sentences of a text that is cut into words, stock left out; all of them where too much of it is stock."""
    found = list(sentence_keys(words))
    own = [sentence for sentence, key in found if key not in stock]
    lost = sum(len("".join(sentence)) for sentence, key in found if key in stock)
    whole = sum(len("".join(sentence)) for sentence, _ in found)
    return [sentence for sentence, _ in found] if lost > MAX_SHARE * whole else own


def stock_keys(tokens: Tokens, stock: Stock) -> tuple[int, ...]:
    """The stock sentences as such hashes, to tell them in texts that come later."""
    keys = (key for begin, end in stock.examples for _, key in sentence_keys(tokens.words[i] for i in tokens.ids[begin:end].tolist()))
    return tuple(sorted({key for key in keys if key}))


def _sentences(ids: npt.NDArray[np.integer], ends_of: Bools, length_of: npt.NDArray[np.int32]) -> tuple[Ints, Ints, npt.NDArray[np.uint64]]:
    """Tokens, characters and hash of each sentence; how it ends is no part of it."""
    ids = ids.astype(np.int64)
    ends = ends_of[ids]
    begin = np.flatnonzero(np.concatenate(([True], ends[:-1])))
    size = np.diff(begin, append=len(ends))
    hashes = hashed(ids, begin)
    hashes[ends] = 0
    return size, np.add.reduceat(length_of[ids], begin), np.add.reduceat(hashes, begin)
