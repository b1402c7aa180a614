"""Texts as numbers: each word an integer, all texts in one array. What keywords and topics count on.

A list of Python strings costs some 60 bytes a word and a dictionary look-up for
each use; here a word costs 4 bytes.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count

import numpy as np
import numpy.typing as npt

from essaykit.analyse.arrays import Bools, Ints
from essaykit.analyse.words import dictionary_tags
from essaykit.cards import package_text
from essaykit.text import HAN

BOUNDARY = 0
"""Id of the mark after each text; its word is the empty string."""

WIDTH = 4
"""Bytes of an id."""

KINDS = ("other", "noun", "verb", "name", "unknown")
"""By jieba's dictionary; names are of people; unknown are the words that it lacks."""

_WORDY = re.compile(f"[{HAN}0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u04ff]")
_DIGIT = "零〇一二三四五六七八九十百千万亿两几多半0-9０-９"
_MEASURE = (
    "个次位名种张条只块把件台家本份句声段间所层批组对双群片根支盒袋杯碗瓶包箱套场遍趟顿番篇页行列排圈颗粒朵匹辆架座栋户门项款笔册封枚幅卷束串堆阵"
    "年月日天周号点时分秒岁元角米斤里毫厘克度倍成"
)
_NUMBER = re.compile(f"[{_DIGIT}.%％]+|第?[{_DIGIT}]+[{_MEASURE}]|(?:星期|周|礼拜)[一二三四五六日天]")

_MASKED = re.compile(r"[XxＸｘ]{2,}|某某+|[0-9]{1,3}[XxＸｘ]{1,3}")
"""What stands where a name or a number was hidden: XX公司, 某某同学, 20XX年."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Texts cut into words, as integers.

    ``words[i]`` is the word with id ``i``, in the order of first appearance
    (`BOUNDARY` first); ``ids`` holds all texts one after another, each followed by
    `BOUNDARY`; text ``t`` is ``ids[starts[t]:starts[t + 1] - 1]``.
    """

    words: tuple[str, ...]
    ids: npt.NDArray[np.uint32]
    starts: Ints

    @property
    def texts(self) -> int:
        """How many texts."""
        return len(self.starts) - 1

    def owners(self) -> npt.NDArray[np.int32]:
        """For each token, the text that it belongs to."""
        return np.repeat(np.arange(self.texts, dtype=np.int32), np.diff(self.starts))

    def stretches(self, size: int) -> Iterator[tuple[int, int]]:
        """Begin and end of whole texts with some such number of tokens: so much as stays in the processor's cache."""
        begin = 0
        for end in self.starts[1:].tolist():
            if end - begin >= size or end == len(self.ids):
                yield begin, end
                begin = end


class Numbers(dict[str, int]):
    """Numbers of words, given in the order in which they are first asked for."""

    def __init__(self, words: Iterable[str] = ("",)) -> None:
        """Begin with words whose numbers are their places; `BOUNDARY` is the first."""
        super().__init__(zip(words, count()))

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number

    def ids(self, words: Iterable[str]) -> bytes:
        """The numbers of some words, as 32-bit integers one after another."""
        return array("I", [*map(self.__getitem__, words)]).tobytes()


def tokens_of(cuts: Iterable[Iterable[str]]) -> Tokens:
    """Number the words of texts that are already cut.

    >>> tokens = tokens_of([["实习", "心得"], ["心得"]])
    >>> tokens.words, tokens.ids.tolist(), tokens.starts.tolist()
    (('', '实习', '心得'), [1, 2, 0, 2, 0], [0, 3, 5])
    """
    numbers = Numbers()
    end = BOUNDARY.to_bytes(WIDTH, sys.byteorder)
    parts = [numbers.ids(words) + end for words in cuts]
    starts = np.zeros(len(parts) + 1, dtype=np.int64)
    np.cumsum([len(part) // WIDTH for part in parts], out=starts[1:])
    return Tokens(tuple(numbers), np.frombuffer(b"".join(parts), dtype=np.uint32), starts)


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of each word of a vocabulary, by its id."""

    length: npt.NDArray[np.int32]
    """Characters."""
    wordy: Bools
    """Holds a letter, digit or Han character."""
    stop: Bools
    """Function word, number, date or mask."""
    latin: Bools
    """ASCII only."""


def traits_of(words: tuple[str, ...]) -> Traits:
    """Traits of the words of a vocabulary."""
    stops = stop_words()
    return Traits(
        length=np.array([len(w) for w in words], dtype=np.int32),
        wordy=np.array([_WORDY.search(w) is not None for w in words], dtype=bool),
        stop=np.array([w.lower() in stops or bool(_NUMBER.fullmatch(w) or _MASKED.fullmatch(w)) for w in words], dtype=bool),
        latin=np.array([w.isascii() for w in words], dtype=bool),
    )


def kinds_of(words: tuple[str, ...]) -> npt.NDArray[np.int8]:
    """Part of speech of the words of a vocabulary, as an index of `KINDS`."""
    tags = dictionary_tags(words)
    kinds = np.full(len(words), KINDS.index("unknown"), dtype=np.int8)
    for number, word in enumerate(words):
        tag = tags.get(word)
        if tag is not None:
            name = (
                "name"
                if tag.startswith("nr")
                else "noun"
                if tag[0] == "n" or tag in ("vn", "an", "j")
                else "verb"
                if tag[0] == "v"
                else "other"
            )
            kinds[number] = KINDS.index(name)
    return kinds


@cache
def stop_words() -> frozenset[str]:
    """Chinese function words, from ``data/stopwords.zh.txt``."""
    text = package_text("essaykit.analyse", "data/stopwords.zh.txt")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
