"""Cleaning: rules as cards, the engine that runs them, paragraph ends, reasons for removed roles."""

from __future__ import annotations

import tomllib
from functools import cache

from essaykit.cards import package_text
from essaykit.clean.cards import RuleCard, check_card, rule_cards
from essaykit.clean.engine import Engine, Hit, engine
from essaykit.clean.layout import ends_closed, goes_on
from essaykit.clean.lone_marks import lone_marks
from essaykit.clean.repeats import carried_over, inserted_marks
from essaykit.model import Reason

__all__ = [
    "Engine",
    "Hit",
    "RuleCard",
    "carried_over",
    "check_card",
    "ends_closed",
    "engine",
    "goes_on",
    "inserted_marks",
    "lone_marks",
    "mechanism_reasons",
    "role_reasons",
    "rule_cards",
]


@cache
def role_reasons() -> dict[str, Reason]:
    """Why text of a role is removed, by role."""
    return {role: Reason(**texts) for role, texts in tomllib.loads(package_text("essaykit.clean", "roles.toml")).items()}


@cache
def mechanism_reasons() -> dict[str, Reason]:
    """Why the rules that are no cards change the text, by rule id; removals of roles included."""
    found = {rule: Reason(**texts) for rule, texts in tomllib.loads(package_text("essaykit.clean", "mechanisms.toml")).items()}
    return found | {f"role.{role}": reason for role, reason in role_reasons().items()}
