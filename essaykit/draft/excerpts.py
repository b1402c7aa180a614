"""Excerpts: which sentences of the corpus are worth seeing beside a section, and where each comes from.

A sentence is judged by the role of its paragraph and its own cue words (see
`essaykit.draft.roles`), its nearness to the student's own trade (BM25 over Han
bigrams), vague words, and how many documents it stands in. Flagged essays are
never quoted. Nothing is reworded.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from essaykit.draft.facts import Facts
from essaykit.draft.places import resolve
from essaykit.draft.roles import cue_score, role_cards, typed_paragraphs
from essaykit.draft.template import Template, TemplateSection
from essaykit.draft.vague import vague_words
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


class GivenEssay(Record, frozen=True, kw_only=True):
    """An essay that lies in no corpus."""

    id: str
    document: str
    title: str
    text: str
    flags: tuple[str, ...] = ()
    path: str = ""
    site: str = ""
    url: str = ""


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
    role: str
    score: float


SHORTEST, LONGEST = 12, 120
"""Han characters of a sentence that can be quoted: shorter ones say too little, longer ones are paragraphs."""
ESSAYS_CONSIDERED = 200
"""Only the essays nearest to the student's trade are cut into sentences; keeps large corpora quick."""
CANDIDATES = 60
"""Sentences a section from which the final few are picked."""
TRUST_HALF, TRUST_FLOOR = 0.07, 0.02
"""Nearness at which half of the trust is reached, and what is left to an essay of quite another trade."""
LEAST_FIT = 0.1
"""Fitness for a section below which a sentence is not shown beside it: better none than a wrong one."""
ELSEWHERE = 0.5
"""Share of its fitness for the section it fits best that a sentence needs to stand beside another."""
SEEN = 0.85
"""What is left of a sentence's score each time its document is quoted already: one essay is no model for all sections."""
FLATTEN, OWN_CUES = 0.35, 0.5
"""How much the fitness for a section is flattened before the trade joins in, and the weight of a sentence's own cue words."""
VAGUE = 0.6
"""What is left of a sentence's score for each vague word in it: it would teach nothing."""
ALIKE = 0.5
"""Share of common bigrams from which two sentences count as the same."""
VARIETY = 0.3
"""MMR: how much likeness to what is already picked costs, against a score of 1."""

FEEDBACK_FROM, FEEDBACK_ESSAYS = 0.2, 5
"""Nearness from which an essay lends its words to the query, and how many do."""
FEEDBACK_TERMS, FEEDBACK_WEIGHT, FEEDBACK_COMMON = 60, 0.5, 0.15
"""How many words are lent, how heavy the heaviest is against one of the student's own, and in which share of essays it may stand."""
FEEDBACK_SAMPLE = 400
"""Essays from which the usual frequency of a bigram is told."""

_RUN = re.compile(f"[{HAN}]+|[A-Za-z]{{2,}}")
_NOT_KEY = re.compile(f"[^{HAN}A-Za-z0-9]+")


def choose_excerpts(essays: Iterable[QuotableEssay], template: Template, about: str, *, most: int = 3) -> dict[str, tuple[Excerpt, ...]]:
    """The best sentences for each section of a template, best first; at most ``most`` a section, one from a document.

    ``about`` is what the student says of the work: trade, unit, duties. It only
    orders; the same corpus, template and ``about`` give the same sentences.
    """
    everything = list(essays)
    spread = _documents_by_sentence(everything)
    pool = [essay for essay in everything if not essay.flags and essay.text]
    near = _nearness(pool, about)
    order = sorted(range(len(pool)), key=lambda i: (-near[i], pool[i].id))[:ESSAYS_CONSIDERED]
    wanted = [section for section in template.sections if section.evidence is not None]
    candidates: dict[str, list[_Candidate]] = {section.id: [] for section in wanted}
    for index in order:
        for start, end, fitness in _typed_sentences(pool[index].text):
            sentence = pool[index].text[start:end]
            key = sentence_key(sentence)
            weight = _trust(near[index]) / len(spread[key]) * VAGUE ** sum(1 for _ in vague_words(sentence))
            fits = {section.id: _best_role(section, sentence, fitness) for section in wanted}
            least = max(LEAST_FIT, ELSEWHERE * max((fit for _, fit in fits.values()), default=0.0))
            for section_id, (role, fit) in fits.items():
                if fit >= least:
                    score = round(fit**FLATTEN * weight, 6)
                    candidates[section_id].append(_Candidate(essay=index, start=start, end=end, key=key, role=role, score=score))
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
        for line in essay.text.split("\n"):
            for start, end in whole_sentences(line):
                spread.setdefault(sentence_key(line[start:end]), set()).add(essay.document)
    return spread


def bigrams(text: str) -> list[str]:
    """Adjacent pairs of Han characters, and words in Latin letters.

    >>> bigrams("银行柜员，Excel")
    ['银行', '行柜', '柜员', 'Excel']
    """
    runs = _RUN.findall(text)
    return [term for run in runs for term in ([run] if run.isascii() else [run[i : i + 2] for i in range(len(run) - 1)])]


