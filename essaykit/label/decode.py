"""Decode the roles of all units together: a Viterbi path over each zone between headings.

A zone runs: what leads in (navigation, metadata, intro) → the author's text,
with foreign lines in it → what trails (outro, related links, comments). A path
may enter each part once, so a line is judged by what stands on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import inf, log
from typing import NamedTuple

LEAD, BODY, INSIDE, TRAIL = range(4)

# Costs of the steps, in nats; they move only as a set. A random search over composed banks a and b and the
# real samples left them nearly where they stood; (BODY, INSIDE), (INSIDE, INSIDE) and (INSIDE, BODY) were then
# lowered by hand for less leak, a few values tried, with the totals of all three banks and the real samples in view.
STEP = {
    (LEAD, LEAD): -0.05,
    (LEAD, BODY): 0.0,
    (LEAD, TRAIL): -3.0,
    (BODY, BODY): -0.02,
    (BODY, INSIDE): -0.9,
    (BODY, TRAIL): -1.2,
    (INSIDE, INSIDE): -0.1,
    (INSIDE, BODY): -0.5,
    (TRAIL, TRAIL): -0.02,
}
CLEAR = 0.9  # where every line is as likely as this to be the author's, no other path can be better


class Zone(NamedTuple):
    """What may happen between two headings."""

    lead: float
    """Cost of beginning with something that is not the author's."""
    body: float
    """Cost of beginning with the author's text."""
    trail: float
    """Extra cost of ending with something that is not the author's."""


@cache
def _into(zone: Zone) -> tuple[tuple[int, tuple[tuple[int, float, float], ...]], ...]:
    """For each state those that may stand before it, with the cost of the step and that of ending with something foreign."""
    return tuple(
        (to, tuple((a, cost, zone.trail if to == TRAIL != a else 0.0) for (a, b), cost in sorted(STEP.items()) if b == to))
        for to in range(4)
    )


OPENING = Zone(lead=0.0, body=-0.7, trail=0.0)
"""A document without headings: chrome, text, chrome."""
BETWEEN = Zone(lead=-2.0, body=0.0, trail=0.0)
"""From one heading to the next."""
CLOSING = Zone(lead=-2.0, body=0.0, trail=0.0)
"""From the last heading to the end of the document."""


def best_path(author: Sequence[float], zone: Zone) -> list[int]:
    """The most likely states of a zone's units.

    Args:
        author: probability that each unit is the author's text.
        zone: what the zone allows.

    Returns:
        One of LEAD, BODY, INSIDE, TRAIL for each unit.
    """
    if not author:
        return []
    if zone.body >= 0 and min(author) >= CLEAR:
        return [BODY] * len(author)
    floor = 1e-4
    said = [(log(max(p, floor)), log(max(1 - p, floor))) for p in author]
    scores = [zone.lead + said[0][1], zone.body + said[0][0], -1e9, -1e9]
    backs = [[LEAD] * 4]
    into = _into(zone)
    for inside, outside in said[1:]:
        fresh, back = [], []
        for state, before in into:
            most, source = -inf, LEAD
            for earlier, cost, ending in before:
                value = scores[earlier] + cost + ending
                if value > most:
                    most, source = value, earlier
            fresh.append(most + (inside if state == BODY else outside))
            back.append(source)
        scores = fresh
        backs.append(back)
    scores[INSIDE] -= 0.5  # what ends a zone is better called trailing
    state = max(range(4), key=lambda s: (scores[s], -s))
    path = [state]
    for back_row in reversed(backs[1:]):
        state = back_row[state]
        path.append(state)
    return path[::-1]
