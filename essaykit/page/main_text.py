"""The main text of a page: which blocks it is, and why the others are not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from essaykit.model import SourceText
from essaykit.page.decode import choose
from essaykit.page.features import Survey, survey
from essaykit.page.model import Weights, contributions, shares, shipped
from essaykit.page.names import groups
from essaykit.page.parts import best_part, find_parts

UNSEEN = 0.02  # what a reader does not see, or fills in himself, is hardly ever text
REPEATED = 0.1  # nor is a line that stands on other pages of the site

Array = NDArray[np.float64]


class MainText(NamedTuple):
    """What was decided about a page."""

    blocks: tuple[int, ...]
    """Indexes of the blocks that are the main text, in order."""
    share: Array
    """Probability of each block."""
    page: Survey | None
    weights: Weights
    stretch: tuple[int, ...] = ()
    """Blocks that were chosen one by one, where another part of the page was found likelier."""
    over: tuple[str, ...] = ()
    """What that part has over them."""


JOINED = "\f"
"""Between the pages of an article in several pages: its text is a part of each, so each is judged by itself."""


def find_main_text(source: SourceText, repeated: Mapping[int, int] | None = None, weights: Weights | None = None) -> MainText:
    """Find the main text of a page.

    Args:
        source: what was read.
        repeated: for each block that stands on other pages of the site too, on how many.
        weights: other weights than those shipped.
    """
    weights = weights or shipped()
    if not source.blocks:
        return MainText((), np.zeros(0), None, weights)
    if JOINED in source.text:
        return _of_article(source, repeated or {}, weights)
    return _of_page(source, repeated or {}, weights)


def _of_page(source: SourceText, repeated: Mapping[int, int], weights: Weights) -> MainText:
    page = survey(source)
    share = seen_shares(page, weights)
    if repeated:
        share[list(repeated)] *= REPEATED
    stretch, posts = choose(share, page.by.characters, page.boxes, source.blocks)
    if posts or not weights.parts:
        return MainText(tuple(stretch), share, page, weights)
    blocks, over = best_part(find_parts(page, share, stretch), weights.parts)
    return MainText(tuple(blocks), share, page, weights, tuple(stretch), over)


def _of_article(source: SourceText, repeated: Mapping[int, int], weights: Weights) -> MainText:
    """The main text of an article in several pages, each judged by itself."""
    blocks = source.blocks
    pages: list[tuple[int, MainText]] = []
    breaks = [i for i in range(1, len(blocks)) if JOINED in source.text[blocks[i - 1].end : blocks[i].start]]
    for first, last in pairwise([0, *breaks, len(blocks)]):
        begin, end = blocks[first].start, blocks[last - 1].end
        own = replace(
            source,
            text=source.text[begin:end],
            blocks=tuple(replace(b, start=b.start - begin, end=b.end - begin) for b in blocks[first:last]),
            boxes=tuple(
                replace(b, first=b.first - first, last=b.last - first) for b in source.boxes if first <= b.first and b.last <= last
            ),
        )
        pages.append((first, _of_page(own, {i - first: times for i, times in repeated.items() if first <= i < last}, weights)))
    return MainText(
        tuple(first + block for first, found in pages for block in found.blocks),
        np.concatenate([found.share for _, found in pages]),
        survey(source),
        weights,
        tuple(first + block for first, found in pages for block in found.stretch),
    )


def seen_shares(page: Survey, weights: Weights) -> Array:
    """Probability of each block to be main text that a reader sees."""
    share = shares(page, weights)
    return np.where((page.by.hidden > 0) | (page.by.field > 0), share * UNSEEN, share)


def why_outside(found: MainText, index: int) -> tuple[str, ...]:
    """Why a block is not main text, for a person: what can be seen first, then what weighed most."""
    page = found.page
    if page is None:
        return ()
    reasons = ["outside the page's main text"]
    linked, links = page.by.linked[index], page.boxes.links[page.boxes.inner[index]]
    if linked >= 0.5:
        reasons.append(f"{linked:.0%} of its characters are links")
    elif links >= 0.5:
        reasons.append(f"{links:.0%} of the lines around it are links")
    named = [group.name for group, said in zip(groups()[1:], page.boxes.named[page.boxes.inner[index]][1:], strict=True) if said]
    if named:
        reasons.append(f"in an element named like {' or '.join(named)}")
    if found.over and index in found.stretch:
        reasons.append(f"another part of the page is likelier: {'; '.join(found.over)}")
    return (*reasons, *contributions(page, index, found.weights, most=3))
