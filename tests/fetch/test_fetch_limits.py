"""What a hostile or broken server can't do."""

import gzip
import time
import zlib

from essaykit.fetch.transport import MAX_HEADERS
from tests.fetch.texts import NURSE, new_page, paragraphs
from tests.fetch.web import Answer, outcome

PAGE = new_page("护理见习心得", paragraphs(NURSE)).encode()


def raw(*pieces, pause=0.0, close=True):
    """A page that writes these bytes to the connection as they are."""

    def page(handler):
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)
        handler.close_connection = close

    return page


def head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *lines, "", ""]).encode()


def trickle(piece):
    def page(handler):
        until = time.monotonic() + 20
        while time.monotonic() < until:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(0.1)

    return page


def causes(report, host):
    line = outcome(report, host)
    return {**line.get("failed", {}), **line.get("skipped", {})}


def test_one_deadline_holds_for_headers_and_body(web):
    web.put("head.example", "/1", lambda h: (h.wfile.write(b"HTTP/1.1 200 OK\r\n"), trickle(b"X-A: b\r\n")(h))[0] and None)
    web.put("line.example", "/1", raw(b"HTTP/1.1 200 OK\r\nX: ", *[b"a"] * 200, pause=0.1))
    web.put("body.example", "/1", lambda h: (h.wfile.write(head("Content-Length: 999")), trickle(b"a")(h))[0] and None)
    web.put("chunk.example", "/1", lambda h: (h.wfile.write(head("Transfer-Encoding: chunked")), trickle(b"1\r\na\r\n")(h))[0] and None)
    web.put("mute.example", "/1", lambda _: time.sleep(20))
    hosts = ["head.example", "line.example", "body.example", "chunk.example", "mute.example"]
    for host in hosts:
        web.put(host, "/robots.txt", "")
    began = time.monotonic()
    report = web.fetch(*(web.url(host, "/1") for host in hosts), "--timeout", "1", code=3)
    assert time.monotonic() - began < 15
    for host in hosts:
        assert causes(report, host) == {"took longer than 1 seconds": 1}, host
        assert len(web.paths(host)) == 3
    assert web.records() == {}


def test_a_body_is_capped_raw_and_unpacked(web):
    big = 65 << 20
    bomb = gzip.compress(b"a" * big, 9)
    web.put("raw.example", "/1", raw(head(f"Content-Length: {big}"), b"a" * 1000))
    web.put("endless.example", "/1", raw(head(), *[b"a" * (1 << 20)] * 66))
    web.put("gzip.example", "/1", Answer(bomb, headers={"Content-Encoding": "gzip"}))
    web.put("deflate.example", "/1", Answer(zlib.compress(b"a" * big), headers={"Content-Encoding": "deflate"}))
    web.put("twice.example", "/1", Answer(gzip.compress(bomb), headers={"Content-Encoding": "gzip, gzip"}))
    hosts = ["raw.example", "endless.example", "gzip.example", "deflate.example", "twice.example"]
    report = web.fetch(*(web.url(host, "/1") for host in hosts), code=3)
    for host in hosts:
        assert causes(report, host) == {"is larger than 64 MiB": 1}, host
    assert web.records() == {}


def test_a_short_body_is_a_failure_and_not_a_page(web):
    web.put("short.example", "/1", raw(head(f"Content-Length: {len(PAGE)}"), PAGE[:-100]))
    web.put("torn.example", "/1", raw(head("Transfer-Encoding: chunked"), b"%x\r\n" % len(PAGE), PAGE[:-100]))
    web.put("old.example", "/1", raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", PAGE))
    hosts = ["short.example", "torn.example", "old.example"]
    report = web.fetch(*(web.url(host, "/1") for host in hosts), code=4)
    assert causes(report, "short.example") == causes(report, "torn.example") == {"the answer was cut short": 1}
    assert [record["url"] for record in web.records().values()] == [web.url("old.example", "/1")]


def test_headers_are_capped(web):
    web.put("many.example", "/1", raw(head(*(f"X-{n}: a" for n in range(2 * MAX_HEADERS)), f"Content-Length: {len(PAGE)}"), PAGE))
    web.put("long.example", "/1", raw(head(*("X: " + "a" * 9000 for _ in range(10)), f"Content-Length: {len(PAGE)}"), PAGE))
    web.put("cookie.example", "/1", raw(head(*("Set-Cookie: a=" + "b" * 4000 for _ in range(10)), f"Content-Length: {len(PAGE)}"), PAGE))
    hosts = ["many.example", "long.example", "cookie.example"]
    report = web.fetch(*(web.url(host, "/1") for host in hosts))
    assert outcome(report, "many.example")["pages"] == outcome(report, "long.example")["pages"] == 0
    (record,) = web.records("cookie.example").values()
    assert not any("bbbb" in value for value in record["headers"].values())


def test_redirects_are_capped(web):
    web.put("turn.example", "/*", lambda h: Answer(status=302, headers={"Location": h.path + "a"}))
    web.put("turn.example", "/robots.txt", "")
    web.put("self.example", "/robots.txt", Answer(status=302, headers={"Location": "/robots.txt"}))
    web.put("self.example", "/1", Answer(status=302, headers={"Location": "/1"}))
    report = web.fetch(web.url("turn.example", "/1"), web.url("self.example", "/1"), code=3)
    assert causes(report, "turn.example") == causes(report, "self.example") == {"redirects more than 5 times": 1}
    assert len(web.paths("turn.example")) == len(web.paths("self.example")) == 6


def test_hostile_pages_cost_no_more_than_they_weigh(web):
    web.put("deep.example", "/1", b"<div>" * 200_000 + b"<p>" + NURSE[0].encode() + b"<a href=2>x</a>")
    web.put("links.example", "/1", PAGE + b"".join(b"<a href=/%d.htm>x</a>" % n for n in range(50_000)))
    web.put("attributes.example", "/1", b"<a " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b" href=2>" + PAGE)
    web.put("nul.example", "/1", PAGE.replace(b"<p>", b"<p>\0\0"))
    hosts = ["deep.example", "links.example", "attributes.example", "nul.example"]
    began = time.monotonic()
    report = web.fetch(*(web.url(host, "/1") for host in hosts), "--depth", "1", "--max-pages", "4", code=0)
    assert report["pages"] >= 3
    assert time.monotonic() - began < 30
    assert report["waiting"] <= 6000
