"""Which encoding a byte string is in, with the evidence, and its text.

Trust goes from what can't be chance (a byte order mark, valid UTF-8) to what is
likely: each remaining reading is scored by the share of frequent Chinese
characters in it. A reading in the wrong encoding shows rare characters almost
only, so a few dozen bytes are enough. What a page declares about itself is only
one more candidate: wrong and missing declarations are common.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from essaykit.errors import ReadError

SAMPLE, WIDE_SAMPLE = 4_000, 64_000
"""Bytes that are scored, from the first one outside ASCII on; more where the first ones are nearly all ASCII."""

ENOUGH = 100
"""Characters outside ASCII that make a sample."""

PLAIN = 0.4
"""Score that ends the search: no wrong reading comes near it."""

FAIR = 0.12
"""Least score of a reading that counts as Chinese. Wrong readings of Chinese stay below .08, right ones above .25."""

SHORT = 400
"""Below so many bytes UTF-16 without a mark can be valid UTF-8 by chance; control characters give it away."""

BROKEN_SHARE = 0.05
"""Largest share of characters that may be broken in a text; above it the bytes are not text in that encoding."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "utf-8-sig": "utf-8",
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""What a label says → what really occurs under it (the WHATWG encoding standard does the same)."""

_CHARSET = re.compile(r"utf-(?:8|16|32)|gb|big5|cp\d|iso8859|iso2022|euc|shift|koi8|mac|hz|johab|ascii|tis|kz|ptcp|hp")
"""Codecs of character sets; Python calls base64, punycode and the like codecs too."""

_NON_ASCII = re.compile(rb"[^\x00-\x7f]")
_HZ = re.compile(rb"~\{(?:[\x21-\x7d][\x21-\x7e])+~\}")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PLAIN_ASCII = re.compile(r"[\x20-\x7e\t\n\r\f\v]+")
_BAD = re.compile("[\x00\x80-\x9f\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BEYOND_LATIN = re.compile("[\u0800-\U0010ffff]")


class Decoded(NamedTuple):
    """A text, what it was decoded with, why, and how many characters could not be read."""

    text: str
    encoding: str
    evidence: str
    replaced: int


def decode(data: bytes, *, declared: str | None = None, override: str | None = None) -> Decoded:
    """Decode bytes of a text format; byte order marks are dropped, lone surrogates and broken bytes become U+FFFD.

    Args:
        data: the bytes, not empty.
        declared: what the file says of itself; a hint that is checked.
        override: what the user says; taken, or refused when the bytes say otherwise.

    Raises:
        ReadError: if the bytes are no text, or not in the encoding given. ``file`` is left to the caller.

    >>> decode("实习第一天".encode("gbk")).encoding
    'gb18030'
    >>> decode("實習第一天".encode("big5"), declared="utf-8")[:2]
    ('實習第一天', 'big5hkscs')
    """
    if override is not None:
        return _overridden(data, override)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(data[len(bom) :], name, "byte order mark")
    label = python_name(declared) if declared else None
    said = "" if declared is None or label == "utf-8" else f"; it says {declared[:40]}, wrongly"
    if b"\0" not in data and not (len(data) < SHORT and _CONTROLS.search(data)):
        try:
            text = data.decode()
        except UnicodeDecodeError:
            pass
        else:
            if len(text) == len(data):
                return _seven_bit(data, text)
            if _BEYOND_LATIN.search(text) or _score(data, "gb18030") < 2 * FAIR:
                return Decoded(text, "utf-8", f"valid UTF-8{said}", 0)
    return _most_likely(data, label, declared)


def python_name(label: str) -> str | None:
    """Python's name of an encoding label, widened to what really occurs under it; None if unknown.

    >>> python_name("GB2312"), python_name("x-sjis?")
    ('gb18030', None)
    """
    try:
        info = codecs.lookup(label.strip().strip("\"'"))
    except (LookupError, ValueError, UnicodeError):
        return None
    return _WIDER.get(info.name, info.name) if _CHARSET.match(info.name) else None


def _seven_bit(data: bytes, text: str) -> Decoded:
    """ASCII, or the 7-bit encoding HZ, which looks like it."""
    if _HZ.search(data):
        try:
            hz = data.decode("hz")
        except UnicodeDecodeError:
            hz = text
        if _text_score(hz[:SAMPLE]) > FAIR:
            return Decoded(hz, "hz", "HZ escapes ~{ ~}", 0)
    return Decoded(text, "utf-8", "only ASCII", 0)


def _most_likely(data: bytes, label: str | None, declared: str | None) -> Decoded:
    """The best reading of bytes that are not plainly UTF-8."""
    names = list(dict.fromkeys(n for n in (label, "gb18030", "utf-8", "big5hkscs", "utf-16-le", "utf-16-be") if n))
    scores: dict[str, float] = {}
    for name in names:
        scores[name] = _score(data, name)
        if scores[name] >= PLAIN:
            break
    best = max(scores, key=lambda name: scores[name] + (0.03 if name == label else 0.0))
    if scores[best] < FAIR:
        if b"\0" in data:
            raise ReadError("is not text", hint="it holds zero bytes and reads as Chinese in no encoding")
        foreign = _foreign(data)
        if foreign and best != label:
            return _checked(data, foreign, "no Chinese reading; by charset-normalizer")
        if scores[best] < 0:
            best = label or "gb18030"
    others = ", ".join(f"{name} {_percent(score)}" for name, score in scores.items() if name != best)
    evidence = f"frequent characters {_percent(scores[best])}" + (f" ({others})" if others else "")
    if declared is not None and best != label:
        evidence += f"; it says {declared[:40]}, wrongly"
    return _checked(data, best, evidence)


def _checked(data: bytes, name: str, evidence: str) -> Decoded:
    """Decode, tolerating a few broken bytes, refusing many."""
    try:
        text, replaced = data.decode(name), 0
    except UnicodeError:
        text = data.decode(name, "replace")
        replaced = text.count("\ufffd") - (data.count(b"\xef\xbf\xbd") if name == "utf-8" else 0)
        evidence += f"; {replaced} broken"
    broken = len(_CONTROL.findall(text))
    if broken > max(2, BROKEN_SHARE * len(text)):
        raise ReadError("is not text", hint=f"{broken} of {len(text)} characters can't be read as {name}, the likeliest encoding")
    return Decoded(text, name, evidence, replaced)


def _overridden(data: bytes, override: str) -> Decoded:
    """Decode as the user says, unless the bytes plainly say otherwise."""
    name = python_name(override)
    if name is None:
        raise ReadError(f"unknown encoding '{override}'", hint="known ones are utf-8, gb18030, big5, utf-16 and Python's others")
    if name in {"utf-16", "utf-32"}:
        marked = [known for mark, known in _BOMS if known.startswith(name) and data.startswith(mark)]
        name = marked[0] if marked else max((f"{name}-le", f"{name}-be"), key=lambda one: _score(data, one))
    mark = next((mark for mark, known in _BOMS if known == name and data.startswith(mark)), b"")
    try:
        result = _checked(data[len(mark) :], name, "given by the user")
    except ReadError:
        result = None
    if result is not None and _score(data, name) >= FAIR:
        return result
    try:
        found = decode(data)
    except ReadError:
        found = None
    if found is not None and found.encoding != name and _text_score(found.text[:SAMPLE]) >= 2 * FAIR:
        raise ReadError(f"is not {override}", hint=f"the bytes read as {found.encoding}: {found.evidence}")
    if result is None:
        raise ReadError(f"is not {override}", hint="leave the encoding out and it is found from the bytes")
    return result


def _score(data: bytes, name: str) -> float:
    """How much the bytes look like Chinese text in an encoding: the share of frequent characters less that of impossible ones."""
    first = _NON_ASCII.search(data)
    start = max(0, first.start() - 200) & ~1 if first else 0
    text = ""
    for size in (SAMPLE, WIDE_SAMPLE):
        decoder = codecs.getincrementaldecoder(name)("replace")
        text = decoder.decode(data[start : start + size], start + size >= len(data))
        if len(_PLAIN_ASCII.sub("", text)) >= ENOUGH:
            break
    return _text_score(text)


def _text_score(text: str) -> float:
    """Score of a text, at most 1; plain ASCII has 1, mojibake about 0, binary data less."""
    strange = _PLAIN_ASCII.sub("", text)
    if not strange:
        return 1.0
    frequent = len(strange) - len(_frequent().sub("", strange))
    return (frequent - 3 * len(_BAD.findall(strange))) / len(strange)


@cache
def _frequent() -> re.Pattern[str]:
    lines = files(__package__).joinpath("frequent.txt").read_text(encoding="utf-8").splitlines()
    chars = sorted({c for line in lines if not line.startswith("#") for c in line if c.strip() or c == "\u3000"})
    return re.compile(f"[{re.escape(''.join(chars))}]+")


_FOREIGN = ("cp1252", "cp1251", "koi8_r", "cp932", "euc_jp", "cp949")
"""Encodings of other scripts that are told apart; with more to choose from it chooses worse."""


def _foreign(data: bytes) -> str | None:
    """What charset-normalizer makes of bytes that no Chinese encoding explains."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE], cp_isolation=list(_FOREIGN)).best()
    return None if best is None else python_name(best.encoding)


def _percent(score: float) -> str:
    return f"{max(score, 0):.0%}"
