"""A profile proposed from a few pages of a site."""

import tomllib

from essaykit.fetch.learn import card_text
from essaykit.fetch.profile import read_profile
from essaykit.fetch.propose import propose, sample
from tests.fetch.texts import BANK, NURSE, TEACHER, new_page, old_page, paragraphs
from tests.fetch.web import outcome

TITLES = ("信用社实习报告", "护理见习心得", "教学实习心得")


def new_site(web):
    links = "".join(f"<li><a href='/doc/{n}.html'>{title}</a> 2023-03-0{n}</li>" for n, title in enumerate(TITLES, 1))
    page = f"<title>实习心得 - 知行文库</title><div class=crumb>首页</div><ul class=doc-list>{links * 3}</ul>"
    web.put("new.example", "/list/1.html", page + "<div class=pager><a href='/list/2.html'>下一页</a></div>")
    web.put("new.example", "/list/2.html", page)
    for n, (title, texts) in enumerate(zip(TITLES, (BANK, NURSE, TEACHER), strict=True), 1):
        following = f"<a href='/doc/{n}_2.html'>下一页</a>" if n == 1 else ""
        web.put("new.example", f"/doc/{n}.html", new_page(title, paragraphs(texts), following))
    web.put("new.example", "/doc/1_2.html", new_page(TITLES[0], paragraphs(BANK[3:])))
    return [web.url("new.example", path) for path in ("/list/1.html", "/doc/1.html", "/doc/2.html", "/doc/3.html")]


def test_a_profile_that_was_learnt_fetches_the_site(web):
    urls = new_site(web)
    code, card, said = web.run(*web.line("learn", *urls))
    assert (code, said) == (0, "")
    learnt = tomllib.loads(card)
    assert learnt["start"] == urls[:1]
    assert learnt["essays"] == ["^/doc/[0-9]+\\.html$"]
    assert "^/list/[0-9]+\\.html$" in learnt["lists"]
    assert learnt["select"]["title"][0] == "h1.post-title"
    assert learnt["select"]["links"] == ["ul.doc-list"]
    assert set(learnt["select"]["next"]) == {"div.pager a:-soup-contains('下一页')", "nav.pager a:-soup-contains('下一页')"}
    assert {"header.top-nav", "aside.related", "footer"} <= set(learnt["select"]["chrome"])
    file = web.folder / "learnt.toml"
    file.write_text(card, encoding="utf-8")
    report = web.fetch("--site", str(file), code=0)
    assert outcome(report, "new.example")["pages"] == 6
    assert not {"/vip", "/doc/77.html"} & set(web.paths("new.example"))
    records = web.records()
    assert {records[url]["title"] for url in urls[1:]} == set(TITLES)
    assert records[urls[1]]["date"] == "2023-03-09"


def test_one_address_is_enough_to_begin_with(web):
    urls = new_site(web)
    code, card, _ = web.run(*web.line("learn", urls[0]))
    assert code == 0
    assert tomllib.loads(card)["essays"][0] == "^/doc/[0-9]+\\.html$"


def test_what_can_not_be_fetched(web):
    web.put("new.example", "/robots.txt", "User-agent: *\nDisallow: /")
    code, card, said = web.run(*web.line("learn", web.url("new.example", "/1")))
    assert (code, card) == (3, "")
    assert said.count("\n") == 1


def test_nothing_that_a_page_says_gets_into_a_profile():
    boxes = """<div class="a'b" id='c{d}'>"'</div><div class="side">同一个盒子</div>"""
    evil = f"""<title>x]\n[a]</title><h1 class='t"]\n[select]'>x] [a]</h1>{boxes}"""
    pages = [sample(f"http://a.example/{n}.htm", f"{evil}<p>{NURSE[n]}") for n in (0, 1)]
    card = card_text(propose(pages))
    assert tomllib.loads(card)["select"]["chrome"] == ["div.side"]
    assert "同一个盒子" not in card


def test_old_templates_too(tmp_path):
    texts = dict(zip(TITLES, (BANK, NURSE, TEACHER), strict=True))
    pages = [sample(f"http://a.example/{n}.htm", old_page(title, paragraphs(texts[title]))) for n, title in enumerate(texts)]
    file = tmp_path / "old.toml"
    file.write_text(card_text(propose(pages)), encoding="utf-8")
    profile = read_profile(str(file))
    assert profile.select.title[0] == "h1"
    assert "td.side" in profile.select.chrome
    assert profile.essays == ("^/[0-9]+\\.htm$",)
