"""Numbers as lists print them: the formats of Word (`w:numFmt`), which cover those of HTML."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def numeral(number: int, scheme: str) -> str:
    """A number in one of Word's schemes; decimal where the scheme is unknown or doesn't reach so far.

    >>> numeral(12, "chineseCounting"), numeral(3, "decimalEnclosedCircle"), numeral(28, "lowerLetter"), numeral(9, "upperRoman")
    ('十二', '③', 'bb', 'IX')
    """
    write = _SCHEMES.get(scheme)
    return (write(number) if write and 0 < number < 100_000 else None) or str(number)


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千万") -> str:
    """A number from 1 to 99,999 in Chinese.

    >>> [chinese(n) for n in (10, 11, 20, 101, 110, 2005, 10010)]
    ['十', '十一', '二十', '一百〇一', '一百一十', '二千〇五', '一万〇一十']
    """
    if number >= 10_000:
        rest = number % 10_000
        return (
            chinese(number // 10_000, digits, units)
            + units[3]
            + ("" if not rest else (digits[0] if rest < 1000 else "") + _below(rest, digits, units))
        )
    text = _below(number, digits, units)
    return text[1:] if 10 <= number < 20 and digits is _DIGITS else text


def _below(number: int, digits: str, units: str) -> str:
    """A number from 1 to 9,999."""
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + (units[place - 1] if place else "")
            gap = False
        else:
            gap = True
    return text


def _letters(number: int) -> str | None:
    # Word repeats the letter: a … z, aa, bb
    return chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number <= 26 * 30 else None


def _roman(number: int) -> str | None:
    if number >= 5000:
        return None
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _from(first: int, last: int, more: tuple[tuple[int, int, int], ...] = ()) -> Callable[[int], str | None]:
    """Numbers that have signs of their own in Unicode, 1 at the code point `first`."""

    def write(number: int) -> str | None:
        if number <= last:
            return chr(first + number - 1)
        return next((chr(base + number - low) for low, high, base in more if low <= number <= high), None)

    return write


def _of(signs: str) -> Callable[[int], str | None]:
    return lambda number: signs[number - 1] if number <= len(signs) else None


def _upper(write: Callable[[int], str | None]) -> Callable[[int], str | None]:
    def upper(number: int) -> str | None:
        text = write(number)
        return text.upper() if text else None

    return upper


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


_CIRCLES = _from(0x2460, 20, ((21, 35, 0x3251), (36, 50, 0x32B1)))

_SCHEMES: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({48 + i: 0xFF10 + i for i in range(10)}),
    "decimalEnclosedCircle": _CIRCLES,
    "decimalEnclosedCircleChinese": _CIRCLES,
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "lowerLetter": _letters,
    "upperLetter": _upper(_letters),
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": lambda number: chinese(number, _LEGAL, "拾佰仟万"),
    "ideographLegalTraditional": lambda number: chinese(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬"),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "none": lambda _: "",
}
