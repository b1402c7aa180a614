"""The removal of a unit as an operation, and whether it waits for a person."""

from __future__ import annotations

from essaykit.clean import RuleCard, mechanism_reasons, role_reasons
from essaykit.label import Labelled
from essaykit.ledger import make_operation
from essaykit.model import Operation, SourceText

DOUBTFUL = 0.7  # removals below this confidence are proposed, not applied: see docs/cleaning.md
LONG = 50  # a line as long as this in the middle of an essay goes only for good reason: losing it costs more than keeping it
SURE = 0.97


def removal(source: SourceText, unit: Labelled, end: int, rules: dict[str, RuleCard], *, after: str = "") -> Operation:
    """The operation that removes a unit, up to `end` (with the white space behind it)."""
    block = source.blocks[unit.unit.block]
    before = source.text[unit.unit.start : end]
    if unit.rule in rules:
        card = rules[unit.rule]
        return make_operation(unit.rule, unit.unit.start, before, after, card.reason, evidence=card.evidence)
    if unit.rule in mechanism_reasons():
        return make_operation(unit.rule, unit.unit.start, before, after, mechanism_reasons()[unit.rule])
    if block.hidden:
        return make_operation(
            "role.hidden", unit.unit.start, before, after, mechanism_reasons()["role.hidden"], evidence=("not shown on the page",)
        )
    reasons = role_reasons()
    return make_operation(
        f"role.{unit.role}",
        unit.unit.start,
        before,
        after,
        reasons[unit.role],
        evidence=unit.evidence,
        confidence=unit.confidence,
        proposed=is_doubtful(unit, inside=False),
    )


def is_doubtful(unit: Labelled, *, inside: bool) -> bool:
    """Whether the removal of a unit waits for a person; inside an essay a long line must be surer than elsewhere."""
    long = inside and unit.unit.end - unit.unit.start >= LONG
    return unit.rule in ("decode", "rejected") and unit.confidence < (SURE if long else DOUBTFUL)
