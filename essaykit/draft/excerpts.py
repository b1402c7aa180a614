"""Excerpts: which sentences of the corpus are worth seeing beside a section, and where each comes from.

A sentence is judged by its section evidence (the heading above it, its place in
the essay, cue words in it and around it), its nearness to the student's own
trade (BM25 over Han bigrams), and how many documents it stands in. Flagged
essays are never quoted. Nothing is reworded.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Protocol

from essaykit.cards import package_cards
from essaykit.draft.facts import Facts
from essaykit.draft.template import Template, TemplateSection, resolve
from essaykit.model import Record
from essaykit.text import HAN, han_count, sentences


class QuotableEssay(Protocol):
    """What must be known of an essay to quote it; `essaykit.store.CorpusEssay` fits."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def document(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def flags(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def site(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str | None: ...  # noqa: D102


class RoleCard(Record, frozen=True, kw_only=True):
    """How sentences of one role are known: a card in `roles/`."""

    name: str
    headings: tuple[str, ...]
    words: tuple[str, ...]
    avoid: tuple[str, ...]
    place: tuple[float, float]
    """Where in an essay the role usually stands, from 0 to 1."""
    hits: tuple[str, ...]
    misses: tuple[str, ...]


class Excerpt(Record, frozen=True, kw_only=True):
    """A sentence of someone else's essay, word for word, with its source."""

    essay: str
    document: str
    start: int
    """Extent in the essay's text, in code points, half open."""
    end: int
    text: str
    title: str
    path: str
    site: str
    url: str
    documents: int
    """In how many documents of the corpus this sentence stands; more than one is a stock phrase."""
    score: float


class _Candidate(Record, frozen=True, kw_only=True, gc=False):
    essay: int
    start: int
    end: int
    key: str
    score: float


SHORTEST, LONGEST = 12, 120
"""Han characters of a sentence that can be quoted: shorter ones say too little, longer ones are paragraphs."""
ESSAYS_CONSIDERED = 400
"""Only the essays nearest to the student's trade are cut into sentences; keeps large corpora quick."""
CANDIDATES = 60
"""Sentences a section from which the final few are picked."""
ALIKE = 0.5
"""Share of common bigrams from which two sentences count as the same."""
VARIETY = 0.3
"""MMR: how much likeness to what is already picked costs, against a score of 1."""

_NOT_KEY = re.compile(f"[^{HAN}A-Za-z0-9]+")
_ENDS = re.compile("[。！？!?；;，,：:]")
_NUMBER = re.compile(r"^\s*(?:第?[一二三四五六七八九十百\d]+\s*[章节、.．)）：: ]|[(（][一二三四五六七八九十\d]+[)）])")


@cache
def role_cards() -> Mapping[str, RoleCard]:
    """All role cards by id."""
    return package_cards("essaykit.draft", "roles", RoleCard)


def choose_excerpts(essays: Iterable[QuotableEssay], template: Template, about: str, *, most: int = 3) -> dict[str, tuple[Excerpt, ...]]:
    """The best sentences for each section of a template, best first; at most ``most`` a section, one from a document.

    ``about`` is what the student says of the work: trade, unit, duties. It only
    orders; the same corpus, template and ``about`` give the same sentences.
    """
    pool = [essay for essay in essays if not essay.flags and essay.text]
    spread = _documents_by_sentence(pool)
    near = _nearness(pool, about)
    order = sorted(range(len(pool)), key=lambda i: (-near[i], pool[i].id))[:ESSAYS_CONSIDERED]
    wanted = [section for section in template.sections if section.evidence is not None]
    candidates: dict[str, list[_Candidate]] = {section.id: [] for section in wanted}
    for index in order:
        for start, end, scores in _typed_sentences(pool[index].text):
            key = sentence_key(pool[index].text[start:end])
            for section in wanted:
                score = _section_score(section, scores) * (0.4 + 0.6 * near[index]) / len(spread[key])
                if score > 0:
                    candidates[section.id].append(_Candidate(essay=index, start=start, end=end, key=key, score=round(score, 6)))
    return _pick(wanted, candidates, pool, spread, most)


def about_work(template: Template, facts: Facts) -> str:
    """What a student says of the work, for `choose_excerpts`: the answers that the template names as telling of the trade."""
    places = [resolve(name, template, None) for name in template.trade]
    return "\n".join(facts.answer(place.section.id, place.slot.id).text for place in places if place is not None)


def sentence_key(text: str) -> str:
    """What two printings of one sentence have in common: Han characters, letters and digits.

    >>> sentence_key("“好的，” 他说。") == sentence_key("好的,他说！")
    True
    """
    return _NOT_KEY.sub("", text)


def _documents_by_sentence(pool: Sequence[QuotableEssay]) -> dict[str, set[str]]:
    spread: dict[str, set[str]] = {}
    for essay in pool:
        for start, end in sentences(essay.text):
            spread.setdefault(sentence_key(essay.text[start:end]), set()).add(essay.document)
    return spread


def bigrams(text: str) -> list[str]:
    """Adjacent pairs of Han characters.

    >>> bigrams("银行柜员，a")
    ['银行', '行柜', '柜员']
    """
    return [run[i : i + 2] for run in re.findall(f"[{HAN}]+", text) for i in range(len(run) - 1)]


