"""The line that names a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from essaykit.label.labelling import Labelled
from essaykit.label.lines import fold
from essaykit.label.survey import Rows, Survey
from essaykit.model import Block, Heading, SourceText, Span

TITLE_LABEL = re.compile("^\\s*(?:题\\s*目|标\\s*题|課題|课题|论文题目|报告题目)\\s*[:：]\\s*")
"""What a cover prints before a title."""
_GENRE = re.compile(  # a cover's whole title
    "(?:实习|實習|实训|實訓|实践|實踐|见习|見習)(?:报告|報告|总结|總結|日[志誌记記]|周[记記]|心得)"
)
_NUMBERED = re.compile(f"{_GENRE.pattern}(?:之|第)?[一二三四五六七八九十0-9]{{1,3}}[周天日篇次]?$")
_SUBTITLE = re.compile("[#*\\s]*(?:—{1,3}|–{1,2}|-{2,3}|―{1,2})[^。！？!?；;]{4,40}")
BELOW_A_TITLE = 2.0  # what a dash takes from a line below another that may be the title
_INSTITUTION = re.compile("(?:大学|学院|学校|中学|系|公司|中心|大学本科生?|研究生院)$")


def find_title(
    source: SourceText,
    found: Survey,
    headings: Sequence[Heading],
    units: Sequence[Labelled],
    titles: Sequence[Span],
    rows: Rows,
    *,
    least: float,
) -> int:
    """Index of the unit that names the document: high up, large, repeated, like its headings; -1 if nothing does."""
    spans = set(titles)
    name = "".join(source.name.split())
    wording = "".join(source.text[headings[0].start : headings[0].end].split()) if headings else ""
    listed = {fold(source.text[h.start : h.end]) for h in headings} if len(headings) > 1 else set()
    first_body = next((i for i, u in enumerate(units) if u.role in ("body", "heading")), len(units))
    first_shown = next((i for i, block in enumerate(source.blocks) if block.path != "front-matter"), -1)
    best, chosen = least, -1
    for index, unit in enumerate(units[: first_body + (0 if headings else 1)]):
        line = found.lines[index]
        text = line.folded or "".join(line.text.split())
        own = fold(source.text[unit.unit.start : unit.unit.end])  # of a thin line, without those that it is judged with
        if (
            (unit.unit.start, unit.unit.end) not in spans
            or not 2 < len(text) <= 60
            or unit.role == "heading"
            or text in listed
            or text[-1] in ":："
        ):
            continue  # what names an essay stands above them all in a table of contents
        block = source.blocks[unit.unit.block]
        if block.hidden or block.link_share > 0.5 or block.path == "front-matter" or block.kind in ("page_header", "page_footer"):
            continue
        score = 0.4 - 0.06 * index
        if block.level > 2 and source.media_type == "text/markdown" and unit.unit.block != first_shown:
            continue
        if block.level > 1 and _is_section(source, block, unit.unit.block):
            continue
        score += 2.0 * (block.level == 1) + 1.2 * (block.kind == "heading") + 0.6 * block.centred + 0.5 * block.bold
        score += 1.6 * (bool(name) and (text in name or name in text))
        row = rows[index]
        score += 1.5 * row.get("promise", 0.0) + 1.2 * (found.around.repeats[line.folded] > 1)
        score += 0.8 * bool(row.get("names a document") or _GENRE.fullmatch(own))
        score += 0.5 * (index <= 1) - 1.2 * bool(_INSTITUTION.search(own))
        if index and _SUBTITLE.fullmatch(line.text) and (units[index - 1].unit.start, units[index - 1].unit.end) in spans:
            score -= BELOW_A_TITLE
        plain_top = index <= 1 and block.link_share == 0 and "arrows" not in row and "bars" not in row
        foreign = unit.role in ("navigation", "metadata", "page_mark")
        score += 0.9 * (unit.role == "title") - (0.5 if plain_top else 1.5) * foreign - 0.8 * (unit.role == "notice")
        score += 1.5 if TITLE_LABEL.match(line.text) else -row.get("label", 0.0)
        score -= 1.5 * row.get("date", 0.0) + 1.0 * row.get("arrows", 0.0) + 1.2 * row.get("second person", 0.0)
        if wording:
            pairs = [text[i : i + 2] for i in range(len(text) - 1)]
            score += 2.0 * sum(p in wording for p in pairs) / len(pairs)
        if score > best:
            best, chosen = score, index
    return chosen


def _is_section(source: SourceText, block: Block, index: int) -> bool:
    """Whether a heading is the first of several of its level, with none above them: the first section of a text without title."""
    levels = [other.level for other in source.blocks[index + 1 :] if other.kind == "heading"]
    return levels.count(block.level) > 1 and min(levels) >= block.level and all(b.kind != "heading" for b in source.blocks[:index])


def entry_of(found: Survey, units: Sequence[Labelled], title: int) -> int:
    """Index of the unit that names one entry of what the title names, behind a dash: ——实习日志一; -1 where there is none."""
    below = subtitle_of(found, units, title)
    return below if below >= 0 and _NUMBERED.search(found.lines[below].text) else -1


def subtitle_of(found: Survey, units: Sequence[Labelled], title: int) -> int:
    """Index of the unit right below the title that goes on with it behind a dash: ——记一次实习; -1 where there is none."""
    below = title + 1
    if title < 0 or below >= len(units) or units[below].unit.heading >= 0:
        return -1
    return below if _SUBTITLE.fullmatch(found.lines[below].text) else -1
