"""A draft as Markdown.

The student's text and the corpus's are text: nothing in them is markup, a
comment's end, or a template sign. What the tool says of itself stands in
comments, which vanish when the file is turned into a page or a Word file, and
in one closing part behind a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from essaykit.draft.assemble import Draft, DraftSection, Gap, QuotedSource
from essaykit.draft.listing import OWNERSHIP, attribution, budget_bar, shortened, stock_remark
from essaykit.draft.quotable import Excerpt
from essaykit.draft.seal import seal

_SIGNS = re.compile(r"[\\`*_{}\[\]<>|~$^&]")
_LINE_START = re.compile(r"^(\s*)(?:([#>+=\-])|(\d{1,9})([.)]))")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def spelt_out(text: str) -> str:
    r"""Text on one line, with controls, bidirectional overrides and lone surrogates spelt out.

    >>> print(spelt_out("a\x1b[31m\nb"))
    a\x1b[31m b
    """
    text = _UNSEEN.sub(lambda m: m.group().encode("unicode_escape", "surrogatepass").decode("ascii"), text)
    return re.sub(r"\s*\n\s*", " ", text).replace("\t", " ")


def inline(text: str) -> str:
    r"""Text that Markdown prints as it is, inside a line.

    >>> print(inline("用 <b> 和 {{x}}"))
    用 \<b\> 和 \{\{x\}\}
    """
    return _SIGNS.sub(lambda m: "\\" + m.group(), spelt_out(text))


def literal(text: str) -> str:
    r"""Text that Markdown prints as it is, as a line of its own.

    >>> print(literal("# 一"), literal("1. 开机"))
    \# 一 1\. 开机
    """
    return _LINE_START.sub(lambda m: m.group(1) + ("\\" + m.group(2) if m.group(2) else f"{m.group(3)}\\{m.group(4)}"), inline(text))


def comment(text: str) -> str:
    """An HTML comment on one line; nothing in the text can end it.

    >>> comment("a --> b")
    '<!-- a - -> b -->'
    """
    text = spelt_out(text)
    while "--" in text:
        text = text.replace("--", "- -")
    return f"<!-- {text} -->"


def render_markdown(draft: Draft, *, excerpts: str = "quote") -> str:
    """The draft as one Markdown file: title, sections, and behind a line what is still to do and what was quoted.

    Excerpts stand as quotations, or as comments that vanish when the file is turned into a page.
    """
    blocks = [f"# {inline(draft.title)}"]
    for section in draft.sections:
        blocks += _section(section, excerpts)
    blocks += ["---", "## 写作清单", f"这一部分由工具列出，交稿前整段删去。{OWNERSHIP}"]
    blocks += [_budget_table(draft), *_to_do(draft)]
    if draft.sources:
        blocks += ["### 摘录出处", "\n".join(_source_lines(draft))]
    text = "\n\n".join(blocks) + "\n\n"
    return text + seal(text)


def _section(section: DraftSection, excerpts: str) -> Iterator[str]:
    if section.heading:
        yield f"## {inline(section.heading)}"
    if section.budget:
        yield comment(f"字数 {section.words} / {section.budget}。{section.purpose}")
    if section.budget:
        for paragraph in section.paragraphs:
            yield f"### {inline(paragraph.text)}" if paragraph.heading else literal(paragraph.text)
    elif section.paragraphs:
        yield "\n".join(f"- {literal(paragraph.text)}" for paragraph in section.paragraphs)
    for gap in section.gaps:
        if gap.state == "empty" and not gap.optional:
            yield comment(f"待写〔{gap.name}〕{gap.ask}（事实表 {gap.slot}）")
    if section.questions:
        yield comment(f"还差 {section.budget - section.words} 字，想一想：{' '.join(section.questions)}")
    for excerpt in section.excerpts:
        if excerpts == "comment":
            remark = f"（{stock_remark(excerpt)}）" if excerpt.sources > 1 else ""
            yield comment(f"【摘录】{excerpt.text} —— {attribution(excerpt)}{remark}")
        else:
            yield _quotation(excerpt)


def _quotation(excerpt: Excerpt) -> str:
    lines = [f"> 【摘录】{inline(excerpt.text)}", ">", f"> —— {_attribution(excerpt)}"]
    if excerpt.sources > 1:
        lines.append(f"> （{stock_remark(excerpt)}）")
    return "\n".join(lines)


def _attribution(source: Excerpt | QuotedSource) -> str:
    """Title, essay id, and where it lies; a site only where no address names it (``folder:`` is none)."""
    parts = [f"《{inline(shortened(source.title))}》"] if source.title else []
    site = source.site if not source.url and ":" not in source.site else ""
    parts += [f"`{source.essay}`", *(inline(part) for part in (source.path, site, source.url) if part and part != source.essay)]
    return "，".join(parts)


def _budget_table(draft: Draft) -> str:
    rows = ["| 部分 | 已写 | 其中自己的话 | 预算 | |", "|---|---:|---:|---:|---|"]
    rows += [
        f"| {inline(s.heading)} | {s.words} | {s.own_words} | {s.budget} | {budget_bar(s.words, s.budget)} |"
        for s in draft.sections
        if s.budget
    ]
    rows.append(f"| 合计 | {draft.words} | {draft.own_words} | {draft.budget} | {budget_bar(draft.words, draft.budget)} |")
    return "\n".join(rows)


def _to_do(draft: Draft) -> Iterator[str]:
    gaps = [gap for section in draft.sections for gap in section.gaps]
    empty = [gap for gap in gaps if gap.state == "empty" and not gap.optional]
    vague = [gap for gap in gaps if gap.state == "vague"]
    maybe = [gap for gap in gaps if gap.state == "empty" and gap.optional]
    if empty:
        yield f"### 还没填（{len(empty)} 项）"
        yield "\n".join(f"- [ ] {gap.slot} {gap.name}：{gap.ask}" for gap in empty)
    if vague:
        yield f"### 写得不够具体（{len(vague)} 项）"
        yield "\n".join(line for gap in vague for line in _vague_lines(gap))
    if maybe:
        yield "可填可不填：" + "、".join(f"{gap.name}（{gap.slot}）" for gap in maybe)
    if not empty and not vague:
        yield "该填的都填了。"


def _vague_lines(gap: Gap) -> Iterator[str]:
    yield f"- [ ] {gap.slot} {gap.name}"
    for remark in gap.remarks:
        yield (
            f"    - {inline(remark.place)}：“{inline(remark.found)}”，{remark.advice}"
            if remark.found
            else (f"    - {inline(remark.place)}：{remark.advice}")
        )


def _source_lines(draft: Draft) -> Iterator[str]:
    for number, source in enumerate(draft.sources, 1):
        beside = "；".join(inline(heading) for heading in source.sections)
        yield f"{number}. {_attribution(source)}（{beside}）"
