"""A draft as one HTML file: no network, nothing to install; what the tool says stands beside what the student wrote."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from essaykit.cards import package_text
from essaykit.draft.assemble import Draft, DraftSection
from essaykit.draft.listing import OWNERSHIP, attribution, budget_bar, stock_remark, to_do
from essaykit.draft.markdown import spelt_out
from essaykit.draft.paragraphs import Paragraph
from essaykit.draft.quotable import Excerpt
from essaykit.draft.seal import seal


def render_html(draft: Draft, *, excerpts: str = "quote") -> str:
    """The draft as a page; excerpts as quotations below a section's text, or folded up as comments."""
    body = "\n".join([f"<h1>{_shown(draft.title)}</h1>", *(line for section in draft.sections for line in _section(section, excerpts))])
    page = package_text("essaykit.draft", "page.html").replace("{{title}}", _shown(draft.title))
    page = page.replace("{{body}}", body + "\n" + "\n".join(_closing(draft))) + "\n"
    return page + seal(page)


def _section(section: DraftSection, excerpts: str) -> Iterator[str]:
    yield f'<section id="{_shown(section.id)}">'
    if section.heading:
        bar = f'<small title="{section.words} / {section.budget} 字">{budget_bar(section.words, section.budget)}</small>'
        yield f"<h2>{_shown(section.heading)} {bar if section.budget else ''}</h2>"
    for paragraph in section.paragraphs:
        yield f"<h3>{_shown(paragraph.text)}</h3>" if paragraph.heading else f"<p>{_marked(paragraph)}</p>"
    for gap in section.gaps:
        if gap.state == "empty" and not gap.optional:
            yield f'<p class="todo">〔待写：{_shown(gap.name)}〕{_shown(gap.ask)}<small>（事实表 {_shown(gap.slot)}）</small></p>'
    if section.questions:
        yield f'<p class="todo">还差 {section.budget - section.words} 字，想一想：{_shown(" ".join(section.questions))}</p>'
    quoted = [_quotation(excerpt) for excerpt in section.excerpts]
    if excerpts == "comment" and quoted:
        yield f"<details><summary>摘录 {len(quoted)} 条</summary>{''.join(quoted)}</details>"
    else:
        yield from quoted
    yield "</section>"


def _marked(paragraph: Paragraph) -> str:
    """A paragraph in which the student's own words are marked."""
    out, at = [], 0
    for own in paragraph.own:
        out.append(_shown(paragraph.text[at : own.start]))
        out.append(f'<span class="own" title="{_shown(own.slot)}">{_shown(paragraph.text[own.start : own.end])}</span>')
        at = own.end
    return "".join([*out, _shown(paragraph.text[at:])])


def _quotation(excerpt: Excerpt) -> str:
    remark = f"<br>{_shown(stock_remark(excerpt))}" if excerpt.sources > 1 else ""
    return f"<blockquote><p>【摘录】{_shown(excerpt.text)}</p><footer>—— {_shown(attribution(excerpt))}{remark}</footer></blockquote>"


def _closing(draft: Draft) -> Iterator[str]:
    yield f'<section class="list"><h2>写作清单</h2><p>这一部分由工具列出，交稿前删去。{OWNERSHIP}</p><table>'
    yield "<tr><th>部分<th>已写<th>自己的话<th>预算<th></tr>"
    rows = [(s.heading, s.words, s.own_words, s.budget) for s in draft.sections if s.budget]
    for name, words, own, budget in [*rows, ("合计", draft.words, draft.own_words, draft.budget)]:
        yield f"<tr><td>{_shown(name)}<td>{words}<td>{own}<td>{budget}<td>{budget_bar(words, budget)}</tr>"
    yield "</table><ul>" + "".join(f"<li>{_shown(line)}</li>" for line in to_do(draft)) + "</ul>"
    if draft.sources:
        sources = "".join(f"<li>{_shown(attribution(source))}（{_shown('；'.join(source.sections))}）</li>" for source in draft.sources)
        yield f"<h3>摘录出处</h3><ol>{sources}</ol>"
    yield "</section>"


def _shown(text: str) -> str:
    return escape(spelt_out(text))
