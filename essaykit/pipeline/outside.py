"""Blocks of a page that stand outside its main text, as evidence for the labels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from essaykit.model import Heading, SourceText
from essaykit.page import find_main_text, why_outside

UNLIKELY = 0.2  # share below which a block outside the main text is no author's; 0.5 loses more than it saves


def outside_main_text(text: SourceText, headings: Sequence[Heading]) -> dict[int, tuple[str, ...]]:
    """For each block before or behind the main text of a page that is unlikely to be part of it, why.

    What lies between headings that open essays is never outside. What stands on other pages of the site
    counts for nothing here: on such sites essays are copied from page to page.
    """
    if not text.boxes:
        return {}
    found = find_main_text(text)
    if not found.blocks:
        return {}
    low, high = found.blocks[0], found.blocks[-1]
    if headings:
        starts = [b.start for b in text.blocks]
        low = min(low, bisect_right(starts, headings[0].start) - 1)
        if bisect_right(starts, headings[-1].start) - 1 > high:
            high = len(text.blocks)
    return {
        index: why_outside(found, index)
        for index in (*range(low), *range(high + 1, len(text.blocks)))
        if found.share[index] < UNLIKELY and not text.blocks[index].hidden
    }
