"""Self-repeat: a passage stands twice in one essay."""

from __future__ import annotations

import re

from essaykit.align import repeats
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, places, quotes
from essaykit.model import Flag
from essaykit.text import HAN

_CARD = flag_card("self_repeat")
_SHORTEST = int(_CARD.numbers["shortest"])
_CLAUSE = re.compile(f"[{HAN}]{{{int(_CARD.numbers['clause'])},}}")


def self_repeat(essay: EssayEvidence) -> Flag | None:
    """Passages that stand twice, found by aligning the essay with itself.

    Aligned only if some clause occurs twice letter for letter, which is quick to
    see. Misses a copy in which every clause was changed.
    """
    clauses = _CLAUSE.findall(essay.text)
    if len(set(clauses)) == len(clauses):
        return None
    found = repeats(essay.text, shortest=_SHORTEST)
    if not found:
        return None
    spans = places(essay, sorted({span for repeat in found for span in (repeat.first, repeat.second)}))
    return Flag(name="self_repeat", spans=spans, evidence=quotes(essay.text[slice(*repeat.second)] for repeat in found))
