"""Excerpts: which sentences of the corpus are worth seeing beside a section, and where each comes from.

A sentence is judged by the role of its paragraph and its own cue words (see
`essaykit.draft.roles`), its nearness to the student's own trade, vague words,
and on how many independent sources it stands. Flagged essays are never quoted,
no independent source twice beside a section. Nothing is reworded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from essaykit.draft.excerpt_index import ExcerptIndex, Floats, Ints, index_essays, role_numbers, sentence_key
from essaykit.draft.facts import Facts
from essaykit.draft.nearness import TextOf, nearness
from essaykit.draft.places import resolve
from essaykit.draft.quotable import Excerpt, QuotableEssay
from essaykit.draft.template import Template, TemplateSection
from essaykit.draft.trades import related_words

# Swept together over excerpts by trade and role on the labelled essays of five trades of twelve (bench/drafts.py; the other seven were
# set aside), and to be moved only together.
ESSAYS_CONSIDERED = 200
"""Only the essays nearest to the student's trade are looked at; keeps large corpora quick."""
CANDIDATES = 60
"""Sentences a section from which the final few are picked."""
TRUST_HALF, SHARPNESS = 0.4, 2.0
"""Nearness at which half of the trust is reached, and how sharply it rises there."""
LEAST_FIT = 0.001
"""Fitness for a section below which a sentence is not shown beside it: better none than a wrong one."""
ELSEWHERE = 0.5
"""Share of its fitness for the section it fits best that a sentence needs to stand beside another."""
SEEN = 0.85
"""What is left of a sentence's score each time its source is quoted already: one essay is no model for all sections."""
FLATTEN = 0.45
"""How much the fitness for a section is flattened before the trade joins in."""
OWN_WORDS = 0.5
"""How much a section's own evidence words add."""
VAGUE = 0.6
"""What is left of a sentence's score for each vague word in it: it would teach nothing."""
ALIKE = 0.5
"""Share of common bigrams from which two sentences count as the same."""
VARIETY = 0.3
"""MMR: how much likeness to what is already picked costs, against a score of 1."""


def choose_excerpts(essays: Iterable[QuotableEssay], template: Template, about: str, *, most: int = 3) -> dict[str, tuple[Excerpt, ...]]:
    """The best sentences for each section of a template, best first; at most ``most`` a section, one from a source.

    ``about`` is what the student says of the work: trade, unit, duties. It only
    orders; the same essays, template and ``about`` give the same sentences.
    """
    everything = sorted(essays, key=lambda essay: essay.id)
    index = index_essays(everything)
    texts = {essay.id: essay.text for essay in everything}
    return pick_excerpts(index, lambda numbers: {n: texts[index.essays[n].id] for n in numbers}, template, about, most=most)


def pick_excerpts(index: ExcerptIndex, text_of: TextOf, template: Template, about: str, *, most: int = 3) -> dict[str, tuple[Excerpt, ...]]:
    """As `choose_excerpts`, from an index that is there; ``text_of`` is asked for the few essays that come into question."""
    wanted = [section for section in template.sections if section.evidence is not None]
    near = nearness(index, about, text_of, related_words(template.overlay, about))
    order = np.argsort(-near, kind="stable")[:ESSAYS_CONSIDERED]
    rows = np.concatenate([np.zeros(0, np.int64), *(np.arange(index.begins[i], index.begins[i + 1]) for i in order.tolist())])
    owners = np.repeat(order, (index.begins[order + 1] - index.begins[order]))
    texts = text_of(order.tolist())
    close = near[owners] ** SHARPNESS
    trust = close / (close + TRUST_HALF**SHARPNESS)
    weight = trust / np.maximum(index.spread[rows], 1) * VAGUE ** index.vague[rows]
    said = [texts[o][index.starts[r] : index.ends[r]] for o, r in zip(owners.tolist(), rows.tolist(), strict=True)]
    fits = [_fitness(section, index, rows, said) for section in wanted]
    least = np.maximum(LEAST_FIT, ELSEWHERE * np.max([fit for fit, _ in fits], axis=0, initial=0.0)) if len(rows) else np.zeros(0)
    found = _Found(index=index, rows=rows, owners=owners, said=said)
    chosen: dict[str, tuple[Excerpt, ...]] = {}
    for section, (fit, roles) in zip(wanted, fits, strict=True):
        score = np.where(fit >= least, np.round(fit**FLATTEN * weight, 6), 0.0)
        chosen[section.id] = found.pick(score, roles, most)
    return chosen


