"""工具使用说明: what the tool gave, what was quoted, and how much of a paper is the writer's own. Numbers, no verdict."""

from __future__ import annotations

from collections.abc import Iterator

from essaykit import __version__
from essaykit.draft.assemble import Draft, QuotedSource
from essaykit.draft.check import DraftCheck
from essaykit.draft.listing import attribution
from essaykit.draft.paper import Paper
from essaykit.model import Record
from essaykit.text import word_count


class Disclosure(Record, frozen=True, kw_only=True):
    """What a writer may add to a paper about the tool."""

    version: str
    file: str
    template: str
    """Id; empty where it was checked against none."""
    name: str
    """How the template is called."""
    words: int
    """字数 of the paper, headings apart, quotations in it."""
    quoted_words: int
    """字数 of marked quotations."""
    joining_words: int
    """字数 of the template's joining words that stand in the paper as they were given."""
    copied_share: float | None
    """Share of its characters that stands in the corpus without being quoted or stock; None where it was compared with none."""
    own_share: float
    """Share of the 字数 that is neither quoted nor joining words, nor stands in the corpus."""
    excerpts: int
    """Excerpts that the tool showed beside the draft."""
    sources: tuple[QuotedSource, ...]
    """Where these come from."""
    quotations: tuple[str, ...]
    """Marked quotations that stand in the paper."""


def disclose(paper: Paper, checked: DraftCheck, draft: Draft | None, name: str = "") -> Disclosure:
    """What the tool had to do with a paper.

    Args:
        paper: as it is handed in.
        checked: the same, checked.
        draft: what was built from the writer's facts; None if that isn't at hand.
        name: how the template is called; empty where there is none.
    """
    quotations = tuple(p.text for p in paper.paragraphs if p.kind == "quotation")
    quoted = sum(map(word_count, quotations))
    words = checked.words + quoted
    joining = _joining(paper, draft) if draft else 0
    copied = checked.overlap.own if checked.overlap else None
    own = max(0.0, (checked.words * (1 - (copied or 0.0)) - joining) / words) if words else 0.0
    return Disclosure(
        version=__version__, file=checked.file, template=checked.template, name=name, words=words, quoted_words=quoted,
        joining_words=joining, copied_share=copied, own_share=round(own, 3),
        excerpts=sum(len(s.excerpts) for s in draft.sections) if draft else 0, sources=draft.sources if draft else (),
        quotations=quotations,
    )  # fmt: skip


def _joining(paper: Paper, draft: Draft) -> int:
    """字数 of the template's words in paragraphs that stand in the paper unchanged."""
    there = {paragraph.text for paragraph in paper.own()}
    total = 0
    for section in draft.sections:
        for paragraph in section.paragraphs:
            if section.budget and paragraph.text in there:
                total += word_count(paragraph.text) - sum(word_count(paragraph.text[own.start : own.end]) for own in paragraph.own)
    return total


def disclosure_lines(told: Disclosure) -> Iterator[str]:
    """The disclosure as Markdown, a paragraph each."""
    yield "# 工具使用说明"
    kind = f"，按“{told.name}”模板" if told.name else ""
    yield f"本文写作中使用了 essaykit {told.version}{kind}。"
    yield "它是本机运行的规则程序：提出问题、列出字数和缺项、从语料中摘出注明出处的句子、核对与语料的重合。它不代写，不改写别人的句子。"
    yield f"- 全文 {told.words} 字，其中标明的引用 {told.quoted_words} 字，模板的连接词语 {told.joining_words} 字。"
    if told.copied_share is None:
        yield "- 没有与语料比对。"
    else:
        yield f"- 语料重合（不计套话和引用）：{told.copied_share:.1%}。"
    yield f"- 自己的话：{told.own_share:.1%}（不是引用，不是模板的连接词语，也不见于语料）。"
    yield f"- 写作时工具给出摘录 {told.excerpts} 条" + ("，出处如下：" if told.sources else "。")
    for number, source in enumerate(told.sources, 1):
        yield f"  {number}. {attribution(source)}"
    if told.quotations:
        yield f"- 文中标明的引用 {len(told.quotations)} 处。"
