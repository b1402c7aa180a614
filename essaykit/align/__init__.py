"""Aligning texts: one normal form with offsets, shingles over it, passages that stand twice."""

from __future__ import annotations

from essaykit.align.normalise import Normal, normal_codes, normalise, shingles, simplify
from essaykit.align.repeats import Repeat, repeats

__all__ = ["Normal", "Repeat", "normal_codes", "normalise", "repeats", "shingles", "simplify"]
