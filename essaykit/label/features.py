"""Inspectable features of a unit: shape, place, repetition, and a few classes of words. No words of essays."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from essaykit.align.normalise import simplify, traditional_only
from essaykit.cards import package_text
from essaykit.label.units import Unit
from essaykit.model import ContextView, SourceText

_END = "。！？!?…；;”’」』）)"
_SENTENCE = re.compile("[。！？!?；;]")
_COMMA = re.compile("[，,、]")
_HAN = re.compile("[\u3400-\u9fff]")
_DIGIT = re.compile("[0-9０-９]")
_LATIN = re.compile("[A-Za-z]")
_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}|\d{1,2}\s*月\s*\d{1,2}\s*日")
_TIME = re.compile(r"\d{1,2}[:：]\d\d")
_URL = re.compile(r"(?i)https?:|www\.|\w\.(?:com|cn|net|org|example)\b|[\w.]+@[\w.]+")
_COPYRIGHT = re.compile("©|(?i:copyright|\\(c\\))|版权所有|ICP")
_ARROW = re.compile("[>＞»→›/]|-{2,}")
_BAR = re.compile("[|｜│丨]")
_LABEL = re.compile("^[^。，,！？\\s]{1,8}[:：]")
_LABELS = re.compile("[\u4e00-\u9fffA-Za-z]{1,6}[:：]")
_ITEM_LEAD = re.compile("^[-–—·•●■◆○□▪▲★☆※*>»→]+")
_NUMBER_LEAD = re.compile("^(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳]|第[一二三四五六七八九十0-9]+[条章节部步])")
_BRACKET_LEAD = re.compile("^[【\\[〖《(（「『]")
_PROMISE = re.compile("(?<!第)[0-9一二三四五六七八九十]+\\s*[篇份则]")
_DOCUMENT = re.compile(
    "(?:范文|心得|体会|总结|报告|小结|鉴定|日记|周记|论文|演讲稿|发言稿|讲话稿|申请书|计划书|计划|感想|评语|模板|格式|样书|样本|致谢词|评价|述职|述职稿|材料|"
    "调查表|随笔|方案|细则|职责|承诺书|规定|制度|公文|作文|征文|通知|集锦|大全|怎么写|怎样写|记|表|书)(?:[一二三四五六七八九十0-9]+[字篇份]|八百字|格式|范文)?$"
)
_PAGE = re.compile(
    "^[-—\\s第共]*[0-9〇零一二三四五六七八九十百]{1,4}\\s*(?:[/／页頁]|$)|第\\s*[0-9一二三四五六七八九十百]+\\s*[页頁]|[0-9]+\\s*[/／]\\s*[0-9]+"
)
_PATH_SITE = re.compile(
    "(?i)nav|foot|side|menu|share|comment|relat|recom|copyr|bread|crumb|position|tool|login|search|header|banner|link|tags?\\b|page|hot|rank|tuijian|"
    "prev|next|reply|user|author|info|meta|count|app|qr|\\bad|ads|gg|top|bottom|left|right|marquee|list|toc|catalog|hide|more"
)
_PATH_TEXT = re.compile("(?i)content|article|main|post|text|entry|detail|body|neirong|zhengwen|read|con\\b|editor|markdown|prose")
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2060-\u2064\ufeff\x00-\x1f\x7f-\x9f]+")
_READING = re.compile(r"(?<=[\u3400-\u9fff])[（(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}[)）]")


class Line(NamedTuple):
    """One unit with what is known of it before any decision."""

    unit: Unit
    text: str
    folded: str
    plain: bool
    """Running text beyond doubt: long, with sentence marks, without words of the page."""
    running: bool
    """Long enough and punctuated: counts as running text for its neighbours."""


@cache
def vocabulary() -> dict[str, re.Pattern[str]]:
    """One pattern per class of words."""
    data: dict[str, list[str]] = tomllib.loads(package_text("essaykit.label", "vocabulary.toml"))
    return {name: re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))) for name, words in data.items()}


@cache
def _any_word() -> re.Pattern[str]:
    return re.compile("|".join(vocabulary()[name].pattern for name in ("file", "site", "editor", "robot", "form")))


def fold(text: str) -> str:
    """Without white space, invisible characters and readings in brackets; simplified."""
    folded = _INVISIBLE.sub("", text)
    if traditional_only().search(folded):
        folded = simplify(folded)
    return _READING.sub("", folded) if "(" in folded or "（" in folded else folded


def look(source: SourceText, units: Sequence[Unit]) -> tuple[list[Line], int]:
    """Text, folded text and first judgement of each unit; and the width at which lines are wrapped, 0 if they are not.

    Pieces of a line that hidden text cuts up, and the lines of a wrapped paragraph, are judged by the whole.
    """
    lines = []
    words = _any_word()
    wrap = wrap_width([source.text[u.start : u.end] for u in units])
    whole = _joined(source, units)
    if wrap:
        whole |= _unwrapped(source, units, wrap, words)
    for index, unit in enumerate(units):
        text = whole.get(index) or source.text[unit.start : unit.end]
        block = source.blocks[unit.block]
        size = len(text)
        quiet = not block.hidden and block.link_share < 0.2 and block.kind not in ("page_header", "page_footer")
        running = size >= 24 and quiet and (text[-1] in _END or text.count("，") + text.count(",") + text.count("。") >= 2)
        if block.path == "code" and quiet:
            lines.append(Line(unit, text, "", plain=True, running=False))
            continue
        plain = running and size >= 50 and _SENTENCE.search(text) is not None and words.search(text) is None
        lines.append(Line(unit, text, "" if plain else fold(text), plain, running))
    return lines, wrap


def _unwrapped(source: SourceText, units: Sequence[Unit], wrap: int, words: re.Pattern[str]) -> dict[int, str]:
    """For the lines of a hard-wrapped paragraph: the whole paragraph."""
    found: dict[int, str] = {}
    group: list[int] = []

    def close() -> None:
        if len(group) > 1:
            found.update(dict.fromkeys(group, "".join(source.text[units[i].start : units[i].end] for i in group)))
        group.clear()

    for index, unit in enumerate(units):
        text = source.text[unit.start : unit.end]
        above = source.text[units[index - 1].start : units[index - 1].end] if index else ""
        full = wrap - 3 <= len(above) <= wrap + 2
        between = source.text[units[index - 1].end : unit.start] if index else ""
        indented = between[-1:] in " \u3000\t" or between.count("\n") > 1
        if not (group and full and not indented and len(text) > 3 and unit.heading < 0 and words.search(text) is None):
            close()
        if unit.heading < 0:
            group.append(index)
    close()
    return found


def _joined(source: SourceText, units: Sequence[Unit]) -> dict[int, str]:
    """For the visible pieces of a line that hidden text cuts up: the whole visible line."""
    found: dict[int, str] = {}
    group: list[int] = []
    for index in range(len(units) + 1):
        if group and (index == len(units) or units[index].start != units[group[-1]].end):
            visible = [i for i in group if not source.blocks[units[i].block].hidden]
            if 1 < len(group) != len(visible) > 1 and not any(units[i].heading >= 0 for i in group):
                line = "".join(source.text[units[i].start : units[i].end] for i in visible)
                found.update(dict.fromkeys(visible, line))
            group = []
        group.append(index)
    return found


class Surroundings(NamedTuple):
    """What the features of one unit read from the rest of the document."""

    lines: Sequence[Line]
    titles: tuple[str, ...]
    keywords: tuple[str, ...]
    """Wordings of the title without count and decoration."""
    repeats: Counter[str]
    on_site: dict[str, float]
    """Share of the site's documents on which a folded line stands."""
    running_before: Sequence[int]
    """Running units before each unit, within its zone (between headings)."""
    running_after: Sequence[int]
    zone_of: Sequence[int]
    """Number of each unit's zone; zone 0 ends at the first heading."""
    zones: Sequence[tuple[int, int]]
    wrap: int
    """Width at which most lines end, 0 where lines are paragraphs."""