def about_work(template: Template, facts: Facts) -> str:
    """What a student says of the work, for `choose_excerpts`: the answers that the template names as telling of the trade."""
    places = [resolve(name, template, None) for name in template.trade]
    return "\n".join(facts.answer(place.section.id, place.slot.id).text for place in places if place is not None)


def _fitness(section: TemplateSection, index: ExcerptIndex, rows: Ints, said: Sequence[str]) -> tuple[Floats, Ints]:
    """How well each sentence fits a section, and by which of its roles; words of the section's own add to it."""
    evidence = section.evidence
    columns = [role_numbers()[role] for role in evidence.roles] if evidence else []
    if evidence is None or not columns or not len(rows):
        return np.zeros(len(rows)), np.zeros(len(rows), np.int64)
    fits = index.fits[rows][:, columns].astype(np.float64)
    if evidence.words:
        words = np.array([sum(word in sentence for word in evidence.words) for sentence in said])
        fits *= ((1 + words) ** OWN_WORDS)[:, None]
    return fits.max(axis=1), fits.argmax(axis=1)


@dataclass(slots=True)
class _Found:
    """The sentences that come into question, and what has been shown already."""

    index: ExcerptIndex
    rows: Ints
    owners: Ints
    said: list[str]
    shown: list[Counter[str]] = field(default_factory=list)
    quoted: Counter[int] = field(default_factory=Counter)

    def pick(self, score: Floats, roles: Ints, most: int) -> tuple[Excerpt, ...]:
        """Greedy by maximal marginal relevance (Carbonell and Goldstein 1998); no sentence beside two sections.

        In a section of several roles, one that has its sentence already counts as likeness too.
        """
        best = [i for i in np.argsort(-score, kind="stable")[:CANDIDATES].tolist() if score[i] > 0]
        origin = [int(self.index.origins[self.owners[i]]) for i in best]
        grams = [_bigrams(self.said[i]) for i in best]
        alike = [max((_likeness(gram, other) for other in self.shown), default=0.0) for gram in grams]
        taken: set[int] = set()
        has: set[int] = set()
        picked: list[Excerpt] = []
        while len(picked) < most:
            open_ = [n for n in range(len(best)) if alike[n] < ALIKE and origin[n] not in taken]
            if not open_:
                break
            worth = {
                n: score[best[n]] / score[best[0]] * SEEN ** self.quoted[origin[n]] - VARIETY * max(alike[n], roles[best[n]] in has)
                for n in open_
            }
            n = max(open_, key=lambda n: (worth[n], -n))
            picked.append(self._excerpt(best[n], float(score[best[n]])))
            taken.add(origin[n])
            has.add(int(roles[best[n]]))
            self.quoted[origin[n]] += 1
            self.shown.append(grams[n])
            alike = [max(alike[m], _likeness(grams[m], grams[n])) for m in range(len(best))]
        return tuple(picked)

    def _excerpt(self, i: int, score: float) -> Excerpt:
        essay, row = self.index.essays[self.owners[i]], self.rows[i]
        return Excerpt(
            essay=essay.id, document=essay.document, start=int(self.index.starts[row]), end=int(self.index.ends[row]), text=self.said[i],
            title=essay.title, path=essay.path, site=essay.site, url=essay.url, sources=int(self.index.spread[row]), score=round(score, 4),
        )  # fmt: skip


def _bigrams(text: str) -> Counter[str]:
    key = sentence_key(text)
    return Counter(key[i : i + 2] for i in range(len(key) - 1))


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Share of the shorter sentence's bigrams that stand in the other too."""
    return (a & b).total() / (min(a.total(), b.total()) or 1)
