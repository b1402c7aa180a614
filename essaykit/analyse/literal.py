"""Counting words as they are written, whatever the dictionary makes of them: what `kwic` finds, as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from essaykit.analyse.arrays import Ints
from essaykit.analyse.queries import compile_query
from essaykit.analyse.texts import Text


def word_patterns(words: Sequence[str], *, regex: bool) -> list[re.Pattern[str]]:
    """Patterns of the words that are asked for, each once.

    Raises:
        UsageError: if one is empty or no regular expression.
    """
    return [compile_query(word, regex=regex) for word in dict.fromkeys(words)]


def find_places(texts: Sequence[Text], pattern: re.Pattern[str]) -> tuple[Ints, Ints]:
    """Text and offset of each place; those without a character are none."""
    found = [
        (number, match.start()) for number, text in enumerate(texts) for match in pattern.finditer(text.text) if match.end() > match.start()
    ]
    text, start = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return text, start
