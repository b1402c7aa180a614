"""All operations on a document: removals, line ends, repairs, repetitions; with people's verdicts, overlaps settled."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

from msgspec.structs import replace

from essaykit.clean import Hit, RuleCard, carried_over, inserted_marks, lone_marks, mechanism_reasons
from essaykit.clean.seams import around, word_across
from essaykit.label import Labelled, Labelling
from essaykit.ledger import applied, make_operation, settle
from essaykit.model import Operation, SourceText
from essaykit.pipeline.decide import Decided, outside_code
from essaykit.pipeline.decisions import Placed, verdict_on
from essaykit.pipeline.line_ends import inner_operations, loose_ends
from essaykit.pipeline.removals import is_doubtful, removal
from essaykit.split import Plan

_ON_ONE_LINE = re.compile(r"\S(?:[^\r\n]*\S)?")
OFTEN = 2  # times a mark must stand in the text before it goes without asking
_REMOVED = ("notice", "navigation", "intro", "outro", "page_mark", "remark", "title")


def operations_on(
    text: SourceText, labels: Labelling, decided: Decided, site: str, placed: Placed, rules: dict[str, RuleCard]
) -> tuple[Operation, ...]:
    """All operations on a document in order of place, those that lost to others too."""
    units = labels.units
    found: list[Operation] = []
    inside: set[int] = set()
    for plan in decided.plans:
        inside.update(range(plan.first, plan.last + 1))
        found += inner_operations(text, units, plan.first, plan.last, labels.wrap, rules)
    boundaries = sorted([u.unit.start for u in units] + [len(text.text)])
    for index, unit in enumerate(units):
        if unit.role == "body":
            continue
        doubtful = is_doubtful(unit, inside=index in inside)
        if index in inside:
            if doubtful:
                found.append(_waiting(removal(text, unit, unit.unit.end, rules), unit))
        elif unit.role in _REMOVED and index != labels.title:
            if doubtful:
                found.append(_waiting(removal(text, unit, unit.unit.end, rules), unit))
            else:
                found.append(removal(text, unit, boundaries[bisect_right(boundaries, unit.unit.start)], rules))
    bodies = [
        (units[i].unit.start, units[i].unit.end) for i in sorted(inside) if units[i].role == "body" or is_doubtful(units[i], inside=True)
    ]
    starts = [start for start, _ in bodies]

    def in_body(start: int, end: int) -> bool:
        at = bisect_right(starts, start) - 1
        return at >= 0 and end <= bodies[at][1]

    found += repairs(decided.hits, text.text, rules, in_body)
    edges = sorted(edge for p in decided.plans for edge in (units[p.first].unit.start, units[p.last].unit.end))
    # a watermark may run over the end of an essay that a person set
    prose = outside_code(text, bodies, itemgetter(0))
    found += [
        o
        for o in (*repetitions(text.text, bodies), *lone_insertions(text.text, prose))
        if bisect_right(edges, o.start) == bisect_left(edges, o.end)
    ]
    if placed.operations:
        found = [_ruled(o, site, placed) for o in found]
    settled = settle(found, _rank)
    return settle(_without_loose_ends(text, units, decided.plans, settled, site, placed), _rank)


def _without_loose_ends(
    text: SourceText, units: Sequence[Labelled], plans: Sequence[Plan], settled: Sequence[Operation], site: str, placed: Placed
) -> Iterable[Operation]:
    """Settled operations, and those against the white space that they leave over; where a person refused one, all stays."""
    carried_out = applied(settled)
    starts = [o.start for o in carried_out]
    refused = [(o.start, o.end) for o in settled if o.state == "rejected"]
    by_id = {o.id: o for o in settled}
    for plan in plans:
        start, end = units[plan.first].unit.start, units[plan.last].unit.end
        own = carried_out[bisect_left(starts, start) : bisect_left(starts, end)]
        for loose in loose_ends(text.text, start, end, own):
            if not any(low < loose.end and loose.start < high for low, high in refused):
                by_id[loose.id] = _ruled(loose, site, placed)
    return by_id.values()


def _waiting(operation: Operation, unit: Labelled) -> Operation:
    return replace(operation, state="rejected" if unit.rule == "rejected" else "proposed")


def _rank(operation: Operation) -> int:
    return 0 if operation.rule.startswith("role.") else 1 if operation.rule.startswith("layout.") else 2


def _ruled(operation: Operation, site: str, placed: Placed) -> Operation:
    verdict = verdict_on(operation, site, placed.operations)
    if verdict is None:
        return operation
    if verdict.verdict == "reject":
        return replace(operation, state="rejected")
    if verdict.verdict == "edit":
        return replace(operation, state="applied", after=verdict.value or "")
    return replace(operation, state="applied") if operation.state == "proposed" else operation


def repairs(hits: Sequence[Hit], text: str, rules: dict[str, RuleCard], inside: Callable[[int, int], bool]) -> list[Operation]:
    """Operations of the span rules whose hits lie inside the author's text."""
    found = []
    for hit in hits:
        card = rules[hit.rule]
        if card.scope == "span" and inside(hit.start, hit.end):
            before = text[hit.start : hit.end]
            asks = card.risk == "ask"
            if asks and card.confirm == "joined":
                asks = not _is_one_word(text, hit)
            found.append(make_operation(hit.rule, hit.start, before, hit.replacement, card.reason, evidence=card.evidence, proposed=asks))
    return found


_DASH_FOR_ONE = re.compile("[\u3400-\u9fff]-[个個名位次种種天些定般样樣直起旦切周条條张張句步批套趟遍番半]")


def _is_one_word(text: str, hit: Hit) -> bool:
    """Whether what a hit parts stands together elsewhere in the text, or is a word of the language.

    Where dashes stand for 一, as a scanner reads it, 进-步 may be 进一步.
    """
    if text[hit.start - 1] + text[hit.end : hit.end + 1] in text:
        return True
    return _DASH_FOR_ONE.search(text) is None and bool(word_across(*around(text, hit.start, hit.end)))


def repetitions(text: str, bodies: Sequence[tuple[int, int]]) -> list[Operation]:
    """Operations against repetition that no author writes, over the body stretches of a document in order."""
    found = []
    reasons = mechanism_reasons()
    for above, (c, d) in pairwise(bodies):
        size = carried_over(text, above, (c, d))
        if 0 < size < d - c:
            found.append(
                make_operation(
                    "repeat.carried-over",
                    c,
                    text[c : c + size],
                    "",
                    reasons["repeat.carried-over"],
                    evidence=(f"{size} characters stand twice",),
                )
            )
    for start, end, times in inserted_marks(text, bodies):
        evidence = (f"stands {times} times", "in mid sentence", "words of a page")
        found += [
            make_operation(
                "repeat.inserted-mark",
                start + piece.start(),
                piece[0],
                "",
                reasons["repeat.inserted-mark"],
                evidence=evidence,
                proposed=times < OFTEN,
            )
            for piece in _ON_ONE_LINE.finditer(text[start:end])
        ]
    return found


def lone_insertions(text: str, bodies: Sequence[tuple[int, int]]) -> list[Operation]:
    """Operations against marks in mid sentence, over the body stretches of a document in order."""
    reason = mechanism_reasons()["mark.once"]
    found = []
    for mark in lone_marks(text, bodies):
        why = f"parts the word “{mark.parted}”" if mark.parted else "bids or forbids in mid sentence"
        found.append(make_operation("mark.once", mark.start, text[mark.start : mark.end], "", reason, evidence=(why, "words of a page")))
    return found
