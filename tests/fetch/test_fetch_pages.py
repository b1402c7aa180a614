"""What a crawl brings home, and what `build` makes of it."""

import hashlib
import json

from essaykit.build import build_corpus
from essaykit.build.check import check_corpus
from essaykit.store import open_corpus
from tests.fetch.texts import BANK, NURSE, TEACHER, new_page, old_page, paragraphs
from tests.fetch.web import Answer, outcome


def old_site(web, host="old.example"):
    """An essay in three pages, in GBK, as sites of 2008 show them; a list, and essays of one page."""
    numbers = [f"<a href=501{'' if n == 1 else f'_{n}'}.htm>{n}</a>" for n in (1, 2, 3)]
    for n in (1, 2, 3):
        pager = (
            " ".join(numbers) + (f" <a href='501_{n + 1}.htm'>下一页</a>" if n < 3 else "") + " <a href=502.htm>下一篇：酒店实习心得</a>"
        )
        page = old_page("信用社实习报告", paragraphs(BANK[2 * n - 2 : 2 * n]), pager)
        web.put(host, f"/baogao/501{'' if n == 1 else f'_{n}'}.htm", page, "gb18030")
    web.put(host, "/baogao/502.htm", old_page("护理实习总结", paragraphs(NURSE)), "gb18030")
    links = "".join(f"<li><a href={n}.htm>实习文章第{n}号</a></li>" for n in (501, 502, 503, 404))
    web.put(host, "/baogao/", f"<title>实习报告</title><ul>{links}</ul><a href='/baogao/501_2.htm'>2</a>", "gb18030")
    web.put(host, "/baogao/503.htm", old_page("页面不存在", "您访问的文章已删除。"), "gb18030")
    return web.url(host, "/baogao/")


def test_pages_come_as_they_are_served_with_a_record_of_each(web):
    page = new_page("护理见习心得", paragraphs(NURSE)).encode()
    url = web.put("new.example", "/doc/1.html", page, ETag='"v1"', Content_Type="text/html; charset=utf-8", Set_Cookie="id=1")
    report = web.fetch(url, code=0)
    record = web.records()[url]
    assert web.body(record) == page
    assert record["sha256"] == hashlib.sha256(page).hexdigest()
    assert (record["url"], record["final_url"], record["status"], record["media_type"]) == (url, url, 200, "text/html")
    assert (record["size"], record["profile"], record["kind"]) == (len(page), "generic", "page")
    assert record["robots"] == "no robots.txt: status 404"
    assert record["headers"]["etag"] == '"v1"'
    assert "set-cookie" not in record["headers"]
    assert record["fetched_at"].endswith("Z")
    assert (report["pages"], report["bytes"], report["requests"]) == (1, len(page), 1)


def test_an_article_in_several_pages_is_one_document(web):
    first = web.url("old.example", "/baogao/501.htm")
    old_site(web)
    web.fetch(first, code=0)
    records = web.records()
    parts = [web.url("old.example", f"/baogao/501{n}.htm") for n in ("", "_2", "_3")]
    assert records.keys() == set(parts), "parts come along; the next article does not"
    assert records[first]["parts"] == [records[part]["file"] for part in parts]
    corpus_folder = web.folder / "corpus"
    report = build_corpus([web.out], corpus_folder)
    assert (report.totals.documents, report.skipped, report.failures) == (1, 0, ())
    corpus = open_corpus(corpus_folder)
    (document,) = corpus.documents()
    assert document.source.url == first
    assert document.source.site == "old.example"
    assert document.source.fetched_at == records[first]["fetched_at"]
    assert document.title == "信用社实习报告"
    (essay,) = document.essays
    assert [text for text in BANK if text not in essay.text] == []
    assert "热门文章" not in essay.text
    assert check_corpus(corpus, web.out).problems == ()


def test_a_site_is_followed_to_its_essays(web):
    start = old_site(web)
    report = web.fetch(start, "--depth", "1", code=4)
    host = outcome(report, "old.example")
    assert (host["pages"], host["failed"], host["skipped"]) == (5, {"status 404": 1}, {"says that there is no such page": 1})
    assert sorted(web.paths("old.example")) == sorted(set(web.paths("old.example"))), "no address twice"
    records = web.records()
    assert len(records[web.url("old.example", "/baogao/501.htm")]["parts"]) == 3, "a part that a list led to is a part all the same"
    corpus = web.folder / "corpus"
    build_corpus([web.out], corpus)
    titles = {document.title for document in open_corpus(corpus).documents()}
    assert {"信用社实习报告", "护理实习总结"} <= titles


