"""Masked: names, dates or numbers were blotted out."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, matches_in_text
from essaykit.model import Flag

_CARD = flag_card("masked")
_SIGN = re.compile(_CARD.patterns["sign"])
_MASKS = [re.compile(pattern) for name, pattern in _CARD.patterns.items() if name != "sign"]


def masked(essay: EssayEvidence) -> Flag | None:
    """Signs in place of names, dates or numbers: ``20__年``, ``××``, ``XX``, ``某某``, ``**``.

    Every pattern asks for Chinese text or digits around the sign, so times signs
    (3×5, 长×宽), rules of underscores to fill in, Markdown's stars and Latin words
    are left alone. 某 by itself is how people write and no mask.
    """
    if not _SIGN.search(essay.text):
        return None
    found = {m.start(): m for pattern in _MASKS for m in pattern.finditer(essay.text)}
    return matches_in_text("masked", essay, [found[at] for at in sorted(found)]) if found else None
