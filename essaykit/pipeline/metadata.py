"""What a document says of itself in its metadata lines: author, date, source, number of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from essaykit.model import Metadata

_FIELDS: tuple[tuple[Literal["author", "date", "source", "words", "column"], re.Pattern[str]], ...] = (
    ("author", re.compile("(?:作者|供稿|撰稿|署名|文)\\s*[:：/]\\s*([^\\s:：|]{1,20})")),
    ("date", re.compile(r"((?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?:\s*日)?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?)")),
    ("source", re.compile("(?:来源|來源|出处|转自|轉自)\\s*[:：]?\\s*([^\\s:：|，,]{2,40})")),
    ("words", re.compile("(?:字数|字數)\\s*[:：]\\s*(\\d+)")),
    ("column", re.compile("(?:栏目|欄目|频道|分类)\\s*[:：]\\s*([^\\s:：|]{1,20})")),
)


def metadata_in(text: str, start: int) -> Iterator[Metadata]:
    """The fields found in one line of metadata that begins at `start`; the line itself where there are none."""
    found = False
    for name, pattern in _FIELDS:
        match = pattern.search(text)
        if match:
            found = True
            yield Metadata(name=name, value=match[1], start=start + match.start(1), end=start + match.end(1))
    if not found:
        yield Metadata(name="line", value=text, start=start, end=start + len(text))
