"""Keywords of each text, of groups of texts, and of a corpus.

Three methods:

``phrases`` (the default)
    candidates of one to four adjacent words, ranked by a weighted sum of what
    speaks for them (`essaykit.analyse.phrases`); the weights are in
    ``data/keyword-weights.toml`` and say how they came about.
``words``
    frequency × inverse text frequency of single words, doubled in the title.
``textrank``
    Mihalcea and Tarau 2004 over nouns and verbs within five words, as jieba has it.

A group's keywords are what its texts have as keywords more often than the others do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec
import numpy as np

from essaykit.analyse.background import word_rarity
from essaykit.analyse.phrases import FEATURES, MAX_WORDS, phrases_of
from essaykit.analyse.textrank import rank_words
from essaykit.analyse.texts import Counted, Text, Texts, groups_of, headed, versions
from essaykit.analyse.tokens import Floats, Ints, Tokens, cut_texts, traits_of
from essaykit.analyse.words import Segmenter, make_segmenter
from essaykit.cards import package_text, parse_card
from essaykit.errors import CardError
from essaykit.model import Record

Method = Literal["phrases", "words", "textrank"]


class Keyword(Record, frozen=True, kw_only=True):
    """A keyword and what speaks for it."""

    keyword: str
    score: float
    """For ``phrases`` the estimated chance that a person would choose it, for groups a sum over their texts; else the method's weight."""
    frequency: int
    """How often it stands in the text, group or corpus."""
    texts: int
    """In how many texts of the group or corpus it stands; for one text, of the corpus."""


class KeywordList(Record, frozen=True, kw_only=True):
    """The keywords of one text, group or corpus, best first."""

    id: str
    """Id of the text, value of the field, or ``corpus``."""
    title: str
    texts: int
    keywords: tuple[Keyword, ...]


class KeywordResult(Record, frozen=True, kw_only=True):
    """Keywords with all that they depend on."""

    scope: Literal["text", "group", "corpus"]
    by: str | None
    """Field that the texts are grouped by."""
    method: Method
    top: int
    lists: tuple[KeywordList, ...]
    counted: Counted
    versions: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Table:
    """One row for each candidate in each text."""

    text: Ints
    phrase: Ints
    place: Ints
    words: Ints
    frequency: Ints
    texts: Ints
    score: Floats


class _Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    bias: float
    weights: dict[str, float]


def text_keywords(
    texts: Texts | Sequence[Text], *, method: Method = "phrases", top: int = 10, segmenter: Segmenter | None = None
) -> KeywordResult:
    """Keywords of each text."""
    texts, segmenter = _given(texts), segmenter or make_segmenter()
    tokens, table = _score(texts.texts, method, segmenter)
    # rows stand by text, then place: a stable sort leaves the earlier one first among equals
    order = np.lexsort((-table.score, table.text))
    begin = np.searchsorted(table.text[order], np.arange(len(texts.texts) + 1))
    lists = []
    for position, text in enumerate(texts.texts):
        rows = order[begin[position] : min(begin[position + 1], begin[position] + top)]
        lists.append(KeywordList(id=text.id, title=text.title, texts=1, keywords=_keywords(tokens, table, rows)))
    return _result(texts, tokens, segmenter, lists, scope="text", by=None, method=method, top=top)


def corpus_keywords(
    texts: Texts | Sequence[Text],
    *,
    by: str | None = None,
    method: Method = "phrases",
    top: int = 10,
    segmenter: Segmenter | None = None,
) -> KeywordResult:
    """Keywords of all texts together, or of each group of them.

    Args:
        texts: the texts.
        by: name of a field; each of its values makes a group.
        method: see the module.
        top: how many keywords a list.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if no text has the field.
    """
    texts, segmenter = _given(texts), segmenter or make_segmenter()
    groups = {"corpus": list(range(len(texts.texts)))} if by is None else groups_of(texts.texts, by)
    tokens, table = _score(texts.texts, method, segmenter)
    chance = table.score
    size = int(table.phrase.max()) + 1 if len(table.phrase) else 0
    everywhere = np.bincount(table.phrase, weights=chance, minlength=size)
    lists = []
    for name, members in groups.items():
        inside = np.zeros(len(texts.texts), dtype=bool)
        inside[members] = True
        rows = np.flatnonzero(inside[table.text])
        observed = np.bincount(table.phrase[rows], weights=chance[rows], minlength=size)
        if len(members) < len(texts.texts):
            expected = everywhere * (len(members) / len(texts.texts))
            with np.errstate(divide="ignore", invalid="ignore"):
                observed = np.where(observed > expected, observed * np.log(observed / expected), 0.0)
        frequency = np.bincount(table.phrase[rows], weights=table.frequency[rows], minlength=size)
        spread = np.bincount(table.phrase[rows], minlength=size)
        observed = observed * np.log2(1 + spread)  # what one text alone insists on is not what the group is about
        # the first row of a phrase tells its words; it also settles equal scores
        first = np.full(size, len(table.phrase))
        np.minimum.at(first, table.phrase[rows], rows)
        candidates = np.flatnonzero(observed > 0)
        best = candidates[np.lexsort((first[candidates], -observed[candidates]))[:top]]
        keywords = tuple(
            Keyword(keyword=word, score=round(float(observed[b]), 4), frequency=int(frequency[b]), texts=int(spread[b]))
            for b, word in zip(best, _strings(tokens, table, first[best]), strict=True)
        )
        lists.append(KeywordList(id=name, title="", texts=len(members), keywords=keywords))
    return _result(texts, tokens, segmenter, lists, scope="corpus" if by is None else "group", by=by, method=method, top=top)


