"""Traditional: traditional characters in place of simplified ones."""

from __future__ import annotations

import re

from essaykit.align.normalise import traditional_only
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, holds_any, matches_in_text
from essaykit.model import Flag
from essaykit.text import HAN

_CARD = flag_card("traditional")
_COMMON = _CARD.words["common"][0]
_FEWEST = int(_CARD.numbers["fewest"])
_SHARE = _CARD.numbers["share"]
_HAN = re.compile(f"[{HAN}]+")


def traditional(essay: EssayEvidence) -> Flag | None:
    """Traditional characters by their share among the essay's Han characters.

    A character counts when GB 2312 cannot write it and a simplified form exists.
    A name, a quotation or a sign copied letter for letter stays below the bound.
    """
    text = essay.text
    if not holds_any(text, _COMMON):
        return None
    pattern = traditional_only()
    found = list(pattern.finditer(text))
    han = sum(m.end() - m.start() for m in _HAN.finditer(text))
    if len(found) < max(_FEWEST, _SHARE * han):
        return None
    runs = list(re.finditer(f"(?:{pattern.pattern}[^\\n]{{0,8}})+", text))
    return matches_in_text("traditional", essay, runs, confidence=min(1.0, len(found) / han / 0.1))
