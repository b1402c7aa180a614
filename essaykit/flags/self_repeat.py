"""Self-repeat: a passage stands twice in one essay."""

from __future__ import annotations

from essaykit.align import normalise, repeats
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, places, quotes, repeated_clauses
from essaykit.model import Flag

_CARD = flag_card("self_repeat")
_SHORTEST = int(_CARD.numbers["shortest"])
_ALIKE = _CARD.numbers["alike"]
_TWICE = int(_CARD.numbers["twice"])
_CLAUSE = int(_CARD.numbers["clause"])


def self_repeat(essay: EssayEvidence) -> Flag | None:
    """Passages that stand twice, found by aligning the essay with itself.

    Aligned only if some clause occurs twice letter for letter, which is quick to
    see. Misses a copy in which every clause was changed.
    """
    if sum(map(len, repeated_clauses(essay.text, _CLAUSE))) < _TWICE:
        return None
    found = [r for r in repeats(essay.text, shortest=_SHORTEST) if r.length >= _ALIKE * len(normalise(essay.text[slice(*r.second)]).text)]
    if not found:
        return None
    spans = places(essay, sorted({span for repeat in found for span in (repeat.first, repeat.second)}))
    return Flag(name="self_repeat", spans=spans, evidence=quotes(essay.text[slice(*repeat.second)] for repeat in found))
