"""Dates at the head of a line, as diaries and logs write them, with the label, weekday and weather that stand around them."""

from __future__ import annotations

import re
from typing import NamedTuple, cast

from essaykit.split.numbers import number_value


class Dated(NamedTuple):
    """A date at the head of a line: where it ends, and a number that rises with the days of a year."""

    end: int
    order: int
    shape: str
    label: str = ""
    """Wording before it: 实习日期."""
    set_off: bool = True
    """What follows does not go on at once, as in 4.22生成清单."""


WORDED = "…"
"""Label of a date that ends a line, behind whatever wording."""
_MASK = "0-9xX×＊*_#零〇一二三四五六七八九十"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = rf"(?i:(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_NTH = "(?i:st|nd|rd|th)?"
_YEAR_BEHIND = r"(?:\s*,?\s*(?:19|20)\d\d)?"
_DATE = re.compile(
    rf"(?:日\s*期\s*[:：]?\s*|时\s*间\s*[:：]\s*)?"
    rf"(?:"
    rf"(?:[{_MASK}]{{2,6}}\s*年\s*)?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*"
    rf"(?:(?P<day>\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})\s*[日号號]|初(?P<day5>[一二三四五六七八九十]))"
    rf"|(?:(?:20|19)\d\d|[012]\d(?=(?P<sep2>[-./])\d{{1,2}}(?P=sep2)))\s*[-./]\s*(?P<month2>\d{{1,2}})\s*[-./]\s*(?P<day2>\d{{1,2}})(?!\d)"
    rf"|(?P<month3>\d{{1,2}})(?P<sep>[./-])(?P<day3>\d{{1,2}})(?![\d%％]|[./]\d|(?P=sep)\d)[日号號]?"
    rf"|(?:(?:20|19)\d\d)?(?P<month4>0[1-9]|1[0-2])(?P<day4>[0-3]\d)(?!\d)"
    rf"|(?P<month6>{_MONTH})\s*(?P<day6>\d{{1,2}}){_NTH}(?![\dA-Za-z]){_YEAR_BEHIND}"
    rf"|(?P<day7>\d{{1,2}}){_NTH}\s+(?P<month7>{_MONTH}){_YEAR_BEHIND}"
    rf")"
)
_SHAPES = {
    "day": ("month", "day", "月日"),
    "day2": ("month2", "day2", "年.月.日"),
    "day3": ("month3", "day3", "月sep日"),
    "day4": ("month4", "day4", "月日数"),
    "day5": ("month", "day5", "月初"),
    "day6": ("month6", "day6", "Month day"),
    "month7": ("month7", "day7", "day Month"),
}
_TO = re.compile(r"\s*(?:至|到|[-—–~～]+)\s*")
_LAST_DAY = re.compile(r"\d{1,2}(?:[日号號]|(?![\d.:：年月个天/]))")

DATE_BEGINS = (
    rf"[日时]\s*[期间]|[{_MASK}\d](?:[{_MASK}\d]{{0,5}}+\s*+[年月./-]|\d{{3}})|(?i:{'|'.join(_MONTHS)})"
    rf"|\d{{1,2}}(?i:st|nd|rd|th)?\s++(?i:{'|'.join(_MONTHS)})"
)
"""Alternatives of a pattern with one of which each date begins, and few other numbers."""

_WEEKDAY = (
    "(?:(?:星期|礼拜|禮拜|[周週])(?P<day>[一二三四五六日天])"
    rf"|(?P<name>(?i:{'|'.join(_DAYS)}))(?i:[nrs]|nes|rs|ur)?(?i:day)?(?![A-Za-z])\.?)"
)
_SKY = "(?:多云|晴|阴|陰|雨|雪|雾|霧|风|風|转|轉|小雨|中雨|大雨|阵雨|雷阵雨|间|到)+"
_OPEN, _CLOSE = "【〖\\[（(「『〔《", "】〗\\]）)」』〕》"
_BEFORE = re.compile(
    rf"(?P<open>[{_OPEN}]\s*)?(?P<label>[\u4e00-\u9fff]{{2}}(?=日\s*期\s*[:：]|时\s*间\s*[:：]))?"
    rf"(?:(?:{_WEEKDAY}|{_SKY})[\s　,，|｜·]*(?=\d|[一二三四五六七八九十]{{1,2}}月|[A-Z]))?"
)
_AROUND = re.compile(rf"(?:[\s　,，、:：|｜]*(?:{_WEEKDAY}|天气\s*[:：]?|[(（]?{_SKY}[)）]?))+")
_SET_OFF = re.compile(r"\s*$|[\s　:：、，,（(\[【|｜晴阴陰多雨雪星周週礼禮天第DdWw]")
_CLOSES = re.compile(rf"\s*[{_CLOSE}]")
_WHOLE = re.compile(
    rf"[{_OPEN}]?\s*(?:{_WEEKDAY}|(?:[{_MASK}]{{2,4}}\s*年\s*)?(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月份?)"
    rf"(?:[\s　,，、:：|｜]*(?:天气\s*[:：]?|[(（]?{_SKY}[)）]?))*\s*[{_CLOSE}]?\s*[:：]?\s*"
)

