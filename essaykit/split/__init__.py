"""Splitting: headings in every style, the best series of them, and the essays between."""

from __future__ import annotations

from essaykit.split.essays import Part, Plan, split_essays
from essaykit.split.genre import holds_essay, holds_piece, is_a_list, names_genre
from essaykit.split.series import Headings, find_headings
from essaykit.split.titles import promised_count

__all__ = [
    "Headings",
    "Part",
    "Plan",
    "find_headings",
    "holds_essay",
    "holds_piece",
    "is_a_list",
    "names_genre",
    "promised_count",
    "split_essays",
]
