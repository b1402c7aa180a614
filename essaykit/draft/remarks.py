"""What is found in a paper, paragraph by paragraph: leftovers, masks, other people's data, vague words, claims, repetitions."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Literal

from essaykit.cards import package_text, parse_card
from essaykit.draft.excerpt_index import sentence_key, whole_sentences
from essaykit.draft.listing import shortened
from essaykit.draft.paper import Paper
from essaykit.draft.vague import is_bare_claim, vague_groups
from essaykit.model import Record

Severity = Literal["must", "should", "may"]
SHORTEST = 12
"""Characters of a sentence that can be said twice; shorter ones may."""
AGAIN = 0.8
"""Share of the shorter sentence's bigrams from which two sentences say the same."""
MASKS = "mask"
"""Group of vague words that is a mask: said once, as a mask."""


class Finding(Record, frozen=True, kw_only=True):
    """Something in a paper that asks to be changed."""

    severity: Severity
    check: str
    section: str = ""
    """Id of the template's section; empty where none is known."""
    start: int = -1
    """In the paper's text, half open; -1 where it is about no place."""
    end: int = -1
    found: str = ""
    advice: str


class LeftoverGroup(Record, frozen=True, kw_only=True):
    """What must not be left over, and what to do about it."""

    id: str
    severity: Severity
    pattern: str
    advice: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]


class LeftoverCard(Record, frozen=True, kw_only=True):
    """A file of such groups."""

    groups: tuple[LeftoverGroup, ...]


@cache
def leftover_groups() -> tuple[LeftoverGroup, ...]:
    """All groups."""
    return parse_card(package_text("essaykit.draft", "leftovers.toml"), "leftovers.toml", LeftoverCard).groups


_PLAIN = {0xFF10 + n: ord("0") + n for n in range(10)} | {0xFF21 + n: ord("A") + n for n in range(26)} | {ord("－"): ord("-")}


def leftovers(paper: Paper) -> Iterator[Finding]:
    """Placeholders, masks, and other people's data; quotations are looked at too."""
    listed = False
    for paragraph in paper.paragraphs:
        start, end = paragraph.start, paragraph.start + len(paragraph.text)
        if paragraph.kind == "list" and not listed:
            listed = True
            yield Finding(severity="must", check="leftover", start=start, end=end, found=paragraph.text, advice="交稿前把写作清单整段删去")
        if paragraph.kind == "question":
            yield Finding(severity="must", check="missing_slot", start=start, end=end, found=paragraph.text, advice="还没写")
        if paragraph.kind in ("list", "question"):
            continue
        text = paragraph.text.translate(_PLAIN)
        for group in leftover_groups():
            if group.id == "leftover" and paragraph.kind == "quotation":
                continue
            for match in re.finditer(group.pattern, text):
                yield Finding(
                    severity=group.severity, check=group.id, start=paragraph.start + match.start(), end=paragraph.start + match.end(),
                    found=match.group(), advice=group.advice,
                )  # fmt: skip


def vagueness(paper: Paper) -> Iterator[Finding]:
    """Vague words, and paragraphs that claim without an event."""
    for paragraph in paper.own():
        for group in vague_groups():
            if group.id in (MASKS, "to-do"):
                continue
            for match in re.finditer(group.pattern, paragraph.text):
                yield Finding(
                    severity="should", check="vague", start=paragraph.start + match.start(), end=paragraph.start + match.end(),
                    found=match.group(), advice=group.advice,
                )  # fmt: skip
        if is_bare_claim(paragraph.text):
            yield Finding(
                severity="should", check="claim", start=paragraph.start, end=paragraph.start + len(paragraph.text),
                found=shortened(paragraph.text, 20), advice="只有结论，没有事情：写出它是从哪一天的哪一件事里来的",
            )  # fmt: skip


Bigram = tuple[str, int]
"""Two characters of a sentence, and the how many-eth time they stand in it."""


def repetitions(paper: Paper) -> Iterator[Finding]:
    """Sentences that say again what was said before, word for word or nearly."""
    sentences = [(p.start + a, p.start + b, p.text[a:b]) for p in paper.own() for a, b in whole_sentences(p.text)]
    keys = [sentence_key(text) for _, _, text in sentences]
    bigrams = {key: _bigrams(key) for key in keys if len(key) >= SHORTEST}
    common = Counter(gram for grams in bigrams.values() for gram in grams)
    first: dict[str, str] = {}
    """What a sentence of this key says again, when it comes once more."""
    before: list[tuple[set[Bigram], str]] = []
    holding: dict[Bigram, list[int]] = {}
    for (start, end, text), key in zip(sentences, keys, strict=True):
        grams = bigrams.get(key)
        if not grams:
            continue
        twin = first.get(key)
        if twin is None:
            # two sentences that share 0.8 of their bigrams share one of the rarest fifth of either
            rare = sorted(grams, key=lambda gram: (common[gram], gram))[: len(grams) - math.ceil(AGAIN * len(grams)) + 1]
            near = sorted({number for gram in rare for number in holding.get(gram, ())})
            twin = next((before[number][1] for number in near if _likeness(grams, before[number][0]) >= AGAIN), None)
            first[key] = twin or text
            for gram in rare:
                holding.setdefault(gram, []).append(len(before))
            before.append((grams, text))
        if twin is not None:
            yield Finding(
                severity="should", check="repetition", start=start, end=end, found=text, advice=f"前面说过：“{shortened(twin, 20)}”"
            )


def _bigrams(key: str) -> set[Bigram]:
    counted: Counter[str] = Counter()
    found = set()
    for gram in map(str.__add__, key, key[1:]):
        counted[gram] += 1
        found.add((gram, counted[gram]))
    return found


def _likeness(a: set[Bigram], b: set[Bigram]) -> float:
    return len(a & b) / max(len(a), len(b))
