"""Laundered: 的 and punctuation stripped, so that a copy looks like another text."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, paragraphs
from essaykit.model import Flag
from essaykit.text import HAN

_CARD = flag_card("laundered")
_PROSE_LINE = int(_CARD.numbers["prose_line"])
_HAN_RUN = re.compile(f"[{HAN}]+")
_FEWEST = int(_CARD.numbers["fewest"])
_CLAUSE = _CARD.numbers["clause"]
_COMMAS = _CARD.numbers["commas"]
_PLENTY = _CARD.numbers["plenty"]
_DE_FEWEST = int(_CARD.numbers["de_fewest"])


def laundered(essay: EssayEvidence) -> Flag | None:
    """Rates of punctuation and 的 in the essay's prose, far below what people write.

    Counted over lines that are long enough to be prose: Han characters between two
    marks (of any kind, a blank or line end included) and commas per 1,000. A text
    whose author uses blanks for commas, or one clause a line, has normal rates.
    A long text without a single 的 (nor 旳) counts too. Misses light stripping.
    """
    text = essay.text
    plenty = _PLENTY * len(text)
    if "的" in text and (text.count("，") >= plenty or _commas(text) >= plenty):
        return None
    han = commas = breaks = 0
    for line in paragraphs(text):
        if len(line) < _PROSE_LINE:
            continue
        runs = _HAN_RUN.findall(line)
        han += sum(map(len, runs))
        breaks += len(runs)
        commas += _commas(line)
    if han < _FEWEST:
        return None
    reasons = []
    if han > _CLAUSE * breaks and commas < _COMMAS * han:
        reasons.append(f"{han / breaks:.0f} Han characters between marks, {1000 * commas / han:.0f} commas per 1,000")
    if han >= _DE_FEWEST and "的" not in text and "旳" not in text:
        reasons.append(f"no 的 in {han} Han characters")
    return Flag(name="laundered", spans=((essay.start, essay.end),), evidence=tuple(reasons)) if reasons else None


def _commas(text: str) -> int:
    return text.count("，") + text.count(",") + text.count("、") + text.count(" ")
