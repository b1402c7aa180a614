"""Documents and rulings that hurt: drawn from pieces that pages, converters and people really leave behind."""

from __future__ import annotations

from html import escape

from hypothesis import reject
from hypothesis import strategies as st

from essaykit.errors import ReadError
from essaykit.ledger import restore_source
from essaykit.model import ROLE_NAMES, Decision
from essaykit.pipeline import build_document

TITLES = (
    "银行实习心得(精选3篇)",
    "会计實習報告 2篇",
    "实习日记",
    "银 行 实 习 心 得",
    "首页 > 范文 > 实习心得_示例网 example.com",
    "#实习报告#",
)
HEADINGS = (
    "银行实习心得 篇1",
    "银行实习心得 篇2",
    "银行实习心得 篇3",
    "【篇1】",
    "【篇2】",
    "第一篇：柜台前的夏天",
    "第二篇",
    "(精选篇1)",
    "例文1",
    "范本二",
    "① 柜台",
    "其一",
    "Part 2",
    "第壹篇 柜台",
    "（一）银行实习心得",
    "★银行实习心得（02）",
    "7月4日 星期一 晴",
    "7月5日",
    "第一周",
    "第2周",
    "实习第三天",
    "一、实习目的",
    "二、",
    "（二）",
    "第一部分",
    "1.",
    "3",
    "篇",
    "银行\u200b实习心得 篇2",
    "银行实习心得篇3我被安排在大堂，每天引导客户取号。",
)
PROSE = (
    "我被安排在市区一家支行的大堂，每天要做的是引导客户取号和填单。师傅说，先学会看人，再学会看单。",
    "后来我学着写日报。领导指出我的数字对不上，我又核对了一遍，才发现把两天的量加在了一起。",
    "带我的老钳工姓罗，他不爱说话，只是把锉刀递给我，让我先把一块铁锉平，锉了三天，我的手心磨出了两个水",
    "泡。到了月底，我已经能独自看懂一张装配图。",
    "我 在 银 行 实 习 了 四 十 五 天 ， 学 会 了 点 钞 。",
    "第一次站上讲台，我把粉笔捏断了两截。第一周我总是忙得团团转，第二周好一些。",
    "更多资料请访问示例网下载我和师傅把机器擦了一遍更多资料请访问示例网下载，又上了油。",
    "我学会了`Excel`的数据透视表，也学会了在公 司里少说多看。Hello wor\nld, my name is Wang.",
    "把信息，化成知识。的。我觉得，，很好。。锛嶆垜锛屾槸涓€涓",
    "他说：“慢就是快。", "😀🙂𡌛", "é́", "……", "，", "我", "x",
)  # fmt: skip
SITE = (
    "下载文档前请自行甄别文档内容的完整性",
    "- 3 -",
    "第 2 页 共 9 页",
    "2/9",
    "3/9",
    "上一篇：会计实习报告",
    "相关推荐",
    "来源：网络 作者：佚名 更新时间：2021-06-03",
    "本文由示例网整理，仅供参考",
    "以上就是小编为大家整理的实习心得，希望能帮助到大家。",
    "Copyright © 2020 example.com",
    "点击下载全文",
    "扫一扫关注公众号",
    "共3页,当前第1页",
    "登录 | 注册",
    "目录",
    "剩余内容请下载后阅读",
    "楼主写得真好",
    "字数：1200",
    "<b>",
    "&nbsp;",
    "| a | b |",
    "http://www.example.com/a?b=1&c=2",
    "___________",
    "* * *",
)
SERIES = (
    "银行实习心得 篇{}",
    "【篇{}】",
    "第{}篇",
    "例文{}：",
    "银行实习心得（{}）",
    "其{} 夏天",
    "Part {}",
    "第{}周",
    "7月{}日 晴",
    "{}、银行实习心得",
)
INVISIBLE = ("\u200b", "\ufeff", "\u00ad", "\u2060", "\x07", "\x1b[31m", "\x00", "\x7f", "\u3000", "\u00a0", "\t", " ", "\u200e")
ENDS = ("\n", "\n", "\n\n", "\r\n", "\r", "\u2028", "\u2029", "\f", "\v", "\x85", "\n　　", " \n", "\n\n\n", "", " ")

_piece = st.sampled_from(TITLES) | st.sampled_from(HEADINGS) | st.sampled_from(PROSE) | st.sampled_from(PROSE) | st.sampled_from(SITE)
_piece |= st.sampled_from(INVISIBLE) | st.text(alphabet="实习我 \u3000，。、1一2篇第(（)\u200b_×😀\u0301aA-", max_size=12)


