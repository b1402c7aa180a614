"""What stands outside the main text of a page is not the author's, and `why` can say so."""

from essaykit.pipeline import build_document
from essaykit.pipeline.outside import outside_main_text
from essaykit.read import read_source
from essaykit.split import find_headings

DAYS = (
    "清早六点半我跟着师傅清点前一天的凭证，一张一张对金额和日期，对到第三遍才敢订起来。",
    "下午去银行送支票，排了两个小时的队，我在心里把借贷方向又背了一遍，轮到我时还是紧张。",
    "月底结账那天我们加班到十点，报表终于平了，科长请大家吃了面，我学到的比课本上多得多。",
)
LINKS = "".join(f"<li><a href='/{i}'>{name}</a></li>" for i, name in enumerate(("首页", "报告", "总结", "协议", "求职信", "简历")))


def page(middle):
    return (
        f"<html><title>会计实习报告</title><body><ul class=nav>{LINKS}</ul><h1>会计实习报告</h1><div class=text>{middle}</div>"
        f"<ul class=hot>{LINKS.replace('/', '/x')}</ul><div class=foot>算盘珠资料站 © 2012 本站资料由网友提供</div></body></html>"
    ).encode()


def found(data, name="a.html"):
    text = read_source(data, name)
    outside = outside_main_text(text, find_headings(text).series)
    return {text.text[text.blocks[i].start : text.blocks[i].end]: why for i, why in outside.items()}


def test_menus_and_footers_are_outside_and_say_why():
    outside = found(page("".join(f"<p>{day}</p>" for day in DAYS)))
    assert outside["求职信"][:2] == ("outside the page's main text", "100% of its characters are links")
    assert any("©" in line for line in outside)
    assert not set(DAYS) & set(outside)


def test_the_removal_carries_the_evidence():
    document = build_document(page("".join(f"<p>{day}</p>" for day in DAYS)), "a.html")
    gone = [o for o in document.operations if "求职信" in o.before]
    assert gone
    assert all(o.state == "applied" and "outside the page's main text" in o.evidence for o in gone)
    assert document.essays[0].text == "\n".join(DAYS)


def test_what_lies_between_headings_of_essays_is_never_outside():
    """Not even a short essay that the page's links outweigh."""
    essays = "".join(f"<p>会计实习报告篇{n}</p><p>{day}</p>" for n, day in zip("一二三", DAYS, strict=True))
    outside = found(page(essays))
    assert not set(DAYS) & set(outside)
    assert not any("篇" in line for line in outside)


def test_only_pages_have_an_outside():
    assert found("\n".join(DAYS).encode(), "a.txt") == {}
