"""A page about a document: what was found in it and why, what was taken out, what waits, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

from essaykit.cli.output import counted, cut, one_line
from essaykit.cli.places import line_of
from essaykit.cli.records import ExplainedDocument, ExplainedEssay, ExplainedFlag, ExplainedPlace, ExplainedRule, Proposal
from essaykit.ledger import applied, restore_source
from essaykit.model import Document, Essay, Flag, Operation, Span

_SHOWN = 40
"""Columns of an example."""
_PLACES = 3
"""Places of a flag that the page shows; the record holds all."""


def explain_document(document: Document) -> ExplainedDocument:
    """Everything that was decided about a document, rule by rule and flag by flag, from its record alone."""
    source = restore_source(document)
    line = partial(line_of, document, source)
    place = partial(_place, document, source)
    owners: list[tuple[Essay | None, Flag]] = [(None, flag) for flag in document.flag_evidence]
    owners += [(essay, flag) for essay in document.essays for flag in essay.flag_evidence]
    return ExplainedDocument(
        document=document.id,
        path=document.source.path,
        title=document.title,
        promised=document.promised_count,
        characters=document.characters,
        removed=sum(len(o.before) for o in applied(document.operations)),
        essays=tuple(_explain_essay(document, essay, line((essay.heading_span or (essay.start,))[0])) for essay in document.essays),
        rules=tuple(_explain_rules(applied(document.operations), line)),
        waiting=tuple(
            Proposal(document=document.id, path=document.source.path, line=line(o.start), operation=o)
            for o in document.operations
            if o.state == "proposed"
        ),
        flags=tuple(
            ExplainedFlag(
                flag=flag.name, essay=essay.id if essay else None, evidence=flag.evidence, confidence=flag.confidence,
                places=tuple(place(span) for span in flag.spans),
            )
            for essay, flag in owners
        ),
        unplaced=document.unplaced,
    )  # fmt: skip


def page_lines(page: ExplainedDocument) -> Iterator[str]:
    """The page as it is printed."""
    yield f"{page.path}  ({page.document[:8]})"
    promised = f" of {page.promised} promised" if page.promised is not None else ""
    yield f"  title    {page.title or 'none was found'}"
    yield f"  essays   {len(page.essays)}{promised}"
    for evidence, essays in groupby(page.essays, key=lambda e: e.evidence):
        yield from (f"    line {e.line}: {_quoted(e.heading) if e.heading else 'no heading'}" for e in essays)
        yield f"        {'; '.join(evidence)}"
    yield f"  changed  {page.removed} of {page.characters} characters ({page.removed / max(1, page.characters):.1%}) removed or replaced"
    for r in page.rules:
        yield f"    {r.rule}: {counted(r.operations, 'place')}, {counted(r.characters, 'character')}: {r.reason.en} ({r.reason.zh})"
        if one_line(r.example.before.strip()):
            change = f"{_quoted(r.example.before)} becomes {_quoted(r.example.after)}" if r.example.after else _quoted(r.example.before)
            yield f"        line {r.line}: {change}"
    yield f"  waiting  {counted(len(page.waiting), 'operation') if page.waiting else 'nothing'}"
    for w in page.waiting:
        yield f"    line {w.line}: {_quoted(w.operation.before)} by {w.operation.rule} ({w.operation.confidence:.2f})"
        yield f"        {w.operation.reason.en}; essaykit decide {w.operation.id} accept|reject --document {page.document[:8]}"
    yield f"  flags    {counted(len(page.flags), 'flag') if page.flags else 'none'}"
    for f in page.flags:
        yield f"    {f.flag} ({f.confidence:.2f}), {f'essay {f.essay}' if f.essay else 'document'}: {'; '.join(f.evidence)}"
        yield from (f"        line {p.line}: {_quoted(p.text)}" for p in f.places[:_PLACES])
        if len(f.places) > _PLACES:
            yield f"        and {counted(len(f.places) - _PLACES, 'place')} more"
    if page.unplaced:
        yield f"  decided  {counted(len(page.unplaced), 'decision')} found no place any more: {', '.join(page.unplaced)}"
    yield ""


def _explain_essay(document: Document, essay: Essay, line: int) -> ExplainedEssay:
    if essay.heading_span is None:
        evidence: tuple[str, ...] = ("begins without a heading",)
    elif essay.heading_span == document.title_span:
        evidence = ("the document's title: no series of headings was found",)
    else:
        start, end = essay.heading_span
        found = [r for r in document.roles if r.role == "heading" and r.start < end and start < r.end]
        evidence = found[0].evidence if found and found[0].evidence else ("a person's decision or the end of the text before",)
    return ExplainedEssay(essay=essay.id, line=line, heading=essay.heading, number=essay.number, evidence=evidence)


def _explain_rules(operations: Sequence[Operation], line: Callable[[int], int]) -> Iterator[ExplainedRule]:
    by_rule: dict[str, list[Operation]] = {}
    for o in operations:
        by_rule.setdefault(o.rule, []).append(o)
    for rule, found in sorted(by_rule.items(), key=lambda item: (-sum(len(o.before) for o in item[1]), item[0])):
        example = max(found, key=lambda o: (len(o.before.strip()), -o.start))
        yield ExplainedRule(
            rule=rule, reason=example.reason, operations=len(found), characters=sum(len(o.before) for o in found), line=line(example.start),
            example=example,
        )  # fmt: skip


def _place(document: Document, source: str, span: Span) -> ExplainedPlace:
    return ExplainedPlace(line=line_of(document, source, span[0]), text=source[span[0] : span[1]])


def _quoted(text: str) -> str:
    return "“" + cut(one_line(text.strip()), _SHOWN) + "”"
