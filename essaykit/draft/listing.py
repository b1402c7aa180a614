"""What a draft says of itself, in every format: bars, what is still to do, where excerpts come from."""

from __future__ import annotations

from collections.abc import Iterator

from essaykit.draft.assemble import Draft, QuotedSource
from essaykit.draft.quotable import Excerpt

OWNERSHIP = "引用块里的句子是别人写的，只供对照；要用就注明出处，不要改头换面当作自己的话。"
TITLE = 30
"""Characters of a title in a list."""
BAR = 10
"""Signs of a bar."""


def budget_bar(words: int, budget: int) -> str:
    """How much of a budget is written, as a bar.

    >>> budget_bar(5, 10), budget_bar(30, 10)
    ('█████░░░░░', '██████████+')
    """
    full = min(BAR, words * BAR // budget) if budget else 0
    return "█" * full + "░" * (BAR - full) + "+" * (words > 1.2 * budget)


def shortened(text: str, most: int = TITLE) -> str:
    """A title, or the beginning of a text, that fits in a line.

    >>> shortened("银行客服实习心得") , len(shortened("长" * 50))
    ('银行客服实习心得', 30)
    """
    return text if len(text) <= most else text[: most - 1] + "…"


def attribution(source: Excerpt | QuotedSource) -> str:
    """Title, essay id, and where it lies; a site only where no address names it (``folder:`` is none)."""
    parts = [f"《{shortened(source.title)}》"] if source.title else []
    site = source.site if not source.url and ":" not in source.site else ""
    return "，".join([*parts, source.essay, *(part for part in (source.path, site, source.url) if part and part != source.essay)])


def stock_remark(excerpt: Excerpt) -> str:
    """On how many independent sources a sentence stands."""
    return f"这句话见于 {excerpt.sources} 个互不相干的来源，是套话"


def to_do(draft: Draft) -> Iterator[str]:
    """What is still to write, a line each."""
    gaps = [gap for section in draft.sections for gap in section.gaps if not (gap.optional and gap.state == "empty")]
    for gap in gaps:
        if gap.state == "empty":
            yield f"□ 还没填：{gap.name}（{gap.slot}）{gap.ask}"
        for remark in gap.remarks:
            yield f"□ 不够具体：{remark.place} " + (f"“{remark.found}”，{remark.advice}" if remark.found else remark.advice)
    if not gaps:
        yield "该填的都填了。"