def wrap_width(lines: Sequence[str]) -> int:
    """The column at which a hard-wrapped document breaks its lines; 0 if it does not.

    Most of the longer lines are then as long as one another and end in mid sentence.
    """
    sizes = Counter(len(x) for x in lines if len(x) >= 18)
    total = sum(sizes.values())
    if total < 5:
        return 0
    width = max(sizes, key=lambda w: (sum(sizes[w + d] for d in (-2, -1, 0, 1)), w))
    near = [x for x in lines if width - 2 <= len(x) <= width + 1]
    if len(near) < 0.45 * total:
        return 0
    return width if sum(x[-1] not in _END + "，,、：:" for x in near) > 0.5 * len(near) else 0


def features(index: int, around: Surroundings, source: SourceText) -> dict[str, float]:
    """Features of one unit by name; those that are 0 are left out."""
    line = around.lines[index]
    text, folded = line.text, line.folded or fold(line.text)
    block = source.blocks[line.unit.block]
    size = len(folded)
    out: dict[str, float] = {"bias": 1.0}
    for low, high in ((1, 3), (4, 8), (9, 16), (17, 28), (29, 50), (51, 120), (121, 10**9)):
        if low <= size <= high:
            out[f"length {low}"] = 1.0
    han = len(_HAN.findall(folded))
    digits = len(_DIGIT.findall(folded))
    latin = len(_LATIN.findall(folded))
    last = folded[-1:] or " "
    out["ends a sentence"] = float(last in "。！？!?…”」")
    out["ends with a colon"] = float(last in "：:")
    out["ends open"] = float(last not in _END + "：:，,、")
    out["sentence marks"] = min(3, len(_SENTENCE.findall(folded))) / 3
    out["commas"] = min(4, len(_COMMA.findall(folded))) / 4
    out["digits"] = digits / size if size else 0.0
    out["latin"] = latin / size if size else 0.0
    out["symbols"] = (size - han - digits - latin - len(_COMMA.findall(folded)) - len(_SENTENCE.findall(folded))) / size if size else 0.0
    out["no han"] = float(han == 0)
    for name, pattern in (("date", _DATE), ("time", _TIME), ("address", _URL), ("copyright", _COPYRIGHT), ("label", _LABEL), ("bullet", _ITEM_LEAD),
                          ("number lead", _NUMBER_LEAD), ("bracket lead", _BRACKET_LEAD), ("promise", _PROMISE), ("page mark", _PAGE)):  # fmt: skip
        if pattern.search(folded if name != "time" else text):
            out[name] = 1.0
    out["arrows"] = min(3, len(_ARROW.findall(text))) / 3
    out["bars"] = min(3, len(_BAR.findall(text))) / 3
    out["labels"] = min(3, len(_LABELS.findall(folded))) / 3
    blanks = len(text.split()) - 1
    out["blanks"] = min(4, blanks) / 4 if size > 2 * blanks else 0.0
    out["book title"] = float("《" in folded)
    out["first person"] = min(3, folded.count("我")) / 3
    out["particles"] = min(3, folded.count("了") + folded.count("过") + folded.count("着") + folded.count("過")) / 3
    out["de"] = min(3, folded.count("的")) / 3
    out["second person"] = float(any(w in folded for w in ("您", "你", "亲", "大家", "读者", "朋友们")))
    for name, pattern in vocabulary().items():
        hits = len(pattern.findall(folded))
        if hits:
            out[f"words: {name}"] = min(3, hits) / 3
            out[f"density: {name}"] = min(1.0, 6 * hits / size)
    foreign = any(f"words: {name}" in out for name in ("file", "site", "editor", "robot", "form", "verdict"))
    out["section"] = float(size <= 16 and last not in _END + "，," and not foreign and digits < 3)
    out["quiet"] = float(not foreign)
    out["names a document"] = float(bool(6 <= size <= 34 and _DOCUMENT.search(folded) and "number lead" not in out))
    _likeness(out, folded, around)
    out["repeated"] = min(3, around.repeats[folded] - 1) / 3 if folded else 0.0
    share = around.on_site.get(folded, 0.0)
    if share:
        out["on other pages"] = share
    _place(out, index, around, block.hidden)
    out["links"] = block.link_share
    out["link"] = float(block.link_share > 0.6)
    for kind in ("cell", "heading", "list_item", "page_header", "page_footer", "caption"):
        if block.kind == kind:
            out[f"kind: {kind}"] = 1.0
    out["markdown"] = float(source.media_type == "text/markdown")
    out["hidden"] = float(block.hidden)
    out["bold"] = float(block.bold)
    out["centred"] = float(block.centred)
    out["path: site"] = float(bool(_PATH_SITE.search(block.path)))
    out["path: text"] = float(bool(_PATH_TEXT.search(block.path)))
    out["path: toc"] = float("toc" in block.path.lower())
    return {name: value for name, value in out.items() if value}


