"""Phrases that a corpus makes use of and the dictionary lacks; and those that may go into a user dictionary (terms).

Phrases are ranked by how many independent sources would have them as a keyword: the
chance that a person would choose the phrase for a text (`essaykit.analyse.keywords`),
summed over the texts, times the root of its branch entropy. On 1,000 abstracts with
their authors' keywords this finds more of them than pointwise mutual information,
branch entropy, burstiness and frequency in any product of these (bench/phrases.py).

Terms are the phrases that hold together (PMI of their words) and are free on both
sides (branch entropy of what stands before and after: Z. Jin and K. Tanaka-Ishii,
Unsupervised Segmentation of Chinese Text by Use of Branching Entropy, COLING/ACL 2006).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from essaykit.analyse.arrays import Floats, Ints
from essaykit.analyse.background import word_rarity
from essaykit.analyse.chances import first_chance
from essaykit.analyse.features import Ground
from essaykit.analyse.frequencies import Cut, cut_given
from essaykit.analyse.phrases import Phrases, candidates_of, find_phrases
from essaykit.analyse.sources import SourceSpread, Unit, text_weights
from essaykit.analyse.texts import Counted, Text, Texts, versions
from essaykit.analyse.tokens import kinds_of
from essaykit.analyse.wording import phrase_names, word_links
from essaykit.analyse.words import Segmenter, dictionary_tags
from essaykit.errors import UsageError
from essaykit.model import Record

TERM_PMI = 3.0
"""A term's words stand together so much more often than by chance (bits for each link between two words)."""
TERM_ENTROPY = 0.5
"""What stands before a term varies so much, and what stands after it (nats)."""

FREEDOM = 0.5
"""A score is multiplied by the root of this and the lesser branch entropy. 0.25 to 1 do alike, and exponents from 0.4 to 0.7;
without it the recall in the first 1,000 falls from 0.515 to 0.499 (bench/phrases.py)."""


class Phrase(Record, frozen=True, kw_only=True, gc=False):
    """A phrase and what speaks for it."""

    phrase: str
    score: float
    """How many sources (or texts) would be expected to have it as a keyword, times how free it is (`FREEDOM`)."""
    frequency: int
    essays: int
    """Texts with it."""
    sources: int
    """Independent sources with it."""
    words: int
    """How many words the dictionary makes of it."""
    pmi: float | None
    """Pointwise mutual information of its words in bits, for each link between two words; None for a single word."""
    left_entropy: float
    """Branch entropy of what stands before it, in nats."""
    right_entropy: float


class PhraseResult(Record, frozen=True, kw_only=True):
    """Phrases, best first, with all that they depend on."""

    phrases: tuple[Phrase, ...]
    found: int
    """How many there are; ``phrases`` may hold fewer."""
    unit: Unit
    single: bool
    """Whether single words that the dictionary lacks are listed too."""
    known: bool
    """Whether words that the dictionary has are listed too."""
    min_frequency: int
    min_spread: int
    """Least number of sources, or of essays where these count."""
    min_pmi: float | None
    """For terms, of the links between their words."""
    min_entropy: float | None
    """For terms, on both sides."""
    top: int
    counted: Counted
    versions: dict[str, str]


def rank_phrases(
    texts: Texts | Sequence[Text],
    *,
    unit: Unit = "sources",
    single: bool = False,
    known: bool = False,
    min_frequency: int = 3,
    min_spread: int = 1,
    top: int = 20,
    segmenter: Segmenter | None = None,
) -> PhraseResult:
    """Phrases of two to four words that say what the texts are about.

    Args:
        texts: the texts.
        unit: whether copies count.
        single: list also single words that jieba's dictionary lacks: names, new words.
        known: list also what it has.
        min_frequency: least number of places.
        min_spread: least number of independent sources (or texts, as ``unit`` says).
        top: how many.
        segmenter: with a user dictionary, say.
    """
    return _ranked(texts, unit, single, known, min_frequency, min_spread, None, None, top, segmenter)


