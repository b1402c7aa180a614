"""What ``--json`` prints where it is not a record of the model or the store; `essaykit schema` shows them all."""

from __future__ import annotations

from typing import Literal

from essaykit.draft.form import Placeholder
from essaykit.model import Decision, FlagName, Operation, Reason, Record, Role


class Listing(Record, frozen=True, kw_only=True):
    """`list --json`: documents of a corpus, or those that were asked for."""

    documents: tuple[ListedDocument, ...]


class ListedDocument(Record, frozen=True, kw_only=True):
    """One document of a listing."""

    id: str
    path: str
    title: str | None
    essays: int
    promised: int | None
    characters: int
    kept: int
    """Code points that no applied operation touches."""
    proposed: int
    """Operations that wait for a person's word."""
    flags: tuple[FlagName, ...]
    essay_flags: dict[str, int]
    site: str
    encoding: str | None


class EssayListing(Record, frozen=True, kw_only=True):
    """`list --essays --json`."""

    essays: tuple[ListedEssay, ...]


class ListedEssay(Record, frozen=True, kw_only=True):
    """One essay of a listing."""

    id: str
    path: str
    title: str
    words: int
    """字数 as Word counts it."""
    flags: tuple[FlagName, ...]


class Queue(Record, frozen=True, kw_only=True):
    """`list --proposed --json`: operations that wait for a person's word."""

    proposed: tuple[Proposal, ...]


class Proposal(Record, frozen=True, kw_only=True):
    """One operation of the queue, and where it is."""

    document: str
    path: str
    line: int
    operation: Operation


class Failures(Record, frozen=True, kw_only=True):
    """`list --failed --json`: inputs that could not be read, and files passed over."""

    failed: tuple[FailedInput, ...]
    skipped: tuple[FailedInput, ...]


class FailedInput(Record, frozen=True, kw_only=True):
    """An input that is not in the corpus, and why."""

    path: str
    cause: str
    place: str | None = None
    hint: str | None = None


class RuleShare(Record, frozen=True, kw_only=True):
    """What one rule removed or replaced."""

    operations: int
    characters: int
    share: float
    """Of all characters of the source texts."""


class SiteShare(Record, frozen=True, kw_only=True):
    """What comes from one site or folder."""

    documents: int
    essays: int


class Stats(Record, frozen=True, kw_only=True):
    """`stats --json`: what a corpus holds, and what was done to it."""

    digest: str
    """Of the whole corpus; results of analysis name it."""
    documents: int
    essays: int
    words: int
    """字数 of all essays, as Word counts it."""
    promising: int
    """Documents that promise a number of essays."""
    promised: int
    """Essays that they promise together."""
    promises_kept: int
    """Of these documents, the ones in which as many were found."""
    failed: int
    skipped: int
    characters: int
    """Code points of all source texts."""
    kept: int
    """Of these, the ones that no applied operation touches."""
    proposed: int
    decisions: int
    unplaced: int
    """Decisions that found no place in the last build."""
    removed: dict[str, RuleShare]
    flags: dict[str, int]
    """Flag → documents that have it."""
    essay_flags: dict[str, int]
    """Flag → essays that have it."""
    encodings: dict[str, int]
    media_types: dict[str, int]
    sites: dict[str, SiteShare]


class Explanation(Record, frozen=True, kw_only=True):
    """What happened to one place of a document, and why."""

    document: str
    path: str
    line: int
    start: int
    """In code points of the source text."""
    end: int
    text: str
    """What stands in the source text there."""
    clean: str
    """What the applied operations leave of it."""
    fate: Literal["essay", "title", "heading", "metadata", "other", "removed"]
    """Where it went: what most of what is left of it is a part of, or that nothing is left."""
    essay: str | None
    """Id of the essay that it is a part of."""
    roles: tuple[Role, ...]
    operations: tuple[Operation, ...]
    decisions: tuple[Decision, ...]


