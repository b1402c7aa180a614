"""A checked paper as one HTML file: what to change, the map of the paper, and where it agrees with the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from essaykit.cards import package_text
from essaykit.copies.report import note_in_chinese
from essaykit.draft.check import DraftCheck
from essaykit.draft.listing import budget_bar, shortened
from essaykit.draft.markdown import spelt_out
from essaykit.draft.paper import Paper
from essaykit.draft.remarks import Finding

SEVERITIES = {"must": "必须改", "should": "应当改", "may": "可以改"}
CHECKS = {
    "leftover": "占位没删", "mask": "遮掩", "missing_slot": "没写", "missing_section": "缺部分", "budget": "字数", "vague": "空泛",
    "claim": "只有结论", "repetition": "重复", "overlap": "语料重合", "phone": "电话", "id_number": "身份证号", "contact": "联系方式",
    "card_number": "卡号", "address": "住址", "patient": "他人姓名", "profile": "格式",
}  # fmt: skip
"""Names of checks, as people see them."""


def check_page(checked: DraftCheck, paper: Paper) -> str:
    """The page."""
    body = "\n".join(_body(checked, paper))
    title = escape(f"{checked.file}：核对")
    return package_text("essaykit.draft", "page.html").replace("{{title}}", title).replace("{{body}}", body)


def _body(checked: DraftCheck, paper: Paper) -> Iterator[str]:
    yield f"<h1>{_shown(checked.file)}</h1>"
    counts = "，".join(f"{name} {checked.counted(severity)} 处" for severity, name in SEVERITIES.items())  # type: ignore[arg-type]
    yield f"<p>{counts}。正文 {checked.words} 字" + (f"，预算 {checked.budget} 字。</p>" if checked.budget else "。</p>")
    if checked.sections:
        rows = "".join(
            f"<tr><td>{_shown(s.heading or f'（{s.name}）')}<td>{s.words}<td>{s.budget}<td>{budget_bar(s.words, s.budget)}</tr>"
            for s in checked.sections
        )
        yield f"<table><tr><th>部分<th>字数<th>预算<th></tr>{rows}</table>"
    yield from _overlap(checked)
    yield "<h2>要改的</h2><ul>"
    for number, finding in enumerate(checked.findings):
        place = f' href="#f{number}"' if finding.start >= 0 else ""
        name = CHECKS.get(finding.check, finding.check)
        yield (
            f'<li class="{finding.severity}"><a{place}>{SEVERITIES[finding.severity]}·{name}</a> '
            f"{f'“{_shown(shortened(finding.found, 40))}” ' if finding.found else ''}{_shown(finding.advice)}</li>"
        )
    yield "</ul><h2>全文</h2>"
    yield from _map(checked.findings, paper)


def _overlap(checked: DraftCheck) -> Iterator[str]:
    told = checked.overlap
    if told is None:
        return
    yield "<h2>语料重合</h2>"
    if told.raw is None or told.own is None or told.largest is None:
        yield f"<p>没有比对：{note_in_chinese(told.note)}</p>"
        return
    yield (
        f"<p>全部 {told.raw:.1%}；不计套话、引用和标题 {told.own:.1%}；最大单一来源 {told.largest:.1%} "
        f"{_shown(told.largest_source or '')}；"
        f"最长一段 {told.longest} 字；比对 {told.compared} 篇。这不是“查重率”，只说明和这个语料有多少相同。</p>"
    )
    rows = "".join(f"<tr><td>{s.share:.1%}<td>{s.passages}<td>{_shown(s.id)}<td>{_shown(s.title)}</tr>" for s in told.sources)
    yield f"<table><tr><th>占比<th>段数<th>来源<th>标题</tr>{rows}</table>" if rows else ""


def _map(findings: tuple[Finding, ...], paper: Paper) -> Iterator[str]:
    placed = [(number, f) for number, f in enumerate(findings) if f.start >= 0]
    for paragraph in paper.paragraphs:
        start, end = paragraph.start, paragraph.start + len(paragraph.text)
        here = [(number, f) for number, f in placed if f.start < end and f.end > start]
        cuts = sorted({start, end, *(min(max(at, start), end) for _, f in here for at in (f.start, f.end))})
        out = []
        for a, b in pairwise(cuts):
            over = [(number, f) for number, f in here if f.start <= a and b <= f.end]
            text = _shown(paper.text[a:b])
            anchors = "".join(f'<a id="f{number}"></a>' for number, f in over if max(f.start, start) == a)
            names = "；".join(dict.fromkeys(f"{CHECKS.get(f.check, f.check)}：{f.advice}" for _, f in over))
            out.append(f'{anchors}<mark title="{_shown(names)}">{text}</mark>' if over else text)
        tag = {"heading": "h3", "quotation": "blockquote"}.get(paragraph.kind, "p")
        yield f"<{tag}>{''.join(out)}</{tag}>"


def _shown(text: str) -> str:
    return escape(spelt_out(text))