def _likeness(out: dict[str, float], folded: str, around: Surroundings) -> None:
    if not 3 <= len(folded) <= 90:
        return
    pairs = {folded[i : i + 2] for i in range(len(folded) - 1)}
    best = 0.0
    for title in around.titles:
        if title in folded:
            out["holds the title"] = 1.0
        shared = sum(p in title for p in pairs) / len(pairs)
        best = max(best, shared)
    if any(keyword in folded for keyword in around.keywords):
        out["holds the subject"] = 1.0
    if folded in around.titles:
        out["is the title"] = 1.0
    out["like the title"] = best if best >= 0.5 else 0.0


def _place(out: dict[str, float], index: int, around: Surroundings, hidden: bool) -> None:
    lines, count = around.lines, len(around.lines)
    for low, high in ((0, 2), (3, 7), (8, 15)):
        if low <= index <= high:
            out[f"from the top {low}"] = 1.0
        if low <= count - 1 - index <= high:
            out[f"from the end {low}"] = 1.0
    before, after = around.running_before[index], around.running_after[index]
    out["nothing before"] = float(before == 0)
    out["nothing after"] = float(after == 0)
    out["little before"] = float(0 < before <= 2)
    out["little after"] = float(0 < after <= 2)
    low, high = around.zones[around.zone_of[index]]
    where = "only" if len(around.zones) == 1 else "first" if around.zone_of[index] == 0 else "last" if around.zone_of[index] == len(around.zones) - 1 else "inner"
    out[f"zone: {where}"] = 1.0
    if where != "only":
        for low_index, high_index in ((0, 0), (1, 1), (2, 4)):
            if low_index <= index - low <= high_index:
                out[f"behind the heading {low_index}"] = 1.0
            if low_index <= high - 1 - index <= high_index:
                out[f"before the next {low_index}"] = 1.0
    if out.get("section") and index > low and lines[index - 1].folded and not lines[index - 1].running and len(lines[index - 1].folded) <= 16:
        out["short above short"] = 1.0
    previous = lines[index - 1] if index else None
    following = lines[index + 1] if index + 1 < count else None
    out["running above"] = float(bool(previous and previous.running))
    out["running below"] = float(bool(following and following.running))
    out["open above"] = float(bool(previous and len(previous.text) >= 18 and previous.text[-1] not in _END + "：:"))
    size = len(lines[index].text)
    if around.wrap:
        out["wrapped"] = 1.0
        out["full width"] = float(around.wrap - 3 <= size <= around.wrap + 2)
        out["after full width"] = float(bool(previous and around.wrap - 3 <= len(previous.text) <= around.wrap + 2))
    quiet = bool(out.get("quiet"))
    first = index == low and where in ("inner", "last")
    if first and (out.get("second person") or "words: robot" in out) and size <= 60:
        out["opening address"] = 1.0
    if index - low <= 1 and where in ("inner", "last") and size <= 18 and ("label" in out or "/" in lines[index].text):
        out["opening label"] = 1.0
    if index - low <= 1 and where in ("inner", "last") and size <= 24 and "ends a sentence" not in out:
        if "words: byline" in out:
            out["opening byline"] = 1.0
        if "date" in out:
            out["opening date"] = 1.0
    if quiet and size >= 14 and (out.get("de") or out.get("particles") or out.get("first person")) and "words: byline" not in out:
        out["reads on"] = 1.0
    if out.get("is the title") and where in ("inner", "last"):
        out["title again"] = 1.0
    if out.get("is the title") and after == 0 and before:
        out["title at the end"] = 1.0
    if out.get("section"):
        if after == 0:
            out["section of nothing"] = 1.0
        elif following and following.running:
            out["section of text"] = 1.0
    if out.get("holds the subject") and after == 0 and where != "inner":
        out["subject at the end"] = 1.0
    if "words: verdict" in out and out.get("ends a sentence") and after == 0:
        out["verdict at the end"] = 1.0
    if previous and quiet and size > 1 and previous.text[-1] not in _END + "：:，,、" and len(previous.text) >= (around.wrap - 3 if around.wrap else 24):
        out["goes on"] = 1.0
    if size == 1 and ((previous and len(previous.text) == 1) or (following and len(following.text) == 1)):
        out["one of a column"] = 1.0
    if following and quiet and out.get("ends open") and size >= 24 and following.running:
        out["is gone on"] = 1.0
    if hidden:
        out["hidden"] = 1.0
