"""Checking a paper before it is handed in. What a machine can see, no more: it gives no marks and guesses no author."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec.structs import replace

from essaykit import __version__
from essaykit.copies import Index, Overlap, overlap
from essaykit.draft.outline_check import SectionCheck, outline_findings, section_checks
from essaykit.draft.paper import Paper
from essaykit.draft.remarks import Finding, Severity, leftovers, repetitions, vagueness
from essaykit.draft.template import Template
from essaykit.model import Record
from essaykit.text import word_count

CHECK_VERSION = 1
LEAST_COPIED, MUCH_COPIED = 15, 30
"""Characters of a passage that stands elsewhere from which it is remarked on, and from which it must be quoted or rewritten."""
CLOSE = 4
"""Characters between two passages that are one all the same."""
_ORDER: tuple[Severity, ...] = ("must", "should", "may")


class DraftCheck(Record, frozen=True, kw_only=True):
    """A paper, checked: the record that ``draft check --json`` prints."""

    check_version: int = CHECK_VERSION
    version: str
    """Of essaykit."""
    file: str
    template: str
    """Id; empty where it was checked against none."""
    words: int
    """字数 of the body, quotations and headings apart."""
    budget: int
    sections: tuple[SectionCheck, ...]
    findings: tuple[Finding, ...]
    """What must be changed first, then by place."""
    overlap: Overlap | None
    """语料重合: None where it was compared with nothing."""

    def counted(self, severity: Severity) -> int:
        """How many findings are so severe."""
        return sum(finding.severity == severity for finding in self.findings)


def check_paper(
    paper: Paper,
    file: str,
    template: Template | None = None,
    against: tuple[Index, Callable[[int], tuple[str, str, str]]] | None = None,
    more: Sequence[Finding] = (),
) -> DraftCheck:
    """Check a paper.

    Args:
        paper: what was read.
        file: how it is called.
        template: what it ought to hold; None if that is not known.
        against: an index, and what gives id, title and text of its texts by their numbers.
        more: findings of others: of the profile, of the facts.
    """
    words = sum(word_count(paragraph.text) for paragraph in paper.own())
    sections, inside = section_checks(paper, template) if template else ((), {})
    found = [*leftovers(paper), *vagueness(paper), *repetitions(paper), *more]
    if template:
        found += outline_findings(sections, template, words)
    told = _overlap(paper, file, against) if against else None
    found += _copied(paper, told) if told else []
    starts = np.array([paragraph.start for paragraph in paper.paragraphs])
    ordered = sorted(found, key=lambda f: (_ORDER.index(f.severity), f.start, f.check))
    return DraftCheck(
        version=__version__, file=file, template=template.id if template else "", words=words, budget=template.words if template else 0,
        sections=sections, overlap=told, findings=tuple(_placed(finding, starts, inside) for finding in ordered),
    )  # fmt: skip


def _placed(finding: Finding, starts: np.ndarray, inside: dict[int, str]) -> Finding:
    """A finding with the section that it stands in."""
    if finding.section or finding.start < 0 or not inside:
        return finding
    paragraph = int(starts[np.searchsorted(starts, finding.start, side="right") - 1])
    return replace(finding, section=inside.get(paragraph, ""))


def _overlap(paper: Paper, file: str, against: tuple[Index, Callable[[int], tuple[str, str, str]]]) -> Overlap:
    text = "\n".join(p.text if p.kind not in ("list", "question", "margin") else " " * len(p.text) for p in paper.paragraphs)
    quoted = [(p.start, p.start + len(p.text)) for p in paper.paragraphs if p.kind == "quotation"]
    return overlap(file, text, *against, quoted=quoted)


def _copied(paper: Paper, told: Overlap) -> list[Finding]:
    """Runs of the paper that stand in the corpus, and are neither stock nor quoted."""
    covered = np.zeros(len(paper.text) + 1, dtype=bool)
    for passage in told.passages:
        covered[passage.this_offset : passage.this_offset + passage.this_length] = True
    for span in told.left_out:
        covered[span.offset : span.offset + span.length] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([False], covered, [False])).astype(np.int8)))
    spans: list[list[int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if spans and start - spans[-1][1] <= CLOSE:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    found = []
    for start, end in spans:
        if end - start < LEAST_COPIED:
            continue
        source = next(p.source for p in told.passages if p.this_offset < end and p.this_offset + p.this_length > start)
        found.append(
            Finding(
                severity="must" if end - start >= MUCH_COPIED else "should",
                check="overlap",
                start=start,
                end=end,
                found=paper.text[start:end],
                advice=f"这 {end - start} 个字也见于 {source}：加引号并注明出处，或写自己的经历",
            )
        )
    return found