DATED_BEGINS = (
    rf"{DATE_BEGINS}|[{_OPEN}]\s*+(?:[{_MASK}]|星|周|週|(?i:{'|'.join(_DAYS + _MONTHS)}))"
    rf"|[\u4e00-\u9fff]{{2}}(?:日\s*期|时\s*间)\s*[:：]|(?:星期|礼拜|禮拜|[周週])[一二三四五六日天]"
    rf"|[晴阴陰多雨雪雾小中大][\u4e00-\u9fff]{{0,5}}+[\s　,，]++\d|(?i:{'|'.join(_DAYS)})"
)
"""The same for a date with what may stand before it."""


def leading_date(text: str, pos: int = 0) -> Dated | None:
    """The date with which a line begins (after ``pos``), if any; of a range the first one, with the end of the last.

    >>> [leading_date(line)[:3] for line in ("7月4日 晴", "2019.6.3：第一天", "12.6")]
    [(4, 190, '月日'), (8, 158, '年.月.日'), (4, 347, '月.日')]
    >>> leading_date("3.5万元") is not None
    True
    >>> leading_date("2021年3月1日 至 2021年3月7日 晴").end, leading_date("7.4-7.8").end, leading_date("July 4, 2023").order
    (21, 7, 190)
    """
    match = _DATE.match(text, pos)
    if match is None:
        return None
    first, last, shape = _SHAPES[cast("str", match.lastgroup)]
    month, day = _whole(match[first]), _whole(match[last])
    if month is None or day is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    end = match.end()
    to = _TO.match(text, end)
    until = (_DATE.match(text, to.end()) or _LAST_DAY.match(text, to.end())) if to else None
    return Dated(until.end() if until else end, (month - 1) * 31 + day, shape.replace("sep", match["sep"] or ""))


def dated_head(text: str, pos: int, end: int) -> Dated | None:
    """A date with which a line (from ``pos`` to ``end``) begins, with brackets, label, weekday and weather around it.

    A weekday or month alone counts only where it is the whole line.

    >>> [dated_head(line, 0, len(line)).end for line in ("【7月4日 晴】", "星期一 7.4", "实习日期：7月4日，", "周一：", "七月份")]
    [8, 7, 9, 3, 3]
    >>> dated_head("周一我到了单位", 0, 7) is None
    True
    """
    before = _BEFORE.match(text, pos, end)
    dated = leading_date(text, before.end()) if before else None
    if before is None or dated is None or dated.end > end:
        return _whole_line(text, pos, end)
    set_off = _SET_OFF.match(text, dated.end, end) is not None
    around = _AROUND.match(text, dated.end, end)
    stop = around.end() if around else dated.end
    if before["open"]:
        closes = _CLOSES.match(text, stop, end)
        if closes is None:
            return None
        stop, set_off = closes.end(), True
        around = _AROUND.match(text, stop, end)
        stop = around.end() if around else stop
    return dated._replace(end=stop, label=before["label"] or "", set_off=set_off)


_ENDS_DATED = frozenset("0123456789日号號)）]】〕》晴阴陰雨雪云天一二三四五六")
_WORDING = re.compile(
    r"(?=[\u4e00-\u9fffA-Za-z])[^\d:：|｜>。，,；;！？!?]{2,24}?[\s·—–_-]*"
    rf"(?=[{_OPEN}]?\s*(?:\d|[一二三四五六七八九十]{{1,2}}月))"
)


def dated_tail(text: str, pos: int, end: int) -> Dated | None:
    """The date with which a short line ends, behind a wording: an entry's own title, or the log's.

    >>> dated_tail("盘点的一天（7月4日）", 0, 11).order, dated_tail("7月4日 晴", 0, 6)
    (190, None)
    """
    if text[end - 1] not in _ENDS_DATED:
        return None
    wording = _WORDING.match(text, pos, end)
    dated = dated_head(text, wording.end(), end) if wording else None
    return dated._replace(label=WORDED) if dated is not None and dated.end == end else None


def _whole_line(text: str, pos: int, end: int) -> Dated | None:
    match = _WHOLE.fullmatch(text, pos, end)
    if match is None:
        return None
    if match["month"]:
        month = _whole(match["month"])
        return Dated(end, month * 31, "月") if month is not None and month <= 12 else None
    order = _DAYS.index(match["name"].lower()) + 1 if match["name"] else "一二三四五六日".find(match["day"].replace("天", "日")) + 1
    return Dated(end, order, "周")


def _whole(text: str) -> int | None:
    if text[0].isascii() and text[0].isalpha():
        return _MONTHS.index(text[:3].lower()) + 1
    return int(text) if text.isdecimal() else number_value(text, "chinese")
