"""Inspectable features of a line: shape, place, repetition, and a few classes of words. No words of essays."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from essaykit.label.grammar import grammar
from essaykit.label.likeness import Pairs, shares
from essaykit.label.lines import END, Line, fold
from essaykit.label.words import FOREIGN, vocabulary
from essaykit.model import Block, SourceText
from essaykit.text import columns, holds_any

_SENTENCE = re.compile("[。！？!?；;]")
_COMMA = re.compile("[，,、]")
_HAN = re.compile("[\u3400-\u9fff]+")
_DIGIT = re.compile("[0-9０-９]+")
_LATIN = re.compile("[A-Za-z]+")
_DATE = re.compile(r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}|\d{1,2}\s*月\s*\d{1,2}\s*日")
_TIME = re.compile(r"\d{1,2}[:：]\d\d")
_URL = re.compile(r"(?i)https?:|www\.|\w\.(?:com|cn|net|org|example)\b|[\w.]+@[\w.]+")
_COPYRIGHT = re.compile("©|(?i:copyright|\\(c\\))|ICP")
_ARROW = re.compile("[>＞»→›/]|-{2,}")
_BAR = re.compile("[|｜│丨]")
_LABEL = re.compile("[^。，,！？\\s]{1,8}[:：]")
_LABELS = re.compile("[\u4e00-\u9fffA-Za-z]{1,6}[:：]")
_ITEM_LEAD = re.compile("[-–—·•●■◆○□▪▲★☆※*>»→]+")
_NUMBER_LEAD = re.compile("(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳]|第[一二三四五六七八九十0-9]+[条章节部步])")
_NUMBER_AND_BLANK = re.compile("[一二三四五六七八九十]{1,3}\\s+[\u3400-\u9fff]")
_BLANKS = re.compile(r"(?<=[^\s，。、；：！？,])\s+(?=[^\s，。、；：！？,])")  # not those that damage puts beside marks
_SPACED = re.compile(r"\S(?:\s+\S){2,}\s*$")  # letters set apart: a line of a letter-spaced text
_BRACKET_LEAD = frozenset("【[〖《(（「『")
A_STUDENT = re.compile(r"[该該](?:生|同|[学學]|[实實]|[员員])|[×xX某位名]同[学學]|\d分[。，,；;\s]*[学學]生")
_BRACKET_END = frozenset("】]〗》)）」』")
_PROMISE = re.compile("(?<!第)[0-9一二两三四五六七八九十]+\\s*[篇份则]")
_PAGE = re.compile(
    "^[-—\\s第共]*[0-9〇零一二三四五六七八九十百]{1,4}\\s*(?:[/／页頁]|$)|第\\s*[0-9一二三四五六七八九十百]+\\s*[页頁]|[0-9]+\\s*[/／]\\s*[0-9]+"
)
_DOCUMENT = re.compile(
    "(?:范文|心得|体会|总结|报告|小结|鉴定|日记|周记|论文|演讲稿|发言稿|讲话稿|申请书|计划书|计划|感想|评语|模板|格式|样书|样本|致谢词|评价|述职|述职稿|材料|"
    "调查表|事迹|概要|提纲|大纲|指南|攻略|技巧|手册|须知|简历|请假条|倡议书|邀请函|介绍信|证明|试题|题库|随笔|方案|细则|职责|承诺书|规定|制度|公文|作文|征文|通知|集锦|大全|怎么写|怎样写|记|表|书)(?:[一二两三四五六七八九十0-9]+[字篇份]|八百字|格式|范文)?$"
)
_SECOND = ("您", "你", "亲", "各位", "读者", "网友", "欢迎")
_EVERYBODY = ("大家", "朋友们")
_PLEASE = re.compile("(?<![申邀聘])请(?![教假客示我了过他她])")
_QUOTED = re.compile("“[^”]*(?:”|$)|「[^」]*(?:」|$)|『[^』]*(?:』|$)")
_PATH_SITE = re.compile(
    "(?i)nav|foot|side|menu|share|comment|relat|recom|copyr|bread|crumb|position|tool|login|search|header|banner|link|tags?\\b|page|hot|rank|tuijian|"
    "prev|next|reply|user|author|info|meta|count|app|qr|\\bad|ads|gg|top|bottom|left|right|marquee|list|toc|catalog|hide|more"
)
_PATH_TEXT = re.compile("(?i)content|article|main|post|text|entry|detail|body|neirong|zhengwen|read|con\\b|editor|markdown|prose")
_LENGTHS = (
    (3, "length 1"),
    (8, "length 4"),
    (16, "length 9"),
    (28, "length 17"),
    (50, "length 29"),
    (120, "length 51"),
    (10**9, "length 121"),
)
_COLON_OR_END = END + "：:"
_OPEN_STOP = END + "：:，,、"


LEAST_INTRODUCTION = 14  # characters; what a site puts above its links is shorter
LISTED = 20  # characters of a line that may be one of a list
LEAST_SAID = 9  # characters from which a line's grammar says something
LONG_TEXT = 2000  # character pairs; the longer a text, the more of any line stands in it
SHORT = 40  # characters; longer lines seldom stand twice


class Surroundings(NamedTuple):
    """What the features of one unit read from the rest of the document."""

    lines: Sequence[Line]
    titles: tuple[str, ...]
    keywords: tuple[str, ...]
    """Wordings of the title without count and decoration."""
    repeats: Counter[str]
    on_site: Mapping[str, float]
    """Share of the site's documents on which a folded line stands."""
    running_before: Sequence[int]
    """Running units before each unit, within its zone (between headings)."""
    running_after: Sequence[int]
    zone_of: Sequence[int]
    """Number of each unit's zone; zone 0 ends at the first heading."""
    zones: Sequence[tuple[int, int]]
    wrap: int
    """Width at which most lines end, 0 where lines are paragraphs."""
    wholes: Sequence[Pairs]
    """Character pairs of the lines that are the author's beyond doubt, then of each title."""
    likeness: Sequence[Sequence[float]]
    """What share of a line's character pairs stands in each of `wholes`; empty for lines beyond doubt."""
    indents: Sequence[str]
    """Whether each unit is indented ``like`` most running ones or ``unlike`` them; empty where these are not."""


