"""Cleaning: rules as cards, the engine that runs them, paragraph ends, reasons for removed roles."""

from __future__ import annotations

import tomllib
from functools import cache

from essaykit.cards import package_text
from essaykit.clean.cards import RuleCard, check_card, rule_cards
from essaykit.clean.engine import Engine, Hit, engine
from essaykit.clean.layout import ends_closed, goes_on
from essaykit.model import Reason

__all__ = ["Engine", "Hit", "RuleCard", "check_card", "ends_closed", "engine", "goes_on", "role_reasons", "rule_cards"]


@cache
def role_reasons() -> dict[str, Reason]:
    """Why text of a role is removed, by role."""
    return {role: Reason(**texts) for role, texts in tomllib.loads(package_text("essaykit.clean", "roles.toml")).items()}
