"""Letter spaced: blanks between all characters."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, matches_in_source
from essaykit.model import Flag
from essaykit.text import HAN, holds_any

_CARD = flag_card("letter_spaced")
_SIGN = f"[{HAN}0-9，。、；：！？“”‘’（）《》,.;:!?()]"
_BLANKS = " \u00a0\u2002\u2003\u2009\u3000\t"
_BLANK = f"[{_BLANKS}]"
_SOME_SPACED = re.compile(f"{_BLANK}[{HAN}]{_BLANK}{{1,2}}[{HAN}]{_BLANK}")
_SPACED = re.compile(f"(?<!{_SIGN})(?:{_SIGN}{_BLANK}{{1,2}}){{{int(_CARD.numbers['shortest'])},}}")


def letter_spaced(essay: EssayEvidence) -> Flag | None:
    """A run of single characters with blanks between all of them.

    Measured on the source text, since the blanks may have been taken out. Short
    runs (``姓 名``, a title ``实 习 报 告``) are layout and left alone.
    """
    if not holds_any(essay.source[essay.start : essay.end], _BLANKS) or not _SOME_SPACED.search(essay.source, essay.start, essay.end):
        return None
    found = list(_SPACED.finditer(essay.source, essay.start, essay.end))
    return matches_in_source("letter_spaced", found) if found else None