class Why(Record, frozen=True, kw_only=True):
    """`why --json`: each place that was asked for."""

    places: tuple[Explanation, ...]


class Ruling(Record, frozen=True, kw_only=True):
    """`decide --json` and `undo --json`: the decision as it was recorded."""

    decision: Decision


class Change(Record, frozen=True, kw_only=True):
    """A line of the raw text beside what is left of it."""

    line: int
    raw: str
    clean: str
    fate: Literal["same", "changed", "joined", "removed"]
    """joined: what is left of the next line goes on behind it, in the same line of the clean text."""


class Difference(Record, frozen=True, kw_only=True):
    """`diff --json`: the lines that cleaning changed."""

    document: str
    path: str
    changes: tuple[Change, ...]


class ExplainedDocument(Record, frozen=True, kw_only=True):
    """`show --explain --json`: what was decided about a document as a whole, and why."""

    document: str
    path: str
    title: str | None
    promised: int | None
    characters: int
    removed: int
    """Of these, the ones that applied operations take out or replace."""
    essays: tuple[ExplainedEssay, ...]
    rules: tuple[ExplainedRule, ...]
    """What changed the text, most characters first."""
    waiting: tuple[Proposal, ...]
    flags: tuple[ExplainedFlag, ...]
    """Of the document, then of its essays."""
    unplaced: tuple[str, ...]
    """Ids of decisions that found no place any more."""


class ExplainedEssay(Record, frozen=True, kw_only=True):
    """Where an essay begins, and why there."""

    essay: str
    line: int
    """Of its heading, else of its first line."""
    heading: str | None
    number: int | None
    evidence: tuple[str, ...]


class ExplainedRule(Record, frozen=True, kw_only=True):
    """What one rule did in a document, with one example."""

    rule: str
    reason: Reason
    operations: int
    characters: int
    line: int
    """Of the example."""
    example: Operation


class ExplainedFlag(Record, frozen=True, kw_only=True):
    """A flag, and the places that show it."""

    flag: FlagName
    essay: str | None
    """None for a flag of the document."""
    evidence: tuple[str, ...]
    confidence: float
    places: tuple[ExplainedPlace, ...]


class ExplainedPlace(Record, frozen=True, kw_only=True):
    """A stretch of the source text, and its line."""

    line: int
    text: str


class LabelledDocument(Record, frozen=True, kw_only=True):
    """`label`: what was decided about a document, in the form of labelled samples."""

    file: str
    """Base name of the raw document, by which labels find it."""
    document: str
    """Its id."""
    encoding: str | None
    title: str | None
    promised_count: int | None
    flags: tuple[FlagName, ...]
    """Of the document."""
    essays: tuple[LabelledEssay, ...]
    boilerplate_texts: tuple[Boilerplate, ...]


class LabelledEssay(Record, frozen=True, kw_only=True):
    """An essay as it should come out."""

    heading: str | None
    text: str
    """One paragraph a line."""
    flags: tuple[FlagName, ...]


class Boilerplate(Record, frozen=True, kw_only=True):
    """A piece that must not stand in an essay."""

    type: str
    """The role for which it was removed, such as ``notice``, else the rule."""
    text: str
    place: Literal["pre", "essay", "body", "post"]
    """Before the first essay, inside one, between two, after the last."""
    before: str
    """Inside an essay: up to eight characters of clean text before it, without white space."""
    after: str


class RuleSummary(Record, frozen=True, kw_only=True):
    """A rule: what it looks for, why, its examples, and what it did in a corpus."""

    id: str
    kind: Literal["span", "line", "role", "mechanism", "heading"]
    """Changes a stretch of text, says what a line is, removes what has a role, joins and parts lines, or opens an essay."""
    since: str
    risk: Literal["safe", "ask"]
    """safe: applied; ask: proposed, a person decides."""
    reason: Reason
    evidence: tuple[str, ...]
    hits: tuple[str, ...]
    misses: tuple[str, ...]
    documents: int | None = None
    """Documents of the corpus that it changed; None where no corpus was asked."""
    operations: int | None = None
    characters: int | None = None


