"""Numbers as headings write them: ``3``, ``３``, ``三``, ``叁``, ``③``, ``㈢``, ``Ⅲ``, ``甲``, ``A``."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

NumberKind = Literal["arabic", "chinese", "formal", "enclosed", "roman", "word", "letter"]

_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_FORMAL = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"貳": 2, "參": 3, "叄": 3, "陸": 6}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100}
_COUNTING = "〇零一二三四五六七八九十百两兩廿卅"
_FORMALS = "壹贰叁肆伍陆柒捌玖拾佰貳參叄陸"
_ENCLOSED = "①-⑳㉑-㉟⑴-⒇⒈-⒛❶-❿⓵-⓾㈠-㈩㊀-㊉"

NUMERALS = f"0-9０-９{_COUNTING}{_FORMALS}{_ENCLOSED}Ⅰ-ⅫIVX"
"""Character class body of what a number may begin with, for use inside ``[...]`` of a regular expression."""

NUMBER = re.compile(
    "(?P<arabic>(?<![0-9０-９])[0-9０-９]{1,4}(?![0-9０-９]))"
    f"|(?P<chinese>[{_COUNTING}]{{1,5}})"
    f"|(?P<formal>[{_FORMALS}]{{1,4}})"
    f"|(?P<enclosed>[{_ENCLOSED}])"
    "|(?P<roman>[Ⅰ-Ⅻ]|(?<![A-Za-z])(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2}|X)(?![A-Za-z]))"
)
"""One number in any of the scripts; which group matched (``lastgroup``) is its kind."""

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LETTERS = ("甲乙丙丁戊己庚辛壬癸", "ABCDEFGH")

COUNTING_LETTERS = "".join(_LETTERS)
COUNTER = re.compile(rf"(?i:{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![A-Za-z])|[{_LETTERS[0]}]|[{_LETTERS[1]}](?![A-Za-z0-9])")
"""What counts and is seldom a number: ``One``, of the kind ``word``; ``甲`` and ``A``, letters."""

_ROMAN = {c: i for i, c in enumerate(["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ", "Ⅺ", "Ⅻ"], 1)}
_ASCII_ROMAN = {s: i for i, s in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], 1)}


@lru_cache(maxsize=1024)
def number_value(text: str, kind: NumberKind) -> int | None:
    """Value of a number that `NUMBER` matched; None where the characters don't make one.

    >>> number_value("十二", "chinese"), number_value("③", "enclosed"), number_value("二十", "chinese"), number_value("一二三四", "chinese")
    (12, 3, 20, None)
    """
    if kind == "arabic":
        return int(text)
    if kind == "enclosed":
        digits = unicodedata.normalize("NFKC", text).strip("().")
        if digits.isdecimal():
            return int(digits)
        value = unicodedata.numeric(text, None)
        return int(value) if value is not None else _chinese(digits, _CHINESE)
    if kind == "word":
        return _WORDS.index(text.lower()) + 1
    if kind == "letter":
        return max(letters.find(text) for letters in _LETTERS) + 1
    if kind == "roman":
        return _ROMAN.get(text) or _ASCII_ROMAN.get(text)
    return _chinese(text, _CHINESE if kind == "chinese" else _FORMAL)


def _chinese(text: str, digits: dict[str, int]) -> int | None:
    total, last = 0, None
    for char in text:
        if char in _TENS:
            unit = _TENS[char]
            total = total + (last if last is not None else 1) * unit if unit in (10, 100) else total + unit
            last = None
        elif char in "零〇" and total and last is None:
            continue
        elif last is not None:
            return None  # two digits in a row: a year or a telephone number, no counting number
        else:
            last = digits.get(char)
            if last is None:
                return None
    return total + (last or 0)
