"""A text folded further than its normal form, for comparing wordings: one word for its synonyms, no particles."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from essaykit.align import Normal, normalise
from essaykit.cards import package_text

_PARTICLES = "了着过地得"
_CLOSING = "。．.！!？?；;，,：:、…”’」』）)"


class Folded(NamedTuple):
    """A text folded, and the span of each of its characters in the text that it was made from."""

    text: str
    starts: list[int]
    ends: list[int]
    raw: str
    """The text."""
    normal: Normal
    """Its normal form, of which the folded one was made."""

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Span in the text of some characters of the folded form (at least one), with the marks that close it."""
        stop = self.ends[end - 1]
        while stop < len(self.raw) and self.raw[stop] in _CLOSING:
            stop += 1
        return self.starts[begin], stop


@cache
def synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds a word of the table, and for each word the one that stands for its group."""
    groups = [line.split() for line in package_text("essaykit.copies", "data/synonyms.txt").splitlines() if line and line[0] != "#"]
    first = {word: group[0] for group in groups for word in group}
    longest_first = sorted(first, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))), first


def fold(text: str) -> Folded:
    """The text folded.

    >>> fold("他帮助了我。").text == fold("他协助我").text
    True
    """
    form = normalise(text)
    normal, offsets = form
    find, first = synonyms()
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in [*find.finditer(normal), None]:
        begin, end = match.span() if match else (len(normal), len(normal))
        for at in range(done, begin):
            if normal[at] not in _PARTICLES:
                out.append(normal[at])
                starts.append(offsets[at])
                ends.append(offsets[at] + 1)
        if match:
            word = first[match.group()]
            out.extend(word)
            places = [min(begin + k, end - 1) for k in range(len(word))]
            starts.extend(offsets[at] for at in places)
            ends.extend([*(offsets[at] + 1 for at in places[:-1]), offsets[end - 1] + 1])
        done = end
    return Folded("".join(out), starts, ends, text, form)
