"""Whether a document without headings holds an essay at all: running text in which somebody tells or reflects."""

from __future__ import annotations

import re
from collections.abc import Iterable

from essaykit.text import han_count

LEAST_NAMED = 40  # Han characters that are enough where the author's own file is named after the genre
_GENRE = re.compile("(?:实习|实训|实践|见习|支教|工作)\\S{0,6}(?:心得|体会|报告|总结|日志|日记|周记|小结|感想)")
_ONES_OWN = re.compile(
    "\\S{2,}(?:实习|實習|实训|實訓|实践|實踐|见习|見習|支教)\\S{0,8}"
    "(?:心得|体会|體會|报告|報告|总结|總結|日[志记誌記]|周[记記]|小[结結]|感[想悟]|所得|收[获穫])"
)
_GENRES = "心得|体会|體會|报告|報告|总结|總結|日[志记誌記]|周[记記]|小[结結]|感[想悟言]"
_PAPER = re.compile(f"\\S*(?:实习|實習|实训|實訓|实践|實踐|见习|見習|工作|毕业|畢業)\\S*(?:{_GENRES})")
_NAME = re.compile(
    "[^\\s，。！？；：,!?;:（(]{2,14}?(?:实习|實習|实训|實訓|实践|實踐|见习|見習|支教)[^\\s，。！？；：,!?;:（(]{0,4}?"
    f"(?:{_GENRES})(?:{_GENRES}|书|書|范文|範文)*"
)
_SAYS_MORE = re.compile("[\\s，。！？；：,!?;:）)》”、的之是了中里裡和与與及以或]|$")
MOST_ARTICLES = 3  # lines that begin 第N条: a regulation or contract
_ARTICLE = re.compile("(?m)^\\s*第\\s*[〇零一二三四五六七八九十百0-9]{1,4}\\s*[条條款]")
LEAST_HAN = 80
_ORDER = re.compile("应|必须|不得|禁止|严禁|请勿|不要|要求|注意|可以|不能|负责|之日起|本规定|本办法|本细则|第[一二三四五六七八九十]+条")
_SELF = re.compile("我(?![院校系司国省市县区厂部])|咱|俺")
_TOLD = re.compile("了|过(?!程)")
_THIRD = re.compile("该生|该同学|该实习生|该学员|该学生")
_I = re.compile("我(?![们院校系司国省市县区厂部])")
_VERDICT = re.compile("评定|评语|成绩|鉴定|等级|合格|优秀|良好|及格|分值|得分|签名|盖章")
_MARK = re.compile("[。！？!?；;，,、]")


def names_genre(title: str) -> bool:
    """Whether a title says that an essay of this genre follows."""
    return _GENRE.search(title) is not None


def names_essay(wording: str) -> bool:
    """Whether a heading names one essay: where or as what somebody was, and the genre.

    >>> names_essay("银行客服中心实习报告"), names_essay("实习总结")
    (True, False)
    """
    return _ONES_OWN.fullmatch(wording) is not None


def names_paper(wording: str) -> bool:
    """Whether a wording is the name of a kind of paper: 实习报告, 学生实习工作总结."""
    return _PAPER.fullmatch(wording) is not None


def name_before_text(text: str) -> int:
    """Where the name of an essay ends with which running text begins that is glued to it; 0 where it begins with none.

    >>> name_before_text("银行柜员实习报告我在柜台站了三个月"), name_before_text("银行实习报告的第一稿")
    (8, 0)
    """
    name = _NAME.match(text)
    return name.end() if name is not None and _SAYS_MORE.match(text, name.end()) is None else 0


def holds_essay(text: str, whole: str = "", *, named: bool = False) -> bool:
    """Whether the clean text of a document without headings is long and telling enough to be an essay.

    A regulation or a list of instructions orders and does not tell; a form or a list of
    links has no sentence marks and no past; an excerpt on a download page is short.

    Args:
        text: the body.
        whole: the whole source text.
        named: the file is its author's own and its title names the genre: short notes are enough.
    """
    han = han_count(text)
    if named and han >= LEAST_NAMED:
        return True
    if han < LEAST_HAN or _is_regulation(whole):
        return False
    if han < 200 and _SELF.search(text) is None and len(_TOLD.findall(text)) < 2:
        return False
    told = (len(_SELF.findall(text)) + len(_TOLD.findall(text))) / han
    orders = len(_ORDER.findall(text)) / han
    if orders >= 0.018 and told < orders:
        return False
    if _THIRD.search(text) and not _I.search(text):
        return False  # somebody's verdict on a student
    if han < 400 and len(_VERDICT.findall(text)) >= 4:
        return False
    if told < 0.008 and han < 400:
        return False
    return told > 0.01 or len(_MARK.findall(text)) / han > 0.01


def _is_regulation(whole: str) -> bool:
    return whole.count("第") >= MOST_ARTICLES and len(_ARTICLE.findall(whole)) >= MOST_ARTICLES


MOST_LINKED = 0.4  # share of linked characters from which a document is a list of links


def is_a_list(stretches: Iterable[tuple[int, float]]) -> bool:
    """Whether what looks like text is a list of links, by the lengths of its lines and the shares of them that are links."""
    lines = list(stretches)
    return sum(length * share for length, share in lines) > MOST_LINKED * sum(length for length, _ in lines)


def holds_piece(text: str) -> bool:
    """Whether what stands under a heading is running text, and not one more line of a list."""
    return _MARK.search(text) is not None or han_count(text) >= 60
