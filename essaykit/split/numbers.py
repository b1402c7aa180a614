"""Numbers as headings write them: ``3``, ``３``, ``三``, ``叁``, ``③``, ``㈢``, ``Ⅲ``; and dates at the head of a line."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple, cast

NumberKind = Literal["arabic", "chinese", "formal", "enclosed", "roman"]

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


class Dated(NamedTuple):
    """A date at the head of a line: where it ends, and a number that rises with the days of a year."""

    end: int
    order: int
    shape: str


_N = r"\d{1,2}"
_MASK = "0-9xX×＊*_#零〇一二三四五六七八九十"
_DATE = re.compile(
    rf"(?:日\s*期\s*[:：]?\s*|时\s*间\s*[:：]\s*)?"
    rf"(?:"
    rf"(?:(?P<year>[{_MASK}]{{2,6}}\s*年)\s*)?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号號]"
    rf"|(?:(?P<year2>20\d\d|19\d\d)\s*[-./])\s*(?P<month2>{_N})\s*[-./]\s*(?P<day2>{_N})(?!\d)"
    rf"|(?P<month3>{_N})(?P<sep>[./-])(?P<day3>{_N})(?![\d%％./-])[日号號]?"
    rf"|(?P<month4>0[1-9]|1[0-2])(?P<day4>[0-3]\d)(?!\d)"
    rf")"
)
_RANGE = re.compile(r"\s*(?:至|到|[-—–~～]+)\s*")
_SHAPES = {"day": ("month", "月日"), "day2": ("month2", "年.月.日"), "day3": ("month3", "月sep日"), "day4": ("month4", "月日数")}

DATE_BEGINS = rf"[日时]\s*[期间]|[{_MASK}\d](?:[{_MASK}\d]{{0,5}}+\s*+[年月./-]|\d{{3}})"
"""Alternatives of a pattern with one of which each date begins, and few other numbers."""


def leading_date(text: str, pos: int = 0) -> Dated | None:
    """The date with which a line begins (after ``pos``), if any; of a range the first one, with the end of the last.

    >>> leading_date("7月4日 晴"), leading_date("2019.6.3：第一天"), leading_date("12.6")
    (Dated(end=4, order=190, shape='月日'), Dated(end=8, order=158, shape='年.月.日'), Dated(end=4, order=347, shape='月.日'))
    >>> leading_date("3.5万元") is not None
    True
    >>> leading_date("2021年3月1日 至 2021年3月7日 晴").end
    21
    """
    match = _DATE.match(text, pos)
    if match is None:
        return None
    last = cast("str", match.lastgroup)
    first, shape = _SHAPES[last]
    month, day = _whole(match[first]), _whole(match[last])
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    end = match.end()
    to = _RANGE.match(text, end)
    until = _DATE.match(text, to.end()) if to else None
    return Dated(until.end() if until else end, (month - 1) * 31 + day, shape.replace("sep", match["sep"] or ""))


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else _chinese(text, _CHINESE)
