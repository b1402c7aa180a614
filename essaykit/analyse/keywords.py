"""Keywords of each text, of groups of texts, and of a corpus.

Three methods:

``phrases`` (the default)
    candidates of one to four adjacent words, ranked by the chance that a person
    would choose them (`essaykit.analyse.chances`); in each text the best twenty
    are looked at a second time.
``words``
    frequency × inverse text frequency of single words, doubled in the title.
``textrank``
    Mihalcea and Tarau 2004 over nouns and verbs within five words, as jieba has it.

A group's keywords are what its texts have as keywords more often than the others do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, NamedTuple

import numpy as np

from essaykit.analyse.arrays import Bools, Floats, Ints
from essaykit.analyse.background import word_rarity
from essaykit.analyse.chances import SECOND_LOOK, first_chance, second_chance
from essaykit.analyse.features import OF_CANDIDATES, OF_PHRASES, Ground
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.phrases import Candidates, candidates_of, find_phrases
from essaykit.analyse.ranking import Rows, best_of, best_of_groups, best_rows, joined
from essaykit.analyse.sources import SourceSpread, Unit, count_sources, source_numbers
from essaykit.analyse.spots import MAX_WORDS, STRETCH
from essaykit.analyse.texts import Counted, Heads, Text, Texts, groups_of, headed, versions
from essaykit.analyse.tokens import BOUNDARY, Tokens, Traits, kinds_of, traits_of
from essaykit.analyse.words import Segmenter, make_segmenter
from essaykit.model import Record

Method = Literal["phrases", "words", "textrank"]

AT_A_TIME = 100_000
"""Keywords that are made into records at a time."""


class Keyword(Record, frozen=True, kw_only=True, gc=False):
    """A keyword and what speaks for it."""

    keyword: str
    score: float
    """For ``phrases`` the estimated chance that a person would choose it, for groups a sum over their texts; else the method's weight."""
    frequency: int
    """How often it stands in the text, group or corpus."""
    texts: int
    """In how many texts of the group or corpus it stands; for one text, of the corpus."""
    sources: int | None = None
    """Independent sources of these; None where nobody has looked for copies."""


class KeywordList(Record, frozen=True, kw_only=True):
    """The keywords of one text, group or corpus, best first."""

    id: str
    """Id of the text, value of the field, or ``corpus``."""
    title: str
    texts: int
    sources: int | None = None
    """Independent sources of these; None where nobody has looked for copies."""
    keywords: tuple[Keyword, ...]


class KeywordResult(Record, frozen=True, kw_only=True):
    """Keywords with all that they depend on."""

    scope: Literal["text", "group", "corpus"]
    by: str | None
    """Field that the texts are grouped by."""
    method: Method
    unit: Unit | None
    """Whether copies count in groups and in the corpus; None for texts, of which each has its own."""
    top: int
    lists: tuple[KeywordList, ...]
    counted: Counted
    versions: dict[str, str]


def text_keywords(
    texts: Texts | Sequence[Text], *, method: Method = "phrases", top: int = 10, segmenter: Segmenter | None = None
) -> KeywordResult:
    """Keywords of each text; their sources are counted where the texts say which they have."""
    given, segmenter = _given(texts), segmenter or make_segmenter()
    tokens, traits, parts, _ = _scored(given.texts, method, segmenter)
    sources = None if given.sources is None else source_numbers(given)
    spread = None if sources is None else SourceSpread(sources)
    best = joined(part.best(top) for part in _counted(parts, spread))
    if spread is not None:
        best = replace(best, sources=spread.counts()[best.phrase])
    counted = count(given, tokens, traits.wordy, segmenter, sources)
    names = _phrases(tokens, best)
    del tokens, parts  # of a large corpus they are a third of the memory
    found = _by_owner(names, best, len(given.texts))
    lists = [KeywordList(id=t.id, title=t.title, texts=1, keywords=k) for t, k in zip(given.texts, found, strict=True)]
    return _result(lists, counted, scope="text", by=None, method=method, unit=None, top=top)


class _Part(NamedTuple):
    """Scored candidates of some whole texts."""

    rows: Rows
    again: Callable[[Ints, Floats], Floats] | None
    """The scores of some of the rows at a second look."""

    def best(self, top: int) -> Rows:
        """The best of each text."""
        if self.again is None:
            return best_rows(self.rows, top)
        few = best_of(self.rows, max(top, SECOND_LOOK))
        rows = self.rows.take(few)
        return best_rows(replace(rows, score=self.again(few, rows.score)), top)


def _counted(parts: Iterable[_Part], spread: SourceSpread | None) -> Iterator[_Part]:
    for part in parts:
        if spread is not None:
            spread.add(part.rows.phrase, part.rows.owner)
        yield part


def corpus_keywords(
    texts: Texts | Sequence[Text],
    *,
    by: str | None = None,
    method: Method = "phrases",
    unit: Unit = "sources",
    top: int = 10,
    segmenter: Segmenter | None = None,
) -> KeywordResult:
    """Keywords of all texts together, or of each group of them.

    Args:
        texts: the texts.
        by: name of a field; each of its values makes a group.
        method: see the module.
        unit: whether copies count; they are looked for unless ``texts`` say what they are.
        top: how many keywords a list.
        segmenter: with a user dictionary, say.

    Raises:
        UsageError: if no text has the field.
    """
    given, segmenter = _given(texts), segmenter or make_segmenter()
    groups = {"corpus": list(range(len(given.texts)))} if by is None else groups_of(given.texts, by)
    group = np.zeros(len(given.texts), dtype=np.int64)
    for number, members in enumerate(groups.values()):
        group[members] = number
    sources = source_numbers(given)
    tokens, traits, parts, rows = _scored(given.texts, method, segmenter)
    best = best_of_groups((part.rows for part in parts), rows, group, sources, unit, top)
    found = _by_owner(_phrases(tokens, best), best, len(groups))
    lists = [
        KeywordList(id=name, title="", texts=len(members), sources=count_sources(sources[members]), keywords=keywords)
        for (name, members), keywords in zip(groups.items(), found, strict=True)
    ]
    counted = count(given, tokens, traits.wordy, segmenter, sources)
    return _result(lists, counted, scope="corpus" if by is None else "group", by=by, method=method, unit=unit, top=top)


