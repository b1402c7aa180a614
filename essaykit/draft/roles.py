"""Which role each paragraph of an essay plays: purpose, unit, duties … thanks.

A paragraph shows its role by the heading above it, its cue words, and its place;
each of these is weak. So the roles of an essay are decoded together: they mostly
last for a while, change at headings, and follow the usual order (forward-backward
over a hidden Markov chain, Rabiner 1989).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from essaykit.cards import package_cards
from essaykit.lexicon import WordFinder
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


@cache
def _cue_words() -> tuple[WordFinder, tuple[tuple[tuple[int, bool], ...], ...]]:
    """All cue words in one automaton; for each word the roles that it speaks for or against."""
    meanings: dict[str, list[tuple[int, bool]]] = {}
    for number, card in enumerate(role_cards().values()):
        for words, speaks_for in ((card.words, True), (card.avoid, False)):
            for word in dict.fromkeys(words):
                meanings.setdefault(word, []).append((number, speaks_for))
    return WordFinder(list(meanings)), tuple(map(tuple, meanings.values()))


def cue_scores(text: str) -> list[float]:
    """`cue_score` of every role at once, in the order of `role_cards`.

    >>> text = "那天有一位客户说，谢谢师傅的指导。"
    >>> cue_scores(text) == [cue_score(card, text) for card in role_cards().values()]
    True
    """
    finder, meanings = _cue_words()
    said, against = [0] * len(role_cards()), [0] * len(role_cards())
    for word in {match[0] for match in finder.matches(text)}:
        for role, speaks_for in meanings[word]:
            (said if speaks_for else against)[role] += 1
    return [math.log1p(n) - AVOID * m for n, m in zip(said, against, strict=True)]


class ParagraphEvidence(Record, frozen=True, kw_only=True, gc=False):
    """What a paragraph shows of its role, by itself."""

    start: int
    end: int
    heading: str
    """The one above it in the essay; empty where there is none."""
    fresh: bool
    """Right below its heading, or first of all."""
    scores: tuple[float, ...]
    """By role in the order of `role_cards`, last for no role."""


def typed_paragraphs(text: str) -> list[TypedParagraph]:
    """The paragraphs of an essay that are no headings, each with the likelihood of every role.

    >>> best = [max(p.roles, key=p.roles.get) for p in typed_paragraphs("一、实习目的\\n为了学以致用。\\n二、致谢\\n感谢师傅的帮助。")]
    >>> best
    ['purpose', 'thanks']
    """
    found = list(paragraph_evidence(text))
    shares = decoded(np.array([e.scores for e in found]).reshape(len(found), len(role_cards()) + 1), [e.fresh for e in found])
    return [typed(e, row) for e, row in zip(found, shares, strict=True)]


def typed(evidence: ParagraphEvidence, shares: npt.NDArray[np.float64]) -> TypedParagraph:
    """A paragraph with the likelihoods that its essay gives it."""
    return TypedParagraph(start=evidence.start, end=evidence.end, roles=dict(zip(role_cards(), shares.tolist(), strict=False)))


def decoded(scores: npt.NDArray[np.float64], fresh: Sequence[bool]) -> npt.NDArray[np.float64]:
    """The likelihood of each role, for the paragraphs of one essay; a row for each.

    Args:
        scores: how its own evidence speaks for each role, the last column for none.
        fresh: whether a paragraph stands right below a heading.
    """
    if not len(scores):
        return np.zeros((0, len(role_cards()) + 1))
    weights = np.exp(EMISSION * (scores - scores.max(axis=1, keepdims=True)))
    steps = [_steps(weights.shape[1], fresh=now) for now in fresh]
    forward, backward = np.empty_like(weights), np.ones_like(weights)
    forward[0] = weights[0] / weights[0].sum()
    for row in range(1, len(weights)):
        forward[row] = weights[row] * (forward[row - 1] @ steps[row])
        forward[row] /= forward[row].sum()
    for row in range(len(weights) - 2, -1, -1):
        backward[row] = steps[row + 1] @ (weights[row + 1] * backward[row + 1])
        backward[row] /= backward[row].sum()
    shares = forward * backward
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def paragraph_evidence(text: str) -> Iterator[ParagraphEvidence]:
    """The paragraphs of an essay that are no headings, with what each shows by heading, cue words and place."""
    heading, fresh, at = "", True, 0
    cards = role_cards().values()
    above = [False] * len(cards)
    for line in text.split("\n"):
        if is_heading(line):
            heading, fresh = line, True
            above = [any(word in heading for word in card.headings) for card in cards]
        elif line.strip():
            middle = (at + len(line) / 2) / len(text)
            scores = []
            for card, named, cues in zip(cards, above, cue_scores(line), strict=True):
                low, high = card.place
                beside = max(low - middle, middle - high, 0.0)
                scores.append(HEADING * named + cues + PLACE * max(0.0, 1 - 3 * beside))
            yield ParagraphEvidence(start=at, end=at + len(line), heading=heading, fresh=fresh, scores=(*scores, NO_ROLE))
            fresh = False
        at += len(line) + 1


@cache
def _steps(count: int, *, fresh: bool) -> npt.NDArray[np.float64]:
    """Weight of passing from role to role; ``fresh`` below a heading."""
    none = count - 1

    def cost(i: int, j: int) -> float:
        if none in (i, j) and i != j:
            return CHANGE * (AT_HEADING if fresh else 1.0)
        if i == j:
            return CHANGE * AGAIN if fresh else 0.0
        return CHANGE * (AT_HEADING if fresh else 1.0) + BACK * (j < i) + LEAP * abs(j - i)

    return np.array([[math.exp(-cost(i, j)) for j in range(count)] for i in range(count)])
