"""How much running text stands between two places of a document."""

from __future__ import annotations

import re
from bisect import bisect_left

from essaykit.model import SourceText

LEAST_RUNNING = 18  # characters of a line that may be running text
_RUNNING = re.compile("[，。,！；、？的]")


class Mass:
    """Characters of running text, by blocks: lines long enough and with sentence marks."""

    def __init__(self, source: SourceText) -> None:
        text = source.text
        self.size = len(text)
        self.starts = []
        self.sums = [0]
        total = 0
        for block in source.blocks:
            start, end = block.start, block.end
            if (
                end - start >= LEAST_RUNNING
                and (text.find("，", start, end) >= 0 or _RUNNING.search(text, start, end))
                and not block.hidden
                and block.link_share < 0.5
            ):
                total += end - start
            self.starts.append(start)
            self.sums.append(total)

    def above(self, place: int) -> int:
        """How many stand above a place: of its own line those before it."""
        last = bisect_left(self.starts, place)
        if last == 0:
            return 0
        before = self.sums[last - 1]
        return before + min(self.sums[last] - before, place - self.starts[last - 1])

    def between(self, start: int, end: int) -> int:
        """How many stand between two places; none or fewer where these are the wrong way round."""
        return self.above(end) - self.above(start)