def _nearness(pool: Sequence[QuotableEssay], about: str) -> list[float]:
    """How near each essay is to what the student says of the work; the nearest is 1.

    BM25 over bigrams finds the essays that use the student's own words; what these have in
    common and others lack joins the query (pseudo-relevance feedback, Rocchio 1971), so that
    an essay of the same trade is found that never names it.
    """
    query = dict.fromkeys(bigrams(about), 1.0)
    if not query or not pool:
        return [1.0] * len(pool)
    texts = [f"{essay.title}\n{essay.title}\n{essay.text}" for essay in pool]
    first = _matches(texts, query)
    relevant = sorted((i for i, score in enumerate(first) if score >= FEEDBACK_FROM), key=lambda i: (-first[i], pool[i].id))[
        :FEEDBACK_ESSAYS
    ]
    return _matches(texts, query | _feedback(texts, {i: first[i] for i in relevant}, query))


def _trust(near: float) -> float:
    """How much an essay's nearness lets its sentences count: soon near enough, never quite nothing."""
    return TRUST_FLOOR + near / (near + TRUST_HALF)


def _matches(texts: Sequence[str], query: Mapping[str, float]) -> list[float]:
    """BM25 of each text, divided by the best."""
    average = sum(map(len, texts)) / len(texts)
    totals = [0.0] * len(texts)
    for term, share in sorted(query.items()):
        counts = [text.count(term) for text in texts]
        df = sum(map(bool, counts))
        weight = share * math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
        for i, count in enumerate(counts):
            if count:
                totals[i] += weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(texts[i]) / average))
    best = max(totals)
    return [total / best for total in totals] if best else [1.0] * len(totals)  # nobody is nearer than another


def _feedback(texts: Sequence[str], relevant: Mapping[int, float], query: Mapping[str, float]) -> dict[str, float]:
    """Bigrams typical of the relevant texts against a sample of all, the strongest as heavy as a word of the query at most."""
    step = max(1, len(texts) // FEEDBACK_SAMPLE)
    sample = [set(bigrams(text)) for text in texts[::step]]
    df = Counter(term for terms in sample for term in terms)
    weights: dict[str, float] = {}
    for i, score in relevant.items():
        for term, count in Counter(bigrams(texts[i])).items():
            if term not in query and df[term] <= FEEDBACK_COMMON * len(sample):
                weights[term] = weights.get(term, 0.0) + score * math.log1p(count) * math.log((len(sample) + 1) / (df[term] + 0.5))
    strongest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:FEEDBACK_TERMS]
    return {term: FEEDBACK_WEIGHT * weight / strongest[0][1] for term, weight in strongest}


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


def _typed_sentences(text: str) -> Iterator[tuple[int, int, dict[str, float]]]:
    """The sentences of an essay that can be quoted, each with its fitness for every role."""
    cards = role_cards()
    for paragraph in typed_paragraphs(text):
        line = text[paragraph.start : paragraph.end]
        for a, b in whole_sentences(line):
            sentence = line[a:b]
            if SHORTEST <= han_count(sentence) <= LONGEST:
                fit = {role: share * math.exp(OWN_CUES * cue_score(cards[role], sentence)) for role, share in paragraph.roles.items()}
                yield paragraph.start + a, paragraph.start + b, fit


def _best_role(section: TemplateSection, sentence: str, fitness: Mapping[str, float]) -> tuple[str, float]:
    """The role of a section that a sentence fits best, and how well; words of the section's own add to it."""
    evidence = section.evidence
    if evidence is None or not evidence.roles:
        return "", 0.0
    role = max(evidence.roles, key=lambda role: fitness[role])
    return role, fitness[role] * float((1 + sum(word in sentence for word in evidence.words)) ** OWN_CUES)


def _pick(
    wanted: Sequence[TemplateSection],
    candidates: Mapping[str, list[_Candidate]],
    pool: Sequence[QuotableEssay],
    spread: Mapping[str, set[str]],
    most: int,
) -> dict[str, tuple[Excerpt, ...]]:
    """Greedy by maximal marginal relevance (Carbonell and Goldstein 1998); no sentence beside two sections.

    In a section of several roles, one that has its sentence already counts as likeness too.
    """
    chosen: dict[str, tuple[Excerpt, ...]] = {}
    shown: list[Counter[str]] = []
    quoted: Counter[str] = Counter()
    for section in wanted:
        best = sorted(candidates[section.id], key=lambda c: (-c.score, pool[c.essay].id, c.start))[:CANDIDATES]
        grams = [Counter(bigrams(c.key)) for c in best]
        scale = best[0].score if best else 1.0
        alike = [max((_likeness(gram, other) for other in shown), default=0.0) for gram in grams]
        documents: set[str] = set()
        roles: set[str] = set()
        picked: list[Excerpt] = []
        while len(picked) < most:
            open_ = [
                i
                for i, c in enumerate(best)
                if alike[i] < ALIKE and pool[c.essay].document not in documents and not documents & spread[c.key]
            ]
            if not open_:
                break
            worth = {}
            for i in open_:
                relevance = best[i].score / scale * SEEN ** quoted[pool[best[i].essay].document]
                worth[i] = relevance - VARIETY * max(alike[i], best[i].role in roles)
            i = max(open_, key=lambda i: (worth[i], -i))
            picked.append(_excerpt(best[i], pool, spread))
            documents.add(pool[best[i].essay].document)
            roles.add(best[i].role)
            quoted[pool[best[i].essay].document] += 1
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
