"""Repetition that no author writes: a paragraph that opens with the end of the one before, a watermark in mid sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

LEAST_CARRIED = 12  # characters; shorter ends are repeated by chance ("的工作。")
LEAST_MARK, LONGEST_MARK = 6, 30

_MARK_WORD = re.compile(
    "下载|下載|编辑|編輯|整理|来源|來源|来自|來自|网络|網絡|互联网|预览|預覽|试读|試讀|打印|复制|複製|阅读|閱讀|文档|文檔|资料|資料|范文|範文|文库|文庫|"
    "本站|网站|網站|作文网|转载|轉載|独家|獨家|原创|原創|免费|免費|会员|會員|水印|仅限|僅限|仅供|僅供|禁止|请勿|請勿|参考|參考|修改|更多|关注|關注|www|\\.com|\\.cn"
)


def carried_over(above: str, below: str) -> int:
    """How many characters at the beginning of a paragraph repeat the end of the one before; 0 for none.

    >>> carried_over("我跑了十圈。第一天下班，我的手指肿得握不住筷子。", "我的手指肿得握不住筷子。线长教我借力。")
    12
    """
    if len(below) < LEAST_CARRIED or len(above) < LEAST_CARRIED:
        return 0
    at = above.rfind(below[:LEAST_CARRIED])
    if at < 0 or not below.startswith(above[at:]):
        return 0
    return len(above) - at


def inserted_marks(text: str, bodies: Sequence[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Watermarks in mid sentence: words of a page, two of them at least, that stand several times with other neighbours.

    Returns:
        Start, end, and how often the mark stands in the text.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for start, end in bodies:
        for match in _MARK_WORD.finditer(text, start, end):
            places[match[0]].append(match.start())
    counts: dict[str, set[int]] = defaultdict(set)
    for word, starts in places.items():
        for a, b in pairwise(starts):
            left, right = _common(text, a, b, len(word))
            mark = text[a - left : a + len(word) + right]
            words = {m[0] for m in _MARK_WORD.finditer(mark)}
            if LEAST_MARK <= len(mark) <= LONGEST_MARK and len(words) > 1 and _MARK_END.search(mark) is None:
                counts[mark].update((a - left, b - left))
    found = []
    for mark, at in counts.items():
        inside = sum(_han(text, _before(text, p)) and _han(text, p + len(mark)) for p in at)
        if inside:
            found += [(p, p + len(mark), len(at)) for p in at]
    found.sort(key=lambda f: (f[0], -f[1]))
    kept: list[tuple[int, int, int]] = []
    for start, end, times in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, times))
    return kept


_MARK_END = re.compile("[。，；！？,;!?\n]")


def _common(text: str, a: int, b: int, size: int) -> tuple[int, int]:
    left = 0
    while (
        left < LONGEST_MARK and a - left > 0 and text[a - left - 1] == text[b - left - 1] and text[a - left - 1] not in "。，；！？,;!?\n"
    ):
        left += 1
    right = 0
    while (
        right < LONGEST_MARK
        and b + size + right < len(text)
        and text[a + size + right] == text[b + size + right]
        and text[a + size + right] not in "。，；！？,;!?\n"
    ):
        right += 1
    return left, right


def _before(text: str, at: int) -> int:
    """Place of the last character before `at` that is not white space: a page may end right before the mark."""
    at -= 1
    while at >= 0 and text[at].isspace():
        at -= 1
    return at


def _han(text: str, at: int) -> bool:
    return 0 <= at < len(text) and "\u3400" <= text[at] <= "\u9fff"
