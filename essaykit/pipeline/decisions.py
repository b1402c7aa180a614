"""Replaying what people ruled: by span, else by a quote that is unique, else reported; never dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

import msgspec

from essaykit.label import Ruling
from essaykit.model import Decision, Operation, RoleName, Span


class Placed(NamedTuple):
    """Decisions of one document, each at its place in today's source text."""

    rulings: tuple[Ruling, ...]
    splits: Mapping[int, str]
    """Where a new essay begins, with the decision's id."""
    merges: Mapping[int, str]
    """Where an essay begins that belongs to the one before, with the decision's id."""
    headings: tuple[tuple[Span, str, str], ...]
    """Heading texts that people gave: the place of the heading or of the essay's beginning, the text, the decision's id."""
    operations: tuple[tuple[Decision, Span | None], ...]
    """Decisions on single operations and whole rules, in order."""
    unplaced: tuple[str, ...]


def place(decision: Decision, text: str) -> Span | None:
    """Where a decision belongs in a source text.

    The recorded span counts if its quote still stands there; else the one place
    where the quote stands with what was around it; else the one place of the quote.
    """
    if decision.span is None:
        return None
    start, end = decision.span
    stands = 0 <= start <= end <= len(text) and text[start:end] == decision.quote
    if stands and (start < end or text[max(0, start - len(decision.before)) : start] == decision.before):
        return start, end
    for before, after in ((decision.before, decision.after), ("", "")):
        wanted = before + decision.quote + after
        if wanted and text.count(wanted) == 1:
            at = text.index(wanted) + len(before)
            return at, at + len(decision.quote)
    return None


def place_decisions(decisions: Sequence[Decision], text: str) -> Placed:
    """Sort a document's decisions by kind, each with its place."""
    rulings: list[Ruling] = []
    splits: dict[int, str] = {}
    merges: dict[int, str] = {}
    headings: list[tuple[Span, str, str]] = []
    operations: list[tuple[Decision, Span | None]] = []
    unplaced: list[str] = []
    for decision in decisions:
        span = place(decision, text)
        if decision.verdict in ("accept", "reject", "edit"):
            if decision.rule is None and span is None:
                unplaced.append(decision.id)
            else:
                operations.append((decision, span))
            continue
        start = _visible_from(text, span[0]) if span else len(text)
        if span is None or start == len(text):
            unplaced.append(decision.id)
        elif decision.verdict == "role":
            start, end = _without_white_space(text, span)
            if start < end and decision.value in get_args(RoleName):
                rulings.append(Ruling(start, end, decision.value, "decision"))  # type: ignore[arg-type]  # checked above
            else:
                unplaced.append(decision.id)  # nothing stands there that could have a role, or there is no such role
        elif decision.verdict == "split":
            if merges.pop(start, None) is None:  # a merge and a split at one place take each other back
                splits[start] = decision.id
        elif decision.verdict == "merge":
            if splits.pop(start, None) is None:
                merges[start] = decision.id
        elif decision.verdict == "heading":
            headings.append((span, decision.value or "", decision.id))
    return Placed(tuple(rulings), splits, merges, tuple(headings), tuple(operations), tuple(unplaced))


def _visible_from(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _without_white_space(text: str, span: Span) -> Span:
    start, end = span
    quote = text[start:end]
    return start + len(quote) - len(quote.lstrip()), start + len(quote.rstrip())


def verdict_on(operation: Operation, site: str, decided: Sequence[tuple[Decision, Span | None]]) -> Decision | None:
    """The last decision that speaks of an operation: by its id, by rule and place, or by its rule as a whole."""
    found = None
    for decision, span in decided:
        if decision.span is None and decision.operation is None:
            hit = decision.rule == operation.rule and decision.site in (None, site)
        else:
            same_place = span == (operation.start, operation.end)
            hit = decision.operation == operation.id or (same_place and decision.rule in (None, operation.rule))
        if hit:
            found = decision
    return found


def decisions_digest(decisions: Sequence[Decision]) -> str:
    """Digest of the decisions that were replayed; empty for none."""
    return hashlib.blake2b(msgspec.json.encode(list(decisions)), digest_size=8).hexdigest() if decisions else ""
