"""What is looked for in texts: words as they are written, or patterns.

Patterns are Python's (`re`), searched without a time limit: one with nested
repetition, such as ``(a+)+b``, can take longer than anyone waits. Ctrl-C ends it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from essaykit.analyse.texts import Text
from essaykit.errors import UsageError
from essaykit.model import Span


@dataclass(frozen=True, slots=True)
class Query:
    """A word or pattern to look for in texts; its places don't overlap, and empty ones are none."""

    word: str
    regex: bool
    pattern: re.Pattern[str]
    sections: tuple[str, ...] = ()
    """Only sections count whose headings hold one of these; of texts without sections, all of it."""

    def spans(self, text: Text) -> list[Span]:
        """Begin and end of each place."""
        spans = [match.span() for match in self.pattern.finditer(text.text)]
        if self.regex:
            spans = [span for span in spans if span[0] < span[1]]
        if self.sections and text.sections:
            inside = [(s.start, s.end) for s in text.sections if any(word in s.heading for word in self.sections)]
            spans = [span for span in spans if any(a <= span[0] < b for a, b in inside)]
        return spans

    def count(self, text: Text) -> int:
        """How many places there are: of a word, several times as fast as looking at each."""
        if self.regex or (self.sections and text.sections):
            return len(self.spans(text))
        return text.text.count(self.word)


def make_query(word: str, *, regex: bool = False, sections: Sequence[str] = ()) -> Query:
    """What to look for.

    Raises:
        UsageError: if the word is empty, or no regular expression.
    """
    return Query(word, regex, compile_query(word, regex=regex), tuple(sections))


def compile_query(query: str, *, regex: bool) -> re.Pattern[str]:
    """What is looked for, as a pattern.

    Raises:
        UsageError: if it is empty, or no regular expression.
    """
    if not query:
        raise UsageError("the query is empty", hint="name a word, such as 实习")
    if not regex:
        return re.compile(re.escape(query))
    try:
        return re.compile(query)
    except re.error as error:
        raise UsageError(f"{query} is no regular expression: {error}", hint="leave out --regex to search it as it stands") from None
    except (OverflowError, RecursionError):
        raise UsageError(f"{query[:40]} is too large a regular expression", hint="simplify it") from None