@st.composite
def _line(draw):
    text = "".join(draw(st.lists(_piece, min_size=1, max_size=2)))
    if draw(st.integers(0, 9)) == 0:
        text = text[: len(text) // 2] + draw(st.sampled_from(INVISIBLE)) + text[len(text) // 2 :]
    return text + draw(st.sampled_from(ENDS))


@st.composite
def loose_texts(draw):
    """Pieces in any order, with any line ends; now and then twice, as nested blocks of a page leave them."""
    text = "".join(draw(st.lists(_line(), min_size=1, max_size=14)))
    return text + text[: draw(st.integers(0, len(text)))] if draw(st.integers(0, 5)) == 0 else text


@st.composite
def compilations(draw):
    """Documents with a series of headings, so that there are essays to rule on."""
    style = draw(st.sampled_from(SERIES))
    numbers = draw(st.sampled_from(("123", "一二三", "134", "１２３", "12")))
    glue = draw(st.sampled_from(("\n", "\n", "\r\n", " ", "")))
    end = draw(st.sampled_from(("\n", "\n", "\r\n", "\n\n　　", "\u2028", "\f")))
    lines = [draw(st.sampled_from(TITLES)), *draw(st.lists(st.sampled_from(SITE), max_size=2))]
    for number in numbers:
        inner = draw(st.lists(st.sampled_from(PROSE) | st.sampled_from(PROSE) | st.sampled_from(SITE) | _piece, min_size=1, max_size=5))
        lines.append(style.format(number) + glue + inner[0])
        lines += inner[1:]
    lines += draw(st.lists(st.sampled_from(SITE), max_size=3))
    return end.join(lines)


TAGS = (
    "<p>{}</p>",
    "<p>{}</p>",
    "<h2>{}</h2>",
    "<div class='main'>{}</div>",
    "<li>{}</li>",
    "<a href='/x'>{}</a>",
    "<span style='display:none'>{}</span>",
    "<strong>{}</strong>",
    "<td>{}",
    "{}<br>",
    "<pre>{}</pre>",
    "<script>{}</script>",
    "<div hidden><p>{}</p>",
    "{}",
)


@st.composite
def pages(draw):
    """Pages of such pieces, hidden text and all; tags are not always closed."""
    lines = draw(st.lists(st.tuples(st.sampled_from(TAGS), _line()), min_size=1, max_size=12))
    return ("<html><title>实习</title><body>" + "".join(tag.format(escape(line)) for tag, line in lines)).encode("utf-8", "surrogatepass")


_LONE = st.sampled_from((b"\xed\xa0\x80", b"\xff", b"\xc3", b"\x80\x81", b"\x00"))


@st.composite
def raw_documents(draw):
    """Raw bytes of a text document: some with a mark of byte order, some with bytes that are no text."""
    data = draw(loose_texts() | compilations()).encode("utf-8", "surrogatepass")
    kind = draw(st.integers(0, 7))
    if kind == 0:
        return b"\xef\xbb\xbf" + data
    if kind == 1:
        at = draw(st.integers(0, len(data)))
        return data[:at] + draw(_LONE) + data[at:]
    if kind == 2:
        return data.decode("utf-8", "replace").encode("gb18030", "replace")
    return data


def built(data, decisions=(), name="a.txt"):
    """The document of some bytes; what the reader refuses (no text, too many controls) is no case here."""
    try:
        return build_document(data, name, decisions=decisions)
    except ReadError:
        reject()


# ---- rulings ------------------------------------------------------------------------------------


def on_span(document, source, verdict, span, *, number=0, operation=None, value=None):
    """A decision about a place as the program writes it: with its quote and 20 code points on both sides."""
    start, end = span
    return Decision(
        id=f"de-{number}", verdict=verdict, document=document.id, path=document.source.path, operation=operation, span=span,
        quote=source[start:end], before=source[max(0, start - 20) : start], after=source[end : end + 20], value=value,
    )  # fmt: skip


def on_operation(document, source, operation, verdict, *, number=0, value=None):
    """A decision about one operation."""
    return on_span(document, source, verdict, (operation.start, operation.end), number=number, operation=operation.id, value=value)


@st.composite
def rulings(draw, document):
    """Any sequence of decisions on a document: on operations that are there, at places that are, and on things that are not."""
    source = restore_source(document)
    size = len(source)
    places = [(e.start, e.end) for e in document.essays] + [(r.start, r.end) for r in document.roles]
    places += [e.heading_span for e in document.essays if e.heading_span]
    found = []
    for number in range(draw(st.integers(1, 6))):
        verdict = draw(st.sampled_from(("accept", "reject", "edit", "role", "split", "merge", "heading")))
        value = {
            "edit": draw(st.sampled_from(("", "改", "\n", "甲\n\n乙 "))),
            "role": draw(st.sampled_from((*ROLE_NAMES, "no such role"))),
            "heading": draw(st.sampled_from(("我的实习", ""))),
        }.get(verdict)
        kind = draw(st.integers(0, 5))
        if verdict in ("accept", "reject", "edit"):
            if kind == 0 or not document.operations:
                rule = draw(st.sampled_from(("layout.paragraph-end", "role.notice", "role.title", "no.such-rule")))
                found.append(Decision(id=f"de-{number}", verdict=verdict, rule=rule, value=value))
                continue
            if kind > 1:
                operation = draw(st.sampled_from(document.operations))
                found.append(on_operation(document, source, operation, verdict, number=number, value=value))
                continue
        if kind == 2:
            start = draw(st.integers(0, size + 5))
            stale = Decision(
                id=f"de-{number}", verdict=verdict, document=document.id, span=(start, start + 3), quote="不在这里", value=value
            )
            found.append(stale)
            continue
        if kind > 3 and places:
            start, end = draw(st.sampled_from(places))
        else:
            start = draw(st.integers(0, size))
            end = draw(st.integers(start, min(size, start + 40)))
        found.append(on_span(document, source, verdict, (start, end), number=number, value=value))
    return found
