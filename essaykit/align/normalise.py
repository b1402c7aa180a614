"""The normal form in which texts are compared, and the way back from it.

Copies differ in script, width, spacing, punctuation and in what re-uploading
strips first (的). The normal form has none of these: simplified characters,
NFKC, 旳 and 臵 read as 的 and 置, only letters, digits, Han, ``×`` and ``_``,
and no 的. Every character of it knows where in the text it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from essaykit.cards import package_text
from essaykit.text import code_points, code_units

_MISREAD = {"旳": "的", "臵": "置"}
_KEPT_SIGNS = "×_"
_DROPPED = "的"
_RARE = "\U00010000-\U0010ffff"  # all beyond the basic plane


class Normal(NamedTuple):
    """A text in normal form; ``offsets[i]`` is where its character ``i`` stood in the text it was made from."""

    text: str
    offsets: list[int]


@cache
def simplified_forms() -> dict[str, str]:
    """The simplified character for each traditional one (about 3,600 pairs)."""
    lines = package_text("essaykit.align", "data/simplified.txt").splitlines()
    return {pair[0]: pair[1] for line in lines if not line.startswith("#") for pair in line.split()}


@cache
def traditional_characters() -> frozenset[str]:
    """The characters that simplified text does not use.

    GB 2312 is the yardstick: what it can write (乾, 後, 於) occurs in simplified text too.
    """
    return frozenset(c for c in simplified_forms() if not _in_gb2312(c))


@cache
def traditional_only() -> re.Pattern[str]:
    """Matches one of `traditional_characters`."""
    characters = sorted(traditional_characters())
    common = "".join(c for c in characters if c < _RARE[0])
    # rare ones pass the first set as one range: with each of them in it the search is ten times slower
    return re.compile(f"[{common}{_RARE}](?<=[{''.join(characters)}])")


LONG = 200  # characters from which one look-up for all of them is quicker than a pattern


@cache
def _may_be_traditional() -> npt.NDArray[np.bool_]:
    """For each UTF-16 unit whether `traditional_only` may match there."""
    found = np.zeros(1 << 16, np.bool_)
    found[[ord(c) for c in traditional_characters() if c < _RARE[0]]] = True
    found[0xD800:0xDC00] = True  # the first half of a rare character
    return found


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def simplify(text: str) -> str:
    """Simplified characters for traditional ones, one for one; same length.

    >>> simplify("實習報告")
    '实习报告'
    """
    return _simplified(text) if len(text) < LONG else _simplified_long(text)


def _simplified(text: str) -> str:
    if not traditional_only().search(text):
        return text
    forms = simplified_forms()
    return "".join([forms.get(c, c) for c in text])


@lru_cache(maxsize=2)  # several rooms ask for that of the document
def _simplified_long(text: str) -> str:
    if not _may_be_traditional().take(code_units(text)).any():
        return text  # as good as always
    return _simplified(text)


class _Folds(dict[str, str]):
    """Normal form of single characters, worked out when first met."""

    def __missing__(self, character: str) -> str:
        folded = unicodedata.normalize("NFKC", _MISREAD.get(character, character))
        forms = simplified_forms()
        kept = "".join(forms.get(c, c) for c in folded if c.isalnum() or c in _KEPT_SIGNS)
        self[character] = value = kept.replace(_DROPPED, "")
        return value


_FOLDS = _Folds()


def normalise(text: str) -> Normal:
    """The normal form of a text with offsets into it.

    Each character is folded by itself, so a mark that combines with the letter
    before it is dropped rather than composed.

    >>> normalise("實習（１）旳 收获。").text
    '实习1收获'
    >>> normalise("實習（１）旳 收获。").offsets
    [0, 1, 3, 7, 8]
    """
    codes = code_units(text)
    folded = _CODES.take(codes)
    if len(codes) != len(text) or (folded == _APART).any():
        return _folded_singly(text)
    offsets = np.flatnonzero(folded)
    return Normal(folded.take(offsets).tobytes().decode("utf-32-le", "surrogatepass"), offsets.tolist())


def normal_codes(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Code points of the normal forms of many texts, one after another, and where each begins (the last number is the end of all).

    The same as `normalise` text by text, without the offsets and at several times the speed.

    >>> codes, starts = normal_codes(["實習（１）", "", "的收获"])
    >>> "".join(map(chr, codes.tolist())), starts.tolist()
    ('实习1收获', [0, 3, 3, 5])
    """
    lengths = units = np.fromiter(map(len, texts), np.int64, len(texts))
    codes = code_units("".join(texts))
    if len(codes) != lengths.sum():
        units = np.fromiter((len(code_units(text)) for text in texts), np.int64, len(texts))
    bounds = np.concatenate(([0], np.cumsum(units)))
    folded = _folded(codes)
    singly = units != lengths  # texts with a character that is no single code of the table
    singly[np.searchsorted(bounds[1:], np.flatnonzero(folded == _APART), side="right")] = True
    if singly.any():
        folded[np.repeat(singly, units)] = 0
    kept = np.flatnonzero(folded != 0)
    normal, starts = folded.take(kept).astype(np.uint32, copy=False), np.searchsorted(kept, bounds)
    if singly.any():
        alone = ["".join([_FOLDS[c] for c in texts[text]]) for text in np.flatnonzero(singly).tolist()]
        more = np.zeros(len(texts), np.int64)
        more[singly] = [len(text) for text in alone]
        own = code_points("".join(alone))
        normal = np.insert(normal, np.repeat(starts[:-1], more), own)
        starts = starts + np.concatenate(([0], np.cumsum(more)))
    return normal, starts


def _folded(codes: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint32]:
    """What is in the table for codes; those that were not met before are looked up first."""
    folded = _CODES.take(codes)
    new = np.flatnonzero(folded == _APART)
    if len(new):
        for code in np.unique(codes[new]).tolist():
            fold = _FOLDS[chr(code)]
            if len(fold) < 2 and not 0xD800 <= code < 0xE000:  # of two of these one character is made
                _CODES[code] = ord(fold) if fold else 0
        folded[new] = _CODES.take(codes[new])
    return folded


_APART = 0xFFFFFFFF
"""In place of a code: not met yet, or more than one."""
_CODES = np.full(0x10000, _APART, "<u4")
"""Codes of the folded characters of the basic plane; 0 for those that are dropped."""


def _folded_singly(text: str) -> Normal:
    folded = [_FOLDS[c] for c in text]
    for character, fold in set(zip(text, folded, strict=True)):
        if len(fold) < 2 and ord(character) < len(_CODES):
            _CODES[ord(character)] = ord(fold) if fold else 0
    return Normal("".join(folded), [at for at, part in enumerate(folded) for _ in part])


def shingles(text: str, size: int) -> Iterator[str]:
    """Every run of `size` characters of a text, from left to right.

    >>> list(shingles("实习报告", 3))
    ['实习报', '习报告']
    """
    return (text[i : i + size] for i in range(len(text) - size + 1))