@lru_cache(maxsize=4096)
def _path_features(path: str) -> tuple[str, ...]:
    names = []
    if path.startswith(("html", "body", "…")):  # elsewhere paths hold styles of Word and places on a page
        if _PATH_SITE.search(path):
            names.append("path: site")
        if _PATH_TEXT.search(path):
            names.append("path: text")
    names += [f"path: {part}" for part in ("tbl", "txbx", "footnote", "margin", "indent", "short") if part in path]
    if "toc" in path.lower():
        names.append("path: toc")
    return tuple(names)


def features(index: int, around: Surroundings, source: SourceText) -> dict[str, float]:
    """Features of one unit by name; those that are 0 are left out."""
    line = around.lines[index]
    text, folded = line.text, line.folded or fold(line.text)
    size = len(folded)
    if not size:
        return {"bias": 1.0}
    out = _shape(text, folded, size) if size > SHORT else dict(_shape_of_short(text, folded, size))
    _words(out, line.words, folded, size)
    _likeness(out, folded, size, around.likeness[index] or shares([folded], around.wholes)[0], around)
    _place(out, index, around, size)
    if indent := around.indents[index]:
        if indent == "like":
            out["indented like the text"] = 1.0
        elif "section" not in out and size <= SHORT:
            out["not indented like the text"] = 1.0
    _block(out, source.blocks[line.unit.block])
    if source.media_type == "text/markdown":
        out["markdown"] = 1.0
    return out