def test_big5_pages_and_pages_by_a_number_in_the_query(web):
    for n in (1, 2):
        body = paragraphs(TEACHER[:2] if n == 1 else TEACHER[2:])
        pager = "<a href='show.php?id=7&page=2'>下一頁</a>" if n == 1 else "<a href='show.php?id=7&page=1'>上一頁</a>"
        page = f"<html><head><meta charset=big5><title>教學實習心得</title></head><body><h1>教學實習心得</h1>{body}{pager}</body></html>"
        web.put("taiwan.example", "/show.php?id=7" + ("&page=2" if n == 2 else ""), page, "big5")
    web.fetch(web.url("taiwan.example", "/show.php?id=7"), code=0)
    corpus = web.folder / "corpus"
    build_corpus([web.out], corpus)
    (document,) = open_corpus(corpus).documents()
    assert document.source.encoding == "big5hkscs"
    assert all(text in document.essays[0].text for text in TEACHER)


def test_rel_next_and_a_step_of_the_path(web):
    web.put("new.example", "/doc/9.html", new_page("护理见习心得", paragraphs(NURSE[:2]), "<a rel=next href=/doc/9_2.html>&gt;</a>"))
    web.put("new.example", "/doc/9_2.html", new_page("护理见习心得", paragraphs(NURSE[2:]), "<a href=/doc/9.html>1</a>"))
    web.put("step.example", "/a/8", new_page("护理见习心得", paragraphs(NURSE[:2]), "<a href=/a/8/2>第2页</a>"))
    web.put("step.example", "/a/8/2", new_page("护理见习心得", paragraphs(NURSE[2:]), "<a href=/a/8/>第1页</a>"))
    web.fetch(web.url("new.example", "/doc/9.html"), web.url("step.example", "/a/8"), code=0)
    assert sorted(len(record["parts"]) for record in web.records().values()) == [0, 0, 2, 2]


def test_a_part_that_fails_is_named_and_the_rest_is_kept(web):
    web.put("old.example", "/1.htm", old_page("信用社实习报告", paragraphs(BANK), "<a href=1_2.htm>下一页</a>"), "gb18030")
    report = web.fetch(web.url("old.example", "/1.htm"), code=4)
    assert report["failures"] == [{"url": web.url("old.example", "/1_2.htm"), "cause": "status 404"}]
    assert web.records()[web.url("old.example", "/1.htm")]["missing"] == [web.url("old.example", "/1_2.htm")]


def test_addresses_with_blanks_and_letters_outside_ascii(web):
    links = "<a href='/实习 报告.htm'>x</a><a href='/%E5%AE%9E%E4%B9%A0%20报告.htm'>x</a>"
    web.put("new.example", "/", f"<title>x</title><p>{NURSE[0]}{links}")
    web.put("new.example", "/*", f"<title>护理见习心得</title>{paragraphs(NURSE)}")
    report = web.fetch(web.url("new.example", "/"), web.url("new.example", "/实习 报告.htm"), "--depth", "1", code=0)
    assert report["pages"] == 2
    assert sorted(web.paths("new.example")) == ["/", "/%E5%AE%9E%E4%B9%A0%20%E6%8A%A5%E5%91%8A.htm"]


def test_redirects_lead_to_one_page(web):
    web.put("new.example", "/doc/1.html", new_page("护理见习心得", paragraphs(NURSE)))
    ways = [
        web.put("new.example", path, Answer(status=status, headers={"Location": "/doc/1.html"}))
        for path, status in (("/a", 301), ("/b", 302), ("/c", 307))
    ]
    report = web.fetch(*ways)
    assert (report["pages"], report["skipped"]) == (1, 2)
    assert web.paths("new.example").count("/doc/1.html") == 1
    (record,) = web.records().values()
    first = record["url"]  # the three are asked for side by side: whichever is answered first
    assert first in ways
    assert (record["final_url"], record["redirects"]) == (web.url("new.example", "/doc/1.html"), [first])


