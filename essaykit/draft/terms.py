"""Terms of a text as numbers: what nearness and roles are told by."""

from __future__ import annotations

import re
import zlib

import numpy as np
import numpy.typing as npt

from essaykit.text import code_points

Keys = npt.NDArray[np.uint32]

_WORD = re.compile(r"[A-Za-z]{2,}")


def term_keys(text: str) -> Keys:
    """The terms of a text as numbers: adjacent pairs of Han characters, and words in Latin letters.

    >>> len(term_keys("银行柜员，Excel"))
    4
    """
    codes = code_points(text)
    pairs = _han(codes[:-1]) & _han(codes[1:])
    han = (codes[:-1][pairs] << np.uint32(16)) | (codes[1:][pairs] & np.uint32(0xFFFF))
    words = [zlib.crc32(word.encode()) & 0x0FFFFFFF for word in _WORD.findall(text)]
    return np.concatenate((han.astype(np.uint32), np.array(words, np.uint32)))


def _han(codes: Keys) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = ((codes >= 0x3400) & (codes <= 0x9FFF) & ((codes <= 0x4DBF) | (codes >= 0x4E00))) | (codes == 0x3007)
    return found
