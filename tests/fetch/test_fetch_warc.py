"""WARC files out of a crawl, and into a corpus."""

import gzip

import pytest

from essaykit.build import build_corpus
from essaykit.build.check import check_corpus
from essaykit.build.texts import write_texts
from essaykit.store import open_corpus
from tests.fetch.texts import BANK, NURSE, new_page, old_page, paragraphs
from tests.fetch.web import Answer


def site(web):
    web.put("old.example", "/1.htm", old_page("信用社实习报告", paragraphs(BANK)), "gb18030")
    packed = gzip.compress(new_page("护理见习心得", paragraphs(NURSE)).encode())
    web.put("old.example", "/2.htm", Answer(packed, headers={"Content-Encoding": "gzip"}))
    return [web.url("old.example", path) for path in ("/1.htm", "/2.htm", "/3.htm")]


@pytest.mark.parametrize("name", ["all.warc", "all.warc.gz"])
def test_what_goes_into_a_warc_file_comes_out_of_it(name, web):
    urls = site(web)
    (web.folder / "warc").mkdir()
    web.fetch(*urls, "--warc", str(web.folder / "warc" / name), code=4)
    folder = web.folder / "corpus"
    report = build_corpus([web.folder / "warc"], folder)
    assert (report.failures, report.skipped) == ((), 0)
    documents = {document.source.url: document for document in open_corpus(folder).documents()}
    assert documents.keys() == set(urls[:2])
    assert {document.source.path for document in documents.values()} == {f"{name}#2", f"{name}#3"}
    assert documents[urls[0]].source.fetched_at is not None
    assert documents[urls[0]].source.encoding == "gb18030"
    assert all(text in documents[urls[1]].essays[0].text for text in NURSE)
    assert check_corpus(open_corpus(folder), web.folder / "warc").problems == ()
    assert {document.id for document in documents.values()} == {record["sha256"][:16] for record in web.records().values()}
    again = build_corpus([web.folder / "warc"], folder)
    assert (again.built, again.reused) == (0, 2)


def test_a_killed_crawl_leaves_a_warc_file_that_can_be_read(web):
    for n in range(60):
        web.put("old.example", f"/{n}.htm", new_page(f"护理见习心得{n}", paragraphs(NURSE), f"<a href='/{n + 1}.htm'>x</a>"))
    warc = web.folder / "all.warc.gz"
    line = [web.url("old.example", "/0.htm"), "--depth", "99", "--warc", str(warc)]
    process = web.begin(*line)
    web.wait_for(lambda: len(web.hits()) > 20)
    web.kill(process)
    with warc.open("ab") as half:
        half.write(gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n")[:-9])
    web.fetch(*line, code=4)
    report = build_corpus([warc], web.folder / "corpus")
    assert report.failures == ()
    assert report.totals.documents == 60


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"WARC/1.0\r\n\r\n", "holds no pages"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "is a broken WARC record"),
    ],
)
def test_a_broken_warc_file(data, cause, tmp_path):
    (tmp_path / "x.warc").write_bytes(data)
    report = build_corpus([tmp_path / "x.warc"], tmp_path / "corpus")
    assert report.totals.documents == 0
    assert report.failures[0].cause.startswith(cause)


def test_texts_of_fetched_pages(web):
    site(web)
    web.put("old.example", "/9.htm", old_page("信用社实习报告", paragraphs(BANK[:3]), "<a href=9_2.htm>下一页</a>"), "gb18030")
    web.put("old.example", "/9_2.htm", old_page("信用社实习报告", paragraphs(BANK[3:])), "gb18030")
    web.fetch(web.url("old.example", "/9.htm"), "--warc", str(web.folder / "a.warc"), code=0)
    report = write_texts([web.out], web.folder / "texts")
    (written,) = report.texts
    text = (web.folder / "texts" / written.file).read_text(encoding="utf-8")
    assert all(each in text for each in BANK)
    report = write_texts([web.folder / "a.warc"], web.folder / "texts2")
    assert [text.file for text in report.texts] == ["a-2.txt", "a-3.txt"]
