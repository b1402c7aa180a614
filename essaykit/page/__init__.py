"""The main text of web pages: which blocks a person comes for, and why the others are not."""

from __future__ import annotations

from essaykit.page.main_text import MainText, find_main_text, why_outside

__all__ = ["MainText", "find_main_text", "why_outside"]