def _shape(text: str, folded: str, size: int) -> dict[str, float]:
    """What a line is like, whatever stands around it."""
    out = {"bias": 1.0}
    for limit, name in _LENGTHS:
        if size <= limit:
            out[name] = 1.0
            break
    last = folded[-1]
    if last in "。！？!?…”」":
        out["ends a sentence"] = 1.0
    elif last in "：:":
        out["ends with a colon"] = 1.0
    if last not in _OPEN_STOP:
        out["ends open"] = 1.0
    marks, commas = len(_SENTENCE.findall(folded)), len(_COMMA.findall(folded))
    if marks:
        out["sentence marks"] = min(3, marks) / 3
    if commas:
        out["commas"] = min(4, commas) / 4
    han = sum(map(len, _HAN.findall(folded)))
    digits = latin = 0
    if han + marks + commas < size:
        digits, latin = sum(map(len, _DIGIT.findall(folded))), sum(map(len, _LATIN.findall(folded)))
        symbols = size - han - digits - latin - commas - marks
        if digits:
            out["digits"] = digits / size
            if ("月" in folded or "20" in folded or "19" in folded) and _DATE.search(folded):
                out["date"] = 1.0
            if _TIME.search(text):
                out["time"] = 1.0
        if latin:
            out["latin"] = latin / size
            if _URL.search(folded):
                out["address"] = 1.0
        if symbols:
            out["symbols"] = symbols / size
            if _BAR.search(text):
                out["bars"] = min(3, len(_BAR.findall(text))) / 3
            labels = len(_LABELS.findall(folded))
            if labels:
                out["labels"] = min(3, labels) / 3
                if _LABEL.match(folded):
                    out["label"] = 1.0
            arrows = len(_ARROW.findall(text))
            if arrows:
                out["arrows"] = min(3, arrows) / 3
            if _ITEM_LEAD.match(folded):
                out["bullet"] = 1.0
            if folded[0] in _BRACKET_LEAD:
                out["bracket lead"] = 1.0
                if last in _BRACKET_END:
                    out["in brackets"] = 1.0
            elif folded[0] == "…" and last == "…":
                out["in dots"] = 1.0
        if "版权所有" in folded or ((latin or symbols) and _COPYRIGHT.search(folded)):
            out["copyright"] = 1.0
    if not han:
        out["no han"] = 1.0
    if _NUMBER_LEAD.match(folded) or _NUMBER_AND_BLANK.match(text):
        out["number lead"] = 1.0
    if ("篇" in folded or "份" in folded or "则" in folded) and _PROMISE.search(folded):
        out["promise"] = 1.0
    if (size <= 4 or folded[0] in "-—第共" or "页" in folded or "/" in folded or "頁" in folded or "／" in folded) and _PAGE.search(folded):
        out["page mark"] = 1.0
    blanks = len(_BLANKS.findall(text)) if len(text) > size else 0
    if blanks and size > 2 * blanks:
        out["blanks"] = min(4, blanks) / 4
    if "《" in folded:
        out["book title"] = 1.0
    for name, count in (
        ("first person", folded.count("我")),
        ("particles", folded.count("了") + folded.count("过") + folded.count("着")),
        ("de", folded.count("的")),
    ):
        if count:
            out[name] = min(3, count) / 3
    if _speaks_to_somebody(_QUOTED.sub("", folded) if "“" in folded or "「" in folded or "『" in folded else folded):
        out["second person"] = 1.0
    if holds_any(folded, _EVERYBODY):
        out["everybody"] = 1.0
    if size >= LEAST_SAID:
        for present, rate, pattern in grammar():
            hits = len(pattern.findall(folded))
            if hits:
                out[present] = min(3, hits) / 3
                out[rate] = min(1.0, 8 * hits / size)
    return out


def _speaks_to_somebody(folded: str) -> bool:
    return holds_any(folded, _SECOND) or ("请" in folded and _PLEASE.search(folded) is not None)


_shape_of_short = lru_cache(maxsize=4096)(_shape)  # section heads and lines of a site stand again and again


@cache
def _word_features() -> dict[str, tuple[str, str]]:
    return {name: (f"words: {name}", f"density: {name}") for name in vocabulary()}


def _words(out: dict[str, float], words: Mapping[str, int], folded: str, size: int) -> None:
    quiet = True
    names = _word_features()
    for name, hits in words.items():
        times, density = names[name]
        out[times] = min(3, hits) / 3
        out[density] = min(1.0, 6 * hits / size)
        if name in FOREIGN:
            quiet = False
    if quiet:
        out["quiet"] = 1.0
        if size <= 16 and folded[-1] not in END + "，," and out.get("digits", 0.0) * size < 3:
            out["section"] = 1.0
    if 6 <= size <= 34 and "number lead" not in out and _DOCUMENT.search(folded):
        out["names a document"] = 1.0


