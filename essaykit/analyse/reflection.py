"""Reflection mix: how much of an essay describes, feels, analyses and plans.

Sentences are told apart by cue words, which are data (``data/reflection``): one card
a kind, with sentences that have it and such that have not. A sentence can be of
several kinds, or of none. These are shares of sentences, no marks: an essay that
feels much is not better or worse than one that describes.

The kinds follow the stages of reflective writing as G. Gibbs has them (Learning by
Doing, 1988): description, feelings, evaluation and analysis, action plan.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import msgspec
import numpy as np

from essaykit.analyse.arrays import Floats
from essaykit.analyse.sources import Unit, count_sources, source_numbers, text_weights
from essaykit.analyse.texts import Text, Texts, groups_of, versions
from essaykit.cards import package_cards
from essaykit.errors import CardError
from essaykit.lexicon import WordFinder
from essaykit.model import Reason, Record
from essaykit.text import sentences

KINDS = ("describe", "feel", "analyse", "plan")
ALL = "corpus"
CUES = 8
"""Cue words that are listed for each kind."""


class CueCard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of sentence and its cue words."""

    about: Reason
    words: tuple[str, ...]
    never: tuple[str, ...]
    """Words that hold a cue but are none."""
    hits: tuple[str, ...]
    misses: tuple[str, ...]


class Mix(Record, frozen=True, kw_only=True):
    """Shares of sentences of one text, or the means over the texts of a group."""

    id: str
    """Id of the text, value of the field, or ``corpus``."""
    title: str
    essays: int
    sources: int
    sentences: int
    describe: float | None
    """Share of sentences; None where there is none."""
    feel: float | None
    analyse: float | None
    plan: float | None
    none: float | None
    """Share of sentences without any cue."""


class Cue(Record, frozen=True, kw_only=True, gc=False):
    """A cue word and where it stands."""

    kind: str
    word: str
    frequency: int
    essays: int
    sources: int


class ReflectionResult(Record, frozen=True, kw_only=True):
    """The reflection mix with all that it depends on."""

    rows: tuple[Mix, ...]
    scope: str
    """``text``, ``group`` or ``corpus``."""
    by: str | None
    unit: Unit
    """Groups are means over texts; for ``sources`` the texts of one source share one voice."""
    cues: tuple[Cue, ...]
    """Most frequent cue words of each kind."""
    words: dict[str, int]
    """Kind → cue words that were looked for."""
    essays: int
    sources: int
    left_out: dict[str, int]
    selected: tuple[str, ...]
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of all kinds, made ready to be looked for."""

    finder: WordFinder
    kind: tuple[int, ...]
    """For each word its kind, as an index of `KINDS`; -1 for words that are never cues."""


def reflection_mix(texts: Texts | Sequence[Text], *, each: bool = False, by: str | None = None, unit: Unit = "sources") -> ReflectionResult:
    """Count the kinds of sentences of each text, each group, or all.

    Raises:
        UsageError: if there is no such field.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    groups = {ALL: list(range(len(given.texts)))} if by is None else groups_of(given.texts, by)
    sources = source_numbers(given)
    cues = cue_words()
    places: Counter[int] = Counter()
    holders: dict[int, set[int]] = {}
    counts = np.zeros((len(given.texts), len(KINDS) + 2))
    for number, text in enumerate(given.texts):
        found = sentence_cues(text.text)
        for word in (word for words in found for word in words):
            places[word] += 1
            holders.setdefault(word, set()).add(number)
        kinds = [{cues.kind[word] for word in words} for words in found]
        counts[number] = [*(sum(kind in some for some in kinds) for kind in range(len(KINDS))), kinds.count(set()), len(kinds)]
    if each:
        rows = [_mix(t.id, t.title, counts[i : i + 1], np.ones(1), 1) for i, t in enumerate(given.texts)]
    else:
        rows = []
        for name, members in groups.items():
            mine = np.array(members, dtype=np.int64)
            rows.append(_mix(name, "", counts[mine], text_weights(sources[mine], unit), count_sources(sources[mine])))
    listed = []
    for kind, name in enumerate(KINDS):
        words = sorted((w for w in places if cues.kind[w] == kind), key=lambda w: (-len(holders[w]), -places[w], w))[:CUES]
        for word in words:
            owners = holders[word]
            listed.append(
                Cue(
                    kind=name, word=cues.finder.words[word], frequency=places[word], essays=len(owners),
                    sources=count_sources(sources[sorted(owners)]),
                )
            )  # fmt: skip
    return ReflectionResult(
        rows=tuple(rows), scope="text" if each else "corpus" if by is None else "group", by=by, unit=unit, cues=tuple(listed),
        words={name: len(card.words) for name, card in cue_cards().items()}, essays=len(given.texts), sources=count_sources(sources),
        left_out=given.left_out, selected=given.selected, versions=versions(),
    )  # fmt: skip


