"""Copies: which texts were made from one another, how many independent sources there are, and which passages stand elsewhere."""

from __future__ import annotations

from essaykit.copies.find import Found, find_copies
from essaykit.copies.grams import Grams, find_grams, joined
from essaykit.copies.index import Index
from essaykit.copies.kept import independent_sources
from essaykit.copies.overlap import Overlap, overlap, overlapping, text_passages

__all__ = [
    "Found", "Grams", "Index", "Overlap", "find_copies", "find_grams", "independent_sources", "joined",
    "overlap", "overlapping", "text_passages",
]  # fmt: skip
