"""What lies between the lines of one essay: removals, joins, paragraph ends, white space left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from essaykit.clean import RuleCard, ends_closed, goes_on, mechanism_reasons
from essaykit.label import Labelled, Unit
from essaykit.ledger import apply_between, make_operation
from essaykit.model import Block, Operation, SourceText
from essaykit.pipeline.removals import is_doubtful, removal

_WHITE = re.compile(r"\s+")
_LOOSE = re.compile(r"\n(?:\s|(?<=\s\n))")  # from the line end on, which is found much faster than white space is


def inner_operations(
    source: SourceText, units: Sequence[Labelled], first: int, last: int, wrap: int, rules: dict[str, RuleCard]
) -> list[Operation]:
    """Operations on what lies between the body units of one essay: removals and line ends."""
    text = source.text
    stays = [
        i
        for i in range(first, last + 1)
        if units[i].role == "body" or (is_doubtful(units[i], inside=True) and not source.blocks[units[i].unit.block].hidden)
    ]
    closed = ends_closed([text[units[i].unit.start : units[i].unit.end] for i in stays])
    found: list[Operation] = []
    for a, b in pairwise(stays):
        if b > a + 1 or not _ends_plainly(source, units[a].unit, units[b].unit, wrap):
            found += _gap(source, units, a, b, wrap, closed, rules)
    return found


def _gap(
    source: SourceText, units: Sequence[Labelled], a: int, b: int, wrap: int, closed: float, rules: dict[str, RuleCard]
) -> list[Operation]:
    text = source.text
    above, below = units[a].unit, units[b].unit
    gap = text[above.end : below.start]
    removed = units[a + 1 : b]
    if not removed and above.block == below.block:
        return []
    parted = bool(removed)
    if above.block == below.block:
        wanted = ""
    else:
        lead = text[above.end : removed[0].unit.start] + text[removed[-1].unit.end : below.start] if removed else gap
        indent = lead[lead.rfind("\n") + 1 :]
        own = _indent_of(text, above.start)
        indented = (len(indent) > len(own) if wrap else bool(indent.strip(" ") or len(indent) > 1)) or (lead.count("\n") > 1 and not parted)
        laid_out = _goes_on_as_laid_out(source.blocks[above.block], source.blocks[below.block])
        joined = (
            goes_on(
                text[above.start : above.end], text[below.start : below.end], wrap=wrap, indented=indented, closed=closed, parted=parted
            )
            if laid_out is None
            else laid_out
        )
        wanted = "" if joined else "\n"
    rule = "layout.paragraph-end" if wanted else "layout.hard-wrap" if wrap and not parted else "layout.join"
    reason = mechanism_reasons()[rule]
    if wanted == "" and _needs_blank(text[above.end - 1], text[below.start]):
        wanted = " "
    found: list[Operation] = []
    cursor = above.end
    placed = False
    for index, unit in enumerate(removed):
        if unit.unit.start > cursor:
            white = text[cursor : unit.unit.start]
            if white != wanted or placed:
                found.append(make_operation(rule, cursor, white, "" if placed else wanted, reason))
            placed = True
        behind = removed[index + 1].unit.start if index + 1 < len(removed) else below.start
        end = behind if placed else unit.unit.end
        found.append(removal(source, unit, end, rules))
        cursor = end
    if cursor < below.start:
        white = text[cursor : below.start]
        after = "" if placed else wanted
        if white != after:
            found.append(make_operation(rule, cursor, white, after, reason))
    return found


def _ends_plainly(source: SourceText, above: Unit, below: Unit, wrap: int) -> bool:
    """Whether nothing is to be asked at a line's end: one line break behind a finished sentence, as almost everywhere."""
    text, end = source.text, above.end
    return (
        below.start == end + 1
        and text[end] == "\n"
        and not wrap
        and text[end - 1] in "。！？"
        and not source.blocks[above.block].path.startswith("pdf")
    )


def _goes_on_as_laid_out(above: Block, below: Block) -> bool | None:
    """Whether a line of a PDF goes on in the next, by indent and right edge; None where nothing is known of them."""
    if not above.path.startswith("pdf") or not below.path.startswith("pdf"):
        return None
    return (
        "indent" not in below.path
        and not above.path.endswith("/short")
        and not (above.bold or below.bold or above.centred or below.centred)
    )


def _indent_of(text: str, start: int) -> str:
    at = start
    while at and text[at - 1] in " \t\u3000\u00a0":
        at -= 1
    return text[at:start] if at == 0 or text[at - 1] in "\n\r" else ""


def _needs_blank(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


def loose_ends(text: str, start: int, end: int, operations: Sequence[Operation]) -> list[Operation]:
    """Operations on white space that others leave over in one essay: at line ends, as indents, as blank lines.

    A zero-width character at the end of a line may have had a blank before it; a repetition that
    goes may have stood between two line ends. Of each run of white space with a line end in it that
    line end stays, nothing at the ends of the essay.

    Args:
        text: the source text.
        start: where the essay's extent begins.
        end: where it ends.
        operations: the applied ones inside it, in order.

    Returns:
        New operations, and those of ``operations`` whose line end is one too many, without it.
    """
    clean, spans = apply_between(text, operations, start, end)
    if not _has_loose_ends(clean):
        return []
    pieces: list[tuple[int, int, Operation | None]] = sorted(
        [*((a, b, None) for a, b in spans), *((o.start, o.end, o) for o in operations)], key=lambda piece: piece[:2]
    )
    found: list[Operation] = []
    reason = mechanism_reasons()["layout.paragraph-end"]
    index, at = 0, 0  # the piece we are in, and where it begins in the clean text
    for match in _WHITE.finditer(clean):
        low, high = match.span()
        inner = low > 0 and high < len(clean)
        if inner and (match[0] == "\n" or "\n" not in match[0]):
            continue
        while at + _length(pieces[index]) <= low:
            at += _length(pieces[index])
            index += 1
        run: list[tuple[int, tuple[int, int, Operation | None]]] = []
        here, begin = index, at
        while here < len(pieces) and begin < high:
            run.append((begin, pieces[here]))
            begin += _length(pieces[here])
            here += 1
        wanted = int(inner)
        for begin, (_, _, operation) in run:  # a line end that an operation put in is the one that stays
            if operation is not None and "\n" in operation.after and low <= begin and begin + len(operation.after) <= high:
                if wanted:
                    wanted = 0
                elif operation.after == "\n" and operation.rule.startswith("layout."):
                    found.append(replace(operation, after=""))
        for begin, (a, b, operation) in run:
            if operation is not None:
                continue
            first, last = a + max(0, low - begin), min(b, a + high - begin)
            kept = text.find("\n", first, last) if wanted else -1
            for left, right in ((first, kept), (kept + 1, last)) if kept >= 0 else ((first, last),):
                if left < right:
                    found.append(make_operation("layout.paragraph-end", left, text[left:right], "", reason))
            wanted = 0 if kept >= 0 else wanted
    return found


def _has_loose_ends(clean: str) -> bool:
    """Whether some line, of a text, is empty, or begins or ends with white space."""
    return not clean or clean[0].isspace() or clean[-1].isspace() or _LOOSE.search(clean) is not None


def _length(piece: tuple[int, int, Operation | None]) -> int:
    start, end, operation = piece
    return end - start if operation is None else len(operation.after)
