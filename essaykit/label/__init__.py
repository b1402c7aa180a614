"""Labels: a role for every stretch of a document, decoded together."""

from __future__ import annotations

import tomllib
from functools import cache

from essaykit.cards import package_text
from essaykit.label.assign import label_blocks
from essaykit.label.labelling import Labelled, Labelling, Ruling
from essaykit.label.lines import fold
from essaykit.label.survey import line_hash, short_lines
from essaykit.label.title import TITLE_LABEL
from essaykit.label.units import Unit
from essaykit.model import Reason

__all__ = ["TITLE_LABEL", "Labelled", "Labelling", "Ruling", "Unit", "fold", "label_blocks", "line_hash", "role_meanings", "short_lines"]


@cache
def role_meanings() -> dict[str, Reason]:
    """What each role means, by role."""
    return {role: Reason(**texts) for role, texts in tomllib.loads(package_text("essaykit.label", "roles.toml")).items()}
