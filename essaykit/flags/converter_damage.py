"""Converter damage: characters that a faulty conversion put in place of others."""

from __future__ import annotations

import re

from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, matches_in_source
from essaykit.model import Flag
from essaykit.text import HAN, holds_any

_CARD = flag_card("converter_damage")
_LETTERS = "".join(_CARD.words["letters"])
_DOTS = "".join(_CARD.words["dots"])
_DAMAGE = re.compile(f"[{_LETTERS}]|[{_DOTS}]{{2,}}|\\?{{3,}}")
_SIGNS = f"{_LETTERS}{_DOTS}?"
_ASKING = re.compile(_CARD.patterns["asking"])
_BESIDE_HAN = re.compile(f"[{HAN}，。”“,]")
_CLAUSE_END = re.compile("[，。；：！,;:!\\n]")
_ASKED_BEFORE = int(_CARD.numbers["asked_before"])


def converter_damage(essay: EssayEvidence) -> Flag | None:
    """Characters that no author types: 旳 for 的, 臵 for 置, ``„„``, ``•••``, ``···``, ``???`` for the dots of an ellipsis.

    Measured on the source text of the essay, since these are repaired where it is
    safe. Three question marks only count behind a clause that asks nothing, so a
    student's 为什么??? is left alone. Misses exchanges of everyday characters.
    """
    if not holds_any(essay.source[essay.start : essay.end], _SIGNS):
        return None
    found = [m for m in _DAMAGE.finditer(essay.source, essay.start, essay.end) if _damaged(essay.source, m)]
    return matches_in_source("converter_damage", found) if found else None


def _damaged(source: str, match: re.Match[str]) -> bool:
    if match.group()[0] in _LETTERS:
        return True
    before, after = source[match.start() - 1 : match.start()], source[match.end() : match.end() + 1]
    if not (_BESIDE_HAN.match(before) or _BESIDE_HAN.match(after)):
        return False
    clause = _CLAUSE_END.split(source[max(0, match.start() - _ASKED_BEFORE) : match.start()])[-1]
    return match.group()[0] != "?" or not _ASKING.search(clause)
