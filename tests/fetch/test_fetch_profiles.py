"""Profiles: each finds on its example pages what its card says, and what it finds reaches the corpus."""

from pathlib import Path

import pytest

from essaykit.build import build_corpus
from essaykit.errors import CardError, UsageError
from essaykit.fetch.elements import select
from essaykit.fetch.profile import Profile, Selectors, read_profile, shipped_profiles
from essaykit.store import open_corpus
from tests.fetch.texts import BANK, NURSE, new_page, old_page, paragraphs
from tests.fetch.web import outcome

PAGES = Path(__file__).parent / "pages"
EXAMPLES = [(profile, example) for profile in shipped_profiles().values() for example in profile.examples]

NEW = """
about = "知行文库"
hosts = ["new.example"]
start = ["http://new.example/list/1.html"]
search = "http://new.example/search?q={query}"
query_encoding = "gbk"
essays = ['^/doc/\\d+\\.html$']
lists = ['^/list/']
never = ['^/vip']
missing = ["该文档不见了"]
depth = 2

[select]
title = ["h1.post-title"]
author = [".meta .author"]
date = [".meta time"]
column = [".meta a.cat"]
links = [".list", ".pager"]
next = [".pager a.next"]
chrome = ["header.top-nav", "aside.related", "footer", ".said-twice"]
preview = [".buy"]
"""


@pytest.fixture
def card(web):
    """The profile of the new site, at the port where it is."""
    file = web.folder / "new.toml"
    card = NEW.replace("new.example/", f"new.example:{web.port}/").replace('["new.example"]', f'["new.example:{web.port}"]')
    file.write_text(card, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(("profile", "example"), EXAMPLES, ids=[f"{p.id}-{e.page}" for p, e in EXAMPLES])
def test_a_profile_finds_what_its_card_says(profile, example):
    found = select((PAGES / example.page).read_text(encoding="utf-8"), example.url, profile)
    assert profile.kind_of(example.url) == example.kind
    assert found.column == example.column
    if example.kind == "page":
        assert (found.title, found.author, found.date) == (example.title, example.author, example.date)
    assert found.next == example.next
    assert found.preview == example.preview
    assert set(example.links) <= set(found.links or ())
    assert set(example.chrome) <= set(found.chrome)


def test_every_profile_but_the_generic_one_has_examples():
    assert [name for name, profile in shipped_profiles().items() if not profile.examples] == ["generic"]


def site(web):
    for n in (1, 2):
        links = "".join(f"<li><a href='/doc/{10 * n + k}.html'>护理见习心得{k}</a></li>" for k in range(3))
        pager = "<a class=next href='/list/2.html'>更多</a>" if n == 1 else ""
        others = "<li><a href='/vip/1'>会员</a></li><li><a href='/about'>关于</a></li>"
        page = f"<title>列表</title><ul class=list>{links}{others}</ul><div class=pager>{pager}</div>"
        web.put("new.example", f"/list/{n}.html", page)
        for k in range(3):
            following = f"<a class=next href='/doc/{10 * n + k}/more'>继续</a>" if k == 0 else ""
            web.put("new.example", f"/doc/{10 * n + k}.html", new_page(f"护理见习心得第{10 * n + k}号", paragraphs(NURSE), following))
        web.put("new.example", f"/doc/{10 * n}/more", new_page(f"护理见习心得第{10 * n}号", paragraphs(BANK[:3])))
    web.put("new.example", "/doc/12.html", "<title>知行文库</title><p>该文档不见了" + paragraphs(NURSE))


def test_a_site_by_its_profile(web, card):
    site(web)
    report = web.fetch("--site", card, code=0)
    host = outcome(report, "new.example")
    assert (host["pages"], host["skipped"]) == (9, {"says that there is no such page": 1})
    assert not {"/vip/1", "/about", "/vip", "/doc/77.html"} & set(web.paths("new.example"))
    records = web.records()
    record = records[web.url("new.example", "/doc/20.html")]
    assert (record["title"], record["author"], record["date"], record["column"]) == ("护理见习心得第20号", "佚名", "2023-03-09", "实习心得")
    assert len(record["parts"]) == 2, "the profile knows what follows, however it is spelt"
    assert record["profile"] == "new"
    assert records[web.url("new.example", "/list/2.html")]["kind"] == "list"
    folder = web.folder / "corpus"
    built = build_corpus([web.out], folder)
    assert (built.totals.documents, built.skipped) == (5, 2), "lists are no documents"
    documents = {document.source.url: document for document in open_corpus(folder).documents()}
    document = documents[web.url("new.example", "/doc/20.html")]
    assert document.title == "护理见习心得第20号"
    text = "".join(essay.text for essay in document.essays)
    assert all(each in text for each in NURSE + BANK[:3])
    chrome = [o for o in document.operations if "护理见习总结" in o.before]
    assert [o.state for o in chrome] == ["applied", "applied"], "chrome goes on every page of the article"
    assert {role.rule for role in document.roles if role.start == chrome[0].start} == {"decision"}


def test_the_sites_own_search(web, card):
    site(web)
    web.put("new.example", "/search", "<ul class=list><li><a href=/doc/21.html>x</a></ul>")
    web.fetch("--site", card, "--query", "会计实习", code=0)
    assert web.paths("new.example") == ["/search?q=%BB%E1%BC%C6%CA%B5%CF%B0", "/doc/21.html"]


def test_a_preview_is_flagged_and_not_unlocked(web, card):
    page = new_page("护理见习心得", paragraphs(NURSE[:1]) + "<div class=buy><a href='/doc/30.html?pay=1'>阅读全文</a></div>")
    web.put("new.example", "/doc/30.html", page)
    web.fetch("--site", card, web.url("new.example", "/doc/30.html"), code=0)
    assert web.paths("new.example") == ["/doc/30.html"]
    build_corpus([web.out], web.folder / "corpus")
    (document,) = open_corpus(web.folder / "corpus").documents()
    assert "preview" in document.flags


def test_chrome_that_looks_like_what_is_no_chrome_is_left_alone():
    page = "<div class=box>甲</div><div class=box id=x>乙</div><section><div class=box>丙</div></section><div class=box>丁</div>"
    found = select(page, "http://a.example/", Profile(about="", select=Selectors(chrome=("div.box:first-child",))))
    assert found.chrome == ("html/body/section/div.box",), "of two boxes of one path only one was chosen"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("about = 1", "about"),
        ('about = ""\nessays = ["("]', "essays"),
        ('about = ""\n[select]\ntitle = ["h1["]', "select.title"),
        ('about = ""\nquery_encoding = "klingon"', "query_encoding"),
        ('about = ""\nselct = 1', "selct"),
        ("about", "TOML"),
    ],
)
def test_a_card_that_is_wrong_says_where(text, place, tmp_path):
    file = tmp_path / "x.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CardError) as told:
        read_profile(str(file))
    assert place in str(told.value)
    assert "x.toml" in str(told.value)


def test_no_such_profile():
    with pytest.raises(UsageError, match="generic"):
        read_profile("nosuch")
    with pytest.raises(UsageError, match="no search"):
        read_profile("dedecms").starts("会计")


def test_the_old_template_needs_no_profile(web):
    web.put("old.example", "/1.htm", old_page("信用社实习报告", paragraphs(BANK)), "gb18030")
    web.fetch(web.url("old.example", "/1.htm"), code=0)
    build_corpus([web.out], web.folder / "corpus")
    (document,) = open_corpus(web.folder / "corpus").documents()
    assert "热门文章" not in document.essays[0].text
