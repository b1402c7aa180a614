"""Which role each paragraph of an essay plays: purpose, unit, duties … thanks.

A paragraph shows its role by the heading above it, its cue words, and its place;
each of these is weak. So the roles of an essay are decoded together: they mostly
last for a while, change at headings, and follow the usual order (forward-backward
over a hidden Markov chain, Rabiner 1989).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache

from essaykit.cards import package_cards
from essaykit.model import Record
from essaykit.text import han_count

# Set together on 72 labelled internship essays of 12 trades (excerpts by role and trade), and to be moved only together: with 2 to 4 for
# EMISSION, 0.5 to 2.5 for CHANGE, 1 to 2 for BACK, 0 to 1 for NO_ROLE the share of right excerpts stays within two hundredths.
HEADING = 1.5
"""Weight of a heading that names the role, against one cue word."""
PLACE = 1.0
"""Weight of standing where the role usually stands."""
AVOID = 0.5
"""Weight of a word that speaks against the role."""
NO_ROLE = 1.0
"""Evidence that a paragraph without any role is worth."""
EMISSION = 3.0
"""How sharply evidence tells roles apart."""
CHANGE, AT_HEADING, AGAIN = 1.5, 0.3, 0.5
"""Cost of a change of role; its share at a heading; share of it that staying costs there."""
BACK, LEAP = 1.0, 0.1
"""Cost of going back in the usual order, and of each role passed over."""

_ENDS = re.compile("[。！？!?；;，,：:]")
_NUMBER = re.compile(r"^\s*(?:第?[一二三四五六七八九十百\d]+\s*[章节、.．)）：: ]|[(（][一二三四五六七八九十\d]+[)）])")


class RoleCard(Record, frozen=True, kw_only=True):
    """How paragraphs of one role are known: a card in `roles/`."""

    name: str
    headings: tuple[str, ...]
    words: tuple[str, ...]
    avoid: tuple[str, ...]
    place: tuple[float, float]
    """Where in an essay the role usually stands, from 0 to 1."""
    hits: tuple[str, ...]
    misses: tuple[str, ...]


class TypedParagraph(Record, frozen=True, kw_only=True, gc=False):
    """A paragraph of an essay and how likely it plays each role."""

    start: int
    end: int
    roles: dict[str, float]
    """By role id; what is missing to 1 is the likelihood that it plays none."""


@cache
def role_cards() -> Mapping[str, RoleCard]:
    """All role cards by id, in the usual order of the roles in an essay."""
    cards = package_cards("essaykit.draft", "roles", RoleCard)
    return dict(sorted(cards.items(), key=lambda item: (sum(item[1].place), item[0])))


def is_heading(line: str) -> bool:
    """A short line without sentence marks at its end, or a numbered one: an author's own heading.

    >>> is_heading("三、实习收获"), is_heading("我学会了对账。")
    (True, False)
    """
    line = line.strip()
    if not line or han_count(line) > 24:
        return False
    return not _ENDS.search(line[-1]) and (len(line) <= 14 or _NUMBER.match(line) is not None)


def cue_score(card: RoleCard, text: str) -> float:
    """How many cue words of a role a text holds, with falling returns; words against it count against it."""
    return math.log1p(sum(word in text for word in card.words)) - AVOID * sum(word in text for word in card.avoid)


def typed_paragraphs(text: str) -> list[TypedParagraph]:
    """The paragraphs of an essay that are no headings, each with the likelihood of every role.

    >>> best = [max(p.roles, key=p.roles.get) for p in typed_paragraphs("一、实习目的\\n为了学以致用。\\n二、致谢\\n感谢师傅的帮助。")]
    >>> best
    ['purpose', 'thanks']
    """
    found = list(_evidence(text))
    if not found:
        return []
    roles = list(role_cards())
    count = len(roles) + 1  # the last one is no role at all
    steps = {fresh: _steps(count, fresh=fresh) for fresh in (True, False)}
    forward = [_scaled(found[0][3])]
    for *_, fresh, weights in found[1:]:
        before, step = forward[-1], steps[fresh]
        forward.append(_scaled([weights[j] * sum(before[i] * step[i][j] for i in range(count)) for j in range(count)]))
    backward = [[1.0] * count]
    for *_, fresh, weights in reversed(found[1:]):
        after, step = [w * b for w, b in zip(weights, backward[-1], strict=True)], steps[fresh]
        backward.append(_scaled([sum(step[i][j] * after[j] for j in range(count)) for i in range(count)]))
    out = []
    for (start, end, _, _), f, b in zip(found, forward, reversed(backward), strict=True):
        shares = _scaled([x * y for x, y in zip(f, b, strict=True)])
        out.append(TypedParagraph(start=start, end=end, roles=dict(zip(roles, shares, strict=False))))
    return out


def _evidence(text: str) -> Iterator[tuple[int, int, bool, list[float]]]:
    """Start and end of each paragraph, whether a heading stands right above it, and how its own evidence weighs each role."""
    heading, fresh, at = "", True, 0
    for line in text.split("\n"):
        if is_heading(line):
            heading, fresh = line, True
        elif line.strip():
            middle = (at + len(line) / 2) / len(text)
            scores = []
            for card in role_cards().values():
                low, high = card.place
                beside = max(low - middle, middle - high, 0.0)
                score = HEADING * any(word in heading for word in card.headings) + cue_score(card, line)
                scores.append(score + PLACE * max(0.0, 1 - 3 * beside))
            scores.append(NO_ROLE)
            best = max(scores)
            yield at, at + len(line), fresh, [math.exp(EMISSION * (score - best)) for score in scores]
            fresh = False
        at += len(line) + 1


@cache
def _steps(count: int, *, fresh: bool) -> list[list[float]]:
    """Weight of passing from role to role; ``fresh`` below a heading."""
    none = count - 1

    def cost(i: int, j: int) -> float:
        if none in (i, j) and i != j:
            return CHANGE * (AT_HEADING if fresh else 1.0)
        if i == j:
            return CHANGE * AGAIN if fresh else 0.0
        return CHANGE * (AT_HEADING if fresh else 1.0) + BACK * (j < i) + LEAP * abs(j - i)

    return [[math.exp(-cost(i, j)) for j in range(count)] for i in range(count)]


def _scaled(values: list[float]) -> list[float]:
    total = math.fsum(values)
    return [value / total for value in values]