def test_the_same_command_again_asks_only_for_what_changed(web):
    since = "Wed, 01 Jan 2020 00:00:00 GMT"
    url = web.put("new.example", "/1.html", new_page("护理见习心得", paragraphs(NURSE)), ETag='"1"', Last_Modified=since)
    other = web.put("new.example", "/2.html", new_page("护理实习总结", paragraphs(NURSE[:2])), ETag='"2"')
    web.fetch(url, other, code=0)
    before = web.records()
    web.put("new.example", "/2.html", new_page("护理实习总结", paragraphs(NURSE[2:])), ETag='"3"')
    report = web.fetch(url, other, code=0)
    asked = [hit for hit in web.hits("new.example") if hit.path == "/1.html"][1]
    assert asked.headers["if-none-match"] == '"1"'
    assert asked.headers["if-modified-since"] == since
    assert (report["pages"], report["unchanged"]) == (2, 1)
    after = web.records()
    assert after[url]["fetched_at"] == before[url]["fetched_at"]
    assert after[other]["sha256"] != before[other]["sha256"]


def test_a_dry_run_asks_for_nothing(web):
    old_site(web)
    report = web.fetch(web.url("old.example", "/baogao/"), "ftp://old.example/x", "--dry-run", code=0)
    assert report["urls"] == [web.url("old.example", "/baogao/")]
    assert report["refused"] == [{"url": "ftp://old.example/x", "cause": "ftp: is not fetched, only http and https"}]
    assert web.hits() == []
    assert not web.out.exists()


def test_addresses_from_a_file(web):
    web.put("new.example", "/1.html", new_page("护理见习心得", paragraphs(NURSE)))
    file = web.folder / "urls.txt"
    file.write_text(
        f"# two, one of them twice\n{web.url('new.example', '/1.html')}\n\n{web.url('new.example', '/1.html')}\n", encoding="utf-8"
    )
    assert web.fetch("--urls", str(file), code=0)["pages"] == 1


def test_names_come_from_a_hash_and_never_from_a_page(web):
    evil = ["/../../../etc/cron.d/x.htm", "/a%2f..%2f..%2fb.htm", "/$(touch%20x);.htm", "/%3Cscript%3E.htm", "/con.htm", "/a?x=../../y"]
    links = "".join(f"<a href='{path}'>x</a>" for path in evil)
    page = f"<title>../../<script>alert(1)</script>$(id)\x1b[31m</title><p>{NURSE[0]}{links}"
    web.put("evil.example", "/", page)
    web.put("evil.example", "/*", page)
    web.fetch(web.url("evil.example"), "--depth", "1", "--warc", str(web.folder / "all.warc"))
    names = [file.relative_to(web.out).as_posix() for file in web.out.rglob("*") if file.is_file() and ".fetch/" not in file.as_posix()]
    assert len(names) >= 8
    folder = f"evil.example_{web.port}/"
    assert [name for name in names if not name.startswith(folder) or not name.removeprefix(folder).partition(".")[0].isalnum()] == []
    assert {file.name for file in web.folder.iterdir()} == {"raw", "all.warc"}


def test_only_texts_are_kept(web):
    picture = web.put("new.example", "/p", b"\x89PNG\r\n\x1a\n" + b"\0" * 5000, Content_Type="image/png")
    hidden = web.put("new.example", "/q", b"\x89PNG\r\n\x1a\n" + b"\0" * 5000, Content_Type="text/html")
    empty = web.put("new.example", "/e", b"")
    plain = web.put("new.example", "/t", "实习日记\n今天学会了点钞。", Content_Type="text/plain")
    report = web.fetch(picture, hidden, empty, plain)
    assert outcome(report, "new.example")["skipped"] == {
        "holds no text (a picture, sound or film)": 1, "holds no text (image/png)": 1, "is empty": 1,
    }  # fmt: skip
    assert [record["file"].rpartition(".")[2] for record in web.records().values()] == ["txt"]


def test_records_are_never_documents(web):
    url = web.put("new.example", "/1.html", new_page("护理见习心得", paragraphs(NURSE)))
    web.fetch(url, code=0)
    record = next(web.out.rglob("*.fetch.json"))
    report = build_corpus([record], web.folder / "corpus")
    assert report.totals.documents == 0
    assert report.failures[0].cause == "the page of this record is missing"
    changed = json.loads(record.read_text(encoding="utf-8")) | {"parts": ["a.html", "../../secret.html"]}
    record.write_text(json.dumps(changed), encoding="utf-8")
    report = build_corpus([web.out], web.folder / "corpus2")
    assert report.failures[0].cause == "the page's record names a file outside its folder"
