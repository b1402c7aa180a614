"""Whether a document without headings holds an essay at all: running text in which somebody tells or reflects."""

from __future__ import annotations

import re

from essaykit.text import han_count

LEAST_HAN = 80
_ORDER = re.compile("应当|应该|必须|不得|禁止|严禁|须|请勿|违者|负责解释|之日起|本规定|本办法|本细则|第[一二三四五六七八九十]+条")
_TELLING = re.compile("我|咱|了|过(?!程)|着(?!重)|觉得|明白|学会|體會|体会|觉|感")
_SELF = re.compile("我(?![院校系司国省市县区厂部])")
_MARK = re.compile("[。！？!?；;，,、]")


def holds_essay(text: str) -> bool:
    """Whether a clean text is long and telling enough to be an essay.

    A regulation orders and does not tell; a list of links has no sentence marks;
    an excerpt on a download page is short.
    """
    han = han_count(text)
    if han < LEAST_HAN:
        return False
    telling = len(_TELLING.findall(text)) / han
    orders = len(_ORDER.findall(text)) / han
    marks = len(_MARK.findall(text)) / han
    if orders > 0.012 and orders > telling * 0.6 and not _SELF.search(text):
        return False
    return marks > 0.01 or telling > 0.012
