"""What excerpts are chosen from: every sentence of a corpus that can be quoted, typed once and kept.

Of each sentence: the essay that it stands in, how well it fits each role of
a section, how many vague words it holds, and on how many independent sources it
stands. Of each essay: how often it holds each bigram, for BM25.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.copies import find_copies, find_grams
from essaykit.copies.lookup import are_among
from essaykit.copies.stock import STOCK_SOURCES
from essaykit.draft.quotable import QuotableEssay
from essaykit.draft.role_words import typed_essays
from essaykit.draft.roles import TypedParagraph, cue_scores, role_cards
from essaykit.draft.terms import Keys, term_keys
from essaykit.draft.vague import vague_words
from essaykit.text import HAN, han_count, sentences

SHORTEST, LONGEST = 12, 120
"""Han characters of a sentence that can be quoted: shorter ones say too little, longer ones are paragraphs."""
OWN_CUES = 0.5
"""Weight of a sentence's own cue words against the role of its paragraph."""
MOSTLY = 0.5
"""Share of its 5-grams from which a sentence is a variant of stock, wherever it stands word for word."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_NOT_KEY = re.compile(f"[^{HAN}A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class EssaySource:
    """Where an essay comes from."""

    id: str
    document: str
    title: str
    path: str
    site: str
    url: str


@dataclass(frozen=True, slots=True)
class ExcerptIndex:
    """Quotable essays and their sentences; sentences of essay ``i`` are rows ``begins[i]`` to ``begins[i + 1]``."""

    essays: tuple[EssaySource, ...]
    origins: Ints
    """Number of the independent source of each essay."""
    sizes: Ints
    """Characters of each essay."""
    terms: Keys
    """Bigrams in order (see `term_keys`)."""
    term_begins: Ints
    holders: Keys
    """For each term, the essays that hold it …"""
    times: npt.NDArray[np.uint16]
    """… and how often; a title counts twice."""
    begins: Ints
    starts: Ints
    ends: Ints
    """Extents in the essay's text."""
    kin: Ints
    """Number that equal sentences share."""
    spread: Ints
    """On how many independent sources each stands."""
    vague: Ints
    fits: npt.NDArray[np.float32]
    """Row by sentence, column by role in the order of `role_cards`."""

    def holders_of(self, term: int) -> tuple[Keys, npt.NDArray[np.uint16]]:
        """The essays that hold a term, and how often."""
        place = int(np.searchsorted(self.terms, term))
        if place == len(self.terms) or self.terms[place] != term:
            return self.holders[:0], self.times[:0]
        span = slice(int(self.term_begins[place]), int(self.term_begins[place + 1]))
        return self.holders[span], self.times[span]


def index_essays(essays: Sequence[QuotableEssay]) -> ExcerptIndex:
    """Index essays; flagged ones are never quoted, but count for where a sentence stands."""
    copies = find_copies(find_grams([essay.text for essay in essays]))
    quotable = [number for number, essay in enumerate(essays) if not essay.flags and essay.text]
    spread_of = _spread(essays, copies.sources)
    begins, rows, fits, said = [0], [], [], []
    for number, paragraphs in zip(quotable, typed_essays([essays[n].text for n in quotable]), strict=True):
        text = essays[number].text
        for start, end, fit in _typed_sentences(text, paragraphs):
            sentence = text[start:end]
            kin, sources = spread_of[sentence_key(sentence)]
            rows.append((start, end, kin, len(sources), sum(1 for _ in vague_words(sentence))))
            fits.append(fit)
            said.append(sentence)
        begins.append(len(rows))
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    stocky = _stock_share(said, copies.stock) >= MOSTLY
    terms, term_begins, holders, times = _postings([(essays[n].title, essays[n].text) for n in quotable])
    return ExcerptIndex(
        essays=tuple(_source(essays[n]) for n in quotable), origins=copies.sources[quotable],
        sizes=np.array([2 * len(essays[n].title) + len(essays[n].text) for n in quotable], np.int64),
        terms=terms, term_begins=term_begins, holders=holders, times=times, begins=np.array(begins, np.int64),
        starts=table[:, 0], ends=table[:, 1], kin=table[:, 2],
        spread=np.where(stocky, np.maximum(table[:, 3], STOCK_SOURCES), table[:, 3]), vague=table[:, 4],
        fits=np.array(fits, np.float32).reshape(-1, len(role_cards())),
    )  # fmt: skip


