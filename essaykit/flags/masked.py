"""Masked: names, dates or numbers were blotted out."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, matches_in_text
from essaykit.flags.vocabulary import MASKS, SOMEBODY
from essaykit.model import Flag

_CARD = flag_card("masked")
_SIGNS = "".join(_CARD.words["signs"])
_RUN = re.compile(f"([{re.escape(_SIGNS)}])\\1*")
_AROUND = {sign: [re.compile(_CARD.patterns[name]) for name in _CARD.patterns if sign in name.split()] for sign in _SIGNS}
_SOMEBODY = re.compile(_CARD.patterns["somebody"])
_STARS = re.compile(r"[*＊]+")


def masked(essay: EssayEvidence) -> Flag | None:
    """Signs in place of names, dates or numbers: ``20__年``, ``××``, ``XX``, ``某某``, ``**``.

    Every pattern asks for Chinese text or digits around the sign, so times signs
    (3×5, 长×宽), rules of underscores to fill in, Markdown's stars and Latin words
    are left alone. 某 by itself is how people write and no mask.
    """
    found: list[re.Match[str]] = []
    text = essay.text
    signs = essay.words.signs
    if not MASKS.isdisjoint(signs):
        found = [run for run in _RUN.finditer(text) if _blots_out(text, run)]
    if SOMEBODY in signs:
        found += _SOMEBODY.finditer(text)
    return matches_in_text("masked", essay, sorted(found, key=lambda m: m.start())) if found else None


def _blots_out(text: str, run: re.Match[str]) -> bool:
    if not any(pattern.match(text, run.start()) for pattern in _AROUND[run[1]]):
        return False
    return run[1] not in "*＊" or not _paired(text, run)


def _paired(text: str, run: re.Match[str]) -> bool:
    """Whether a run of stars is one of an even number in its line: Markdown's emphasis."""
    start = text.rfind("\n", 0, run.start()) + 1
    end = text.find("\n", run.end())
    return len(_STARS.findall(text, start, end if end >= 0 else len(text))) % 2 == 0
