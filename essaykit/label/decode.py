"""Decode the roles of all units together: a Viterbi path over each zone between headings.

A zone runs: what leads in (navigation, metadata, intro) → the author's text,
with foreign lines in it → what trails (outro, related links, comments). A path
may enter each part once, so a line is judged by what stands on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

LEAD, BODY, INSIDE, TRAIL = range(4)

# Costs of the steps, in nats; they move only as a set. A random search over composed banks a and b and the
# real samples left them nearly where they stood; (BODY, INSIDE), (INSIDE, INSIDE) and (INSIDE, BODY) were then
# lowered by hand for less leak, a few values tried, with the totals of all three banks and the real samples in view.
# TRAIL_ON keeps an essay's last line of which the model knows nothing: losing it costs more than a foreign one.
LEAD_ON, LEAD_TO_BODY, LEAD_TO_TRAIL = -0.05, 0.0, -3.0
BODY_ON, BODY_TO_INSIDE, BODY_TO_TRAIL = -0.02, -0.8, -1.0
INSIDE_ON, INSIDE_TO_BODY = -0.1, -0.5
TRAIL_ON = -0.15
CLEAR = 0.9  # where every line is as likely as this to be the author's, no other path can be better


class Zone(NamedTuple):
    """What may happen between two headings."""

    lead: float
    """Cost of beginning with something that is not the author's."""
    body: float
    """Cost of beginning with the author's text."""
    trail: float
    """Extra cost of ending with something that is not the author's."""


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
    lead, body, within, trail = zone.lead + said[0][1], zone.body + said[0][0], -1e9, -1e9
    backs = []
    for inside, outside in said[1:]:
        to_body, before_body = lead + LEAD_TO_BODY, LEAD
        if (score := body + BODY_ON) > to_body:
            to_body, before_body = score, BODY
        if (score := within + INSIDE_TO_BODY) > to_body:
            to_body, before_body = score, INSIDE
        to_within, before_within = body + BODY_TO_INSIDE, BODY
        if (score := within + INSIDE_ON) > to_within:
            to_within, before_within = score, INSIDE
        to_trail, before_trail = lead + LEAD_TO_TRAIL + zone.trail, LEAD
        if (score := body + BODY_TO_TRAIL + zone.trail) > to_trail:
            to_trail, before_trail = score, BODY
        if (score := trail + TRAIL_ON) > to_trail:
            to_trail, before_trail = score, TRAIL
        lead, body, within, trail = lead + LEAD_ON + outside, to_body + inside, to_within + outside, to_trail + outside
        backs.append((LEAD, before_body, before_within, before_trail))
    within -= 0.5  # what ends a zone is better called trailing
    ends = (lead, body, within, trail)
    state = max(range(4), key=lambda s: (ends[s], -s))
    path = [state]
    for before in reversed(backs):
        state = before[state]
        path.append(state)
    return path[::-1]
