"""Traditional: traditional characters in place of simplified ones."""

from __future__ import annotations

import re
from functools import cache

from essaykit.align.normalise import traditional_only
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, matches_in_text
from essaykit.flags.vocabulary import TRADITIONAL
from essaykit.model import Flag
from essaykit.text import han_count

_CARD = flag_card("traditional")
_FEWEST = int(_CARD.numbers["fewest"])
_SHARE = _CARD.numbers["share"]


def traditional(essay: EssayEvidence) -> Flag | None:
    """Traditional characters by their share among the essay's Han characters.

    A character counts when GB 2312 cannot write it and a simplified form exists.
    A name, a quotation or a sign copied letter for letter stays below the bound.
    """
    text = essay.text
    if TRADITIONAL.isdisjoint(essay.words.signs):
        return None
    found = len(traditional_only().findall(text))
    han = han_count(text)
    if found < max(_FEWEST, _SHARE * han):
        return None
    return matches_in_text("traditional", essay, list(_runs().finditer(text)), confidence=min(1.0, found / han / 0.1))


@cache
def _runs() -> re.Pattern[str]:
    """Matches traditional characters that stand close together, with what stands between."""
    return re.compile(f"(?:{traditional_only().pattern}[^\\n]{{0,8}})+")
