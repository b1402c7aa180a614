"""An overlap as one page: the text beside what it shares passages with; no network, nothing to install."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from itertools import pairwise

from essaykit.cards import package_text
from essaykit.copies.overlap import LeftOut, Overlap, OverlapPassage

COLOURS = 8
"""Sources have colours in turn; their numbers tell them apart where colours don't."""


def overlap_page(overlaps: Iterable[tuple[Overlap, str]], source: Callable[[str], tuple[str, str]]) -> str:
    """The page.

    Args:
        overlaps: what was found, with the text that it is about.
        source: title and text of a source by its id.
    """
    body = "\n".join(_section(number, one, text, source) for number, (one, text) in enumerate(overlaps, 1))
    page = package_text("essaykit.copies", "data/report.html")
    return page.replace("{{body}}", body)


def _section(number: int, one: Overlap, text: str, source: Callable[[str], tuple[str, str]]) -> str:
    head = f"<h1>{_shown(one.id)}</h1>"
    if one.raw is None or one.own is None or one.largest is None:
        return f"<article>{head}<p>没有比对：{escape(note_in_chinese(one.note))}。</p></article>"
    rates = (
        f"<dl><dt>语料重合（不计套话、引用和标题）</dt><dd>{one.own:.1%}</dd><dt>全部</dt><dd>{one.raw:.1%}</dd>"
        f"<dt>最大单一来源</dt><dd>{one.largest:.1%} {_shown(one.largest_source or '')}</dd>"
        f"<dt>最长一段</dt><dd>{one.longest} 字</dd><dt>比对</dt><dd>{one.compared} 篇</dd></dl>"
    )
    colour = {s.id: place for place, s in enumerate(one.sources)}
    ordered = sorted(one.passages, key=lambda p: (p.this_offset, colour[p.source]))
    names = {id(p): f"{number}-{place}" for place, p in enumerate(ordered, 1)}
    left = [(p.this_offset, p.this_offset + p.this_length, colour[p.source], names[id(p)]) for p in ordered]
    why = [(span.offset, span.offset + span.length, _reason(span)) for span in one.left_out]
    rights = "".join(_source(s.id, s.share, colour[s.id], ordered, names, *source(s.id)) for s in one.sources)
    sides = f'<div class="sides"><section class="this">{_marked(text, left, "a", why)}</section><aside>{rights}</aside></div>'
    return f"<article>{head}{rates}{sides}</article>"


def note_in_chinese(note: str) -> str:
    """Why nothing was compared, for a page."""
    return "可以比对的不到五个字" if "five" in note else "没有可以比对的文章" if note else ""


def _reason(span: LeftOut) -> str:
    name = {"stock": "套话", "quotation": "引用", "heading": "标题"}.get(span.reason, span.reason)
    return f"{name}：见于 {span.sources} 个互不相干的来源" if span.sources else name


def _source(name: str, share: float, colour: int, passages: list[OverlapPassage], names: dict[int, str], title: str, text: str) -> str:
    mine = [(p.source_offset, p.source_offset + p.source_length, colour, names[id(p)]) for p in passages if p.source == name]
    label = f'<b class="c{colour % COLOURS}">{colour + 1}</b> {share:.1%} {_shown(name)} {_shown(title)}'
    return f"<details open><summary>{label}</summary><div>{_marked(text, mine, 'b', [])}</div></details>"


def _marked(text: str, spans: list[tuple[int, int, int, str]], side: str, why: list[tuple[int, int, str]]) -> str:
    """The text with its passages marked, each pointing to the other side; where two cover a place, the one that began last shows."""
    edges = sorted({0, len(text), *(at for span in spans for at in span[:2]), *(at for span in why for at in span[:2])})
    other = "b" if side == "a" else "a"
    out, named = [], set()
    starts = sorted(spans)
    for begin, end in pairwise(edges):
        piece = _shown(text[begin:end])
        reason = next((r for a, b, r in why if a <= begin and end <= b), None)
        if reason is not None:
            piece = f'<s title="{escape(reason)}">{piece}</s>'
        over = [span for span in starts if span[0] <= begin and end <= span[1]]
        if over:
            _, _, colour, name = over[-1]
            anchor = "" if name in named else f' id="{side}{name}"'
            named.add(name)
            piece = f'<a{anchor} class="c{colour % COLOURS}" href="#{other}{name}"><sup>{colour + 1}</sup>{piece}</a>'
        out.append(piece)
    return "".join(out)


def _shown(text: str) -> str:
    """Text for the page: escaped, controls made visible."""
    return escape("".join(c if c in "\n\t" or c.isprintable() or c == "\u3000" else "\ufffd" for c in text))
