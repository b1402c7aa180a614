"""Every way in which compilations, diaries and logs open their pieces: headings and texts are found exactly."""

from __future__ import annotations

import pytest
from compilations import body, compilation

from essaykit.pipeline import build_document

BANK = "银行实习心得(精选3篇)"
BARE = "银行实习心得三篇"
DIARY, LOG = "银行实习日记", "银行实习周记"
OWN = ("柜台前的夏天", "跟着师傅跑社区", "一张日报")


def numbered(pattern, numbers="123"):
    """Headings from a pattern with ``#`` for the number and ``T`` for an own title."""
    return [pattern.replace("#", n).replace("T", own) for n, own in zip(numbers, OWN, strict=True)]


CHINESE, FORMAL, WIDE, ROUND, ROMAN = "一二三", "壹贰叁", "１２３", "①②③", "ⅠⅡⅢ"
CATALOGUE = {
    "title and 篇N": (BANK, numbered("银行实习心得 篇#")),
    "title and N": (BANK, numbered("银行实习心得#")),
    "title, 篇 and Chinese number": (BANK, numbered("银行实习心得篇#", CHINESE)),
    "第N篇 with own title": (BANK, numbered("第#篇：T", CHINESE)),
    "第N篇, formal numbers": (BANK, numbered("第#篇 T", FORMAL)),
    "in lenticular brackets": (BANK, numbered("【篇#】")),
    "a bare number in brackets": (BANK, numbered("〖#〗")),
    "(精选篇N)": (BANK, numbered("银行实习心得(精选篇#)")),
    "例文N": (BANK, numbered("例文#")),
    "范文N with colon": (BANK, numbered("范文#：")),
    "范本 and Chinese number": (BANK, numbered("范本#", CHINESE)),
    "in a circle": (BARE, numbered("# T", ROUND)),
    "in a circle, no blank": (BARE, numbered("#T", ROUND)),
    "其N with own title": (BARE, numbered("其# T", CHINESE)),
    "Part N with own title": (BARE, numbered("Part # T")),
    "(N) and the title behind": (BANK, numbered("(#) 银行实习心得", CHINESE)),
    "N、 and the title behind": (BANK, numbered("#、银行实习心得")),
    "star and two digits": (BANK, numbered("★银行实习心得（0#）")),
    "title and (N)": (BANK, numbered("银行实习心得（#）", CHINESE)),
    "title 之 N": (BANK, numbered("银行实习心得之#", CHINESE)),
    "full-width digits": (BANK, numbered("银行实习心得 篇#", WIDE)),
    "Roman numbers": (BANK, numbered("银行实习心得 #", ROMAN)),
    "letter-spaced": (BARE, numbered("银 行 实 习 心 得 篇 #")),
    "dates with weather": (DIARY, ["7月4日 星期一 晴", "7月5日 星期二 多云", "7月8日 星期五 雨"]),
    "dates with year": (DIARY, ["2021-07-04", "2021-07-05", "2021-07-08"]),
    "weeks": (LOG, numbered("第#周", CHINESE)),
    "weeks in brackets": (LOG, numbered("实习周记（第#周）", CHINESE)),
    "Week N": (LOG, numbered("Week #")),
    "days": (DIARY, numbered("实习第#天", CHINESE)),
}


def found(text, name="a.txt"):
    """Heading and text of each essay."""
    return [(essay.heading, essay.text) for essay in build_document(text.encode(), name).essays]


@pytest.mark.parametrize(("title", "headings"), CATALOGUE.values(), ids=CATALOGUE)
def test_headings_on_lines_of_their_own(title, headings):
    text = compilation(title, headings)
    assert found(text) == [(heading, body(i)) for i, heading in enumerate(headings)]
    document = build_document(text.encode(), "a.txt")
    assert document.title == title
    assert document.flags == ()
    if not title.startswith(("银行实习日记",)):
        assert [essay.number for essay in document.essays] == [1, 2, 3]


def glue(heading, text):
    return f"{heading}{text}" if heading[-1] in "】〗）：" else f"{heading} {text}"


@pytest.mark.parametrize(
    ("title", "headings"),
    [pytest.param(*case, id=name) for name, case in CATALOGUE.items()],
)
def test_headings_with_the_text_glued_to_them(title, headings):
    text = "\n".join([title, *(glue(heading, body(i)) for i, heading in enumerate(headings))])
    assert found(text) == [(heading.lstrip("★"), body(i)) for i, heading in enumerate(headings)]


ONE_LINE_FAILURES = {"letter-spaced": "the heading's first letters stay with the essay above"}


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        pytest.param(*case, id=name, marks=[pytest.mark.xfail(reason=ONE_LINE_FAILURES[name])] if name in ONE_LINE_FAILURES else [])
        for name, case in CATALOGUE.items()
    ],
)
def test_a_whole_document_on_one_line(title, headings):
    texts = [body(i).replace("\n", "") for i in range(3)]
    text = " ".join([title, *(f"{heading} {text}" for heading, text in zip(headings, texts, strict=True))])
    assert found(text) == [(heading.lstrip("★"), text) for heading, text in zip(headings, texts, strict=True)]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n\n", "\n　　", "\u2028", "\f\n"], ids=ascii)
def test_any_line_end(end):
    title, headings = CATALOGUE["title and 篇N"]
    assert found(compilation(title, headings).replace("\n", end)) == [(heading, body(i)) for i, heading in enumerate(headings)]


def test_a_heading_with_invisible_characters():
    headings = ["银行\u200b实习心得 篇\u200b1", "银行实习\ufeff心得 篇2", "银行实习心得\u200b篇3"]
    assert [heading for heading, _ in found(compilation(BARE, headings))] == ["银行实习心得 篇1", "银行实习心得 篇2", "银行实习心得篇3"]


def test_headings_of_a_page():
    title, headings = CATALOGUE["title and 篇N"]
    paragraphs = "".join(
        f"<p><strong>{heading}</strong></p>" + "".join(f"<p>{p}</p>" for p in body(i).split("\n")) for i, heading in enumerate(headings)
    )
    page = f"<html><body><h1>{title}</h1><div class='main'>{paragraphs}</div></body></html>"
    assert found(page, "a.html") == [(heading, body(i)) for i, heading in enumerate(headings)]


def test_a_wording_that_no_card_knows():
    headings = numbered("选段#")
    assert [heading for heading, _ in found(compilation(BARE, headings))] == headings