def _likeness(out: dict[str, float], folded: str, size: int, likeness: Sequence[float], around: Surroundings) -> None:
    repeats = around.repeats.get(folded, 1)
    if repeats > 1:
        out["repeated"] = min(3, repeats - 1) / 3
    share = around.on_site.get(folded)
    if share:
        out["on other pages"] = share
    said = len(around.wholes[0])
    if size >= LEAST_SAID and said:
        out["like the text"] = likeness[0]
        if said > LONG_TEXT:
            out["long text"] = 1.0
            out["like the long text"] = likeness[0]
    if not 3 <= size <= 90 or not around.titles:
        return
    best = max(likeness[1:])
    if best >= 0.5:
        out["like the title"] = best
        if folded in around.titles:
            out["is the title"] = 1.0
    for title in around.titles:
        if title in folded:
            out["holds the title"] = 1.0
    for keyword in around.keywords:
        if keyword in folded:
            out["holds the subject"] = 1.0


_TOP = ("from the top 0",) * 3 + ("from the top 3",) * 5 + ("from the top 8",) * 8
_END = ("from the end 0",) * 3 + ("from the end 3",) * 5 + ("from the end 8",) * 8
_BEHIND = ("behind the heading 0", "behind the heading 1", *("behind the heading 2",) * 3)
_BEFORE = ("before the next 0", "before the next 1", *("before the next 2",) * 3)
_ZONES = {where: f"zone: {where}" for where in ("only", "first", "inner", "last")}


def _place(out: dict[str, float], index: int, around: Surroundings, size: int) -> None:
    lines, count = around.lines, len(around.lines)
    text = lines[index].text
    if index < len(_TOP):
        out[_TOP[index]] = 1.0
    if count - 1 - index < len(_END):
        out[_END[count - 1 - index]] = 1.0
    before, after = around.running_before[index], around.running_after[index]
    if before <= 2:
        out["little before" if before else "nothing before"] = 1.0
    if after <= 2:
        out["little after" if after else "nothing after"] = 1.0
    zone = around.zone_of[index]
    low, high = around.zones[zone]
    where = "only" if len(around.zones) == 1 else "first" if zone == 0 else "last" if zone == len(around.zones) - 1 else "inner"
    out[_ZONES[where]] = 1.0
    inside = where in ("inner", "last")
    if where != "only":
        if 0 <= index - low < len(_BEHIND):
            out[_BEHIND[index - low]] = 1.0
        if 0 <= high - 1 - index < len(_BEFORE):
            out[_BEFORE[high - 1 - index]] = 1.0
    previous = lines[index - 1] if index else None
    following = lines[index + 1] if index + 1 < count else None
    if previous:
        _below(out, previous, around.wrap)
    if following and following.running:
        out["running below"] = 1.0
    if "number lead" in out and (inside or where == "only"):
        if index - 1 >= low and previous and _NUMBER_LEAD.match(previous.text):
            out["number above"] = 1.0
        if index + 1 < high and following and _NUMBER_LEAD.match(following.text):
            out["number below"] = 1.0
    if around.wrap:
        out["wrapped"] = 1.0
        if around.wrap - 3 <= columns(text) <= around.wrap + 2:
            out["full width"] = 1.0
    if len(text) == 1 and ((previous and len(previous.text) == 1) or (following and len(following.text) == 1)):
        out["one of a column"] = 1.0
    if following and following.running and "quiet" in out and "ends open" in out and size >= 24:
        out["is gone on"] = 1.0
    _together(out, text, size, index - low, inside=inside, inner=where == "inner", before=before, after=after)
    if size <= LISTED and (before or len(around.zones) > 1) and is_item(lines[index]):  # else the title stands above the first head
        together = _items_around(lines, index, low, high)
        if together > 1:
            out["items together"] = min(4, together - 1) / 4
            if together > 2 and inside and before:
                out["a list in an essay"] = 1.0
            if "section" in out and not (previous and previous.running) and following and following.running:
                out["last of the items"] = 1.0
            if _is_introduced(lines, index, low):
                out["introduced"] = 1.0
    if "section" in out:
        if index > low and previous and previous.folded and not previous.running and len(previous.folded) <= 16:
            out["short above short"] = 1.0
        if after == 0:
            out["section of nothing"] = 1.0
        elif following and following.running:
            out["section of text"] = 1.0


