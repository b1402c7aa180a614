"""Classes of grammar by which a notice differs from a narrative: closed classes of function words, no matter what either is about."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import NamedTuple

from essaykit.cards import package_text


class Class(NamedTuple):
    """A class of words and the names of its features."""

    present: str
    """How often it stands in a line, up to three times."""
    rate: str
    """The same for each eight characters."""
    pattern: re.Pattern[str]


@cache
def grammar() -> tuple[Class, ...]:
    """The classes of grammar.toml."""
    patterns: dict[str, str] = tomllib.loads(package_text("essaykit.label", "grammar.toml"))
    return tuple(Class(f"grammar: {name}", f"rate: {name}", re.compile(pattern)) for name, pattern in patterns.items())