class RuleListing(Record, frozen=True, kw_only=True):
    """`rules list --json`."""

    rules: tuple[RuleSummary, ...]


class RuleStats(Record, frozen=True, kw_only=True):
    """`rules stats --json`: the rules that did something in a corpus, most characters first."""

    documents: int
    labelled: int | None
    """Documents of the corpus that have labels; None where no labels were given."""
    rules: tuple[RuleRecord, ...]


class RuleRecord(Record, frozen=True, kw_only=True):
    """What one rule did, and what labels say of it; the last four are None without labels."""

    rule: str
    documents: int
    operations: int
    characters: int
    """Code points that it took out or replaced."""
    foreign: int | None = None
    """Visible characters of labelled documents that it changed rightly: the labels have the text without them, or replaced."""
    author: int | None = None
    """Visible characters that the labels keep in an essay."""
    unknown: int | None = None
    """Visible characters of which the labels say nothing."""
    precision: float | None = None
    """foreign / (foreign + author)."""


class RuleTest(Record, frozen=True, kw_only=True):
    """`rules test --json`."""

    rules: int
    examples: int
    failures: tuple[RuleFailure, ...]


class RuleFailure(Record, frozen=True, kw_only=True):
    """An example that a rule does not treat as its card says."""

    rule: str
    expected: Literal["hit", "miss"]
    example: str


class KeywordLine(Record, frozen=True, kw_only=True):
    """`keywords --each --json`: one line for each essay, its keywords best first."""

    id: str
    keywords: tuple[str, ...]


class KeywordRow(Record, frozen=True, kw_only=True):
    """`keywords --csv`: a row for each keyword of an essay, a group, or the corpus."""

    id: str
    """Of the essay, value of the field, or ``corpus``."""
    title: str
    keyword: str
    score: float
    frequency: int
    essays: int
    sources: int | None


class TopicRow(Record, frozen=True, kw_only=True):
    """`topics --csv`: a row for each essay."""

    id: str
    title: str
    topic: int
    """-1 where it has no word to judge by."""
    stability: float
    words: str
    """The first words of the topic."""


class HitRow(Record, frozen=True, kw_only=True):
    """`kwic --csv`: a row for each place."""

    left: str
    match: str
    right: str
    id: str
    title: str
    section: str | None
    start: int
    """In code points of the essay's text."""
    end: int
    path: str | None
    line: int | None
    """Of the raw document."""


class FoundRow(Record, frozen=True, kw_only=True):
    """`search --csv`: a row for each essay, with its first place."""

    id: str
    title: str
    hits: int
    density: float
    """Hits in a thousand characters."""
    source: int | None
    left: str
    match: str
    right: str
    path: str | None
    line: int | None


class ExportReport(Record, frozen=True, kw_only=True):
    """`export --json`: what was written."""

    out: str
    format: str
    by: str | None
    """Field of which each value made a file."""
    files: int
    essays: int
    hidden: dict[str, int]
    """Kind → how many were hidden with ``--mask``."""
    left_out: dict[str, int]
    """Flag → essays that were left out because of it."""
    selected: tuple[str, ...]
    """Essays were chosen by these, each ``field=value``."""


class TroubleReport(Record, frozen=True, kw_only=True):
    """What every command prints with ``--json`` when it could not do its work; the same stands on standard error."""

    error: Trouble


class Trouble(Record, frozen=True, kw_only=True):
    """An error for the person who reads it."""

    cause: str
    file: str | None
    place: str | None
    hint: str | None
    """What to do."""
    exit_code: int


class TemplateCheck(Record, frozen=True, kw_only=True):
    """`template check --json`."""

    file: str
    problems: tuple[str, ...]
    """One line each; none where the template is fit for use."""
    placeholders: tuple[Placeholder, ...] = ()
    """Of a form in Word."""
