"""Where on a page its own title stands as a line: the text is seldom far below."""

from __future__ import annotations

from itertools import pairwise

from essaykit.model import SourceText

SHORTEST, LONGEST = 5, 90
LIKE = 0.7  # share of a line's character pairs that stand in the page's title
HEADING_GAIN = 3.0


def title_block(source: SourceText) -> int:
    """Index of the block that repeats the page's title best; -1 where none does."""
    name = _bare(source.name)
    pairs, signs = set(pairwise(name)), set(name)
    best, found = 0.0, -1
    if len(name) <= SHORTEST:
        return found
    for index, block in enumerate(source.blocks):
        if block.hidden or block.link_share >= 0.9 or not SHORTEST <= block.end - block.start <= LONGEST:
            continue
        line = source.text[block.start : block.end]
        if signs.isdisjoint(line):  # as most are: no pair of theirs needs to be looked for
            continue
        line = _bare(line)
        if len(line) < SHORTEST:
            continue
        shared = sum(pair in pairs for pair in pairwise(line))
        share = shared / (len(line) - 1)
        if share >= LIKE:
            value = shared * share + (len(line) if name.startswith(line) else 0) + (HEADING_GAIN if block.kind == "heading" else 0.0)
            if value > best:
                best, found = value, index
    return found


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))
