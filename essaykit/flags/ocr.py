"""OCR: a dash read for the character 一."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, matches_in_source
from essaykit.model import Flag
from essaykit.text import holds_any

_CARD = flag_card("ocr")
_DASHES = "".join(_CARD.words["dashes"])
_DASH = f"[{re.escape(_DASHES)}]"
# the dash first, what stands before it behind: looking back at every place takes ten times as long
_READ_WRONGLY = re.compile(
    f"{_DASH}(?:"
    f"(?<=[{''.join(_CARD.words['before'])}]{_DASH})(?:(?=[{''.join(_CARD.words['measures'])}])|(?={'|'.join(_CARD.words['rests'])}))"
    f"|(?<=[\u4e00-\u9fff]{_DASH})(?<![{''.join(_CARD.words['numerals'])}]{_DASH})(?=[个個](?![{''.join(_CARD.words['single'])}])))"
)


def ocr(essay: EssayEvidence) -> Flag | None:
    """A dash where only 一 makes sense: before a measure word and behind a word or mark that no range can follow.

    ``了-个``, ``每-次``, ``，-开始``, ``取得了-定``. A dash at the beginning of a line is
    a list, between nouns, digits or letters a range or a compound; these are left
    alone. Measured on the source text, since a dash between two characters may have
    been taken for one that a site put in. Misses all other misread characters (人党 for 入党): they can't be told
    from typing errors.
    """
    if not holds_any(essay.source[essay.start : essay.end], _DASHES):
        return None
    found = list(_READ_WRONGLY.finditer(essay.source, essay.start, essay.end))
    return matches_in_source("ocr", found) if found else None