def _given(texts: Texts | Sequence[Text]) -> Texts:
    return texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))


def _score(texts: Sequence[Text], method: Method, segmenter: Segmenter) -> tuple[Tokens, _Table]:
    heads = [headed(text) for text in texts]
    tokens = cut_texts((head for head, _ in heads), segmenter)
    traits = traits_of(tokens.words)
    titles = np.array([length for _, length in heads], dtype=np.int64)
    if method == "textrank":
        found = rank_words(tokens, traits)
        ones = np.ones(len(found.text), dtype=np.int64)
        return tokens, _Table(found.text, found.word, found.place, ones, found.frequency, found.texts, found.score)
    p = phrases_of(tokens, traits, titles, word_rarity(tokens), longest=1 if method == "words" else MAX_WORDS)
    if method == "words":
        column = {name: p.features[:, i] for i, name in enumerate(FEATURES)}
        score = p.frequency * column["rarity"] * (1 + column["title"])
    else:
        weights = _weights()
        score = p.features @ np.array([weights.weights[name] for name in FEATURES]) + weights.bias
        score = 1 / (1 + np.exp(-score))
    return tokens, _Table(p.text, p.phrase, p.place, p.words, p.frequency, p.texts, score)


def _keywords(tokens: Tokens, table: _Table, rows: Ints) -> tuple[Keyword, ...]:
    return tuple(
        Keyword(keyword=word, score=round(float(score), 4), frequency=int(frequency), texts=int(texts))
        for word, score, frequency, texts in zip(
            _strings(tokens, table, rows), table.score[rows], table.frequency[rows], table.texts[rows], strict=True
        )
    )


def _strings(tokens: Tokens, table: _Table, rows: Ints) -> list[str]:
    return [
        "".join(tokens.words[i] for i in tokens.ids[place : place + count])
        for place, count in zip(table.place[rows].tolist(), table.words[rows].tolist(), strict=True)
    ]


def _result(
    texts: Texts, tokens: Tokens, segmenter: Segmenter, lists: list[KeywordList], *, scope: Literal["text", "group", "corpus"],
    by: str | None, method: Method, top: int,
) -> KeywordResult:  # fmt: skip
    return KeywordResult(
        scope=scope, by=by, method=method, top=top, lists=tuple(lists), counted=count(texts, tokens, segmenter),
        versions=versions("jieba", "numpy"),
    )  # fmt: skip


def count(texts: Texts, tokens: Tokens, segmenter: Segmenter) -> Counted:
    """What a result over these texts is about; words are those with a letter, digit or Han character."""
    wordy = traits_of(tokens.words).wordy[tokens.ids]
    per_text = np.add.reduceat(wordy, tokens.starts[:-1]) if tokens.texts else np.empty(0)
    return Counted(
        texts=len(texts.texts),
        blank=int((per_text == 0).sum()),
        characters=sum(len(t.text) for t in texts.texts),
        words=int(wordy.sum()),
        left_out=texts.left_out,
        dictionary=segmenter.key,
    )


@cache
def _weights() -> _Weights:
    file = "data/keyword-weights.toml"
    weights = parse_card(package_text("essaykit.analyse", file), file, _Weights)
    if set(weights.weights) != set(FEATURES):
        raise CardError("its weights are not those of the features", file=file, hint="see FEATURES in analyse/phrases.py")
    return weights