def find_terms(
    texts: Texts | Sequence[Text],
    *,
    unit: Unit = "sources",
    min_frequency: int = 3,
    min_spread: int = 2,
    min_pmi: float = TERM_PMI,
    min_entropy: float = TERM_ENTROPY,
    top: int = 100,
    segmenter: Segmenter | None = None,
) -> PhraseResult:
    """Terms that a user dictionary should have: phrases of several words that hold together and are free on both sides.

    Args:
        texts: the texts.
        unit: whether copies count.
        min_frequency: least number of places.
        min_spread: least number of independent sources (or texts): what one alone has is a name or its own way to speak.
        min_pmi: see `TERM_PMI`.
        min_entropy: see `TERM_ENTROPY`.
        top: how many.
        segmenter: with a user dictionary, say; its words are single ones, and not offered again.
    """
    return _ranked(texts, unit, False, False, min_frequency, min_spread, min_pmi, min_entropy, top, segmenter)


def user_dictionary(found: PhraseResult) -> str:
    """Terms as a user dictionary in jieba's format, to be looked through and given to ``--user-dict``; jieba works out the frequencies."""
    return "".join(f"{phrase.phrase} n\n" for phrase in found.phrases if phrase.phrase.isprintable())


def _ranked(
    texts: Texts | Sequence[Text], unit: Unit, single: bool, known: bool, min_frequency: int, min_spread: int, min_pmi: float | None,
    min_entropy: float | None, top: int, segmenter: Segmenter | None,
) -> PhraseResult:  # fmt: skip
    if min_frequency < 1 or min_spread < 1:
        raise UsageError("a phrase stands in one place at least", hint="name limits of 1 or more")
    cut = cut_given(texts, segmenter)
    phrases = find_phrases(cut.tokens, cut.traits)
    score, sources = _scored(cut, phrases, unit)
    free = np.minimum(phrases.left_variety, phrases.right_variety)
    score *= np.sqrt(FREEDOM + free)
    links = word_links(cut.tokens, phrases.place, phrases.words, phrases.everywhere)
    kept = (
        (phrases.everywhere >= min_frequency)
        & ((sources if unit == "sources" else phrases.texts) >= min_spread)
        & (phrases.characters >= 2)
    )
    if not (single or known):
        kept &= phrases.words > 1
    if min_pmi is not None and min_entropy is not None:
        kept &= (free >= min_entropy) & (np.nan_to_num(links, nan=-np.inf) >= min_pmi)
    listed = np.flatnonzero(kept)
    names = dict(zip(listed.tolist(), phrase_names(cut.tokens, phrases.place[listed], phrases.words[listed]), strict=True))
    if not known:
        have = dictionary_tags(names.values())
        names = {number: name for number, name in names.items() if name not in have}
        listed = np.array(list(names), dtype=np.int64)
    best = listed[np.lexsort((phrases.words[listed], phrases.place[listed], -score[listed]))]
    rows = tuple(
        Phrase(
            phrase=names[i], score=round(float(score[i]), 4), frequency=int(phrases.everywhere[i]), essays=int(phrases.texts[i]),
            sources=int(sources[i]), words=int(phrases.words[i]), pmi=None if phrases.words[i] == 1 else round(float(links[i]), 3),
            left_entropy=round(abs(float(phrases.left_variety[i])), 3), right_entropy=round(abs(float(phrases.right_variety[i])), 3),
        )
        for i in best[:top].tolist()
    )  # fmt: skip
    return PhraseResult(
        phrases=rows, found=len(best), unit=unit, single=single, known=known, min_frequency=min_frequency, min_spread=min_spread,
        min_pmi=min_pmi, min_entropy=min_entropy, top=top, counted=cut.counted(), versions=versions("jieba", "numpy"),
    )  # fmt: skip


def _scored(cut: Cut, phrases: Phrases, unit: Unit) -> tuple[Floats, Ints]:
    """For each phrase the sum of its chances, and the number of its independent sources."""
    titles = [len(t.title) if t.title and t.text.startswith(t.title) else 0 for t in cut.texts.texts]
    ground = Ground(phrases, kinds_of(cut.tokens.words), *word_rarity(cut.tokens), np.array(titles, dtype=np.int64))
    chance = first_chance(ground)
    weights = text_weights(cut.sources, unit)
    score = np.zeros(len(phrases.everywhere))
    spread = SourceSpread(cut.sources)
    for some in candidates_of(phrases):
        score += np.bincount(some.phrase, weights=chance(some) * weights[some.text], minlength=len(score))
        spread.add(some.phrase, some.text)
    return score, spread.counts(len(score))