def _nearness(pool: Sequence[QuotableEssay], about: str) -> list[float]:
    """How near each essay is to what the student says of the work: BM25 over bigrams, the nearest is 1."""
    terms = sorted(set(bigrams(about)))
    if not terms or not pool:
        return [0.0] * len(pool)
    texts = [f"{essay.title}\n{essay.title}\n{essay.text}" for essay in pool]
    average = sum(map(len, texts)) / len(texts)
    totals = [0.0] * len(texts)
    for term in terms:
        counts = [text.count(term) for text in texts]
        df = sum(map(bool, counts))
        weight = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
        for i, count in enumerate(counts):
            if count:
                totals[i] += weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(texts[i]) / average))
    best = max(totals) or 1.0
    return [total / best for total in totals]


def _typed_sentences(text: str) -> Iterator[tuple[int, int, dict[str, float]]]:
    """The sentences of an essay that can be quoted, each with a score for every role."""
    cards = role_cards()
    heading = ""
    at = 0
    for line in text.split("\n"):
        if is_heading(line):
            heading = line
        else:
            around = {role: _cues(card, line) for role, card in cards.items()}
            for a, b in sentences(line):
                sentence = line[a:b]
                if SHORTEST <= han_count(sentence) <= LONGEST:
                    place = (at + a) / max(1, len(text))
                    yield at + a, at + b, role_scores(sentence, heading, place, around)
        at += len(line) + 1


def is_heading(line: str) -> bool:
    """A short line without sentence marks at its end, or a numbered one: an author's own heading.

    >>> is_heading("三、实习收获"), is_heading("我学会了对账。")
    (True, False)
    """
    line = line.strip()
    if not line or han_count(line) > 24:
        return False
    return not _ENDS.search(line[-1]) and (len(line) <= 14 or _NUMBER.match(line) is not None)


def role_scores(sentence: str, heading: str, place: float, around: Mapping[str, float] | None = None) -> dict[str, float]:
    """How well a sentence fits each role; 0 for roles that another fits much better."""
    raw = {}
    for role, card in role_cards().items():
        score = 1.5 * any(word in heading for word in card.headings) + _cues(card, sentence)
        score += 0.4 * (around or {}).get(role, 0.0)
        low, high = card.place
        score += 0.5 * max(0.0, 1 - 3 * max(low - place, place - high, 0.0))
        raw[role] = score
    best = max(raw.values())
    return {role: max(0.0, score - 0.7 * best) for role, score in raw.items()}


def _cues(card: RoleCard, text: str) -> float:
    """Cue words in a text, with falling returns; words of other roles count against it."""
    found = sum(word in text for word in card.words)
    return math.log1p(found) - 0.5 * sum(word in text for word in card.avoid)


def _section_score(section: TemplateSection, scores: Mapping[str, float]) -> float:
    evidence = section.evidence
    return max((scores.get(role, 0.0) for role in evidence.roles), default=0.0) if evidence else 0.0


def _pick(
    wanted: Sequence[TemplateSection],
    candidates: Mapping[str, list[_Candidate]],
    pool: Sequence[QuotableEssay],
    spread: Mapping[str, set[str]],
    most: int,
) -> dict[str, tuple[Excerpt, ...]]:
    """Greedy by maximal marginal relevance (Carbonell and Goldstein 1998); no sentence beside two sections."""
    chosen: dict[str, tuple[Excerpt, ...]] = {}
    shown: list[Counter[str]] = []
    for section in wanted:
        best = sorted(candidates[section.id], key=lambda c: (-c.score, pool[c.essay].id, c.start))[:CANDIDATES]
        grams = [Counter(bigrams(c.key)) for c in best]
        scale = best[0].score if best else 1.0
        alike = [max((_likeness(gram, other) for other in shown), default=0.0) for gram in grams]
        documents: set[str] = set()
        picked: list[Excerpt] = []
        while len(picked) < most:
            open_ = [
                i
                for i, c in enumerate(best)
                if alike[i] < ALIKE and pool[c.essay].document not in documents and not documents & spread[c.key]
            ]
            if not open_:
                break
            i = max(open_, key=lambda i: (best[i].score / scale - VARIETY * alike[i], -i))
            picked.append(_excerpt(best[i], pool, spread))
            documents |= {pool[best[i].essay].document}
            shown.append(grams[i])
            alike = [max(alike[j], _likeness(grams[j], grams[i])) for j in range(len(best))]
        chosen[section.id] = tuple(picked)
    return chosen


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Share of the shorter sentence's bigrams that stand in the other too."""
    return (a & b).total() / (min(a.total(), b.total()) or 1)


def _excerpt(candidate: _Candidate, pool: Sequence[QuotableEssay], spread: Mapping[str, set[str]]) -> Excerpt:
    essay = pool[candidate.essay]
    return Excerpt(
        essay=essay.id, document=essay.document, start=candidate.start, end=candidate.end,
        text=essay.text[candidate.start : candidate.end], title=essay.title, path=essay.path, site=essay.site,
        url=essay.url or "", documents=len(spread[candidate.key]), score=round(candidate.score, 4),
    )  # fmt: skip