def sentence_key(text: str) -> str:
    """What two printings of one sentence have in common: Han characters, letters and digits.

    >>> sentence_key("“好的，” 他说。") == sentence_key("好的,他说！")
    True
    """
    return _NOT_KEY.sub("", text)


def whole_sentences(line: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences that a semicolon does not end.

    >>> [("先看；再做。好。"[a:b]) for a, b in whole_sentences("先看；再做。好。")]
    ['先看；再做。', '好。']
    """
    start: int | None = None
    end = 0
    for a, end in sentences(line):
        start = a if start is None else start
        if line[end - 1] not in "；;":
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _typed_sentences(text: str, paragraphs: Sequence[TypedParagraph]) -> Iterator[tuple[int, int, list[float]]]:
    """The sentences of an essay that can be quoted, each with its fitness for every role in the order of `role_cards`."""
    for paragraph in paragraphs:
        if max(paragraph.roles.values()) < 1 - sum(paragraph.roles.values()):
            continue  # most likely it plays none: a notice that was left, a list of names
        line = text[paragraph.start : paragraph.end]
        for a, b in whole_sentences(line):
            sentence = line[a:b]
            if SHORTEST <= han_count(sentence) <= LONGEST:
                shares = zip(cue_scores(sentence), paragraph.roles.values(), strict=True)
                fit = [share * math.exp(OWN_CUES * cues) for cues, share in shares]
                yield paragraph.start + a, paragraph.start + b, fit


def _postings(texts: Sequence[tuple[str, str]]) -> tuple[Keys, Ints, Keys, npt.NDArray[np.uint16]]:
    keys = [term_keys(f"{title}\n{title}\n{text}") for title, text in texts]
    owners = np.repeat(np.arange(len(keys), dtype=np.uint64), [len(k) for k in keys])
    pairs = (np.concatenate([np.zeros(0, np.uint32), *keys]).astype(np.uint64) << np.uint64(32)) | owners
    pairs, times = np.unique(pairs, return_counts=True)
    terms, begins = np.unique((pairs >> np.uint64(32)).astype(np.uint32), return_index=True)
    holders = (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return terms, np.append(begins, len(pairs)).astype(np.int64), holders, np.minimum(times, 0xFFFF).astype(np.uint16)


def _spread(essays: Sequence[QuotableEssay], origins: Ints) -> dict[str, tuple[int, set[int]]]:
    """For each sentence by its key: a number, and the independent sources that it stands on."""
    found: dict[str, tuple[int, set[int]]] = {}
    for essay, origin in zip(essays, origins.tolist(), strict=True):
        for line in essay.text.split("\n"):
            for start, end in whole_sentences(line):
                found.setdefault(sentence_key(line[start:end]), (len(found), set()))[1].add(origin)
    return found


def _stock_share(said: Sequence[str], stock: Keys) -> Floats:
    grams = find_grams(said)
    owners = np.repeat(np.arange(len(grams)), grams.sizes)
    inside = np.bincount(owners, weights=are_among(grams.values, stock), minlength=len(grams))
    return np.asarray(inside / np.maximum(grams.sizes, 1), dtype=np.float64)


def _source(essay: QuotableEssay) -> EssaySource:
    return EssaySource(essay.id, essay.document, essay.title, essay.path, essay.site, essay.url or "")


def role_numbers() -> dict[str, int]:
    """Column of each role in `ExcerptIndex.fits`."""
    return {role: number for number, role in enumerate(role_cards())}