def _given(texts: Texts | Sequence[Text]) -> Texts:
    return texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))


def _scored(texts: Sequence[Text], method: Method, segmenter: Segmenter) -> tuple[Tokens, Traits, Iterator[_Part], Ints]:
    """The texts cut into words; the candidates with their scores, some whole texts at a time; how many rows each has in all of these."""
    tokens = cut_texts(Heads(texts), segmenter)
    traits = traits_of(tokens.words)
    if method == "textrank":
        from essaykit.analyse.textrank import rank_words

        rows = rank_words(tokens, traits)
        return tokens, traits, iter([_Part(rows, None)]), np.bincount(rows.phrase)
    phrases = find_phrases(tokens, traits, longest=1 if method == "words" else MAX_WORDS)
    titles = np.array([headed(text)[1] for text in texts], dtype=np.int64)
    ground = Ground(phrases, kinds_of(tokens.words), *word_rarity(tokens), titles)
    score = _word_scores(ground) if method == "words" else first_chance(ground)
    again = None if method == "words" else second_chance(ground)
    parts = (
        _Part(
            Rows(c.text, c.phrase, c.place, phrases.words[c.phrase], c.frequency, phrases.texts[c.phrase], score(c)),
            partial(again, c) if again else None,
        )
        for c in candidates_of(phrases)
    )
    return tokens, traits, parts, phrases.texts


def _word_scores(ground: Ground) -> Callable[[Candidates], Floats]:
    rarity, title = OF_PHRASES["rarity"](ground), OF_CANDIDATES["title"]
    return lambda c: np.asarray(c.frequency * rarity[c.phrase] * (1.0 + title(ground, c)), dtype=np.float64)


def _by_owner(names: Sequence[str], rows: Rows, owners: int) -> list[tuple[Keyword, ...]]:
    """Keywords of each owner, in the order of the rows."""
    found: list[list[Keyword]] = [[] for _ in range(owners)]
    for begin in range(0, len(rows.owner), AT_A_TIME):
        some = rows.take(np.arange(begin, min(begin + AT_A_TIME, len(rows.owner))))
        columns = (column.tolist() for column in (some.owner, some.frequency, some.texts, np.round(some.score, 4)))
        sources: Iterable[int | None] = [None] * len(some.owner) if some.sources is None else some.sources.tolist()
        for name, source, owner, frequency, texts, score in zip(names[begin : begin + AT_A_TIME], sources, *columns, strict=True):
            found[owner].append(Keyword(keyword=name, score=score, frequency=frequency, texts=texts, sources=source))
    return [tuple(keywords) for keywords in found]


def _phrases(tokens: Tokens, rows: Rows) -> list[str]:
    """The candidates as they are written; what stands in several rows is one string."""
    names: list[str] = []
    known: dict[str, str] = {}
    for begin in range(0, len(rows.owner), AT_A_TIME):
        place, words = rows.place[begin : begin + AT_A_TIME], rows.words[begin : begin + AT_A_TIME]
        columns = []
        for step in range(int(words.max())):
            there = words > step
            ids = np.where(there, tokens.ids[np.where(there, place + step, 0)], BOUNDARY)  # whose word is empty
            columns.append([tokens.words[i] for i in ids.tolist()])
        names += [known.setdefault(name, name) for name in map("".join, zip(*columns, strict=True))]
    return names


def _result(
    lists: list[KeywordList], counted: Counted, *, scope: Literal["text", "group", "corpus"], by: str | None, method: Method,
    unit: Unit | None, top: int,
) -> KeywordResult:  # fmt: skip
    return KeywordResult(
        scope=scope, by=by, method=method, unit=unit, top=top, lists=tuple(lists), counted=counted, versions=versions("jieba", "numpy")
    )


def count(texts: Texts, tokens: Tokens, wordy: Bools, segmenter: Segmenter, sources: Ints | None = None) -> Counted:
    """What a result over these texts is about; words are those with a letter, digit or Han character (`Traits.wordy`)."""
    words = np.concatenate([np.empty(0, np.int64), *_wordy_tokens(tokens, wordy)])
    return Counted(
        texts=len(texts.texts),
        blank=int(np.count_nonzero(words == 0)),
        characters=sum(len(t.text) for t in texts.texts),
        words=int(words.sum()),
        left_out=texts.left_out,
        dictionary=segmenter.key,
        sources=None if sources is None else count_sources(sources),
        selected=texts.selected,
    )


def _wordy_tokens(tokens: Tokens, wordy: Bools) -> Iterator[Ints]:
    """How many of the words of each text are such, some texts at a time."""
    for begin, end in tokens.stretches(STRETCH):
        starts = tokens.starts[slice(*np.searchsorted(tokens.starts, (begin, end)))]
        yield np.add.reduceat(wordy[tokens.ids[begin:end]], starts - begin, dtype=np.int64)
