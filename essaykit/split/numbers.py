"""Numbers as headings write them: ``3``, ``３``, ``三``, ``叁``, ``③``, ``㈢``, ``Ⅲ``; and dates at the head of a line."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

NumberKind = Literal["arabic", "chinese", "formal", "enclosed", "roman"]
KINDS: tuple[NumberKind, ...] = ("arabic", "chinese", "formal", "enclosed", "roman")

_CHINESE = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_FORMAL = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"貳": 2, "參": 3, "叄": 3, "陸": 6}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30, "百": 100, "佰": 100}
_ENCLOSED = "①-⑳㉑-㉟⑴-⒇⒈-⒛❶-❿⓵-⓾㈠-㈩㊀-㊉"

NUMBER = re.compile(
    "(?P<arabic>(?<![0-9０-９])[0-9０-９]{1,4}(?![0-9０-９]))"
    "|(?P<chinese>[〇零一二三四五六七八九十百两兩廿卅]{1,5})"
    "|(?P<formal>[壹贰叁肆伍陆柒捌玖拾佰貳參叄陸]{1,4})"
    f"|(?P<enclosed>[{_ENCLOSED}])"
    "|(?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]|(?<![A-Za-z])(?:I{1,3}|IV|VI{0,3}|IX|XI{0,2}|X)(?![A-Za-z]))"
)
"""One number in any of the scripts; which group matched is its kind."""

_ROMAN = {c: i for i, c in enumerate(["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ", "Ⅺ", "Ⅻ"], 1)}
_ASCII_ROMAN = {s: i for i, s in enumerate(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], 1)}


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
_MASK = r"[0-9xX×＊*_#零〇一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?:日\s*期\s*[:：]?\s*|时\s*间\s*[:：]\s*)?"
    rf"(?:"
    rf"(?:(?P<year>{_MASK}{{2,6}}\s*年)\s*)?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号號]"
    rf"|(?:(?P<year2>20\d\d|19\d\d)\s*[-./])\s*(?P<month2>{_N})\s*[-./]\s*(?P<day2>{_N})(?!\d)"
    rf"|(?P<month3>{_N})(?P<sep>[./-])(?P<day3>{_N})(?![\d%％./-])[日号號]?"
    rf"|(?P<month4>0[1-9]|1[0-2])(?P<day4>[0-3]\d)(?!\d)"
    rf")"
)


def leading_date(text: str, pos: int = 0) -> Dated | None:
    """The date with which a line begins (after ``pos``), if any.

    >>> leading_date("7月4日 晴"), leading_date("2019.6.3：第一天"), leading_date("12.6")
    (Dated(end=4, order=190, shape='月日'), Dated(end=8, order=158, shape='年.月.日'), Dated(end=4, order=347, shape='月.日'))
    >>> leading_date("3.5万元") is not None
    True
    """
    match = _DATE.match(text, pos)
    if match is None:
        return None
    for names, shape in (
        (("month", "day"), "月日"),
        (("month2", "day2"), "年.月.日"),
        (("month3", "day3"), f"月{match['sep']}日"),
        (("month4", "day4"), "月日数"),
    ):
        if match[names[0]] is None:
            continue
        month, day = (_whole(match[name]) for name in names)
        if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        return Dated(match.end(), (month - 1) * 31 + day, shape)
    return None


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else _chinese(text, _CHINESE)