def is_item(line: Line) -> bool:
    """A short line of Han characters without marks and number: a link, a tag, a section's head."""
    text = line.folded
    if (
        not 2 <= len(text) <= LISTED
        or line.running
        or _NUMBER_LEAD.match(text)
        or _NUMBER_AND_BLANK.match(line.text)
        or _SPACED.match(line.text)
    ):
        return False
    return _HAN.search(text) is not None and _SENTENCE.search(text) is None and _COMMA.search(text) is None


def _items_around(lines: Sequence[Line], index: int, low: int, high: int) -> int:
    """How many such lines stand together here, this one included; counted up to five."""
    first, last = index, index
    while first > low and index - first < 4 and is_item(lines[first - 1]):
        first -= 1
    while last + 1 < high and last - index < 4 and is_item(lines[last + 1]):
        last += 1
    return min(5, last - first + 1)


def _is_introduced(lines: Sequence[Line], index: int, low: int) -> bool:
    """Whether the line above these items is a sentence that ends with a colon: what its author lists, not a site's label."""
    first = index
    while first > low and is_item(lines[first - 1]):
        first -= 1
    above = lines[first - 1].text if first > low else ""
    return above[-1:] in tuple("：:") and len(above) >= LEAST_INTRODUCTION


def _below(out: dict[str, float], previous: Line, wrap: int) -> None:
    above = previous.text
    if previous.running:
        out["running above"] = 1.0
    if len(above) >= 18 and above[-1] not in _COLON_OR_END:
        out["open above"] = 1.0
    if wrap and wrap - 3 <= columns(above) <= wrap + 2:
        out["after full width"] = 1.0
    if "quiet" in out and above[-1] not in _OPEN_STOP and columns(above) >= (wrap - 3 if wrap else 24):
        out["goes on"] = 1.0


def _together(out: dict[str, float], text: str, size: int, at: int, *, inside: bool, inner: bool, before: int, after: int) -> None:
    """Conjunctions: what two features say together and neither says alone."""
    if inside and at == 0 and size <= 60 and ("second person" in out or "words: robot" in out):
        out["opening address"] = 1.0
    if inside and at == 0 and size <= 48 and ("words: reply" in out and ("ends with a colon" in out or out["words: reply"] > 0.5)):
        out["opening reply"] = 1.0
    if after == 0 and "second person" in out and "first person" not in out and size >= 8:
        out["address at the end"] = 1.0
    if after == 0 and inside and "label" in out:
        out["label at the end"] = 1.0
    if after == 0 and not inner and before and "promise" in out:
        out["promise at the end"] = 1.0
    if inside and at <= 1 and size <= 24 and "ends a sentence" not in out:
        if size <= 18 and ("label" in out or "/" in text):
            out["opening label"] = 1.0
        if "words: byline" in out:
            out["opening byline"] = 1.0
        if "date" in out:
            out["opening date"] = 1.0
    if "quiet" in out and size >= 14 and "words: byline" not in out and ("de" in out or "particles" in out or "first person" in out):
        out["reads on"] = 1.0
    if "is the title" in out:
        if inside:
            out["title again"] = 1.0
        if before and after == 0:
            out["title at the end"] = 1.0
    if "holds the subject" in out and after == 0 and not inner:
        out["subject at the end"] = 1.0
    if "words: verdict" in out and "ends a sentence" in out and after == 0:
        out["verdict at the end"] = 1.0
    if after <= 1 and before and size >= LEAST_SAID and "first person" not in out and A_STUDENT.search(text):
        out["about a student at the end"] = 1.0
    if "open above" in out and "repeated" in out and size <= 24:
        out["repeated in mid sentence"] = 1.0


def _block(out: dict[str, float], block: Block) -> None:
    if block.link_share:
        out["links"] = block.link_share
        if block.link_share > 0.6:
            out["link"] = 1.0
    if block.kind not in ("line", "paragraph"):
        out[f"kind: {block.kind}"] = 1.0
    if block.hidden:
        out["hidden"] = 1.0
    if block.bold:
        out["bold"] = 1.0
    if block.centred:
        out["centred"] = 1.0
    if block.path:
        for name in _path_features(block.path):
            out[name] = 1.0
