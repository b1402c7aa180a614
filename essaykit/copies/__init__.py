"""Copies: which texts were made from one another, how many independent sources there are, and which passages stand elsewhere."""

from __future__ import annotations

from essaykit.copies.find import Found, find_copies
from essaykit.copies.grams import Grams, find_grams, joined

__all__ = ["Found", "Grams", "find_copies", "find_grams", "joined"]