def sentence_cues(text: str) -> list[list[int]]:
    """For each sentence of a text the cue words that stand in it, as numbers of `cue_words`, as often as they stand."""
    cues = cue_words()
    matches = cues.finder.matches(text)
    never = [(start, end) for word, start, end in matches if cues.kind[word] < 0]
    spans = [(a, b) for a, b in sentences(text) if any(c.isalnum() for c in text[a:b])]
    found: list[list[int]] = [[] for _ in spans]
    begins = [a for a, _ in spans]
    for word, start, end in matches:
        if cues.kind[word] < 0 or any(a <= start and end <= b for a, b in never):
            continue
        sentence = bisect_right(begins, start) - 1
        if sentence >= 0 and end <= spans[sentence][1]:
            found[sentence].append(word)
    return found


def sentence_kinds(sentence: str) -> set[str]:
    """Kinds of one sentence.

    >>> sorted(sentence_kinds("我觉得很委屈，今后要改掉这个毛病。"))
    ['feel', 'plan']
    """
    return {KINDS[cue_words().kind[word]] for words in sentence_cues(sentence) for word in words}


def _mix(name: str, title: str, counts: Floats, weights: Floats, sources: int) -> Mix:
    there = counts[:, -1] > 0
    weight = weights[there].sum()
    shares: list[float | None] = [None] * (len(KINDS) + 1)
    if weight:
        means = (counts[there, :-1] / counts[there, -1:] * weights[there, None]).sum(axis=0) / weight
        shares = [round(float(mean), 4) for mean in means]
    of = dict(zip((*KINDS, "none"), shares, strict=True))
    return Mix(id=name, title=title, essays=len(counts), sources=sources, sentences=int(counts[:, -1].sum()), **of)


@cache
def cue_cards() -> dict[str, CueCard]:
    """The cards of the kinds, in the order of `KINDS`.

    Raises:
        CardError: if a kind has no card, or a word stands on two.
    """
    cards = package_cards("essaykit.analyse", "data/reflection", CueCard)
    if set(cards) != set(KINDS):
        raise CardError("its cards are not those of the kinds", file="data/reflection", hint=", ".join(KINDS))
    twice = [word for word, times in Counter(word for card in cards.values() for word in card.words).items() if times > 1]
    if twice:
        raise CardError(f"{twice[0]} stands on two cards, or twice on one", file="data/reflection", hint="a word is a cue of one kind")
    return {kind: cards[kind] for kind in KINDS}


@cache
def cue_words() -> Cues:
    """The cue words of all kinds, and the words that hold one and are none."""
    cards = list(cue_cards().values())
    words = [(word, kind) for kind, card in enumerate(cards) for word in card.words]
    words += [(word, -1) for word in dict.fromkeys(word for card in cards for word in card.never)]
    return Cues(WordFinder([word for word, _ in words]), tuple(kind for _, kind in words))
