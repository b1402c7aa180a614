"""Self-repeat: a passage stands twice in one essay."""

from __future__ import annotations

from essaykit.align import normalise, repeats
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence, places, quotes
from essaykit.model import Flag

_CARD = flag_card("self_repeat")
_SHORTEST = int(_CARD.numbers["shortest"])
_ALIKE = _CARD.numbers["alike"]
_TWICE = int(_CARD.numbers["twice"])


def self_repeat(essay: EssayEvidence) -> Flag | None:
    """Passages that stand twice, found by aligning the essay with itself.

    Aligned only if some clauses follow one another twice letter for letter, which is
    quick to see. Misses a copy in which every other clause was changed.
    """
    if essay.again.run < _TWICE:
        return None
    found = [r for r in repeats(essay.text, shortest=_SHORTEST) if r.length >= _ALIKE * len(normalise(essay.text[slice(*r.second)]).text)]
    if not found:
        return None
    spans = places(essay, sorted({span for repeat in found for span in (repeat.first, repeat.second)}))
    return Flag(name="self_repeat", spans=spans, evidence=quotes(essay.text[slice(*repeat.second)] for repeat in found))
